// Identity of changes beyond commit ids: patch ids, and the tree that a merge gives. A squash or a rebase makes new
// commits; what they change stays the same.

import { spawn } from "node:child_process";
import { type CommitRange, changesBetween } from "./history.ts";
import type { Repository } from "./repository.ts";
import { GitError, git, gitArguments, gitEnvironment } from "./run.ts";

const diffArguments = [
  ...["--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--full-index"],
  ...[
    "--diff-algorithm=myers",
    "--unified=3",
    "--inter-hunk-context=0",
    "--src-prefix=a/",
    "--dst-prefix=b/",
  ],
];

/** Runs one git into another. `--verbatim` keeps white space, which `--stable` would not tell apart. */
const piped = (repository: Repository, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { cwd: repository.cwd, env: gitEnvironment(repository.env), windowsHide: true };
    const source = spawn("git", gitArguments(args), { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const sink = spawn("git", gitArguments(["patch-id", "--verbatim"]), {
      ...options,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    let said = "";
    for (const child of [source, sink]) {
      child.stderr?.on("data", (chunk: Buffer) => {
        said += chunk.toString("utf8");
      });
      child.on("error", (error) => reject(new GitError(args, null, error.message)));
    }
    source.on("close", (status) => {
      if (status !== 0) reject(new GitError(args, status, said));
    });
    sink.stdin.on("error", () => {}); // its exit status tells
    source.stdout.pipe(sink.stdin);
    sink.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    sink.on("close", (status) => {
      if (status === 0) resolve(Buffer.concat(out).toString("latin1"));
      else reject(new GitError(["patch-id"], status, said));
    });
  });

/**
 * Patch ids by commit, each against the first parent. Commits that change nothing have none.
 * @throws GitError, also for a git before 2.39, which has no `--verbatim`
 */
export const patchIds = async (
  repository: Repository,
  range: CommitRange,
): Promise<ReadonlyMap<string, string>> => {
  const text = await piped(repository, [
    ...["-c", "log.showRoot=true", "log", "-p", "--format=commit %H", "--diff-merges=first-parent"],
    ...diffArguments,
    ...(range.firstParent ? ["--first-parent"] : []),
    ...(range.from === undefined ? [range.to] : [range.to, `^${range.from}`]),
    "--",
  ]);
  return new Map(
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ") as [string, string])
      .map(([id, commit]) => [commit, id]),
  );
};

/** The patch id of everything between two commits; undefined when they are the same. @throws GitError */
export const patchIdBetween = async (
  repository: Repository,
  from: string,
  to: string,
): Promise<string | undefined> => {
  const text = await piped(repository, ["diff", ...diffArguments, from, to, "--"]);
  return /^([0-9a-f]+) /.exec(text)?.[1];
};

/** Whether the repository has a commit. */
export const hasCommit = async (repository: Repository, commit: string): Promise<boolean> =>
  (await git(repository, ["cat-file", "-e", `${commit}^{commit}`], { allow: [1, 128] })).status === 0;

export const mergeBase = async (
  repository: Repository,
  a: string,
  b: string,
): Promise<string | undefined> => {
  const { stdout } = await git(repository, ["merge-base", a, b], { allow: [1] });
  const id = stdout.toString("latin1").split("\n")[0]?.trim() ?? "";
  return id === "" ? undefined : id;
};

const merged = async (
  repository: Repository,
  ours: string,
  theirs: string,
): Promise<{ tree: string; clean: boolean }> => {
  const args = ["merge-tree", "--write-tree", "--no-messages", "--allow-unrelated-histories", ours, theirs];
  const { status, stdout } = await git(repository, args, { allow: [1] });
  return { tree: stdout.toString("latin1").split("\n")[0]?.trim() ?? "", clean: status === 0 };
};

/** The tree that git makes of merging two commits; undefined when it leaves conflicts. @throws GitError */
export const mergedTree = async (
  repository: Repository,
  ours: string,
  theirs: string,
): Promise<string | undefined> => {
  const { tree, clean } = await merged(repository, ours, theirs);
  return clean ? tree : undefined;
};

/** Paths of a tree that are not as git merges them, conflicts among them. @throws GitError */
export const beyondMerge = async (
  repository: Repository,
  ours: string,
  theirs: string,
  tree: string,
): Promise<readonly string[]> => {
  const { tree: plain } = await merged(repository, ours, theirs);
  if (plain === tree) return [];
  return (await changesBetween(repository, plain, tree)).map(({ path }) => path);
};

/** Commits from `base` (not with it) to `tip`, oldest first, in the order in which a rebase takes them. */
export const commitsBetween = async (
  repository: Repository,
  base: string,
  tip: string,
): Promise<readonly string[]> => {
  const { stdout } = await git(repository, ["rev-list", "--reverse", "--topo-order", tip, `^${base}`, "--"]);
  return stdout
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "");
};
