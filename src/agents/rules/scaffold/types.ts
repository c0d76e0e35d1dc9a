// What the scaffold works with between reading the interface table and printing files.

import type { ProposedFile } from "../../port.ts";

/** A top-level part of a generated file, small enough to be shown alone when the file exists already. */
export type Piece = Declaration | List;

interface PieceBase {
  /** Names that the code takes from other modules or from Node; resolved by the registry in `imports.ts`. */
  readonly uses: readonly string[];
}

export interface Declaration extends PieceBase {
  readonly kind: "declaration";
  /** What shows that an existing file has it: a declared name, or the title of a test. */
  readonly name: string;
  readonly code: string;
  /**
   * Text that shows that an existing file deals with the row already, in whatever way: nothing is missing then. A name
   * counts where it is declared.
   */
  readonly servedBy?: string;
  /** The inputs that it reads, so that a file which does not read one of them yet is noticed. */
  readonly reads?: readonly { readonly input: string; readonly start: string; readonly line: string }[];
}

/** A table that grows by one entry for each row of the spec. */
export interface List extends PieceBase {
  readonly kind: "list";
  readonly name: string;
  readonly open: string;
  readonly close: string;
  readonly entries: readonly ListEntry[];
}

export interface ListEntry {
  /** The text between the quotes of the entry: `POST /sessions`. */
  readonly key: string;
  readonly code: string;
  readonly uses: readonly string[];
  /** The requirement that the entry carries, so that one that differs from the spec is noticed. */
  readonly requires?: string;
}

/** A unit of generated code. Usually a file; several share one when the targets leave no other place. */
export interface Module {
  /** Name of the file without its extension. */
  readonly stem: string;
  readonly folder?: string;
  readonly role: "code" | "test";
  /** First comment of the file: why it exists. */
  readonly about: string;
  readonly pieces: readonly Piece[];
}

/** Code that would be added to a file, had it not existed already. */
export interface Withheld {
  readonly path: string;
  readonly missing: string;
}

export interface ScaffoldPlan {
  /** New files, sorted by path. None of them exists. */
  readonly files: readonly ProposedFile[];
  readonly withheld: readonly Withheld[];
  /** What was decided, left out, or could not be read; one line each. */
  readonly notes: readonly string[];
}
