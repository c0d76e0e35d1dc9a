// The records of a history in the commits that added them, and the sizes of what each commit held. The ledger is read
// from git alone.

import { recordsFolder } from "../pairing/files.ts";
import { decodePath, splitNul } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { git } from "./run.ts";

export interface AddedRecord {
  readonly commit: string;
  readonly author: string;
  /** Author's day as the commit claims it, `YYYY-MM-DD`. */
  readonly day: string;
  readonly path: string;
  readonly oid: string;
}

const mark = "\u0001";

/** Record files that commits of the range added, oldest first. @throws GitError for a range that does not exist */
export const addedRecords = async (repository: Repository, range: string): Promise<AddedRecord[]> => {
  const { stdout } = await git(repository, [
    ...["log", "--reverse", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=A"],
    ...["--diff-merges=first-parent", "--format=%x01%H%x00%an%x00%ad", "--date=format:%Y-%m-%d"],
    ...["--end-of-options", range, "--", recordsFolder],
  ]);
  const found: AddedRecord[] = [];
  const parts = splitNul(stdout);
  let head = { commit: "", author: "", day: "" };
  for (let at = 0; at < parts.length; at += 1) {
    const text = (parts[at] as Buffer).toString("utf8").replace(/^\n/, "");
    if (text.startsWith(mark)) {
      const [author, day] = [parts[at + 1], parts[at + 2]].map((part) => part?.toString("utf8") ?? "");
      head = { commit: text.slice(1), author: author ?? "", day: day ?? "" };
      at += 2;
    } else if (text.startsWith(":")) {
      found.push({ ...head, oid: text.split(" ")[3] as string, path: decodePath(parts[at + 1] as Buffer) });
      at += 1;
    }
  }
  return found;
};

/** Bytes of every blob of a commit, by path. */
export const sizesAt = async (
  repository: Repository,
  commit: string,
): Promise<ReadonlyMap<string, number>> => {
  const { stdout } = await git(repository, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit]);
  return new Map(
    splitNul(stdout).map((part) => {
      const tab = part.indexOf(9);
      const size = part.subarray(0, tab).toString("latin1").trim().split(/\s+/)[3];
      return [decodePath(part.subarray(tab + 1)), Number(size)];
    }),
  );
};
