// The part of a model that a change can touch: its elements with their flows and neighbours, and the threats there; of the
// rest only ids and titles. Its size follows the change.

import { compare } from "../../model/finding.ts";
import { mapSections, type ThreatModel } from "../../model/schema.ts";
import { isLiving, threatsOf } from "../../model/threats.ts";
import type { Brief } from "../session/brief.ts";

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly name: string }>>;

/** Threats beyond the change are named while they are few; then only counted. */
const namedAtMost = 40;

const compact = (entry: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(entry).filter(
        ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
      ),
    ),
  );

/** Ids of the map that belong to the change: what it touches, flows at those, what is at their other ends, and what they name. */
const near = (model: ThreatModel, brief: Brief): Set<string> => {
  const ids = new Set([
    ...brief.elements,
    ...brief.questions.map(({ element }) => element),
    ...brief.threats.map(({ element }) => element),
  ]);
  const core = new Set(ids);
  for (const [id, { from, to }] of Object.entries(model.map.flows))
    if (core.has(from) || core.has(to) || core.has(id)) for (const each of [id, from, to]) ids.add(each);
  for (const { threat } of brief.threats)
    for (const each of [
      ...threat.assets,
      ...threat["entry-points"],
      ...Object.values(threat.mitigations).flatMap(({ control }) => (control === undefined ? [] : [control])),
    ])
      ids.add(each);
  return ids;
};

export const sliceOf = (model: ThreatModel, brief: Brief): string => {
  const inside = near(model, brief);
  const lines: string[] = ["Map, as far as the change can touch it:"];
  const rest: string[] = [];
  for (const section of mapSections) {
    const entries = Object.entries(model.map[section] as Entries).sort(([a], [b]) => compare(a, b));
    for (const [id, entry] of entries) if (inside.has(id)) lines.push(`  ${section} ${id} ${compact(entry)}`);
    const others = entries.filter(([id]) => !inside.has(id)).map(([id]) => id);
    if (others.length > 0)
      rest.push(
        `  ${section}: ${others.slice(0, namedAtMost).join(", ")}${others.length > namedAtMost ? ", …" : ""}`,
      );
  }
  if (rest.length > 0) lines.push("The rest of the map, by id:", ...rest);
  const about = new Set(brief.threats.map(({ id }) => id));
  if (brief.threats.length > 0)
    lines.push(
      "Threats in full:",
      ...brief.threats.map(
        ({ id, element, category, threat }) => `  ${id} ${element}/${category} ${compact(threat)}`,
      ),
    );
  const asked = new Set(brief.questions.map(({ element, category }) => `${element}/${category}`));
  const reasons = Object.entries(model.answers).flatMap(([element, categories]) =>
    Object.entries(categories).flatMap(([category, { "not-applicable": none }]) =>
      none !== undefined && asked.has(`${element}/${category}`)
        ? [`  ${element}/${category}: ${none.reason}`]
        : [],
    ),
  );
  if (reasons.length > 0) lines.push("Answered with not applicable so far:", ...reasons.sort());
  const others = threatsOf(model).filter(({ id, threat }) => !about.has(id) && isLiving(threat));
  const isNear = ({ element }: { element: string }): boolean => inside.has(element);
  const named = [...others.filter(isNear), ...others.filter((each) => !isNear(each))].slice(0, namedAtMost);
  if (named.length > 0)
    lines.push(
      "Other threats:",
      ...named.map(({ id, element, category, threat }) => `  ${id} ${element}/${category}: ${threat.title}`),
    );
  if (others.length > named.length) lines.push(`  and ${others.length - named.length} more`);
  return lines.join("\n");
};
