// The delta that gives a kept model what only a fresh reading has: it adds, and never changes or ends anything.

import { entriesOf } from "./align.ts";
import type { Operation } from "./delta.ts";
import { newThreat } from "./delta-between.ts";
import { fieldsWithIds, kindOfGround, type Target } from "./references.ts";
import { renameInReason } from "./rename-ids.ts";
import { elementSections, mapSections, type Threat, type ThreatModel } from "./schema.ts";
import type { LoneEntry, LoneThreat, Opinion } from "./second-opinion.ts";
import { isLiving, own, sorted, threatsOf } from "./threats.ts";

export interface Additions {
  readonly operations: readonly Operation[];
  readonly entries: readonly LoneEntry[];
  readonly threats: readonly LoneThreat[];
  /** Ids that were not picked and come along, because what was picked can't stand without them. */
  readonly drawn: readonly string[];
}

const isElement = ({ section }: LoneEntry): boolean =>
  (elementSections as readonly string[]).includes(section);

/** Entries without which an entry or a threat can't stand. */
const neededBy = (part: LoneEntry | LoneThreat): string[] => {
  if ("threat" in part)
    return [
      part.element,
      ...Object.values(part.threat.mitigations).flatMap(({ control }) =>
        control === undefined ? [] : [control],
      ),
    ];
  const { from, to, process } = part.value;
  return [from, to, process].filter((id) => typeof id === "string");
};

/** What was picked, and all that it needs: elements bring their own questions, so their threats come with them. */
const close = (
  { freshMap, freshThreats }: Opinion,
  picked: ReadonlySet<string>,
): { entries: LoneEntry[]; threats: LoneThreat[] } => {
  const wanted = new Set(picked);
  for (let size = -1; size !== wanted.size; ) {
    size = wanted.size;
    for (const part of [...freshMap, ...freshThreats])
      if (wanted.has(part.id)) for (const id of neededBy(part)) wanted.add(id);
    const elements = new Set(
      freshMap.filter((entry) => wanted.has(entry.id) && isElement(entry)).map(({ id }) => id),
    );
    for (const { id, element } of freshThreats) if (elements.has(element)) wanted.add(id);
  }
  return {
    entries: freshMap.filter(({ id }) => wanted.has(id)),
    threats: freshThreats.filter(({ id }) => wanted.has(id)),
  };
};

/** The id that stands for another one in the model as it will be; undefined when none of the kind that is wanted does. */
type Standing = (id: string, to: Pick<Target, "sections" | "threats">) => string | undefined;

const threat = { sections: [], threats: true } as const;
const anything = { sections: mapSections, threats: true } as const;

/** Fields of an entry, without names of what is not on the map. */
const cleanEntry = (entry: LoneEntry, standing: Standing): Record<string, unknown> => {
  const value: Record<string, unknown> = { ...entry.value };
  for (const { field, to } of fieldsWithIds(entry.section)) {
    const named = value[field];
    if (Array.isArray(named)) value[field] = named.flatMap((id) => standing(String(id), to) ?? []);
    else if (typeof named === "string" && standing(named, to) === undefined) delete value[field];
  }
  return value;
};

const cleanThreat = (said: Threat, standing: Standing): Threat => ({
  ...said,
  assets: said.assets.filter((id) => standing(id, { sections: ["assets"] }) !== undefined),
  "entry-points": said["entry-points"].filter(
    (id) => standing(id, { sections: ["entry-points"] }) !== undefined,
  ),
  mitigations: Object.fromEntries(
    Object.entries(said.mitigations).map(([id, { control, ...mitigation }]) => [
      id,
      control === undefined || standing(control, { sections: ["controls"] }) === undefined
        ? mitigation
        : { ...mitigation, control },
    ]),
  ) as Threat["mitigations"],
});

/** Answers to the questions of new elements that no new threat answers: reasons, and threats that stand elsewhere. */
const answersFor = (
  fresh: ThreatModel,
  { ids }: Opinion,
  elements: readonly string[],
  threats: readonly LoneThreat[],
  standing: Standing,
): Operation[] => {
  const origins = new Map([...ids].map(([origin, now]) => [now, origin]));
  return elements.flatMap((element) =>
    sorted(own(fresh.answers, origins.get(element) ?? element) ?? {}).flatMap(
      ([category, answer]): Operation[] => {
        const none = answer["not-applicable"];
        if (none !== undefined) {
          const { reason, "rests-on": grounds } = renameInReason(none, ids);
          const rests = grounds.flatMap((each) =>
            kindOfGround(each) === "id" ? (standing(each, anything) ?? []) : each,
          );
          return [{ op: "answer", element, category, reason, "rests-on": rests }];
        }
        if (threats.some((each) => each.element === element && each.category === category)) return [];
        const known = sorted(answer.threats).flatMap(([id, each]) =>
          isLiving(each) ? (standing(id, threat) ?? []) : [],
        );
        const reason = `It stands elsewhere in this model: ${known.join(", ")}.`;
        return known.length === 0 ? [] : [{ op: "answer", element, category, reason, "rests-on": known }];
      },
    ),
  );
};

/**
 * Operations for all that only the fresh reading has, or for what is picked of it.
 * @param picked ids of entries and threats as the opinion names them; left out: all
 */
export const additionsOf = (
  fresh: ThreatModel,
  kept: ThreatModel,
  opinion: Opinion,
  picked?: ReadonlySet<string>,
): Additions => {
  const all = [...opinion.freshMap, ...opinion.freshThreats].map(({ id }) => id);
  const { entries, threats } = close(opinion, picked ?? new Set(all));
  const sections = new Map([...entriesOf(kept), ...entries].map(({ id, section }) => [id, section]));
  const threatIds = new Set([...threatsOf(kept), ...threats].map(({ id }) => id));
  const standing: Standing = (id, to) => {
    const now = opinion.threatIds.get(id) ?? id;
    if (to.threats === true && threatIds.has(now)) return now;
    const section = sections.get(id);
    return section !== undefined && to.sections.includes(section) ? id : undefined;
  };
  const elements = entries.filter(isElement).map(({ id }) => id);
  return {
    operations: [
      ...entries.map(
        (entry): Operation => ({
          op: "put",
          section: entry.section,
          id: entry.id,
          value: cleanEntry(entry, standing),
        }),
      ),
      ...threats.map(
        ({ element, category, threat: said, distinct }): Operation => ({
          op: "add",
          element,
          category,
          threat: newThreat(cleanThreat(said, standing)),
          ...(distinct === undefined ? {} : { distinct }),
        }),
      ),
      ...answersFor(fresh, opinion, elements, threats, standing),
    ],
    entries,
    threats,
    drawn:
      picked === undefined
        ? []
        : [...entries, ...threats].map(({ id }) => id).filter((id) => !picked.has(id)),
  };
};
