// Which threats of two models are the same one, once their maps are aligned.

import { questionKey } from "./ids.ts";
import { type Candidate, likeness, pairUp } from "./likeness.ts";
import { isLiving, type PlacedThreat } from "./threats.ts";
import { areKin } from "./weakness-kin.ts";

/** Titles that are alike to this degree tell of the same thing, together with other evidence. */
const alike = 0.4;
/** Titles that share a word or two, between weaknesses that are kin. */
const related = 0.3;
/** Titles that are alike to this degree need no other evidence. */
const nearlySame = 0.75;

export interface ThreatPair {
  readonly fresh: PlacedThreat;
  readonly kept: PlacedThreat;
  /** The kept one stands under another question. */
  readonly isElsewhere: boolean;
}

const anchorsOf = ({ threat }: PlacedThreat): string[] => [
  ...threat.code,
  ...Object.values(threat.mitigations).flatMap(({ evidence }) => evidence),
];

const common = (a: readonly string[], b: readonly string[]): boolean => a.some((each) => b.includes(each));

/** How likely two threats under one question are the same; 0: they are not. */
const under = (fresh: PlacedThreat, kept: PlacedThreat): number => {
  const title = likeness(fresh.threat.title, kept.threat.title);
  const isWeakness = common(fresh.threat.weakness, kept.threat.weakness);
  const isCode = common(anchorsOf(fresh), anchorsOf(kept));
  const isKin = areKin(fresh.threat.weakness, kept.threat.weakness) && (isCode || title >= related);
  if (!isWeakness && !isKin && !(isCode && title >= alike) && title < nearlySame) return 0;
  return (isWeakness ? 4 : isKin ? 1 : 0) + (isCode ? 1 : 0) + 2 * title + (isLiving(kept.threat) ? 0.5 : 0);
};

/** The same weakness, told in nearly the same words about a neighbour. */
const beside = (fresh: PlacedThreat, kept: PlacedThreat): number => {
  if (!isLiving(kept.threat) || !common(fresh.threat.weakness, kept.threat.weakness)) return 0;
  const title = likeness(fresh.threat.title, kept.threat.title);
  return title >= nearlySame ? title : 0;
};

/**
 * Pairs fresh threats with kept ones, each at most once: by id, then under the same question, then under others.
 * @param fresh threats whose elements have the kept map's ids
 */
export const alignThreats = (
  fresh: readonly PlacedThreat[],
  kept: readonly PlacedThreat[],
): readonly ThreatPair[] => {
  const taken = { ones: new Set<string>(), others: new Set<string>() };
  const ones = new Map(fresh.map((each) => [each.id, each]));
  const others = new Map(kept.map((each) => [each.id, each]));
  const question = ({ element, category }: PlacedThreat): string => questionKey(element, category);
  const pass = (by: (one: PlacedThreat, other: PlacedThreat) => number): ThreatPair[] => {
    const candidates = fresh.flatMap((one): Candidate[] =>
      taken.ones.has(one.id)
        ? []
        : kept.flatMap((other): Candidate[] => {
            const score = taken.others.has(other.id) ? 0 : by(one, other);
            return score === 0 ? [] : [{ one: one.id, other: other.id, score }];
          }),
    );
    return pairUp(candidates, taken).flatMap(({ one, other }) => {
      const [a, b] = [ones.get(one), others.get(other)];
      return a === undefined || b === undefined
        ? []
        : [{ fresh: a, kept: b, isElsewhere: question(a) !== question(b) }];
    });
  };
  return [
    ...pass((one, other) => (one.id === other.id ? 1 : 0)),
    ...pass((one, other) => (question(one) === question(other) ? under(one, other) : 0)),
    ...pass((one, other) => (question(one) === question(other) ? 0 : beside(one, other))),
  ];
};
