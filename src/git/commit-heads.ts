// Who made the commits of a range, and what each is called.

import { type CommitRange, revisionsOf } from "./history.ts";
import { filePath, splitNul } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { git } from "./run.ts";

export interface LoggedHead {
  readonly id: string;
  readonly author: string;
  readonly email: string;
  /** The author's day, `YYYY-MM-DD`, as the commit claims it. */
  readonly day: string;
  readonly title: string;
}

const fields = 5;

const heads = async (
  repository: Repository,
  revisions: readonly string[],
  paths: readonly string[],
): Promise<LoggedHead[]> => {
  const { stdout } = await git(repository, [
    ...["log", "-z", "--no-color", "--no-decorate", "--no-notes", "--no-show-signature"],
    ...["--date=format:%Y-%m-%d", "--format=%H%x00%an%x00%ae%x00%ad%x00%s", ...revisions, "--", ...paths],
  ]);
  const parts = splitNul(stdout).map((part) => part.toString("utf8"));
  const found: LoggedHead[] = [];
  for (let at = 0; at + fields <= parts.length; at += fields) {
    const [id, author, email, day, title] = parts.slice(at, at + fields) as [
      string,
      string,
      string,
      string,
      string,
    ];
    found.push({ id, author, email, day, title });
  }
  return found;
};

/** Heads of the commits of a range by id. @throws GitError */
export const commitHeads = async (
  repository: Repository,
  range: CommitRange,
): Promise<Map<string, LoggedHead>> =>
  new Map((await heads(repository, revisionsOf(range), [])).map((head) => [head.id, head]));

/** The commits that a merge brought in and that changed a path, oldest first. @throws GitError */
export const mergedHeads = async (
  repository: Repository,
  merge: string,
  path: string,
): Promise<readonly LoggedHead[]> =>
  heads(
    repository,
    ["--full-history", "--no-merges", "--reverse", "--topo-order", merge, `^${merge}^1`],
    [`:(top,literal)${filePath(path)}`],
  );
