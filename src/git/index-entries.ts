// Single entries of the index: read with their flags, written in one atomic step.

import { decodePath, filePath, splitNul } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { GitError, type GitResult, git } from "./run.ts";

export interface IndexEntry {
  readonly mode: string;
  readonly oid: string;
  /** Left out of a sparse work tree. */
  readonly skipsWorktree: boolean;
}

/** More paths than this are not put on a command line; everything is listed then. */
const mostArguments = 500;

/** Entries of these paths; conflicted ones are left out. */
export const readEntries = async (
  repository: Repository,
  paths: readonly string[],
  index?: string,
): Promise<Map<string, IndexEntry>> => {
  if (paths.length === 0) return new Map();
  const limit =
    paths.length > mostArguments ? [] : ["--", ...paths.map((path) => `:(top,literal)${filePath(path)}`)];
  const { stdout } = await git(
    repository,
    ["ls-files", "-s", "-t", "-z", "--full-name", ...limit],
    index === undefined ? {} : { index },
  );
  const wanted = new Set(paths);
  const found = new Map<string, IndexEntry>();
  for (const part of splitNul(stdout)) {
    const tab = part.indexOf(9);
    const [tag, mode, oid, stage] = part.subarray(0, tab).toString("latin1").split(" ") as [
      string,
      string,
      string,
      string,
    ];
    const path = decodePath(part.subarray(tab + 1));
    if (stage === "0" && wanted.has(path)) found.set(path, { mode, oid, skipsWorktree: tag === "S" });
  }
  return found;
};

export interface IndexChange {
  readonly path: string;
  /** Undefined removes the entry. */
  readonly oid: string | undefined;
  readonly mode: string;
}

/** Editors and prompts hold the lock for moments; longer than this is somebody's command. */
const lockWaits: readonly number[] = [50, 100, 200, 300, 400, 500, 500, 500, 500];

const isLocked = (error: unknown): boolean =>
  error instanceof GitError && /\.lock': File exists/.test(error.stderr);

const whenUnlocked = async (run: () => Promise<GitResult>): Promise<GitResult> => {
  for (const wait of lockWaits) {
    try {
      return await run();
    } catch (error) {
      if (!isLocked(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return run();
};

/**
 * Writes entries in one step. Entries that a sparse work tree leaves out stay left out.
 * @throws GitError when another process holds the index for seconds.
 */
export const writeEntries = async (
  repository: Repository,
  changes: readonly IndexChange[],
  skipped: readonly string[] = [],
  index?: string,
): Promise<void> => {
  const zero = "0".repeat(changes.find((change) => change.oid !== undefined)?.oid?.length ?? 40);
  const call = index === undefined ? {} : { index };
  const input = changes
    .map(
      ({ path, oid, mode }) => `${oid === undefined ? `0 ${zero}` : `${mode} ${oid}`}\t${filePath(path)}\0`,
    )
    .join("");
  await whenUnlocked(() =>
    git(repository, ["update-index", "-z", "--add", "--index-info"], { ...call, input }),
  );
  if (skipped.length === 0) return;
  await whenUnlocked(() =>
    git(repository, ["update-index", "-z", "--skip-worktree", "--stdin"], {
      ...call,
      input: skipped.map((path) => `${filePath(path)}\0`).join(""),
    }),
  );
};
