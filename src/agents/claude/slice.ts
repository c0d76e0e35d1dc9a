// The part of a model that a change can touch: its elements with their flows and neighbours, and the threats there; of the
// rest only ids and titles. Its size follows the change.

import { splitAnchor } from "../../model/anchor.ts";
import { compare } from "../../model/finding.ts";
import { mapSections, type ThreatModel } from "../../model/schema.ts";
import { isLiving, type PlacedThreat, threatsOf } from "../../model/threats.ts";
import type { Brief } from "../session/brief.ts";

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly name: string }>>;

/** Threats and entries beyond the change are named while they are few; then only counted. */
const namedAtMost = 40;
const idsAtMost = 20;
/** Entries of one section, flows at one element, threats in full, and threats with a part of their scenario. */
const entriesAtMost = 16;
const flowsAtMost = 10;
const fullAtMost = 24;
const toldAtMost = 24;
/** Longer lists are cut: a process of hundreds of routes is named in many places. */
const listedAtMost = 8;
const scenarioAtMost = 280;

const cut = (list: readonly unknown[]): readonly unknown[] =>
  list.length <= listedAtMost
    ? list
    : [...list.slice(0, listedAtMost), `… ${list.length - listedAtMost} more; leave this list as it is`];

const compact = (entry: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(entry).flatMap(([key, value]) =>
        value === undefined || (Array.isArray(value) && value.length === 0)
          ? []
          : [[key, Array.isArray(value) ? cut(value) : value]],
      ),
    ),
  );

/** Flows at what the change touches. Of an element with many, those whose own code or other end it touches come first. */
const flowsNear = (model: ThreatModel, core: ReadonlySet<string>, touched: ReadonlySet<string>): string[] => {
  const at = Object.entries(model.map.flows).filter(
    ([id, { from, to }]) => core.has(id) || core.has(from) || core.has(to),
  );
  const weight = ([id, { from, to }]: (typeof at)[number]): number =>
    core.has(id) || touched.has(id) ? 0 : core.has(from) && core.has(to) ? 1 : 2;
  return at
    .sort((a, b) => weight(a) - weight(b) || compare(a[0], b[0]))
    .filter((flow, index) => weight(flow) === 0 || index < flowsAtMost)
    .map(([id]) => id);
};

/** Ids of the map that belong to the change: what it touches, flows at those, what is at their other ends, and what they name. */
const near = (model: ThreatModel, brief: Brief): Set<string> => {
  const ids = new Set([
    ...brief.elements,
    ...brief.questions.map(({ element }) => element),
    ...brief.threats.map(({ element }) => element),
  ]);
  for (const id of flowsNear(model, new Set(ids), new Set(brief.elements))) {
    ids.add(id);
    const { from, to } = model.map.flows[id] ?? { from: id, to: id };
    ids.add(from);
    ids.add(to);
  }
  // Entry points that a threat names stand there by their ids: hundreds may lead to one weakness.
  for (const { threat } of brief.threats)
    for (const each of [
      ...threat.assets,
      ...Object.values(threat.mitigations).flatMap(({ control }) => (control === undefined ? [] : [control])),
    ])
      ids.add(each);
  return ids;
};

/** Names of what belongs to the change, as the spec writes them. */
export const namesNear = (model: ThreatModel, brief: Brief): string[] => {
  const touched = new Set(brief.elements);
  const named = mapSections.flatMap((section) =>
    Object.entries(model.map[section] as Entries).flatMap(([id, { name }]) =>
      touched.has(id) ? [name] : [],
    ),
  );
  const stated = [...brief.appeared, ...brief.vanished, ...brief.unaccounted].map(({ key }) =>
    key.slice(key.indexOf(":") + 1),
  );
  return [...new Set([...named, ...stated])];
};

/** Threats that rest on a changed file in full; those that share a question with the change by what they say. */
const threatLines = (brief: Brief): string[] => {
  const paths = new Set(brief.files.map(({ path }) => path));
  const rests = ({ threat: { code, mitigations } }: PlacedThreat): boolean =>
    [...code, ...Object.values(mitigations).flatMap(({ evidence }) => evidence)].some((anchor) =>
      paths.has(splitAnchor(anchor).path),
    );
  const full = brief.threats.filter(rests).slice(0, fullAtMost);
  const others = brief.threats.filter((each) => !full.includes(each));
  const told = ({ threat: { scenario } }: PlacedThreat, index: number): string =>
    index < toldAtMost ? `. ${scenario.slice(0, scenarioAtMost)}` : "";
  const title = ({ id, element, category, threat }: PlacedThreat): string =>
    `  ${id} ${element}/${category} ${threat.status} ${threat.severity.level}: ${threat.title}`;
  return [
    ...(full.length > 0 ? ["Threats in full:"] : []),
    ...full.map(({ id, element, category, threat }) => `  ${id} ${element}/${category} ${compact(threat)}`),
    ...(others.length > 0 ? ["Threats under the questions whose code did not move:"] : []),
    ...others.slice(0, namedAtMost).map((each, index) => `${title(each)}${told(each, index)}`),
    ...(others.length > namedAtMost ? [`  and ${others.length - namedAtMost} more`] : []),
  ];
};

export const sliceOf = (model: ThreatModel, brief: Brief): string => {
  const inside = near(model, brief);
  const lines: string[] = ["Map, as far as the change can touch it:"];
  const rest: string[] = [];
  for (const section of mapSections) {
    const entries = Object.entries(model.map[section] as Entries).sort(([a], [b]) => compare(a, b));
    const shown = new Set(
      entries
        .filter(([id]) => inside.has(id))
        .slice(0, entriesAtMost)
        .map(([id]) => id),
    );
    for (const [id, entry] of entries) if (shown.has(id)) lines.push(`  ${section} ${id} ${compact(entry)}`);
    const others = entries.filter(([id]) => !shown.has(id)).map(([id]) => id);
    if (others.length > 0)
      rest.push(
        `  ${section}: ${others.slice(0, idsAtMost).join(", ")}${others.length > idsAtMost ? `, and ${others.length - idsAtMost} more` : ""}`,
      );
  }
  if (rest.length > 0) lines.push("The rest of the map, by id:", ...rest);
  lines.push(...threatLines(brief));
  const about = new Set(brief.threats.map(({ id }) => id));
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
