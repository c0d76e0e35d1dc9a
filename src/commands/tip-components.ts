// The components of one tree in the form that a sweep has them, from its listing alone: the tip of a history is judged
// by what its tree holds, whatever the sweep towards it made of the commits before.

import type { Config } from "../config/schema.ts";
import type { TreeEntry } from "../git/trees.ts";
import { compare } from "../model/finding.ts";
import { parseRecordPath } from "../pairing/files.ts";
import { type Entry, Sweep, type SweepReads, type SweptComponent } from "../pairing/sweep.ts";
import { Timeline } from "../pairing/sweep-timeline.ts";

export interface TipComponents {
  readonly config: Config;
  /** Sorted by id; none where the tree has no config, or one that can't be used. */
  readonly components: readonly SweptComponent[];
}

/** Finds the components of a listing. Records are listed, not read. @throws GitError */
export const tipComponents = async (
  entries: readonly TreeEntry[],
  reads: SweepReads,
): Promise<TipComponents> => {
  const records = new Map<string, [path: string, entry: Entry][]>();
  const others: TreeEntry[] = [];
  for (const entry of entries) {
    const component = parseRecordPath(entry.path)?.component;
    if (component !== undefined) {
      const own = records.get(component);
      const named: [string, Entry] = [entry.path, { mode: entry.mode, oid: entry.oid }];
      if (own === undefined) records.set(component, [named]);
      else own.push(named);
    } else if (!entry.path.startsWith(".instride/")) others.push(entry);
  }
  const sweep = new Sweep(new Timeline(), reads);
  await sweep.apply(others.map(({ path, mode, oid }) => ({ path, entry: { mode, oid } })));
  return {
    config: sweep.config,
    components: [...sweep.components].sort(compare).map((id) => ({
      ...sweep.component(id),
      records: new Map((records.get(id) ?? []).sort(([a], [b]) => compare(a, b))),
    })),
  };
};
