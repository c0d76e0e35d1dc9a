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
  /** Results of earlier runs in `.git/instride/cache` are believed; see cache.ts. Left out: they are not. */
  readonly believesCache?: boolean;
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
  const args = [
    "rev-parse",
    "--is-bare-repository",
    "--absolute-git-dir",
    "--git-common-dir",
    "--show-toplevel",
  ];
  // A bare repository has no top level: git answers the rest, then fails.
  const { status, stdout, stderr } = await git({ cwd, env }, args, { allow: [128] }).catch(
    (error: unknown) => {
      throw new NotARepository(cwd, error);
    },
  );
  const [isBare, gitDir, common, top] = stdout.toString("utf8").split("\n") as [
    string,
    string,
    string,
    string,
  ];
  const bare = isBare === "true";
  if (status !== 0 && !(bare && gitDir !== "" && common !== ""))
    throw new NotARepository(cwd, new GitError(args, status, stderr));
  const commonDir = resolve(cwd, common);
  // A hook's relative index path is relative to the root, where git starts hooks.
  return bare
    ? { cwd: gitDir, env, root: gitDir, gitDir, commonDir, bare }
    : { cwd: top, env, root: top, gitDir, commonDir, bare };
};
