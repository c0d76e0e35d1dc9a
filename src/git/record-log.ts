// The records of a history in the commits that added them, and the sizes of what each commit held. The ledger is read
// from git alone.

import { recordsFolder } from "../pairing/files.ts";
import { decodePath, splitNul } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { git, gitText } from "./run.ts";

export interface AddedRecord {
  readonly commit: string;
  /** First parent; undefined for a root, and where a shallow clone has cut the history. */
  readonly parent?: string;
  /** As `.mailmap` names them. */
  readonly author: string;
  /** Author's day as the commit claims it, `YYYY-MM-DD`. */
  readonly day: string;
  readonly path: string;
  readonly oid: string;
}

const mark = "\u0001";

/** How many commits a range has. @throws GitError for a range that does not exist */
export const countCommits = async (repository: Repository, range: string): Promise<number> =>
  Number(await gitText(repository, ["rev-list", "--count", "--end-of-options", range, "--"]));

/** Record files that commits of the range added, parents before children. @throws GitError for a range that does not exist */
export const addedRecords = async (repository: Repository, range: string): Promise<AddedRecord[]> => {
  const { stdout } = await git(repository, [
    ...["log", "--topo-order", "--reverse", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=A"],
    ...["--diff-merges=first-parent", "--format=%x01%H%x00%P%x00%aN%x00%ad", "--date=format:%Y-%m-%d"],
    ...["--end-of-options", range, "--", recordsFolder],
  ]);
  const found: AddedRecord[] = [];
  const parts = splitNul(stdout);
  let head: Omit<AddedRecord, "path" | "oid"> = { commit: "", author: "", day: "" };
  for (let at = 0; at < parts.length; at += 1) {
    const text = (parts[at] as Buffer).toString("utf8").replace(/^\n/, "");
    if (text.startsWith(mark)) {
      const [parents = "", author = "", day = ""] = parts
        .slice(at + 1, at + 4)
        .map((part) => part.toString("utf8"));
      const [parent = ""] = parents.split(" ");
      head = { commit: text.slice(1), author, day, ...(parent === "" ? {} : { parent }) };
      at += 3;
    } else if (text.startsWith(":")) {
      found.push({ ...head, oid: text.split(" ")[3] as string, path: decodePath(parts[at + 1] as Buffer) });
      at += 1;
    }
  }
  return found;
};

export interface SizedFile {
  readonly path: string;
  readonly oid: string;
  readonly bytes: number;
}

/** Every file of a commit. */
export const filesAt = async (repository: Repository, commit: string): Promise<readonly SizedFile[]> => {
  const { stdout } = await git(repository, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit]);
  return splitNul(stdout).flatMap((part) => {
    const tab = part.indexOf(9);
    const [, type, oid, size] = part.subarray(0, tab).toString("latin1").trim().split(/\s+/);
    return type === "blob" && oid !== undefined
      ? [{ path: decodePath(part.subarray(tab + 1)), oid, bytes: Number(size) }]
      : [];
  });
};
