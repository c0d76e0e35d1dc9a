// Stages instride's own files, and those only. Nothing of the author's is stashed, checked out, reset or overwritten:
// a work tree file that the author has edited keeps the edit, and gets our change merged in where that is possible.
//
// Order: blobs (harmless), journal, work tree, index (one atomic rename), journal removed. While the index is one that
// git may still throw away (commit -a, commit -- path), the journal stays until post-commit.

import { isUtf8 } from "node:buffer";
import { basename, join, resolve } from "node:path";
import { readBlobs, writeBlobs } from "./blobs.ts";
import { faultPoint } from "./fault.ts";
import { type IndexChange, type IndexEntry, readEntries, writeEntries } from "./index-entries.ts";
import { closeJournal, type JournalEntry, recover, writeJournal } from "./journal.ts";
import type { Repository } from "./repository.ts";
import { gitText } from "./run.ts";
import { type Held, readWorktree, writeWorktree } from "./worktree.ts";

export { recover } from "./journal.ts";

export interface Output {
  readonly path: string;
  /** Undefined removes the file. */
  readonly content: string | undefined;
}

/**
 * Merges our change into a file that the author has edited and not staged.
 * Undefined: it can't be merged; the author's file stays as it is.
 */
export type MergeEdit = (
  path: string,
  base: string | undefined,
  edited: string,
  ours: string,
) => string | undefined;

export interface Staged {
  /** Paths whose work tree file holds an edit of the author's that could not be merged with ours. */
  readonly left: readonly string[];
  /** Paths whose unstaged edit was merged with ours. */
  readonly merged: readonly string[];
}

/** What happens to one file of the work tree. */
interface Decision {
  readonly path: string;
  readonly held: Held;
  /** The bytes to write; undefined removes. Left out when the file is not touched. */
  readonly write?: Buffer | undefined;
  readonly kind: "write" | "merge" | "leave" | "nothing";
}

const unix = (bytes: Buffer): string => bytes.toString("latin1").replaceAll("\r\n", "\n");

const same = (a: Buffer | undefined, b: Buffer | undefined): boolean =>
  a === undefined || b === undefined ? a === b : a.equals(b) || unix(a) === unix(b);

const decide = (
  path: string,
  held: Held,
  base: Buffer | undefined,
  content: Buffer | undefined,
  mergeEdit: MergeEdit,
): Decision => {
  if (held.kind === "foreign") return { path, held, kind: "leave" };
  const bytes = held.kind === "file" ? held.bytes : undefined;
  if (same(bytes, content)) return { path, held, kind: "nothing" };
  if (same(bytes, base)) return { path, held, kind: "write", write: content };
  const mended =
    bytes === undefined || content === undefined || !isUtf8(bytes)
      ? undefined
      : mergeEdit(path, base?.toString("utf8"), bytes.toString("utf8"), content.toString("utf8"));
  return mended === undefined
    ? { path, held, kind: "leave" }
    : { path, held, kind: "merge", write: Buffer.from(mended, "utf8") };
};

const isLock = (index: string | undefined): index is string => index?.endsWith(".lock") === true;

/** The index that `git commit -- path` keeps beside the temporary one it gives to hooks. */
const secondIndex = async (repository: Repository): Promise<string | undefined> => {
  const given = repository.env["GIT_INDEX_FILE"];
  if (!isLock(given) || basename(given) === "index.lock") return undefined;
  const path = await gitText(
    repository,
    ["rev-parse", "--path-format=absolute", "--git-path", "index.lock"],
    {
      index: join(repository.gitDir, "index"),
    },
  );
  return resolve(path);
};

/**
 * The same change for the second index. It may hold what the author has staged and left out of this commit: that is
 * merged where it can be, and stays where it can't.
 */
const stageSecond = async (
  repository: Repository,
  second: string,
  changes: readonly IndexChange[],
  known: {
    readonly indexed: ReadonlyMap<string, IndexEntry>;
    readonly contents: ReadonlyMap<string, Buffer | undefined>;
    readonly mergeEdit: MergeEdit;
  },
): Promise<void> => {
  const paths = changes.map((change) => change.path);
  const there = await readEntries(repository, paths, second);
  const differing = paths.filter((path) => there.get(path)?.oid !== known.indexed.get(path)?.oid);
  const blobs = await readBlobs(
    repository,
    differing.flatMap((path) =>
      [there.get(path)?.oid, known.indexed.get(path)?.oid].filter((oid) => oid !== undefined),
    ),
  );
  const own: IndexChange[] = [];
  for (const change of changes) {
    if (!differing.includes(change.path)) {
      own.push(change);
      continue;
    }
    const textOf = (entry: IndexEntry | undefined): string | undefined =>
      entry === undefined ? undefined : blobs.get(entry.oid)?.toString("utf8");
    const staged = textOf(there.get(change.path));
    const content = known.contents.get(change.path);
    if (staged === undefined || content === undefined) continue;
    const merged = known.mergeEdit(
      change.path,
      textOf(known.indexed.get(change.path)),
      staged,
      content.toString("utf8"),
    );
    if (merged === undefined) continue;
    const [oid] = await writeBlobs(repository, [Buffer.from(merged, "utf8")]);
    own.push({ ...change, oid });
  }
  if (own.length === 0) return;
  await faultPoint("second index");
  await writeEntries(
    repository,
    own,
    own.filter(({ path }) => there.get(path)?.skipsWorktree === true).map(({ path }) => path),
    second,
  );
};

/**
 * Writes outputs to the work tree and to the index that the environment names.
 * @throws GitError when the index is locked by somebody else, and the file system's errors; nothing but unreferenced
 * blobs is left then.
 */
export const stageOutputs = async (
  repository: Repository,
  outputs: readonly Output[],
  mergeEdit: MergeEdit = () => undefined,
): Promise<Staged> => {
  if (outputs.length === 0) return { left: [], merged: [] };
  const paths = outputs.map((output) => output.path);
  const indexed = await readEntries(repository, paths);
  const olds = await readBlobs(
    repository,
    [...indexed.values()].map((entry) => entry.oid),
  );
  const contents = new Map(
    outputs.map(({ path, content }) => [
      path,
      content === undefined ? undefined : Buffer.from(content, "utf8"),
    ]),
  );
  const baseOf = (path: string): Buffer | undefined => {
    const entry = indexed.get(path);
    return entry === undefined ? undefined : olds.get(entry.oid);
  };
  const decideNow = async (path: string): Promise<Decision> => {
    const held = await readWorktree(repository.root, path);
    // A sparse work tree leaves the file out: it is neither there nor deleted.
    if (held.kind === "absent" && indexed.get(path)?.skipsWorktree === true)
      return { path, held, kind: "nothing" };
    return decide(path, held, baseOf(path), contents.get(path), mergeEdit);
  };
  const decisions = await Promise.all(paths.map(decideNow));

  // Everything that the journal names has to be in the object store before the journal is.
  await faultPoint("blobs");
  const store = async (bytes: readonly (Buffer | undefined)[]): Promise<(string | null)[]> => {
    const present = bytes.filter((each) => each !== undefined);
    const oids = await writeBlobs(repository, present);
    let at = 0;
    return bytes.map((each) => (each === undefined ? null : (oids[at++] as string)));
  };
  const after = await store(paths.map((path) => contents.get(path)));
  const edited = await store(
    decisions.map(({ path, held, kind }) =>
      kind !== "nothing" &&
      kind !== "leave" &&
      held.kind === "file" &&
      baseOf(path)?.equals(held.bytes) !== true
        ? held.bytes
        : undefined,
    ),
  );
  const merges = await store(decisions.map(({ kind, write }) => (kind === "merge" ? write : undefined)));
  const modeOf = (path: string): string => (indexed.get(path)?.mode === "100755" ? "100755" : "100644");
  const journal = decisions.map(({ path, held, kind }, at): JournalEntry => {
    const before = indexed.get(path)?.oid ?? null;
    const touched = kind === "write" || kind === "merge";
    const heldOid = held.kind === "file" && touched ? (edited[at] ?? before) : null;
    return {
      path,
      mode: modeOf(path),
      before,
      after: after[at] ?? null,
      held: heldOid,
      wrote: touched ? (merges[at] ?? after[at] ?? null) : heldOid,
    };
  });
  await writeJournal(repository, journal);

  const left: string[] = [];
  const merged: string[] = [];
  try {
    for (const { path, held, kind, write } of decisions) {
      if (kind === "leave") left.push(path);
      if (kind !== "write" && kind !== "merge") continue;
      // An editor may have saved since.
      const still = await readWorktree(repository.root, path);
      const unchanged =
        still.kind === "file" && held.kind === "file"
          ? still.bytes.equals(held.bytes)
          : still.kind === held.kind;
      if (!unchanged) {
        left.push(path);
        continue;
      }
      if (kind === "merge") merged.push(path);
      await writeWorktree(repository, path, write);
    }
    const changes = paths.map(
      (path, at): IndexChange => ({ path, oid: after[at] ?? undefined, mode: modeOf(path) }),
    );
    const skipped = paths.filter((path) => indexed.get(path)?.skipsWorktree === true);
    await faultPoint("index");
    await writeEntries(repository, changes, skipped);
    const second = await secondIndex(repository);
    if (second !== undefined)
      await stageSecond(repository, second, changes, { indexed, contents, mergeEdit });
  } catch (error) {
    // The usual causes: somebody else holds index.lock, a folder is read-only, the disk is full. The work tree goes
    // back to where the index stayed; when even that fails, the journal is there for the next run.
    await recover(repository).catch(() => {});
    throw error;
  }
  if (!isLock(repository.env["GIT_INDEX_FILE"])) await closeJournal(repository);
  return { left, merged };
};
