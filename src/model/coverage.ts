// What a model covers: its elements, the questions that have an answer, the facts that it accounts for, and the
// statements that nothing supports.

import { type Fact, type FactKind, factKey } from "./fact.ts";
import {
  type ElementKind,
  elementSections,
  type MapSection,
  mapSections,
  type ThreatModel,
} from "./schema.ts";
import { answerOf, isLiving, livingUnder, sorted, threatsOf } from "./threats.ts";

export interface Element {
  readonly id: string;
  readonly kind: ElementKind;
  readonly name: string;
}

const kinds: Readonly<Record<(typeof elementSections)[number], ElementKind>> = {
  externals: "external",
  processes: "process",
  stores: "store",
  flows: "flow",
};

/** Everything that the framework asks questions of, by section, then id. */
export const elementsOf = (model: ThreatModel): Element[] =>
  elementSections.flatMap((section) =>
    sorted<{ name: string }>(model.map[section]).map(([id, { name }]) => ({
      id,
      kind: kinds[section],
      name,
    })),
  );

/** The questions that have neither a living threat nor a reason why there is none. */
export const unanswered = <Q extends { readonly element: string; readonly category: string }>(
  model: ThreatModel,
  questions: readonly Q[],
): Q[] =>
  questions.filter(({ element, category }) => {
    const answer = answerOf(model, element, category);
    return answer?.["not-applicable"] === undefined && livingUnder(answer).length === 0;
  });

/** Sections whose entries are facts by themselves, under the entry's name or id. */
const factKinds: Partial<Record<MapSection, FactKind>> = {
  stores: "store",
  flows: "flow",
  boundaries: "boundary",
  assets: "asset",
  "entry-points": "entry",
  decisions: "auth",
  controls: "control",
  assumptions: "assumption",
  risks: "risk",
};

interface Entry {
  readonly name: string;
  readonly code: readonly string[];
  readonly covers: readonly string[];
  readonly because?: string | undefined;
}

/** The keys that an entry of the map accounts for without naming them. */
export const naturalKeys = (section: MapSection, id: string, name: string): string[] => {
  const kind = factKinds[section];
  return kind === undefined ? [] : [`${kind}:${id}`, factKey(kind, name)];
};

/** Keys of all facts that the model accounts for: on the map, in a living threat, or set aside with a reason. */
export const accountsFor = (model: ThreatModel): Set<string> => {
  const keys = new Set<string>(Object.keys(model.map["set-aside"]));
  for (const section of mapSections)
    for (const [id, entry] of Object.entries<Entry>(model.map[section]))
      for (const key of [...naturalKeys(section, id, entry.name), ...entry.covers]) keys.add(key);
  for (const { threat } of threatsOf(model))
    if (isLiving(threat)) for (const key of threat.covers) keys.add(key);
  return keys;
};

/** The facts that the model does not account for, each once, in the order given. */
export const unaccounted = (model: ThreatModel, facts: readonly Fact[]): Fact[] => {
  const seen = accountsFor(model);
  return facts.filter(({ key }) => !seen.has(key) && seen.add(key) !== undefined);
};

export interface Support {
  /** Keys of the facts that the spec states. */
  readonly specKeys: ReadonlySet<string>;
  /** Keys of the facts that observation found in the code. */
  readonly codeKeys: ReadonlySet<string>;
  readonly anchorResolves: (anchor: string) => boolean;
  /** False when some of the code could not be observed: then what points at code is believed. */
  readonly observed: boolean;
}

export interface Unsupported {
  readonly section: MapSection;
  readonly id: string;
  readonly reason: string;
}

const isSupported = (section: MapSection, id: string, entry: Entry, support: Support): boolean => {
  if (entry.because !== undefined) return true;
  const keys = [...naturalKeys(section, id, entry.name), ...entry.covers];
  if (keys.some((key) => support.specKeys.has(key) || support.codeKeys.has(key))) return true;
  if (entry.code.some(support.anchorResolves)) return true;
  return !support.observed && (entry.code.length > 0 || entry.covers.length > 0);
};

/** What each supported entry holds up in turn: the ends of a flow, an entry point's process, an element's boundary. */
const heldUpBy = (model: ThreatModel, id: string): string[] => {
  const { flows, boundaries, externals, processes, stores } = model.map;
  const own = <T>(record: Readonly<Record<string, T>>): T | undefined =>
    Object.hasOwn(record, id) ? record[id] : undefined;
  const flow = own(flows);
  const entryPoint = own(model.map["entry-points"]);
  const element = own(externals) ?? own(processes) ?? own(stores);
  return [
    ...(flow === undefined ? [] : [flow.from, flow.to]),
    ...(entryPoint === undefined ? [] : [entryPoint.process, ...entryPoint.from]),
    ...(element?.boundary === undefined ? [] : [element.boundary]),
    ...Object.entries(boundaries).flatMap(([outer, { inside }]) => (inside.includes(id) ? [outer] : [])),
  ];
};

/** Sections whose entries may rest on what refers to them. */
const heldUp: readonly MapSection[] = ["externals", "processes", "stores", "boundaries"];

/** The statements of the map that neither the spec nor the code supports and that give no reason of their own. */
export const unsupported = (model: ThreatModel, support: Support): Unsupported[] => {
  const supported = new Set<string>();
  const queue: string[] = [];
  for (const section of mapSections)
    for (const [id, entry] of Object.entries<Entry>(model.map[section]))
      if (isSupported(section, id, entry, support)) queue.push(id);
  const liftable = new Set(heldUp.flatMap((section) => Object.keys(model.map[section])));
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (supported.has(id)) continue;
    supported.add(id);
    queue.push(...heldUpBy(model, id).filter((held) => liftable.has(held) && !supported.has(held)));
  }
  return mapSections.flatMap((section) =>
    sorted<Entry>(model.map[section])
      .filter(([id]) => !supported.has(id))
      .map(([id, entry]) => ({ section, id, reason: reasonOf(section, entry) })),
  );
};

/** What would hold up an entry that may rest on others. */
const wanted: Partial<Record<MapSection, string>> = {
  externals: "give it a flow or an entry point that it calls, or a `because`",
  processes: "give it a flow or an entry point, or a `because`",
  stores: "give it a flow, or a `because`",
  boundaries: "put an element inside it, or give it a `because`",
};

const reasonOf = (section: MapSection, entry: Entry): string => {
  const anchors = entry.code.map((anchor) => `\`${anchor}\``).join(", ");
  return entry.code.length > 0
    ? `neither spec nor code shows \`${entry.name}\`; not found: ${anchors}`
    : `neither spec nor code shows \`${entry.name}\`; ${wanted[section] ?? "give it a `because`, or cover the fact that it stands for"}`;
};
