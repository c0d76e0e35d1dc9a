// Holds a model against what was planted: what it has, what it lacks, what it says wrongly, what it kept too long. Pure.

import { splitAnchor } from "../../src/model/anchor.ts";
import { mapSections, type Threat, type ThreatModel } from "../../src/model/schema.ts";
import { denialsAt, entriesNamed, flowsNamed, livingThreats, threatsAt } from "./match.ts";
import {
  type EntryTruth,
  endedBy,
  holdsAt,
  type Named,
  type Span,
  type System,
  severe,
  type ThreatTruth,
  type Trap,
} from "./truth.ts";

/** `outside` is what no code shows: controls elsewhere, accepted risks, assumptions. */
export type Group = "map" | "threats" | "outside";
export const groups: readonly Group[] = ["map", "threats", "outside"];

export interface Recall {
  readonly found: readonly string[];
  readonly missed: readonly string[];
}

export interface Score {
  readonly recall: Readonly<Record<Group, Recall>>;
  /** Statements that a planted truth bears out. */
  readonly borneOut: number;
  /** Entries of the map that nothing planted bears out, or that stand there twice. The corpus names all that there is. */
  readonly unfounded: readonly string[];
  /** Statements that contradict a planted truth, or fall into a trap. */
  readonly wrong: readonly string[];
  /** Statements about what is gone. */
  readonly stale: readonly string[];
  /** The planted truths that have ended and are still stated. */
  readonly staleTruths: readonly string[];
  /** Living threats, those of them that are critical or high, and those about which the corpus says nothing. */
  readonly threats: { readonly living: number; readonly severe: number; readonly unjudged: number };
}

/** Kinds of truth that are entries of the map, in which the corpus is complete. */
const closed = [
  ["entries", "entry-points", "map"],
  ["stores", "stores", "map"],
  ["boundaries", "boundaries", "map"],
  ["controls", "controls", "outside"],
  ["risks", "risks", "outside"],
  ["assumptions", "assumptions", "outside"],
] as const;

/** A truth's name in results. */
export const placeOf = ({ kind, at, category, weakness, where }: ThreatTruth | Trap): string =>
  `${category} of ${at ?? `the ${kind}`}${where === undefined ? "" : ` at ${where}`} (${weakness[0]})`;

/** Whether a threat names what holds it: a control, or the risk that somebody accepted. */
const showsControl = ({ status, mitigations, covers }: Threat): boolean =>
  status === "mitigated" ||
  covers.some((key) => key.startsWith("risk:")) ||
  Object.values(mitigations).some(({ kind }) => kind !== "planned");

const asksNobody = (authentication: string): boolean =>
  /^(?:none|no\b|nobody|open|public|anonymous|unauthenticated)/i.test(authentication.trim());

const guardAt = ({ guard, flips }: EntryTruth, at: number): EntryTruth["guard"] =>
  guard === undefined || flips === undefined || at < flips ? guard : guard === "none" ? "checked" : "none";

const wrongGuards = (system: System, model: ThreatModel, at: number): string[] =>
  system.truth.entries
    .filter((truth) => holdsAt(truth, at))
    .flatMap((truth) => {
      const guard = guardAt(truth, at);
      return entriesNamed(system, model.map, "entry-points", truth).flatMap((id) => {
        const said = model.map["entry-points"][id]?.authentication;
        if (guard === undefined || said === undefined || asksNobody(said) === (guard === "none")) return [];
        return [
          `${truth.name}: the map says authentication "${said}", ${guard === "none" ? "and no check is there" : "and a check is there"}`,
        ];
      });
    });

const wrongThreats = (system: System, model: ThreatModel, truth: ThreatTruth): string[] => {
  const said = threatsAt(system, model, truth);
  if (truth.state === "held")
    return said
      .filter(({ threat }) => !showsControl(threat))
      .map(({ id }) => `${id}: ${placeOf(truth)} is called open, and a control holds it: ${truth.why}`);
  if (said.length === 0)
    return denialsAt(system, model, truth).map(
      (element) => `${element}: ${truth.category} is called not applicable, and ${truth.why}`,
    );
  return said
    .filter(({ threat }) => threat.status === "mitigated")
    .map(({ id }) => `${id}: ${placeOf(truth)} is called mitigated, and ${truth.why}`);
};

const trapped = (system: System, model: ThreatModel, trap: Trap): string[] =>
  threatsAt(system, model, trap)
    .filter(({ threat }) => threat.status === "open")
    .map(({ id }) => `${id}: ${placeOf(trap)} is called open, and ${trap.why}`);

const danglingAnchors = (model: ThreatModel, paths: ReadonlySet<string>): string[] => {
  const anchors = [
    ...mapSections.flatMap((section) =>
      Object.entries(model.map[section] as Readonly<Record<string, { code: readonly string[] }>>).flatMap(
        ([id, { code }]) => code.map((anchor) => [id, anchor] as const),
      ),
    ),
    ...livingThreats(model).flatMap(({ id, threat }) =>
      [...threat.code, ...Object.values(threat.mitigations).flatMap(({ evidence }) => evidence)].map(
        (anchor) => [id, anchor] as const,
      ),
    ),
  ];
  return anchors
    .filter(([, anchor]) => !paths.has(splitAnchor(anchor).path))
    .map(([id, anchor]) => `${id} points at ${anchor}, which is gone`);
};

const idsOf = (system: System, model: ThreatModel, section: (typeof closed)[number][1], truth: Named) =>
  entriesNamed(system, model.map, section, truth);

/**
 * @param at the commit of the series after which the model stands
 * @param paths paths of the tree at that commit
 */
export const scoreModel = (
  system: System,
  model: ThreatModel,
  at: number,
  paths: ReadonlySet<string>,
): Score => {
  const { truth } = system;
  const recall = Object.fromEntries(
    groups.map((group) => [group, { found: [] as string[], missed: [] as string[] }]),
  ) as Record<Group, { found: string[]; missed: string[] }>;
  const now = <T extends Span>(truths: readonly T[]): T[] => truths.filter((each) => holdsAt(each, at));
  const gone = <T extends Span>(truths: readonly T[]): T[] => truths.filter((each) => endedBy(each, at));
  const note = (group: Group, name: string, found: boolean): void => {
    recall[group][found ? "found" : "missed"].push(name);
  };
  let borneOut = 0;
  const unfounded: string[] = [];
  const stale: string[] = danglingAnchors(model, paths);
  const staleTruths = new Set<string>();

  const judge = (
    kind: string,
    group: Group,
    truths: readonly Named[],
    ids: readonly string[],
    named: (truth: Named) => string[],
  ): void => {
    const held = new Set<string>();
    let twice = 0;
    for (const each of now(truths)) {
      const found = named(each);
      note(group, `${kind}: ${each.name}`, found.length > 0);
      for (const id of found) held.add(id);
      // Several flows can run between two ends; anything else stands on a map once.
      const again = kind === "flows" ? [] : found.slice(1);
      twice += again.length;
      unfounded.push(...again.map((id) => `${kind}: ${id} is ${each.name} once more`));
    }
    borneOut += held.size - twice;
    const ended = new Map(gone(truths).flatMap((each) => named(each).map((id) => [id, each.name] as const)));
    for (const id of ids) {
      if (held.has(id)) continue;
      const name = ended.get(id);
      if (name === undefined) unfounded.push(`${kind}: ${id}`);
      else {
        stale.push(`${kind}: ${name} is gone`);
        staleTruths.add(`${kind}: ${name}`);
      }
    }
  };
  for (const [kind, section, group] of closed)
    judge(kind, group, truth[kind], Object.keys(model.map[section]), (each) =>
      idsOf(system, model, section, each),
    );
  judge("flows", "map", truth.flows, Object.keys(model.map.flows), ({ name }) =>
    flowsNamed(system, model.map, name),
  );

  const judged = new Set<string>();
  const wrong = wrongGuards(system, model, at);
  const wrongIds = new Set<string>();
  const blame = (texts: readonly string[]): void => {
    for (const text of texts) {
      wrong.push(text);
      wrongIds.add(text.slice(0, text.indexOf(":")));
    }
  };
  for (const each of now(truth.threats)) {
    const said = threatsAt(system, model, each);
    note("threats", placeOf(each), said.length > 0);
    for (const { id } of said) judged.add(id);
    blame(wrongThreats(system, model, each));
  }
  for (const each of now(truth.traps)) {
    for (const { id } of threatsAt(system, model, each)) judged.add(id);
    blame(trapped(system, model, each));
  }
  for (const each of gone(truth.threats))
    for (const { id } of threatsAt(system, model, each))
      if (!judged.has(id)) {
        judged.add(id);
        stale.push(`${id}: ${placeOf(each)} is gone`);
        staleTruths.add(placeOf(each));
      }
  const living = livingThreats(model);
  borneOut += [...judged].filter((id) => !wrongIds.has(id)).length;
  return {
    recall,
    borneOut,
    unfounded,
    wrong: [...new Set(wrong)],
    stale: [...new Set(stale)],
    staleTruths: [...staleTruths],
    threats: {
      living: living.length,
      severe: living.filter(({ threat }) => severe.has(threat.severity.level)).length,
      unjudged: living.filter(({ id }) => !judged.has(id)).length,
    },
  };
};
