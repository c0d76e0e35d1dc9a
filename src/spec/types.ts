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
  /** The table has such a column, and this row says nothing in it. */
  readonly authLeftBlank?: true;
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

/** A sentence or item that stands outside the security section: behaviour, limits, retention. */
export interface SpecStatement {
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
  /** Texts of its headings, as anchors into the spec name them. */
  readonly headings?: readonly string[];
  /** Paragraphs and list items outside the security section, below the summary. */
  readonly statements?: readonly SpecStatement[];
}

/** The subsections of the security section. All but the last hold facts of the same kind. */
export type SubsectionKind =
  | "asset"
  | "entry"
  | "boundary"
  | "flow"
  | "auth"
  | "control"
  | "risk"
  | "assumption"
  | "out-of-scope";

export interface HeadingReading {
  readonly text: string;
  /** 1 to 6; 7 for a paragraph in bold that stands for a heading. */
  readonly depth: number;
  readonly at: Place;
  readonly role?: "security" | "interface" | SubsectionKind;
  /** True for headings below the security section's own. */
  readonly inSecurity: boolean;
}

/** A recognised subsection: `none` was said outright ("None.", "n/a: reason"), `empty` says nothing at all. */
export interface SubsectionReading {
  readonly kind: SubsectionKind;
  readonly heading: string;
  readonly at: Place;
  readonly state: "stated" | "none" | "empty";
}

export interface FrontMatterKey {
  readonly name: string;
  readonly at: Place;
  /** Where its value stands, or where each item of a list stands. */
  readonly values: readonly Place[];
}

/** What the parser saw besides the statements. The lint rules work on it. */
export interface SpecReading {
  /** The spec as far as it could be read, with stand-ins for a missing id or title. Equals `spec` when that is there. */
  readonly draft: Spec;
  /** The decoded text, without its byte-order mark. */
  readonly source: string;
  /** Keys in their order; undefined when there is no readable front matter. */
  readonly frontMatter?: readonly FrontMatterKey[];
  readonly titled: boolean;
  readonly headings: readonly HeadingReading[];
  readonly subsections: readonly SubsectionReading[];
  /** Text that a template left behind. */
  readonly placeholders: readonly { readonly text: string; readonly at: Place }[];
  /** Facts stated twice; only the first is among the spec's facts. */
  readonly repeated: readonly { readonly fact: Fact; readonly first: Fact }[];
  /** For facts from tables: the place of each field's cell. */
  readonly cells: ReadonlyMap<Fact, Readonly<Record<string, Place>>>;
}

export interface ParsedSpec {
  /** Undefined when the front matter could not be read at all; findings say why. */
  readonly spec?: Spec;
  /** What could not be read. `lintSpec` reports these too. */
  readonly findings: readonly Finding[];
}

/** A parsed spec together with what the lint rules need. Only `ParsedSpec` is worth keeping. */
export interface ReadSpec extends ParsedSpec {
  readonly reading: SpecReading;
}
