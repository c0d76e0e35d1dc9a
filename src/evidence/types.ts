// What a package of evidence is made of, as values. Everything that is printed anywhere comes from these.

import type { Finding } from "../model/finding.ts";
import type { JudgedSignature } from "./signature.ts";

export interface NamedPerson {
  readonly name: string;
  readonly email: string;
}

export interface RowRecord {
  readonly component: string;
  readonly id: string;
  readonly mode: string;
  readonly agent: string;
}

export interface RowThreats {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly retired: readonly string[];
  readonly reopened: readonly string[];
  readonly removed: readonly string[];
}

export interface Decision {
  readonly component: string;
  readonly threat: string;
  readonly kind: "accepted" | "changed" | "withdrawn" | "false-positive";
  readonly by: string;
  readonly until: string;
}

export interface RowSignOff {
  readonly component: string;
  readonly by: string;
  readonly on: string;
  readonly kind: "signed-off" | "withdrawn";
}

export interface RowReview {
  readonly by: string;
  /** A trailer is what the committer wrote; the forge saw the review. */
  readonly source: "forge" | "trailer";
  /** Bots and authors are listed, and do not count. */
  readonly counts: boolean;
}

/** How a row belongs to a pull or merge request. */
export interface RowChange {
  readonly id: string;
  readonly method: Method;
  readonly mergedAt: string;
  readonly mergedBy: string;
}

export type Method = "merge" | "squash" | "rebase" | "fast-forward" | "unbound" | "unknown";

/** One change of the period. */
export interface Row {
  /** From 1, oldest first. */
  readonly seq: number;
  readonly commit: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly title: string;
  readonly author: NamedPerson;
  /** As the trailers name them. They do not review their own change. */
  readonly coAuthors: readonly string[];
  readonly committer: NamedPerson;
  /** ISO 8601 in UTC, as the commit claims. */
  readonly authored: string;
  readonly committed: string;
  readonly signature: JudgedSignature;
  /** Of the change against the first parent, white space kept; empty when nothing changed. */
  readonly patchId: string;
  readonly change: RowChange | undefined;
  readonly reviews: readonly RowReview[];
  readonly files: number;
  readonly components: readonly string[];
  /** Of the whole tree at this commit. */
  readonly state: "in step" | "not in step" | "nothing paired";
  readonly records: readonly RowRecord[];
  readonly threats: RowThreats;
  readonly decisions: readonly Decision[];
  readonly signOffs: readonly RowSignOff[];
}

/** Something that an auditor must know, and that no total may hide. */
export interface Gap {
  readonly kind: string;
  /** Undefined: of the period as a whole, or before it. */
  readonly commit: string | undefined;
  readonly component: string;
  readonly path: string;
  /** One sentence. */
  readonly what: string;
}

/** One component as it stands at the end. */
export interface ComponentAtEnd {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly spec: string;
  readonly model: string;
  readonly inStep: boolean;
  readonly files: number;
  readonly open: number;
  readonly mitigated: number;
  readonly accepted: number;
  readonly falsePositive: number;
  readonly retired: number;
  readonly provisional: number;
  readonly highestOpen: string;
  readonly changes: number;
  readonly signOffs: readonly { readonly by: string; readonly on: string; readonly fits: boolean }[];
}

/** One accepted risk as it stands at the end. */
export interface AcceptanceAtEnd {
  readonly component: string;
  /** Id of the threat, or of the risk in the spec. */
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly by: string;
  readonly on: string;
  readonly until: string;
  readonly reason: string;
  readonly expired: boolean;
}

/** What ties one entry of the forge's list to commits. */
export interface Binding {
  readonly id: string;
  readonly commit: string;
  readonly method: Method;
  /** What is the same on both sides. */
  readonly by: "tree and patch" | "tree" | "patch" | "commit" | "nothing";
  /** Commits of the population. */
  readonly rows: readonly string[];
  readonly why: string;
}

export interface EndOfRange {
  /** As the user named it. */
  readonly revision: string;
  readonly commit: string;
  readonly tree: string;
}

export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  readonly holds: boolean;
}

export interface Sample {
  readonly seed: string;
  readonly size: number;
  readonly commits: readonly string[];
}

/** What was asked for. Everything else follows from it and from git. */
export interface Request {
  readonly start: EndOfRange;
  readonly end: EndOfRange;
  /** False where START is not on the first-parent chain of END: then all commits between are rows. */
  readonly firstParent: boolean;
  /** `YYYY-MM-DD`: acceptances end by it. */
  readonly asOf: string;
  readonly signersPath: string;
  readonly sample: { readonly size: number; readonly seed: string } | undefined;
  readonly previousEnd: string | undefined;
  /** Ids of frameworks whose controls are in the package; `all` stands for each that is known. */
  readonly frameworks: readonly string[];
}

export interface Evidence {
  readonly request: Request;
  /** Undefined: the base revision has no such file. */
  readonly signers: { readonly sha256: string; readonly entries: number } | undefined;
  /** Whether the policy is that of the base revision; else each tree's own. */
  readonly basePolicy: boolean;
  readonly rows: readonly Row[];
  readonly gaps: readonly Gap[];
  readonly components: readonly ComponentAtEnd[];
  readonly acceptances: readonly AcceptanceAtEnd[];
  readonly bindings: readonly Binding[] | undefined;
  readonly checks: readonly Check[];
  readonly samples: Sample | undefined;
}

/** What the sweep of `verify` saw of one commit. */
export interface JudgedCommit {
  readonly touched: readonly string[];
  readonly gone: readonly string[];
  /** Errors and warnings that began in it. */
  readonly began: readonly Finding[];
  /** Errors and warnings that stood already before the range, told at its first commit. */
  readonly stood: readonly Finding[];
  readonly events: readonly Finding[];
  /** An error stands in it. */
  readonly inStep: boolean;
}
