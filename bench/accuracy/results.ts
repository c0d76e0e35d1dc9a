// What a run of the bench leaves.

import type { SystemResult } from "./evaluate.ts";
import type { Language } from "./truth.ts";

/** What made the figures; none of it changes from one run to the next on one machine. */
export interface Conditions {
  readonly instride: string;
  readonly agent: string;
  readonly framework: string;
  readonly node: string;
  readonly git: string;
  readonly system: string;
}

export interface Corpus {
  readonly systems: number;
  readonly languages: Readonly<Partial<Record<Language, number>>>;
  readonly lines: number;
  readonly series: number;
  readonly commits: number;
  readonly truths: number;
  readonly traps: number;
}

export interface Results {
  readonly conditions: Conditions;
  readonly corpus: Corpus;
  readonly systems: readonly SystemResult[];
  /** Live runs: what was spent of what was allowed, and systems that the limit kept out. */
  readonly spend?: { readonly usd: number; readonly limit: number; readonly notRun: readonly string[] };
}

export interface AllResults {
  readonly rules: Results;
  readonly claude?: Results;
}
