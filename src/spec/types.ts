// A spec as instride understands it: what the Markdown states, with the place of every statement.

import type { Fact } from "../model/fact.ts";
import type { Finding, Place } from "../model/finding.ts";

/** One row of the spec's interface table, or one item of its list. */
export interface InterfaceRow {
  /** `POST /sessions`, `revoke(token)`, `instride lint`. */
  readonly name: string;
  readonly kind: "http" | "function" | "command" | "queue" | "other";
  readonly method?: string;
  readonly route?: string;
  /** Declared inputs: `email: string (1..254)`, parsed as far as the notation goes. */
  readonly inputs: readonly InterfaceInput[];
  readonly output?: string;
  /** The authorization cell as written: `session`, `role admin`, `none`. Undefined when the table has no such column. */
  readonly auth?: string;
  readonly errors: readonly string[];
  readonly description?: string;
  readonly at: Place;
}

export interface InterfaceInput {
  readonly name: string;
  /** `string`, `integer`, `number`, `boolean`, `string[]`, …; `unknown` when it was not declared. */
  readonly type: string;
  readonly optional: boolean;
  /** Length for strings and arrays, value for numbers; inclusive. */
  readonly min?: number;
  readonly max?: number;
  readonly oneOf?: readonly string[];
  readonly format?: string;
  readonly in?: "path" | "query" | "header" | "body";
}

/** Text of the security section that could not be read as structure. It still reaches the agent. */
export interface UnreadText {
  /** The subsection it stands in, as a fact kind or `security`. */
  readonly section: string;
  readonly text: string;
  readonly at: Place;
}

export interface Spec {
  readonly path: string;
  readonly id: string;
  readonly title: string;
  /** git globs of the code that the spec drives, as written; a leading `!` excludes. */
  readonly targets: readonly string[];
  readonly tests: readonly string[];
  readonly owner?: string;
  readonly framework?: string;
  /** First paragraph under the title. */
  readonly summary: string;
  readonly interface: readonly InterfaceRow[];
  /** Assets, entry points, boundaries, flows, authentication, controls, accepted risks, assumptions. */
  readonly facts: readonly Fact[];
  /** What the spec declares out of scope, one statement each. */
  readonly outOfScope: readonly string[];
  readonly unread: readonly UnreadText[];
}

export interface ParsedSpec {
  /** Undefined when the front matter could not be read at all; findings say why. */
  readonly spec?: Spec;
  readonly findings: readonly Finding[];
}
