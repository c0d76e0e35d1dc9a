// The commits of the first-parent line that touched given paths, newest first: who, when, and what each did to them.

import { decodePath, splitNul } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { git } from "./run.ts";

export interface TouchingCommit {
  readonly commit: string;
  readonly author: string;
  /** Committer's day as the commit claims it, `YYYY-MM-DD`. */
  readonly day: string;
  readonly subject: string;
  /** Against the first parent. */
  readonly changes: readonly {
    /** `A`, `M`, `D` or `T`, as git says it. */
    readonly status: string;
    readonly path: string;
    /** Blob after the commit. */
    readonly oid: string;
  }[];
}

const mark = "\u0001";

/** @param paths files or folders from the repository's root, taken literally @throws GitError for no such revision */
export const commitsTouching = async (
  repository: Repository,
  revision: string,
  paths: readonly string[],
): Promise<TouchingCommit[]> => {
  if (paths.length === 0) return [];
  const { stdout } = await git(repository, [
    ...["log", "--first-parent", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-color", "--no-notes"],
    ...["--no-show-signature", "--no-decorate", "--diff-merges=first-parent"],
    ...["--format=%x01%H%x00%an%x00%cs%x00%s", "--end-of-options", revision, "--", ...paths],
  ]);
  const parts = splitNul(stdout);
  const text = (at: number): string => parts[at]?.toString("utf8") ?? "";
  const commits: (TouchingCommit & { changes: TouchingCommit["changes"][number][] })[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const head = text(at).replace(/^\n/, "");
    if (head.startsWith(mark)) {
      commits.push({
        ...{ commit: head.slice(1), author: text(at + 1), day: text(at + 2), subject: text(at + 3) },
        changes: [],
      });
      at += 3;
    } else if (head.startsWith(":")) {
      const [, , , oid = "", status = ""] = head.split(" ");
      commits.at(-1)?.changes.push({ status, oid, path: decodePath(parts[at + 1] as Buffer) });
      at += 1;
    }
  }
  return commits;
};
