// `instride gc`: folds the records of each component into one base record. Run on purpose, on the default branch.

import { openRepository } from "../git/repository.ts";
import { type Output, stageOutputs } from "../git/stage.ts";
import { listIndex } from "../git/trees.ts";
import { recordPathOf } from "../pairing/files.ts";
import { foldRecords } from "../pairing/gc.ts";
import { printRecord, recordIdOf } from "../pairing/record.ts";
import { type CommandContext, print } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { loadWorkspace } from "./workspace.ts";

export interface GcOptions {
  readonly dryRun: boolean;
}

export const gc = async (context: CommandContext, options: GcOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { entries } = await listIndex(repository);
  const workspace = await loadWorkspace(repository, entries, { version: context.version });
  const broken = workspace.components.flatMap((component) => component.recordFindings);
  if (broken.length > 0)
    throw new UserError("some records can't be read", { findings: broken, next: "bring them back first" });
  const outputs: Output[] = [];
  for (const component of workspace.components) {
    const base = foldRecords(component.id, component.records);
    if (base === undefined) continue;
    const text = printRecord(base);
    outputs.push({ path: recordPathOf(component.id, recordIdOf(text)), content: text });
    for (const record of component.records) outputs.push({ path: record.path, content: undefined });
    print(
      context,
      `${component.id}: ${component.records.length} records ${options.dryRun ? "would fold" : "folded"} into one`,
    );
  }
  if (outputs.length === 0) print(context, "nothing to fold");
  else if (!options.dryRun) {
    await stageOutputs(repository, outputs);
    print(context, "staged; commit it on the default branch");
  }
  return "clean";
};
