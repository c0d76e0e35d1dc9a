// What a system of the corpus is, and what was planted in it. Truths are written by hand from spec and code, before any
// mode has run; nothing of a result is ever copied into them.

import type { ElementKind, Level } from "../../src/model/schema.ts";

export type Language = "typescript" | "python" | "go";

/**
 * When a truth holds, in commits of the series: from `since` (0 is the first commit, the default), and no longer from
 * `until` on.
 */
export interface Span {
  readonly since?: number;
  readonly until?: number;
}

export interface Named extends Span {
  readonly name: string;
  /** Other names of the same thing, such as those that the code has for it. */
  readonly also?: RegExp;
}

export interface EntryTruth extends Named {
  /** Whether the code asks for a credential there; left out: the corpus does not say. */
  readonly guard?: "none" | "checked";
  /** From this commit on, the opposite of `guard` holds. */
  readonly flips?: number;
}

/** `open`: nothing in code or outside holds it; `held`: a control does, and a model that shows no control is wrong. */
export type State = "open" | "held";

export interface ThreatTruth extends Span {
  readonly kind: ElementKind;
  /** A name of `System.names`; left out: the component itself. A flow is `from -> to`. */
  readonly at?: string;
  readonly category: Category;
  /** Weaknesses that name the same thing; one of them is enough. */
  readonly weakness: readonly `CWE-${number}`[];
  /** The entry point, symbol or name that the statement must mention; left out: the element is place enough. */
  readonly where?: string;
  readonly state: State;
  /** Held by something that code alone does not show. */
  readonly outside?: boolean;
  readonly why: string;
}

/** A threat that is not there, although the code looks as if. A model that states it as open is wrong. */
export interface Trap extends Span {
  readonly kind: ElementKind;
  readonly at?: string;
  readonly category: Category;
  readonly weakness: readonly `CWE-${number}`[];
  readonly where?: string;
  readonly why: string;
}

export type Category =
  | "spoofing"
  | "tampering"
  | "repudiation"
  | "information-disclosure"
  | "denial-of-service"
  | "elevation-of-privilege";

export interface Truth {
  readonly entries: readonly EntryTruth[];
  /** Named `from -> to`, with names of `System.names`, or `self`. */
  readonly flows: readonly Named[];
  readonly stores: readonly Named[];
  readonly boundaries: readonly Named[];
  readonly controls: readonly Named[];
  readonly risks: readonly Named[];
  readonly assumptions: readonly Named[];
  readonly threats: readonly ThreatTruth[];
  readonly traps: readonly Trap[];
}

/** What a commit of a series does to the truth. */
export type Plant =
  | "new-route"
  | "removed-guard"
  | "new-outbound"
  | "new-secret"
  | "new-store"
  | "moved-file"
  | "renamed-symbol"
  | "comment-only"
  | "spec-only"
  | "removed-route";

/** Nothing that a threat model says of the code changes. */
export const neutralPlants: ReadonlySet<Plant> = new Set(["moved-file", "renamed-symbol", "comment-only"]);

export type Edit =
  | { readonly in: string; readonly replace: string; readonly by: string }
  | { readonly write: string; readonly text: string }
  | { readonly move: string; readonly to: string }
  | { readonly remove: string };

export interface Commit {
  readonly message: string;
  readonly plant: Plant;
  readonly edits: readonly Edit[];
}

export interface System {
  readonly id: string;
  readonly language: Language;
  /** External entities and stores, with the names that a model may give them. */
  readonly names: Readonly<Record<string, RegExp>>;
  readonly truth: Truth;
  /** Commits after the first one; empty: the system is only read once. */
  readonly series: readonly Commit[];
}

export const severe: ReadonlySet<Level> = new Set<Level>(["critical", "high"]);

/** Whether a truth holds after commit `at` of the series. */
export const holdsAt = ({ since = 0, until }: Span, at: number): boolean =>
  since <= at && (until === undefined || at < until);

/** Whether a truth held once and does not any more after commit `at`. */
export const endedBy = ({ until }: Span, at: number): boolean => until !== undefined && until <= at;
