// Record files that the coming commit adds.

import { recordsFolder } from "../pairing/files.ts";
import { decodePath, splitNul } from "./paths.ts";
import { type GitContext, git, gitNow } from "./run.ts";

const args = [
  ...["diff", "--cached", "--name-only", "--diff-filter=A", "--no-renames", "--no-ext-diff", "-z"],
  ...["--", recordsFolder],
];

const pathsIn = (output: Buffer): string[] => splitNul(output).map(decodePath);

export const stagedRecords = async (context: GitContext): Promise<string[]> =>
  pathsIn((await git(context, args)).stdout);

/** The same, waiting; undefined when git fails. */
export const stagedRecordsNow = (context: GitContext): string[] | undefined => {
  const output = gitNow(context, args);
  return output === undefined ? undefined : pathsIn(output);
};
