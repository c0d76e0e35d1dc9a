// Levels of severity and what a CVSS vector says of them.

import type { Finding, Place } from "./finding.ts";
import { type Level, levels, type Threat } from "./schema.ts";

/** 0 for none to 4 for critical. */
export const levelRank = (level: Level): number => levels.indexOf(level);

/** Negative when `a` is the lower level. */
export const compareLevels = (a: Level, b: Level): number => levelRank(a) - levelRank(b);

/** The part of `ae-cvss-calculator` that is used. It is 300 kB of tables, so whoever needs it loads it and hands it in. */
export interface CvssCalculator {
  fromVector(vector: string): CvssVector | null | undefined;
}

export interface CvssVector {
  calculateScores(): { readonly overall?: number | undefined; readonly base?: number | undefined };
}

/** Loads the calculator. */
export const loadCvss = async (): Promise<CvssCalculator> => {
  // The package is CommonJS and exposes its functions on the default export only.
  const loaded: unknown = await import("ae-cvss-calculator");
  const { default: calculator, ...named } = loaded as { default?: unknown };
  return (calculator ?? named) as CvssCalculator;
};

/** The qualitative band of a CVSS 3.1 or 4.0 score, 0 to 10. */
export const bandOf = (score: number): Level =>
  score <= 0 ? "none" : score < 4 ? "low" : score < 7 ? "medium" : score < 9 ? "high" : "critical";

export interface Rating {
  readonly score: number;
  readonly level: Level;
}

/** Rates a CVSS 3.1 or 4.0 vector; undefined when it is not a complete one. */
export const rateVector = (cvss: CvssCalculator, vector: string): Rating | undefined => {
  if (!/^CVSS:(?:3\.1|4\.0)\/\S+$/.test(vector)) return undefined;
  try {
    const scores = cvss.fromVector(vector)?.calculateScores();
    // An incomplete vector has no base score, and an overall score of 0 that means nothing.
    if (scores?.base === undefined || scores.overall === undefined || !Number.isFinite(scores.overall))
      return undefined;
    return { score: scores.overall, level: bandOf(scores.overall) };
  } catch {
    return undefined;
  }
};

/**
 * Holds a threat's vector against its level. A band of difference is judgement, since the level is what is left after
 * controls; more is a contradiction.
 */
export const checkVector = (
  cvss: CvssCalculator,
  id: string,
  threat: Threat,
  at: Place,
): Finding | undefined => {
  const { vector, level } = threat.severity;
  if (vector === undefined) return undefined;
  const rating = rateVector(cvss, vector);
  if (rating === undefined)
    return {
      code: "bad-vector",
      severity: "warning",
      at,
      message: `Unexpected vector \`${vector}\` of ${id}, expected a complete CVSS 3.1 or 4.0 vector`,
      next: "complete the vector, or leave it out",
    };
  if (Math.abs(compareLevels(rating.level, level)) <= 1) return undefined;
  return {
    code: "vector-contradicts-level",
    severity: "warning",
    at,
    message: `Unexpected level \`${level}\` of ${id}, expected about \`${rating.level}\`: its vector scores ${rating.score}`,
    next: "describe what is left after the controls in the vector, or correct the level",
  };
};
