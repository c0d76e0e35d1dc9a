// What a report shows, as values: read from git by `src/commands/report.ts`, drawn here.

import type { LedgerRow } from "../../cost/ledger.ts";
import type { Framework } from "../../frameworks/types.ts";
import type { ThreatModel } from "../../model/schema.ts";
import type { StatusRow } from "../summary.ts";

/** What one record says of its commit. */
export interface RecordedChange {
  readonly id: string;
  /** `folded` for a base record, which stands for many. */
  readonly mode: string;
  readonly agent: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly retired: readonly string[];
  /** Tokens of all classes; undefined when no model was asked. */
  readonly tokens: number | undefined;
  readonly reason: string | undefined;
}

/** One commit on the first-parent line that touched a component. */
export interface HistoryEntry {
  readonly commit: string;
  /** `YYYY-MM-DD`, as the committer claims it. */
  readonly day: string;
  readonly author: string;
  readonly subject: string;
  readonly records: readonly RecordedChange[];
  readonly touchesSpec: boolean;
  readonly touchesModel: boolean;
}

export interface ReportedComponent {
  readonly id: string;
  readonly title: string;
  readonly specPath: string;
  readonly owner: string | undefined;
  readonly standing: StatusRow;
  /** What keeps it from being in step, in words. */
  readonly problems: readonly string[];
  /** Undefined when there is none, or when it can't be read. */
  readonly model: ThreatModel | undefined;
  readonly framework: Framework;
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  /** Commits that are older than those listed. */
  readonly olderCommits: number;
}

export interface ReportedCost {
  /** By component, the total last. */
  readonly byComponent: readonly LedgerRow[];
  readonly byMode: readonly LedgerRow[];
  readonly referenceModel: string;
  /** The day whose prices count. */
  readonly pricesOf: string;
}

export interface Report {
  readonly repository: string;
  /** What was read: a revision as it was named, or the index. */
  readonly revision: string;
  /** Id of the commit; undefined for the index of a repository without one. */
  readonly commit: string | undefined;
  /** `YYYY-MM-DD`: the day by which acceptances are judged. */
  readonly today: string;
  readonly version: string;
  readonly components: readonly ReportedComponent[];
  readonly cost: ReportedCost | undefined;
}
