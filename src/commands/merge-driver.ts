// `instride merge-driver BASE OURS THEIRS PATH`: git's merge driver for threat models. Writes the result over OURS.

import { readFile, writeFile } from "node:fs/promises";
import { mergeModels } from "../model/merge.ts";
import { parseModel, printModel } from "../model/yaml.ts";
import { type CommandContext, remark } from "./context.ts";
import type { Outcome } from "./outcome.ts";

export interface MergeOptions {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly path: string;
}

/** Exit 1 tells git that the file has conflicts; a side that does not parse is left to git's own line merge. */
export const mergeDriver = async (context: CommandContext, options: MergeOptions): Promise<Outcome> => {
  const [base, ours, theirs] = await Promise.all(
    [options.base, options.ours, options.theirs].map(async (file) =>
      parseModel(options.path, await readFile(file, "utf8")),
    ),
  );
  if (base?.model === undefined || ours?.model === undefined || theirs?.model === undefined) {
    remark(
      context,
      `instride: ${options.path}: a side does not parse, so it was not merged by id; resolve it by hand`,
    );
    return "findings";
  }
  const { model, conflicts } = mergeModels(base.model, ours.model, theirs.model);
  await writeFile(options.ours, printModel(model, { comments: ours.comments }));
  for (const conflict of conflicts)
    remark(
      context,
      `instride: ${options.path}: both sides changed ${conflict.path}: ours ${conflict.ours}, theirs ${conflict.theirs}`,
    );
  return conflicts.length > 0 ? "findings" : "clean";
};
