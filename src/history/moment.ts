// A history as values: the first-parent line of a branch, each commit with what it changed for each component. Whoever
// computes over time (logs, registers, series) takes it, and reads no git.

import type { ThreatModel } from "../model/schema.ts";
import type { NamedRecord } from "../pairing/record.ts";

export interface CommitHead {
  readonly id: string;
  readonly author: string;
  readonly email: string;
  /** The author's day, `YYYY-MM-DD`, as the commit claims it. Git proves no date. */
  readonly day: string;
  /** First line of the message. */
  readonly title: string;
}

export interface ComponentState {
  /** Path of the model in this commit; it moves when the spec is renamed. */
  readonly modelPath: string;
  /** Undefined: there is none yet, or it can't be read. */
  readonly model: ThreatModel | undefined;
  readonly unreadable: boolean;
  /** Undefined where nobody asked for a judgement. */
  readonly inStep: boolean | undefined;
}

export interface Moment {
  readonly commit: CommitHead;
  /** Components that the commit touched, as it left them; undefined: gone. */
  readonly components: ReadonlyMap<string, ComponentState | undefined>;
  /** Records that the commit added, readable ones. */
  readonly records: readonly NamedRecord[];
  /** Of a merge, by component: the commits that it brought in and that changed the component's model, oldest first. */
  readonly merged: ReadonlyMap<string, readonly CommitHead[]>;
}

export interface History {
  /** Parent of the first moment's commit, when the history begins after one. Its state is in `before`. */
  readonly from: string | undefined;
  readonly to: string;
  /** False when a shallow clone cut the history off: what was there at the cut counts as present, not as new. */
  readonly complete: boolean;
  /** How components stood at `from`. */
  readonly before: ReadonlyMap<string, ComponentState>;
  /** Oldest first. */
  readonly moments: readonly Moment[];
}

/** Modes of the records that name a threat, or of all records of the component; sorted, each once. */
export const modesOf = (records: readonly NamedRecord[], component: string, threat?: string): string[] => {
  const modes = new Set<string>();
  for (const { record } of records) {
    if (record.component !== component || "base" in record) continue;
    const { added, changed, retired } = record.threats;
    if (threat === undefined || [added, changed, retired].some((ids) => ids.includes(threat)))
      modes.add(record.mode);
  }
  return [...modes].sort();
};
