// Reads the ledger's raw material from git: the records that commits of a range added, and how large each component was
// at that commit.

import type { ComponentSize, SizedFile, Spend } from "../cost/spend.ts";
import { readBlobs } from "../git/blobs.ts";
import { commitOf } from "../git/history.ts";
import { type AddedRecord, addedRecords, countCommits, filesAt } from "../git/record-log.ts";
import type { Repository } from "../git/repository.ts";
import { GitError } from "../git/run.ts";
import { liveClaims } from "../pairing/claims.ts";
import { parseRecordPath } from "../pairing/files.ts";
import { isBase, type NamedRecord, parseRecord } from "../pairing/record.ts";
import { UserError } from "./outcome.ts";

/** What the live claims of a component's records name at a commit, and its model. */
const sizeAt = (
  own: readonly NamedRecord[],
  files: ReadonlyMap<string, SizedFile>,
): ComponentSize | undefined => {
  const inputs: SizedFile[] = [];
  for (const [path, live] of liveClaims(own)) {
    const file = files.get(path);
    if (file !== undefined && live.some((claim) => claim.blob !== null)) inputs.push(file);
  }
  const models = own
    .flatMap(({ record }) => Object.keys(record.outputs))
    .flatMap((path) => (path.endsWith(".threats.yaml") ? (files.get(path) ?? []) : []));
  const [model] = models.sort((a, b) => b.bytes - a.bytes);
  return inputs.length === 0 || model === undefined ? undefined : { inputs, model };
};

interface Tree {
  readonly files: ReadonlyMap<string, SizedFile>;
  readonly records: ReadonlyMap<string, readonly NamedRecord[]>;
}

/** Trees of commits, with their records by component. A record that many trees hold is read once. */
class Trees {
  readonly #repository: Repository;
  readonly #parsed = new Map<string, NamedRecord | undefined>();
  #last: { readonly commit: string; readonly tree: Tree } | undefined;

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Records that can be read; altered ones are `verify`'s business. */
  async records(files: readonly { path: string; oid: string }[]): Promise<NamedRecord[]> {
    const found = files.flatMap((file) => {
      const named = parseRecordPath(file.path);
      return named === undefined ? [] : [{ ...file, named, key: `${file.oid} ${file.path}` }];
    });
    const blobs = await readBlobs(
      this.#repository,
      found.flatMap(({ key, oid }) => (this.#parsed.has(key) ? [] : [oid])),
    );
    return found.flatMap(({ path, oid, named, key }) => {
      if (!this.#parsed.has(key))
        this.#parsed.set(key, parseRecord(path, named, blobs.get(oid)?.toString("utf8") ?? "").record);
      return this.#parsed.get(key) ?? [];
    });
  }

  async at(commit: string): Promise<Tree> {
    if (this.#last?.commit === commit) return this.#last.tree;
    const files = await filesAt(this.#repository, commit);
    const records = new Map<string, NamedRecord[]>();
    for (const each of await this.records(files)) {
      const list = records.get(each.record.component);
      if (list === undefined) records.set(each.record.component, [each]);
      else list.push(each);
    }
    const tree = { files: new Map(files.map((file) => [file.path, file])), records };
    this.#last = { commit, tree };
    return tree;
  }

  /** Ids of all records of a tree, folded ones included. */
  async ids(commit: string | undefined): Promise<ReadonlySet<string>> {
    if (commit === undefined) return new Set();
    const all = [...(await this.at(commit)).records.values()].flat();
    return new Set(
      all.flatMap(({ id, record }) => [
        id,
        ...(isBase(record) ? record.folded.map((each) => each.record) : []),
      ]),
    );
  }
}

const listed = async (
  repository: Repository,
  range: string,
): Promise<{ readonly added: readonly AddedRecord[]; readonly commits: number }> => {
  try {
    const [added, commits] = await Promise.all([
      addedRecords(repository, range),
      countCommits(repository, range),
    ]);
    return { added, commits };
  } catch (error) {
    if (error instanceof GitError && error.status === 128)
      throw new UserError(`unknown range '${range}'`, {
        next: "name commits as git log does: main~20..main",
      });
    throw error;
  }
};

export interface SpendsRead {
  readonly spends: readonly Spend[];
  /** Commits of the range, those without a record included. */
  readonly commits: number;
}

/**
 * What each record of the range spent, every record id once: merges show what their branches added, and gc folds what was
 * there before. A folded record counts only where the fold's parent does not hold it (a squashed branch that was folded
 * too, or a history that begins with the fold).
 * @throws UserError for a range that does not exist
 */
export const readSpends = async (
  repository: Repository,
  range: string,
  name: string,
): Promise<SpendsRead> => {
  if (range === "HEAD" && (await commitOf(repository, range)) === undefined)
    return { spends: [], commits: 0 };
  const { added, commits } = await listed(repository, range);
  const trees = new Trees(repository);
  const byPath = new Map((await trees.records(added)).map((each) => [each.path, each]));
  const spends: Spend[] = [];
  const seen = new Set<string>();
  for (const { commit, parent, author, day, path } of added) {
    const named = byPath.get(path);
    if (named === undefined || seen.has(named.id)) continue;
    seen.add(named.id);
    const { id, record } = named;
    const head = { component: record.component, repository: name, commit, author, day };
    if (isBase(record)) {
      const before = await trees.ids(parent);
      for (const { record: folded, mode, agent, usage } of record.folded)
        if (!before.has(folded) && !seen.has(folded)) {
          seen.add(folded);
          spends.push({ ...head, record: folded, mode, agent, usage });
        }
      continue;
    }
    const { files, records } = await trees.at(commit);
    const size = sizeAt(records.get(record.component) ?? [], files);
    const { mode, agent, usage } = record;
    spends.push({ ...head, record: id, mode, agent, usage, ...(size === undefined ? {} : { size }) });
  }
  return { spends, commits };
};
