// Brings together what instride attached to a file and what the file says now. Where the file still says what the export
// wrote, the attached model counts, with all that the format can't say. Where somebody edited the file, the edit counts.

import { isBacked } from "../model/check.ts";
import { same } from "../model/digest.ts";
import { referencesOf } from "../model/references.ts";
import { modelSchema, type ThreatModel } from "../model/schema.ts";
import { isLiving, own, threatsOf } from "../model/threats.ts";

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One value: `kept` with the difference between `shown` and `seen` made to it. */
export const rebased = (kept: unknown, shown: unknown, seen: unknown): unknown => {
  if (same(shown, seen)) return kept;
  if (!isFields(kept) || !isFields(shown) || !isFields(seen)) return seen;
  const result: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(kept), ...Object.keys(seen)])) {
    const [was, is] = [own(shown, key), own(seen, key)];
    if (is === undefined && was !== undefined) continue;
    const value = is === undefined ? own(kept, key) : rebased(own(kept, key), was, is);
    if (value !== undefined) result.push([key, value]);
  }
  return Object.fromEntries(result);
};

interface Placed {
  readonly element: string;
  readonly category: string;
  readonly threat: ThreatModel["answers"][string][string]["threats"][string];
}

const byId = (model: ThreatModel): Record<string, Placed> =>
  Object.fromEntries(
    threatsOf(model).map(({ id, element, category, threat }) => [id, { element, category, threat }]),
  );

/** The threats of a model, put under their questions again. Reasons why there are none stay, unless there is one now. */
const withThreats = (
  model: ThreatModel,
  threats: Readonly<Record<string, Placed>>,
): ThreatModel["answers"] => {
  const answers: ThreatModel["answers"] = {};
  const answer = (element: string, category: string) => {
    if (!Object.hasOwn(answers, element)) answers[element] = {};
    const categories = answers[element] as ThreatModel["answers"][string];
    if (!Object.hasOwn(categories, category)) categories[category] = { threats: {} };
    return categories[category] as ThreatModel["answers"][string][string];
  };
  for (const [element, categories] of Object.entries(model.answers))
    for (const [category, { threats: _, ...rest }] of Object.entries(categories))
      Object.assign(answer(element, category), rest);
  for (const [id, { element, category, threat }] of Object.entries(threats)) {
    const place = answer(element, category);
    place.threats[id] = threat;
    if (isLiving(threat)) delete place["not-applicable"];
  }
  return answers;
};

/** Takes out what names something that is gone, and opens what nothing mitigates any more. */
const pruned = (model: ThreatModel): ThreatModel => {
  const copy = structuredClone(model);
  const { map } = copy;
  const nodes = new Set([map.externals, map.processes, map.stores].flatMap(Object.keys));
  for (const [id, { from, to }] of Object.entries(map.flows))
    if (!nodes.has(from) || !nodes.has(to)) delete map.flows[id];
  for (const [id, { process }] of Object.entries(map["entry-points"]))
    if (!Object.hasOwn(map.processes, process)) delete map["entry-points"][id];
  const threats = new Set(threatsOf(copy).map(({ id }) => id));
  const gone = [...referencesOf(copy)].filter(
    ({ id, to }) =>
      !to.sections.some((section) => Object.hasOwn(map[section], id)) &&
      !(to.threats === true && threats.has(id)),
  );
  // From the back, so that the places of a list's earlier items hold.
  for (const { path } of gone.reverse()) {
    const holder = path
      .slice(0, -1)
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], copy);
    const key = path.at(-1) as string | number;
    if (Array.isArray(holder)) holder.splice(key as number, 1);
    else delete (holder as Record<string, unknown>)[key];
  }
  for (const { threat } of threatsOf(copy)) {
    const backed = Object.values(threat.mitigations).some(isBacked);
    if (threat.status === "mitigated" && !backed) threat.status = "open";
  }
  const elements = new Set([...nodes, ...Object.keys(map.flows)]);
  for (const [element, categories] of Object.entries(copy.answers))
    if (!elements.has(element))
      for (const answer of Object.values(categories)) delete answer["not-applicable"];
  return copy;
};

/**
 * The attached model with what was edited in the file since.
 * @param shown what a reading of our own export of `kept` gives
 * @param seen what the file says
 */
export const rebaseModel = (kept: ThreatModel, shown: ThreatModel, seen: ThreatModel): ThreatModel => {
  if (same(shown, seen)) return kept;
  const before = byId(shown);
  const now = byId(seen);
  const threats = rebased(byId(kept), before, now) as Record<string, Placed>;
  const gone = Object.entries(byId(kept)).filter(
    ([id]) => own(before, id) !== undefined && own(now, id) === undefined,
  );
  for (const [id, placed] of gone)
    threats[id] = {
      ...placed,
      threat: {
        ...placed.threat,
        status: "retired",
        retired: { reason: "the imported file no longer holds it" },
      },
    };
  const summary = rebased(kept.summary, shown.summary, seen.summary);
  return pruned(
    modelSchema.parse({
      ...kept,
      summary,
      map: rebased(kept.map, shown.map, seen.map),
      answers: withThreats(kept, threats),
    }),
  );
};
