// The journal of a staging: what the work tree and the index held and were to hold. Whoever finds one brings the work
// tree in line with the index, which is either as before or as after, since git replaces it in one step.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readBlobs } from "./blobs.ts";
import { faultPoint } from "./fault.ts";
import { readEntries, writeEntries } from "./index-entries.ts";
import { localFolder, readLocal, removeLocal, sweepLocal, writeLocal } from "./local.ts";
import { decodePath, filePath, splitNul } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { git } from "./run.ts";
import { readWorktree, temporaryBeside, writeWorktree } from "./worktree.ts";

/** Blob ids; null is absence. */
export interface JournalEntry {
  readonly path: string;
  readonly mode: string;
  /** The index's entry before and after. */
  readonly before: string | null;
  readonly after: string | null;
  /** The work tree's file before and after; the same when it is not ours to write. */
  readonly held: string | null;
  readonly wrote: string | null;
}

const journalFile = (repository: Repository): string => join(localFolder(repository.gitDir), "journal.json");

export const writeJournal = (repository: Repository, entries: readonly JournalEntry[]): Promise<void> =>
  writeLocal(journalFile(repository), JSON.stringify(entries));

/** The staging is done and cannot be taken back by git. */
export const closeJournal = async (repository: Repository): Promise<void> => {
  await faultPoint("journal removal");
  await removeLocal(journalFile(repository));
};

const parse = (text: string): readonly JournalEntry[] => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as JournalEntry[]) : [];
  } catch {
    // Writes are atomic, so this is not ours; there is nothing to put right from it.
    return [];
  }
};

/** Entries of HEAD; none before the first commit. */
const headOids = async (repository: Repository, paths: readonly string[]): Promise<Map<string, string>> => {
  const { stdout } = await git(
    repository,
    ["ls-tree", "-z", "-r", "--full-tree", "HEAD", "--", ...paths.map(filePath)],
    {
      allow: [128],
    },
  );
  return new Map(
    splitNul(stdout).map((part) => {
      const tab = part.indexOf(9);
      return [
        decodePath(part.subarray(tab + 1)),
        part.subarray(0, tab).toString("latin1").split(" ")[2] ?? "",
      ];
    }),
  );
};

/**
 * `git commit -a` that was aborted and is run again has staged what we left in the work tree, without the new files
 * beside it. Half of a staging is none: what HEAD does not hold goes back to what it was.
 * @returns the index's ids after that.
 */
const undoHalf = async (
  repository: Repository,
  entries: readonly JournalEntry[],
): Promise<Map<string, string | null>> => {
  const paths = entries.map((entry) => entry.path);
  const listed = await readEntries(repository, paths);
  const now = new Map(paths.map((path) => [path, listed.get(path)?.oid ?? null]));
  const changed = entries.filter((entry) => entry.before !== entry.after);
  const forward = changed.filter((entry) => now.get(entry.path) === entry.after);
  if (forward.length === 0 || !changed.some((entry) => now.get(entry.path) === entry.before)) return now;
  const committed = await headOids(repository, paths);
  const back = forward.filter((entry) => (committed.get(entry.path) ?? null) !== entry.after);
  if (back.length === 0) return now;
  await writeEntries(
    repository,
    back.map(({ path, mode, before }) => ({ path, mode, oid: before ?? undefined })),
  );
  for (const { path, before } of back) now.set(path, before);
  return now;
};

/**
 * Ends what an interrupted or aborted run began: each of our files in the work tree follows the index, unless it holds
 * anything but the two contents that we know, which is then an edit of the author's and stays.
 * @returns the paths that were put right.
 */
export const recover = async (repository: Repository): Promise<readonly string[]> => {
  const file = journalFile(repository);
  const text = await readLocal(file);
  if (text === undefined) return [];
  const entries = parse(text);
  const now = await undoHalf(repository, entries);
  const blobs = await readBlobs(
    repository,
    entries.flatMap((entry) => [entry.held, entry.wrote].filter((oid) => oid !== null)),
  );
  const mended: string[] = [];
  for (const entry of entries) {
    await rm(temporaryBeside(join(repository.root, filePath(entry.path))), { force: true });
    const oid = now.get(entry.path) ?? null;
    if (entry.held === entry.wrote || (oid !== entry.before && oid !== entry.after)) continue;
    const [wanted, other] = oid === entry.before ? [entry.held, entry.wrote] : [entry.wrote, entry.held];
    const contentOf = (id: string | null): Buffer | undefined => (id === null ? undefined : blobs.get(id));
    if (
      (wanted !== null && contentOf(wanted) === undefined) ||
      (other !== null && contentOf(other) === undefined)
    )
      continue;
    const found = await readWorktree(repository.root, entry.path);
    if (found.kind === "foreign") continue;
    const bytes = found.kind === "file" ? found.bytes : undefined;
    const known = contentOf(other);
    if (bytes === undefined || known === undefined ? bytes !== known : !bytes.equals(known)) continue;
    await writeWorktree(repository, entry.path, contentOf(wanted));
    mended.push(entry.path);
  }
  await closeJournal(repository);
  await sweepLocal(localFolder(repository.gitDir));
  if (repository.commonDir !== repository.gitDir) await sweepLocal(localFolder(repository.commonDir));
  return mended;
};
