// How a statement came to be, and what it cost.

/** Modes are never mixed up and never upgraded silently. */
export const modes = [
  "same-context", // the live conversation that wrote the code
  "resumed-context", // that conversation, continued from its own stored, compacted record
  "in-session", // the user's own coding agent answered in its session
  "carried", // the change is provably neutral
  "rules", // the deterministic offline agent
  "reconstructed", // a fresh read of the code
  "human",
] as const;
export type Mode = (typeof modes)[number];

/**
 * `code`: the code was written. `shared`: spec and code were read and the map was recorded, which both the code and the
 * threat model go on from.
 */
export const usagePurposes = ["code", "shared"] as const;
export type UsagePurpose = (typeof usagePurposes)[number];

/** Tokens of one HTTP attempt, in the classes that are priced differently. */
export interface Usage {
  readonly model: string;
  readonly input: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
  readonly output: number;
  /** Share of `output` that was thinking. */
  readonly thinking: number;
  /** True when the figures are an estimate, not the provider's own count. */
  readonly estimated?: boolean;
  /** What the attempt was for; left out: the threat model alone. */
  readonly purpose?: UsagePurpose;
}
