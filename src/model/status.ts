// What a threat's fields add up to: people's decisions come before what an agent wrote.

import type { Level, Threat } from "./schema.ts";

export type EffectiveStatus = "retired" | "false-positive" | "accepted" | "expired" | "mitigated" | "open";

/**
 * The status that counts on a day (`YYYY-MM-DD`). An acceptance holds through the day that it names; after it the
 * threat is `expired`, which is worse than open because somebody thought it was decided.
 */
export const effectiveStatus = (threat: Threat, today: string): EffectiveStatus => {
  if (threat.status === "retired") return "retired";
  if (threat["false-positive"] !== undefined) return "false-positive";
  if (threat.acceptance === undefined) return threat.status;
  const { until } = threat.acceptance;
  return until !== undefined && until < today ? "expired" : "accepted";
};

/** The level that counts: a person's override, else the agent's severity. */
export const effectiveLevel = (threat: Threat): Level => threat.override?.level ?? threat.severity.level;
