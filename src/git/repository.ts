// Where a repository is: its work tree, its own git directory and the one that all its work trees share.

import { resolve } from "node:path";
import { type GitContext, GitError, git } from "./run.ts";

export interface Repository extends GitContext {
  /** Root of the work tree; the git directory itself when the repository is bare. */
  readonly root: string;
  /** Private to this work tree: index, HEAD, locks. */
  readonly gitDir: string;
  /** Shared by all work trees: objects, refs, `.git/instride`. */
  readonly commonDir: string;
  readonly bare: boolean;
}

/** The folder is not inside a git repository, or git is missing. */
export class NotARepository extends Error {
  constructor(cwd: string, cause: unknown) {
    const missing = cause instanceof GitError && cause.status === null;
    super(missing ? "git was not found on PATH" : `'${cwd}' is not inside a git repository`, { cause });
    this.name = "NotARepository";
  }
}

/** @throws NotARepository */
export const openRepository = async (cwd: string, env: NodeJS.ProcessEnv): Promise<Repository> => {
  const args = ["rev-parse", "--is-bare-repository", "--absolute-git-dir", "--git-common-dir"];
  let lines: string[];
  try {
    lines = (await git({ cwd, env }, args)).stdout.toString("utf8").split("\n");
  } catch (error) {
    throw new NotARepository(cwd, error);
  }
  const bare = lines[0] === "true";
  const gitDir = lines[1] as string;
  const commonDir = resolve(cwd, lines[2] as string);
  if (bare) return { cwd: gitDir, env, root: gitDir, gitDir, commonDir, bare };
  let root: string;
  try {
    root = (await git({ cwd, env }, ["rev-parse", "--show-toplevel"])).stdout
      .toString("utf8")
      .replace(/\n$/, "");
  } catch (error) {
    throw new NotARepository(cwd, error);
  }
  // A relative index path from a hook is relative to the root, where git starts hooks.
  return { cwd: root, env, root, gitDir, commonDir, bare };
};
