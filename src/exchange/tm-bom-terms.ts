// The vocabulary of TM-BOM, and which of our words stands for which of its.

import type { Asset, Level, Mitigation } from "../model/schema.ts";
import type { ViewThreat } from "./view.ts";

/** Keys under `extensions`: a domain name and a path. */
export const attachmentName = "npmjs.com/package/instride/model/v1";
export const categoriesName = "npmjs.com/package/instride/categories/v1";

/** Stands at the end of the scope's description. */
export const placeholders =
  "\n\nCriticality, exposure and tier are not part of the model that this was written from; the values here are placeholders.";

export const persona = {
  symbolic_name: "attacker",
  title: "Attacker",
  description: "Whoever the scenario of the threat names.",
  is_person: true,
  skill_level: "engineer",
  access_level: "anonymous",
  malicious_intent: true,
  applicability_to_org: "moderate",
} as const;

export const sensitivities: Readonly<Record<NonNullable<Asset["sensitivity"]>, readonly string[]>> = {
  public: [],
  internal: ["op"],
  confidential: ["biz"],
  secret: ["cred"],
};

/** Each level as a rating whose score is its likelihood times its impact. */
export const ratings: Readonly<
  Record<
    Level,
    { readonly likelihood: string; readonly impact: string; readonly score: number; readonly level: string }
  >
> = {
  none: { likelihood: "rare", impact: "negligible", score: 1, level: "very_low" },
  low: { likelihood: "unlikely", impact: "minor", score: 4, level: "low" },
  medium: { likelihood: "possible", impact: "moderate", score: 9, level: "medium" },
  high: { likelihood: "likely", impact: "major", score: 16, level: "high" },
  critical: { likelihood: "certain", impact: "severe", score: 25, level: "critical" },
};

export const levelOfRating: Readonly<Record<string, Level>> = {
  very_low: "none",
  low: "low",
  medium: "medium",
  high: "high",
  very_high: "high",
  critical: "critical",
};

export const controlStatus = {
  planned: "suggested",
  inPlace: "active",
  partial: "approved",
  unlinked: "under_review",
} as const;

/**
 * Threat Dragon shows a threat as mitigated as soon as one of its controls is active. What is in place but does not close
 * the threat is therefore `approved`.
 */
export const controlStatusOf = (kind: Mitigation["kind"], status: ViewThreat["status"]): string =>
  kind === "planned"
    ? controlStatus.planned
    : status === "mitigated"
      ? controlStatus.inPlace
      : controlStatus.partial;

const storeTypes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:redis|memcached|cache|key[- ]value|dynamo\w*)\b/i, "key_value"],
  [/\b(?:mongo\w*|couch\w*|document|elastic\w*|opensearch)\b/i, "document"],
  [/\b(?:neo4j|graph)\b/i, "graph"],
  [/\b(?:prometheus|influx\w*|time[- ]series)\b/i, "time_series"],
  [/\b(?:postgres\w*|mysql|mariadb|sqlite|oracle|sql|database|tables?)\b/i, "sql"],
];

/** The type of a data store by its words; what is none of a kind of database is a store of objects, such as files. */
export const storeType = (words: string): string =>
  storeTypes.find(([pattern]) => pattern.test(words))?.[1] ?? "object";
