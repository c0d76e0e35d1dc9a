// Which entries of two maps of the same component are the same thing. Whoever makes a model chooses its ids and names, so
// ids are the last thing that is believed: facts of spec and code come first, then names, then what hangs together.

import { splitAnchor } from "./anchor.ts";
import { naturalKeys } from "./coverage.ts";
import { slug } from "./fact.ts";
import { type Candidate, likenessOf, pairUp, wordsOf } from "./likeness.ts";
import { type MapSection, mapSections, type ThreatModel } from "./schema.ts";
import { own } from "./threats.ts";

export interface MapEntry {
  readonly section: MapSection;
  readonly id: string;
  readonly name: string;
  readonly code: ReadonlySet<string>;
  /** The name without its spelling, and its words. */
  readonly slug: string;
  readonly words: ReadonlySet<string>;
  /** Keys of facts that it accounts for, by its name or explicitly. */
  readonly keys: ReadonlySet<string>;
}

type Named = { readonly name: string; readonly code: readonly string[]; readonly covers: readonly string[] };

const entriesIn = (model: ThreatModel, section: MapSection): MapEntry[] =>
  Object.entries<Named>(model.map[section]).map(([id, { name, code, covers }]) => ({
    section,
    id,
    name,
    code: new Set(code),
    slug: slug(name),
    words: wordsOf(name),
    // Without the key that is made from the id: an id is a choice of its author.
    keys: new Set([...naturalKeys(section, id, name).slice(1), ...covers]),
  }));

/** Every entry of the map, in the order of sections. */
export const entriesOf = (model: ThreatModel): MapEntry[] =>
  mapSections.flatMap((section) => entriesIn(model, section));

const sharedOf = (a: Iterable<string>, b: ReadonlySet<string>): number =>
  [...a].filter((each) => b.has(each)).length;

/** Parts that are no fact themselves: what they cover, such as a program that they start, tells nothing of which they are. */
const actors: readonly MapSection[] = ["externals", "processes"];

/** Both stand for facts that spec or code has, and for none in common: two things, however alike they look. */
const areDifferent = (a: MapEntry, b: MapEntry, facts: ReadonlySet<string>): boolean => {
  if (actors.includes(a.section)) return false;
  const [left, right] = [a, b].map(({ keys }) => [...keys].filter((key) => facts.has(key)));
  return (
    left !== undefined &&
    right !== undefined &&
    left.length > 0 &&
    right.length > 0 &&
    sharedOf(left, new Set(right)) === 0
  );
};

/** Weights of what two entries share, against all that either has. Equal entries have 1, whatever they have. */
const score = (a: MapEntry, b: MapEntry): number => {
  const [keysA, keysB] = [a.keys, b.keys];
  const keys = sharedOf(keysA, keysB);
  const name = a.slug === b.slug ? 1 : 0;
  if (keys + name === 0) return 0;
  const code = sharedOf(a.code, b.code);
  const common = 4 * keys + 2 * name + code;
  return (
    common / (4 * (keysA.size + keysB.size - keys) + 2 * (2 - name) + (a.code.size + b.code.size - code))
  );
};

/** Names that are alike to this degree mean the same, where nothing speaks against it. */
const alike = 0.6;

/** Ids of one map by the ids of another. */
class Alignment {
  /** Each other's id, by the id of a fresh entry. */
  readonly pairs = new Map<string, string>();
  readonly #taken = { ones: new Set<string>(), others: new Set<string>() };
  readonly #fresh: ThreatModel;
  readonly #kept: ThreatModel;
  readonly #facts: ReadonlySet<string>;
  readonly #entries: ReadonlyMap<MapSection, readonly [MapEntry[], MapEntry[]]>;

  constructor(fresh: ThreatModel, kept: ThreatModel, facts: ReadonlySet<string>) {
    this.#fresh = fresh;
    this.#kept = kept;
    this.#facts = facts;
    this.#entries = new Map(
      mapSections.map((section) => [section, [entriesIn(fresh, section), entriesIn(kept, section)]]),
    );
    this.#pair(score);
    this.#follow();
    this.#pair(
      (one, other) => (this.#sameEnds(one, other) ? 1 + likenessOf(one.words, other.words) : 0),
      true,
    );
    this.#pair(sharedCode, true);
    this.#pair((one, other) => (one.id === other.id ? 1 : 0), true);
    this.#pair((one, other) => {
      const degree = likenessOf(one.words, other.words);
      return degree >= alike ? degree : 0;
    }, true);
    this.#follow();
    this.#pair(
      (one, other) => (this.#sameEnds(one, other) ? 1 + likenessOf(one.words, other.words) : 0),
      true,
    );
  }

  /** Pairs what is left in each section by a score; 0 is no pair. */
  #pair(by: (one: MapEntry, other: MapEntry) => number, isGuess = false): void {
    for (const [section, [ones, others]] of this.#entries) {
      const candidates = ones.flatMap((one): Candidate[] =>
        this.#taken.ones.has(place(section, one.id))
          ? []
          : others.flatMap((other): Candidate[] => {
              if (this.#taken.others.has(place(section, other.id))) return [];
              const found = by(one, other);
              return found === 0 || (isGuess && areDifferent(one, other, this.#facts))
                ? []
                : [{ one: place(section, one.id), other: place(section, other.id), score: found }];
            }),
      );
      this.#keep(pairUp(candidates, this.#taken));
    }
  }

  #keep(found: readonly Candidate[]): void {
    for (const { one, other } of found) this.pairs.set(idOf(one), idOf(other));
  }

  /**
   * What aligned flows and entry points hang on is the same on both sides. Each of them is a vote; what most vote for is
   * paired first.
   */
  #follow(): void {
    const votes = new Map<string, Candidate>();
    const vote = (one: string, other: string, weight: number): void => {
      for (const [section, [ones, others]] of this.#entries) {
        const fresh = ones.find(({ id }) => id === one);
        const kept = others.find(({ id }) => id === other);
        if (fresh === undefined || kept === undefined || areDifferent(fresh, kept, this.#facts)) continue;
        const candidate = { one: place(section, one), other: place(section, other) };
        const key = JSON.stringify(candidate);
        const before = votes.get(key)?.score ?? likenessOf(fresh.words, kept.words);
        votes.set(key, { ...candidate, score: before + weight });
      }
    };
    const [flows, points] = [this.#fresh.map.flows, this.#fresh.map["entry-points"]];
    for (const [fresh, kept] of this.pairs) {
      const [flow, flowKept] = [own(flows, fresh), own(this.#kept.map.flows, kept)];
      if (flow !== undefined && flowKept !== undefined) {
        vote(flow.from, flowKept.from, 1);
        vote(flow.to, flowKept.to, 1);
      }
      const [point, pointKept] = [own(points, fresh), own(this.#kept.map["entry-points"], kept)];
      if (point === undefined || pointKept === undefined) continue;
      vote(point.process, pointKept.process, 1);
      // Who calls is told as roles by one and as programs by another: that says less than the end of a flow.
      for (const caller of point.from)
        for (const callerKept of pointKept.from)
          vote(caller, callerKept, 0.5 / Math.max(point.from.length, pointKept.from.length));
    }
    this.#keep(pairUp([...votes.values()], this.#taken));
  }

  #sameEnds({ section, id }: MapEntry, other: MapEntry): boolean {
    const [flow, kept] = [own(this.#fresh.map.flows, id), own(this.#kept.map.flows, other.id)];
    return (
      section === "flows" &&
      flow !== undefined &&
      kept !== undefined &&
      this.pairs.get(flow.from) === kept.from &&
      this.pairs.get(flow.to) === kept.to
    );
  }
}

const place = (section: MapSection, id: string): string => `${section}/${id}`;
const idOf = (placed: string): string => placed.slice(placed.indexOf("/") + 1);

/** Share of anchors that both have; a whole file says less than a symbol in it. */
const sharedCode = ({ code }: MapEntry, other: MapEntry): number => {
  const common = [...code].filter((anchor) => other.code.has(anchor));
  const weight = common.reduce(
    (sum, anchor) => sum + (splitAnchor(anchor).symbol === undefined ? 0.5 : 1),
    0,
  );
  return weight / Math.max(1, new Set([...code, ...other.code]).size);
};

/**
 * Aligns a fresh map to a kept one: kept ids by fresh ids, each at most once.
 * @param facts keys of the facts that spec and code have: entries that stand for different ones are never taken for each other
 */
export const alignMaps = (
  fresh: ThreatModel,
  kept: ThreatModel,
  facts: ReadonlySet<string>,
): ReadonlyMap<string, string> => new Alignment(fresh, kept, facts).pairs;
