// What static observation reports of one file. Observation only says what it saw; it never judges.

import type { Fact } from "./fact.ts";

export interface ObservedSymbol {
  readonly line: number;
  readonly endLine: number;
  /** Nothing runs there: a type, or a function that only throws that it is not implemented. */
  readonly inert?: true;
}

export interface FileObservation {
  readonly path: string;
  readonly language: string;
  /** Facts in source order; `at.path` is `path`. */
  readonly facts: readonly Fact[];
  /** Named symbols that anchors can point at, with their 1-based lines. Members are `Class.method`. */
  readonly symbols: Readonly<Record<string, ObservedSymbol>>;
  /** True when the parser met syntax errors: facts may be missing. */
  readonly partial: boolean;
  /** Digest of the syntax tokens without comments and layout; equal digests mean a neutral change. */
  readonly tokens: string;
}

export interface Observation {
  /** Observed files by path. */
  readonly files: Readonly<Record<string, FileObservation>>;
  /** Code paths in languages that are not observed yet, sorted. */
  readonly unobserved: readonly string[];
}
