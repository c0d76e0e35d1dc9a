// What one record of a history says of its cost, and of what a reconstruction would have had to read and write then.

import type { Mode, Usage } from "../model/provenance.ts";

/** A file of a component at a commit. */
export interface SizedFile {
  readonly path: string;
  /** Blob id: equal ids are equal contents. */
  readonly oid: string;
  readonly bytes: number;
}

/** Everything that a reconstruction of a component at a commit would have read, and the model that it would write. */
export interface ComponentSize {
  readonly inputs: readonly SizedFile[];
  readonly model: SizedFile;
}

export interface Spend {
  readonly record: string;
  readonly component: string;
  readonly mode: Mode;
  readonly agent: string;
  /** Folder name of the repository, or its path where two have the same name. */
  readonly repository: string;
  /** The commit that added the record. */
  readonly commit: string;
  readonly author: string;
  /** `YYYY-MM-DD`, as the commit claims it. */
  readonly day: string;
  readonly usage: readonly Usage[];
  /** Undefined where the tree does not tell: for records that were folded before this history begins. */
  readonly size?: ComponentSize;
}
