// The work sheet of the map: what the model has, what this reading claims, and the operations that lead from one to the
// other. Ids never change; what a claim finds again keeps its words and gains what it lacks.

import { naturalKeys } from "../../../model/coverage.ts";
import type { Operation } from "../../../model/delta.ts";
import { slug } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import { type ArchitectureMap, type MapSection, mapSchema, mapSections } from "../../../model/schema.ts";

export type Entry = Record<string, unknown> & {
  name: string;
  code: string[];
  covers: string[];
  because?: string;
};

export interface Claim {
  readonly section: MapSection;
  readonly name: string;
  /** Preferred id of a new entry; left out: a slug of the name. */
  readonly id?: string;
  /** Keys of the facts that this entry accounts for. */
  readonly keys?: readonly string[];
  readonly code?: readonly string[];
  /** Fields of a new entry; an entry that is known only gains the ones that it lacks. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Fields whose statement in the spec has just changed: they replace what is there. */
  readonly changed?: Readonly<Record<string, unknown>>;
  readonly because?: string;
}

const cut = (id: string): string => {
  if (id.length <= 56) return id;
  const short = id.slice(0, 56);
  const end = short.lastIndexOf("-");
  return end > 20 ? short.slice(0, end) : short;
};

const suffix: Readonly<Record<MapSection, string>> = {
  externals: "actor",
  processes: "process",
  stores: "store",
  flows: "flow",
  boundaries: "boundary",
  assets: "data",
  "entry-points": "entry",
  decisions: "decision",
  controls: "control",
  assumptions: "assumption",
  risks: "risk",
};

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.length === 0);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The map in order of ids, with sections that inherit nothing: an id may be `constructor`. */
export const bare = (map: ArchitectureMap): ArchitectureMap =>
  Object.fromEntries(
    Object.entries(map).map(([section, entries]) => {
      const sorted = Object.entries(entries).sort(([a], [b]) => compare(a, b));
      return [section, Object.assign(Object.create(null), Object.fromEntries(sorted))];
    }),
  ) as ArchitectureMap;

export class Sheet {
  readonly before: ArchitectureMap;
  readonly entries: Record<MapSection, Record<string, Entry>>;
  readonly claimed = new Set<string>();
  readonly #setAside: Record<string, string> = {};

  constructor(before: ArchitectureMap) {
    this.before = bare(before);
    const copy = structuredClone(before) as unknown as Record<MapSection, Record<string, Entry>>;
    this.entries = Object.fromEntries(mapSections.map((section) => [section, copy[section]])) as Record<
      MapSection,
      Record<string, Entry>
    >;
  }

  ids(section: MapSection): string[] {
    return Object.keys(this.entries[section]).sort(compare);
  }

  get(section: MapSection, id: string): Entry | undefined {
    const entries = this.entries[section];
    return Object.hasOwn(entries, id) ? entries[id] : undefined;
  }

  isTaken(id: string): boolean {
    return mapSections.some((section) => Object.hasOwn(this.entries[section], id));
  }

  /** Id of the entry that accounts for one of the keys, else of the one that goes by this name. */
  find(section: MapSection, keys: readonly string[], name?: string): string | undefined {
    const ids = this.ids(section);
    const byKey = ids.find((id) => {
      const entry = this.get(section, id) as Entry;
      const natural = naturalKeys(section, id, entry.name);
      return keys.some((key) => natural.includes(key) || entry.covers.includes(key));
    });
    if (byKey !== undefined || name === undefined) return byKey;
    const wanted = slug(name);
    return ids.find((id) => id === wanted || slug((this.get(section, id) as Entry).name) === wanted);
  }

  /** Finds or makes the entry, completes it, and returns its id. */
  claim(claim: Claim): string {
    const { section, name, keys = [], code = [], fields = {}, changed = {} } = claim;
    const id = this.find(section, keys, name) ?? this.#mint(section, claim.id ?? slug(name));
    const known = this.get(section, id);
    const entry: Entry = known ?? { name: name.trim() === "" ? id : name, code: [], covers: [] };
    const wasClaimed = this.claimed.has(id);
    for (const [field, value] of Object.entries(fields))
      if (!isEmpty(value) && isEmpty(entry[field])) entry[field] = value;
    for (const [field, value] of Object.entries(changed)) {
      if (isEmpty(value)) delete entry[field];
      else entry[field] = value;
    }
    if (known === undefined && claim.because !== undefined) entry.because = claim.because;
    const natural = naturalKeys(section, id, entry.name);
    for (const key of keys) if (!natural.includes(key) && !entry.covers.includes(key)) entry.covers.push(key);
    for (const anchor of code) if (!entry.code.includes(anchor)) entry.code.push(anchor);
    entry.covers.sort(compare);
    entry.code.sort(compare);
    this.entries[section][id] = entry;
    if (!wasClaimed) this.claimed.add(id);
    return id;
  }

  #mint(section: MapSection, wanted: string): string {
    const base = cut(wanted);
    const ids = [base, `${base}-${suffix[section]}`];
    for (const id of ids) if (!this.isTaken(id)) return id;
    for (let count = 2; ; count++) if (!this.isTaken(`${base}-${count}`)) return `${base}-${count}`;
  }

  /** Adds an id to a list of ids, such as an entry point's callers. */
  include(section: MapSection, id: string, field: string, values: readonly string[]): void {
    const entry = this.get(section, id);
    if (entry === undefined) return;
    const list = Array.isArray(entry[field]) ? (entry[field] as string[]) : [];
    const added = values.filter((value) => !list.includes(value));
    if (added.length > 0) entry[field] = [...list, ...added].sort(compare);
  }

  setAside(fact: string, reason: string): void {
    this.#setAside[fact] = reason;
  }

  remove(section: MapSection, id: string): void {
    delete this.entries[section][id];
  }

  /** The map as it stands now. */
  map(): ArchitectureMap {
    const aside = Object.fromEntries(
      Object.entries(this.#setAside).map(([fact, reason]) => [fact, { reason }]),
    );
    return mapSchema.parse({
      ...structuredClone(this.entries),
      "set-aside": { ...this.before["set-aside"], ...aside },
    });
  }
}

/** The operations that lead from one map to another; `reasonOf` says why an entry is dropped. */
export const operationsBetween = (
  before: ArchitectureMap,
  after: ArchitectureMap,
  reasonOf: (section: MapSection, id: string) => string,
): Operation[] => {
  const [old, now] = [bare(before), bare(after)];
  const operations: Operation[] = [];
  for (const section of mapSections) {
    const was = old[section] as unknown as Readonly<Record<string, Entry>>;
    const is = now[section] as unknown as Readonly<Record<string, Entry>>;
    for (const [id, entry] of Object.entries(is)) {
      const value = difference(was[id], entry);
      if (value !== undefined) operations.push({ op: "put", section, id, value });
    }
    for (const id of Object.keys(was))
      if (is[id] === undefined) operations.push({ op: "drop", section, id, reason: reasonOf(section, id) });
  }
  for (const [fact, { reason }] of Object.entries(now["set-aside"]))
    if (old["set-aside"][fact] === undefined) operations.push({ op: "set-aside", fact, reason });
  return operations;
};

/** The fields in which an entry differs from what it was; null for one that is gone; undefined when none does. */
const difference = (
  before: Record<string, unknown> | undefined,
  after: Entry,
): Record<string, unknown> | undefined => {
  const value: Record<string, unknown> = {};
  for (const [field, now] of Object.entries(after)) {
    if (
      before === undefined
        ? isEmpty(now)
        : same(before[field], now) || (isEmpty(before[field]) && isEmpty(now))
    )
      continue;
    value[field] = now;
  }
  for (const field of Object.keys(before ?? {})) if (!Object.hasOwn(after, field)) value[field] = null;
  return before === undefined || Object.keys(value).length > 0 ? value : undefined;
};
