// The history of components as a report shows it: commits of the first-parent line, each with the records that it added.

import { readBlobs } from "../git/blobs.ts";
import { commitsTouching, type TouchingCommit } from "../git/path-log.ts";
import type { Repository } from "../git/repository.ts";
import { parseRecordPath, recordsFolder } from "../pairing/files.ts";
import { isBase, type NamedRecord, parseRecord } from "../pairing/record.ts";
import type { HistoryEntry, RecordedChange } from "../report/html/types.ts";
import type { LoadedComponent } from "./workspace.ts";

/** So many commits of a component are shown; more would hide the newest. */
const mostCommits = 200;

export interface ComponentHistory {
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  readonly olderCommits: number;
}

const recorded = ({ id, record }: NamedRecord): RecordedChange => {
  if (isBase(record))
    return {
      ...{ id, mode: "folded", agent: "instride gc", added: [], changed: [], retired: [] },
      tokens: undefined,
      reason: `stands for ${record.folded.length} records`,
    };
  const { mode, agent, threats, usage, reason } = record;
  const tokens = usage.reduce(
    (sum, each) => sum + each.input + each.cacheWrite5m + each.cacheWrite1h + each.cacheRead + each.output,
    0,
  );
  return {
    ...{ id, mode, agent, reason, added: threats.added, changed: threats.changed, retired: threats.retired },
    tokens: usage.length === 0 ? undefined : tokens,
  };
};

/** What one commit did to one component; undefined when it did not touch it. */
const entryOf = (
  { commit, day, author, subject, changes }: TouchingCommit,
  component: LoadedComponent,
  records: ReadonlyMap<string, NamedRecord>,
): HistoryEntry | undefined => {
  const own = changes.filter(
    ({ path }) =>
      path === component.spec.path ||
      path === component.modelPath ||
      parseRecordPath(path)?.component === component.id,
  );
  if (own.length === 0) return undefined;
  return {
    ...{ commit, day, author, subject },
    records: own.flatMap(({ path, status }) => {
      const record = status === "A" ? records.get(path) : undefined;
      return record === undefined ? [] : [recorded(record)];
    }),
    touchesSpec: own.some(({ path }) => path === component.spec.path),
    touchesModel: own.some(({ path }) => path === component.modelPath),
  };
};

/** @param revision what the history leads to @throws GitError for no such revision */
export const historiesOf = async (
  repository: Repository,
  revision: string,
  components: readonly LoadedComponent[],
): Promise<ReadonlyMap<string, ComponentHistory>> => {
  const commits = await commitsTouching(
    repository,
    revision,
    components.flatMap(({ id, spec, modelPath }) => [spec.path, modelPath, `${recordsFolder}/${id}`]),
  );
  const added = commits.flatMap(({ changes }) =>
    changes.filter(({ status, path }) => status === "A" && parseRecordPath(path) !== undefined),
  );
  const blobs = await readBlobs(
    repository,
    added.map(({ oid }) => oid),
  );
  const records = new Map<string, NamedRecord>();
  for (const { path, oid } of added) {
    const named = parseRecordPath(path);
    if (named === undefined) continue;
    const { record } = parseRecord(path, named, blobs.get(oid)?.toString("utf8") ?? "");
    if (record !== undefined) records.set(path, record);
  }
  return new Map(
    components.map((component) => {
      const history = commits.flatMap((commit) => entryOf(commit, component, records) ?? []);
      return [
        component.id,
        {
          history: history.slice(0, mostCommits),
          olderCommits: Math.max(0, history.length - mostCommits),
        },
      ];
    }),
  );
};
