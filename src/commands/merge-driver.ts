// `instride merge-driver BASE OURS THEIRS PATH`: git's merge driver for threat models and their renderings. Writes the
// result over OURS.

import { readFile, writeFile } from "node:fs/promises";
import { git } from "../git/run.ts";
import { emptyModel } from "../model/empty.ts";
import { mergeModels, withConflicts } from "../model/merge.ts";
import { parseModel, printModel } from "../model/yaml.ts";
import { oneLine } from "../report/foreign.ts";
import { type CommandContext, remark } from "./context.ts";
import type { Outcome } from "./outcome.ts";

export interface MergeOptions {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly path: string;
}

/** git's own merge by lines, written over OURS. Clean when the lines merge. */
const mergeLines = async (context: CommandContext, options: MergeOptions): Promise<Outcome> => {
  const labels = ["ours", "base", "theirs"].flatMap((label) => ["-L", label]);
  const files = [options.ours, options.base, options.theirs];
  // The status is the number of conflicts, 127 at most.
  const allow = Array.from({ length: 128 }, (_, conflicts) => conflicts);
  const { status } = await git(context, ["merge-file", "--quiet", ...labels, ...files], { allow });
  return status === 0 ? "clean" : "findings";
};

/** A rendering is made anew by the next commit, so its lines are no reason to stop a merge: ours stands until then. */
const mergeReadable = async (context: CommandContext, options: MergeOptions): Promise<Outcome> => {
  const ours = await readFile(options.ours);
  if ((await mergeLines(context, options)) === "clean") return "clean";
  await writeFile(options.ours, ours);
  return "clean";
};

/**
 * Exit 1 tells git that the file has conflicts. They stand in words under `conflicts:`, so that the file still parses;
 * hooks and verify refuse it until they are decided. When a side does not parse, git's own merge by lines is left.
 */
export const mergeDriver = async (context: CommandContext, options: MergeOptions): Promise<Outcome> => {
  if (!/\.ya?ml"?$/.test(options.path)) return mergeReadable(context, options);
  const [base, ours, theirs] = await Promise.all(
    [options.base, options.ours, options.theirs].map(async (file) =>
      parseModel(options.path, await readFile(file, "utf8")),
    ),
  );
  if (ours?.model === undefined || theirs?.model === undefined || base === undefined) {
    remark(context, `instride: ${options.path}: a side does not parse, so it was merged by lines, not by id`);
    return mergeLines(context, options);
  }
  // Both branches added the model: what they have in common is nothing.
  const { component, framework } = ours.model;
  const { model, conflicts } = mergeModels(
    base.model ?? emptyModel(component, framework),
    ours.model,
    theirs.model,
  );
  await writeFile(options.ours, printModel(withConflicts(model, conflicts), { comments: ours.comments }));
  for (const conflict of conflicts)
    remark(
      context,
      oneLine(
        `instride: ${options.path}: both sides changed ${conflict.path}: ours ${conflict.ours}, theirs ${conflict.theirs}`,
      ),
    );
  if (conflicts.length > 0)
    remark(
      context,
      `instride: decide them under \`conflicts:\` in ${options.path}: put the right value in its place, take the entry out, then git add it`,
    );
  return conflicts.length > 0 ? "findings" : "clean";
};
