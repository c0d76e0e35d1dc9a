// What changed between two models, as meaning: entries, threats and answers with their fields, never lines.

import { same } from "./digest.ts";
import { compare } from "./finding.ts";
import { type MapSection, mapSections, type NotApplicable, type Threat, type ThreatModel } from "./schema.ts";
import { isLiving, own, type PlacedThreat, sorted, threatsOf } from "./threats.ts";

export interface FieldChange {
  /** Name of the field; a mitigation is `mitigations.<id>`. */
  readonly field: string;
  /** Undefined when the field was, or is now, not there. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface EntryChange {
  readonly section: MapSection | "set-aside";
  readonly id: string;
  readonly kind: "added" | "removed" | "changed";
  readonly name: string;
  /** For `changed`, the fields that differ. */
  readonly fields: readonly FieldChange[];
}

export interface ThreatChange {
  readonly id: string;
  readonly element: string;
  readonly category: string;
  /** `removed` should not happen: threats are retired. */
  readonly kind: "added" | "retired" | "reopened" | "removed" | "changed";
  /** The threat as it is now, or as it was when it is gone. */
  readonly threat: Threat;
  /** Fields that differ, except for what is added or removed; `element` and `category` when it moved. */
  readonly fields: readonly FieldChange[];
}

export interface AnswerChange {
  readonly element: string;
  readonly category: string;
  readonly before: NotApplicable | undefined;
  readonly after: NotApplicable | undefined;
}

export interface ModelDiff {
  /** There was nothing before: no map and no answers. */
  readonly first: boolean;
  /** `component`, `framework`, `summary`. */
  readonly head: readonly FieldChange[];
  readonly map: readonly EntryChange[];
  readonly threats: readonly ThreatChange[];
  readonly answers: readonly AnswerChange[];
  /** Sign-offs by their key. */
  readonly signOffs: readonly FieldChange[];
}

type Fields = Readonly<Record<string, unknown>>;

const fieldChanges = (before: Fields, after: Fields): FieldChange[] =>
  sorted({ ...before, ...after })
    .map(([field]) => ({ field, before: own(before, field), after: own(after, field) }))
    .filter((change) => !same(change.before, change.after));

const entryChanges = (before: ThreatModel, after: ThreatModel): EntryChange[] =>
  ([...mapSections, "set-aside"] as const).flatMap((section) => {
    const [old, now]: Readonly<Record<string, Fields>>[] = [before.map[section], after.map[section]];
    return sorted({ ...old, ...now }).flatMap(([id, entry]): EntryChange[] => {
      const [was, is] = [own(old ?? {}, id), own(now ?? {}, id)];
      if (same(was, is)) return [];
      const name = typeof entry["name"] === "string" ? entry["name"] : id;
      if (was === undefined || is === undefined)
        return [{ section, id, kind: was === undefined ? "added" : "removed", name, fields: [] }];
      return [{ section, id, kind: "changed", name, fields: fieldChanges(was, is) }];
    });
  });

/** A threat as flat fields, each mitigation one of them. */
const flat = ({ element, category, threat }: PlacedThreat): Fields => {
  const { mitigations, ...fields } = threat;
  const each = Object.entries(mitigations).map(
    ([id, mitigation]) => [`mitigations.${id}`, mitigation] as const,
  );
  return { element, category, ...fields, ...Object.fromEntries(each) };
};

const threatChanges = (before: ThreatModel, after: ThreatModel): ThreatChange[] => {
  const old = new Map(threatsOf(before).map((placed) => [placed.id, placed]));
  const now = new Map(threatsOf(after).map((placed) => [placed.id, placed]));
  const change = (placed: PlacedThreat): ThreatChange[] => {
    const was = old.get(placed.id);
    if (was === undefined) return [{ ...placed, kind: "added", fields: [] }];
    const fields = fieldChanges(flat(was), flat(placed));
    if (fields.length === 0) return [];
    const [lived, lives] = [isLiving(was.threat), isLiving(placed.threat)];
    const kind = lived === lives ? "changed" : lives ? "reopened" : "retired";
    return [{ ...placed, kind, fields }];
  };
  const gone = [...old.values()]
    .filter(({ id }) => !now.has(id))
    .map((placed): ThreatChange => ({ ...placed, kind: "removed", fields: [] }));
  return [...[...now.values()].flatMap(change), ...gone].sort(
    (a, b) => compare(a.element, b.element) || compare(a.category, b.category) || compare(a.id, b.id),
  );
};

const answerChanges = (before: ThreatModel, after: ThreatModel): AnswerChange[] =>
  sorted({ ...before.answers, ...after.answers }).flatMap(([element]) => {
    const [old, now] = [own(before.answers, element) ?? {}, own(after.answers, element) ?? {}];
    return sorted({ ...old, ...now })
      .map(([category]) => ({
        element,
        category,
        before: own(old, category)?.["not-applicable"],
        after: own(now, category)?.["not-applicable"],
      }))
      .filter((change) => !same(change.before, change.after));
  });

const head = ({ component, framework, summary }: ThreatModel): Fields => ({ component, framework, summary });

const isBlank = (model: ThreatModel): boolean =>
  Object.keys(model.answers).length === 0 &&
  mapSections.every((section) => Object.keys(model.map[section]).length === 0);

/** Compares two models. Equal models give empty lists everywhere. */
export const diffModels = (before: ThreatModel, after: ThreatModel): ModelDiff => ({
  first: isBlank(before) && !isBlank(after),
  head: fieldChanges(head(before), head(after)),
  map: entryChanges(before, after),
  threats: threatChanges(before, after),
  answers: answerChanges(before, after),
  signOffs: fieldChanges(before["sign-offs"], after["sign-offs"]),
});

export const isEmptyDiff = ({ head, map, threats, answers, signOffs }: ModelDiff): boolean =>
  [head, map, threats, answers, signOffs].every((list) => list.length === 0);
