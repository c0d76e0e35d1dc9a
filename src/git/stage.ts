// Stages instride's own files, and those only. Nothing of the author's is stashed, checked out, reset or overwritten:
// a work tree file that the author has edited keeps the edit, and gets our change merged in where that is possible.
//
// Order: blobs (harmless), journal, work tree, index (one atomic rename), journal removed. Whoever finds a journal
// brings the work tree in line with the index, which is either as before or as after.

import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { readBlobs, writeBlobs } from "./blobs.ts";
import { faultPoint } from "./fault.ts";
import { localFolder, readLocal, removeLocal, writeLocal } from "./local.ts";
import type { Repository } from "./repository.ts";
import { git, gitText } from "./run.ts";
import { listIndex } from "./trees.ts";

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

interface JournalEntry {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const journalFile = (repository: Repository): string => join(localFolder(repository.gitDir), "journal.json");

const readText = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
};

const sameText = (a: string | undefined, b: string | undefined): boolean =>
  a === b ||
  (a !== undefined && b !== undefined && a.replaceAll("\r\n", "\n") === b.replaceAll("\r\n", "\n"));

const indexedOids = async (
  repository: Repository,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (paths.length === 0) return new Map();
  const { entries } = await listIndex(
    repository,
    paths.map((path) => `:(literal)${path}`),
  );
  return new Map(entries.map((entry) => [entry.path, entry.oid]));
};

/** Files in a work tree are ordinary: mode by umask, folders made as needed, replaced by rename. */
const writeWorktree = async (root: string, path: string, content: string | undefined): Promise<void> => {
  const file = join(root, path);
  if (content === undefined) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  const mode = (await stat(file).catch(() => undefined))?.mode ?? 0o666 & ~process.umask();
  await writeLocal(file, content, mode & 0o777);
};

/** The index that `git commit -- path` keeps beside the temporary one it gives to hooks; see the observed table. */
const secondIndex = async (repository: Repository): Promise<string | undefined> => {
  const given = repository.env["GIT_INDEX_FILE"];
  if (given === undefined || !given.endsWith(".lock") || basename(given) === "index.lock") return undefined;
  return gitText(repository, ["rev-parse", "--path-format=absolute", "--git-path", "index.lock"], {
    index: join(repository.gitDir, "index"),
  });
};

const applyOutputs = async (
  repository: Repository,
  outputs: readonly Output[],
  known: {
    readonly indexed: ReadonlyMap<string, string>;
    readonly olds: ReadonlyMap<string, Buffer>;
    readonly after: ReadonlyMap<string, string>;
    readonly mergeEdit: MergeEdit;
  },
): Promise<Staged> => {
  const left: string[] = [];
  const merged: string[] = [];
  for (const { path, content } of outputs) {
    const oid = known.indexed.get(path);
    const base = oid === undefined ? undefined : known.olds.get(oid)?.toString("utf8");
    const edited = await readText(join(repository.root, path));
    if (sameText(edited, content)) continue;
    let written = content;
    if (!sameText(edited, base)) {
      const mended =
        edited === undefined || content === undefined
          ? undefined
          : known.mergeEdit(path, base, edited, content);
      if (mended === undefined) {
        left.push(path);
        continue;
      }
      merged.push(path);
      written = mended;
    }
    await faultPoint(`worktree ${path}`);
    await writeWorktree(repository.root, path, written);
  }

  const someOid = [...known.after.values(), ...known.indexed.values()][0] ?? "";
  const zero = "0".repeat(someOid.length || 40);
  const info = outputs
    .map(({ path }) => {
      const oid = known.after.get(path);
      return oid === undefined ? `0 ${zero}\t${path}\0` : `100644 ${oid}\t${path}\0`;
    })
    .join("");
  await faultPoint("index");
  await git(repository, ["update-index", "-z", "--add", "--index-info"], { input: info });
  const second = await secondIndex(repository);
  if (second !== undefined) {
    await faultPoint("second index");
    await git(repository, ["update-index", "-z", "--add", "--index-info"], {
      input: info,
      index: resolve(second),
    });
  }
  return { left, merged };
};

/**
 * Writes outputs to the work tree and to the index that the environment names.
 * @throws GitError when the index is locked by somebody else; nothing but unreferenced blobs is left then.
 */
export const stageOutputs = async (
  repository: Repository,
  outputs: readonly Output[],
  mergeEdit: MergeEdit = () => undefined,
): Promise<Staged> => {
  if (outputs.length === 0) return { left: [], merged: [] };
  const indexed = await indexedOids(
    repository,
    outputs.map((output) => output.path),
  );
  const present = outputs.filter((output) => output.content !== undefined);
  const oids = await writeBlobs(
    repository,
    present.map((output) => Buffer.from(output.content as string, "utf8")),
  );
  const after = new Map(present.map((output, at) => [output.path, oids[at] as string]));
  const olds = await readBlobs(
    repository,
    outputs.flatMap((output) => indexed.get(output.path) ?? []),
  );

  const journal: JournalEntry[] = outputs.map(({ path }) => ({
    path,
    before: indexed.get(path) ?? null,
    after: after.get(path) ?? null,
  }));
  await faultPoint("journal");
  await writeLocal(journalFile(repository), JSON.stringify(journal));

  let staged: Staged;
  try {
    staged = await applyOutputs(repository, outputs, { indexed, olds, after, mergeEdit });
  } catch (error) {
    // The usual cause: somebody else holds index.lock. The work tree goes back to where the index stayed.
    await recover(repository);
    throw error;
  }
  await faultPoint("journal removal");
  await removeLocal(journalFile(repository));
  return staged;
};

/**
 * Ends what an interrupted run began: each of our files in the work tree follows the index, unless it holds anything
 * but the two contents that we know, which is then an edit of the author's and stays.
 * @returns the paths that were put right.
 */
export const recover = async (repository: Repository): Promise<readonly string[]> => {
  const file = journalFile(repository);
  const text = await readLocal(file);
  if (text === undefined) return [];
  let journal: readonly JournalEntry[] = [];
  try {
    journal = JSON.parse(text) as readonly JournalEntry[];
  } catch {
    // writeLocal is atomic, so this is not ours; there is nothing to put right from it.
  }
  const indexed = await indexedOids(
    repository,
    journal.map((entry) => entry.path),
  );
  const blobs = await readBlobs(
    repository,
    journal.flatMap((entry) => [entry.before, entry.after].filter((oid) => oid !== null)),
  );
  const mended: string[] = [];
  for (const entry of journal) {
    const contentOf = (oid: string | null): string | undefined =>
      oid === null ? undefined : blobs.get(oid)?.toString("utf8");
    const now = indexed.get(entry.path) ?? null;
    if (now !== entry.before && now !== entry.after) continue;
    const other = now === entry.before ? entry.after : entry.before;
    const held = await readText(join(repository.root, entry.path));
    if (now === other || !sameText(held, contentOf(other))) continue;
    await writeWorktree(repository.root, entry.path, contentOf(now));
    mended.push(entry.path);
  }
  await removeLocal(file);
  return mended;
};
