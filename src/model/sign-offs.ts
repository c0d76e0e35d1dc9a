// Sign-offs: each stands for exactly the model that its person read, by digest.

import { digest } from "./digest.ts";
import type { ThreatModel } from "./schema.ts";
import { sorted } from "./threats.ts";

/** What a sign-off of this model names: everything in it but sign-offs. */
export const signOffDigest = (model: ThreatModel): string => {
  const { "sign-offs": _, ...signed } = model;
  return digest(signed, 32);
};

export interface StandingSignOff {
  readonly by: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  /** Whether the model is still the one that was signed off. */
  readonly fits: boolean;
}

export const signOffsOf = (model: ThreatModel): readonly StandingSignOff[] => {
  const signed = sorted(model["sign-offs"]);
  if (signed.length === 0) return [];
  const now = signOffDigest(model);
  return signed.map(([, { by, on, digest: read }]) => ({ by, on, fits: read === now }));
};
