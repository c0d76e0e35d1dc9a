// Where the entries of a fresh map stand on the kept one: they are the same, held by another, deliberately left out, or
// only the fresh reading has them.

import { alignMaps, entriesOf, type MapEntry } from "./align.ts";
import { renameInEntry } from "./rename-ids.ts";
import { elementSections, type MapSection, type ThreatModel } from "./schema.ts";
import { own } from "./threats.ts";

/** An entry of the map that only one side has, in the ids of the kept map. */
export interface LoneEntry {
  readonly section: MapSection;
  readonly id: string;
  readonly name: string;
  /** The entry, naming others by their kept ids. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** What the fresh reading says and the kept model has decided about. */
export interface Answered {
  readonly kind: "entry" | "threat";
  readonly id: string;
  /** Name of an entry, title of a threat. */
  readonly name: string;
  /** Where: a section of the map, or `element/category`. */
  readonly place: string;
  readonly how: "not applicable" | "retired" | "set aside";
  readonly reason: string;
}

const isElement = (section: MapSection): boolean => (elementSections as readonly string[]).includes(section);

export const fieldsOf = (model: ThreatModel, { section, id }: MapEntry): Readonly<Record<string, unknown>> =>
  own(model.map[section] as Record<string, Record<string, unknown>>, id) ?? {};

/** Entries by the keys of facts that they account for. */
export const holders = (model: ThreatModel): ReadonlyMap<string, MapEntry> => {
  const found = new Map<string, MapEntry>();
  for (const entry of entriesOf(model))
    for (const key of [...entry.keys, ...idKeys(entry)]) if (!found.has(key)) found.set(key, entry);
  return found;
};

/** A spec's asset may be on the map by its id alone. */
const idKeys = ({ section, id }: MapEntry): string[] => (section === "assets" ? [`asset:${id}`] : []);

/** Sections in which an entry can only be held by one of its own: questions are asked of it, or threats rest on it. */
const isBound = (section: MapSection): boolean => isElement(section) || section === "controls";

/** The entry that stands for all facts of another one, cut differently. */
export const heldBy = (
  entry: MapEntry,
  by: ReadonlyMap<string, MapEntry>,
  facts: ReadonlySet<string>,
): MapEntry | undefined => {
  const keys = [...entry.keys].filter((key) => facts.has(key));
  const found = keys.map((key) => by.get(key));
  const [first] = found;
  const isHeld = found.every(
    (each) => each !== undefined && (!isBound(entry.section) || each.section === entry.section),
  );
  return isHeld ? first : undefined;
};

/** Externals, processes and stores: what is inside for one author is outside for another. */
const isPart = ({ section }: MapEntry): boolean => isElement(section) && section !== "flows";

/** The part of the system that has the same name, told as another kind of part. Entry points need a process, so it stays one. */
const namesake = (entry: MapEntry, parts: readonly MapEntry[]): MapEntry | undefined =>
  isPart(entry)
    ? parts.find(
        ({ slug, section }) =>
          slug === entry.slug && (entry.section !== "processes" || section === "processes"),
      )
    : undefined;

/** Why an entry is deliberately not on the kept map: all its facts are set aside, or what it belongs to is. */
const setAsideOf = (
  kept: ThreatModel,
  entry: MapEntry,
  value: Readonly<Record<string, unknown>>,
  facts: ReadonlySet<string>,
  aside: ReadonlyMap<string, string>,
): string | undefined => {
  const reasonOf = (key: string): string | undefined => own(kept.map["set-aside"], key)?.reason;
  const known = [...entry.keys].filter((key) => facts.has(key) || reasonOf(key) !== undefined);
  const reasons = known.map(reasonOf);
  if (reasons.length > 0 && reasons.every((reason) => reason !== undefined)) return reasons[0];
  const ends = [value["from"], value["to"], value["process"]].filter((end) => typeof end === "string");
  return ends.map((end) => aside.get(end)).find((reason) => reason !== undefined);
};

const freeId = (wanted: string, taken: ReadonlySet<string>): string => {
  for (let number = 1; ; number++) {
    const id = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(id)) return id;
  }
};

export interface Placing {
  /** Kept ids by fresh ids. */
  readonly ids: Map<string, string>;
  readonly lone: readonly LoneEntry[];
  readonly answered: readonly Answered[];
  /** Reasons by fresh ids of entries that the kept map deliberately leaves out. */
  readonly aside: ReadonlyMap<string, string>;
  readonly shared: number;
}

/** @param facts keys of the facts that spec and code have */
export const placeEntries = (fresh: ThreatModel, kept: ThreatModel, facts: ReadonlySet<string>): Placing => {
  const pairs = alignMaps(fresh, kept, facts);
  const parts = entriesOf(kept).filter(isPart);
  const ids = new Map(pairs);
  const by = holders(kept);
  const aside = new Map<string, string>();
  const answered: Answered[] = [];
  const lone: MapEntry[] = [];
  const taken = new Set(entriesOf(kept).map(({ id }) => id));
  let shared = pairs.size;
  for (const entry of entriesOf(fresh)) {
    if (pairs.has(entry.id)) continue;
    const holder = heldBy(entry, by, facts) ?? namesake(entry, parts);
    if (holder !== undefined) {
      shared += 1;
      ids.set(entry.id, holder.id);
      continue;
    }
    const reason = setAsideOf(kept, entry, fieldsOf(fresh, entry), facts, aside);
    if (reason !== undefined) {
      aside.set(entry.id, reason);
      const { section: place, id, name } = entry;
      answered.push({ kind: "entry", id, name, place, how: "set aside", reason });
      continue;
    }
    const id = freeId(entry.id, taken);
    taken.add(id);
    ids.set(entry.id, id);
    lone.push(entry);
  }
  return {
    ids,
    aside,
    answered,
    shared,
    lone: lone.map((entry) => ({
      section: entry.section,
      id: ids.get(entry.id) ?? entry.id,
      name: entry.name,
      value: renameInEntry(entry.section, fieldsOf(fresh, entry), ids),
    })),
  };
};
