// Record files that the coming commit adds.

import { recordsFolder } from "../pairing/files.ts";
import { decodePath, splitNul } from "./paths.ts";
import { type GitContext, git } from "./run.ts";

export const stagedRecords = async (context: GitContext): Promise<string[]> => {
  const { stdout } = await git(context, [
    ...[
      "diff",
      "--cached",
      "--name-only",
      "--diff-filter=A",
      "--no-renames",
      "--no-ext-diff",
      "-z",
      "--",
      recordsFolder,
    ],
  ]);
  return splitNul(stdout).map(decodePath);
};
