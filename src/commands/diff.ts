// `instride diff [A [B]]`: what changed in the threat models between two trees, in meaning, not in lines.

import { openRepository } from "../git/repository.ts";
import { diffModels } from "../model/diff.ts";
import { emptyModel } from "../model/empty.ts";
import type { ThreatModel } from "../model/schema.ts";
import { renderDiff, renderDiffMarkdown } from "../report/diff.ts";
import { type CommandContext, print } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { entriesOf } from "./verify.ts";
import { loadWorkspace, type Workspace } from "./workspace.ts";

export interface DiffOptions {
  /** Left: HEAD when not given. */
  readonly from?: string;
  /** Right: the index when not given. */
  readonly to?: string;
  readonly format: "text" | "json" | "markdown";
}

const modelsOf = (workspace: Workspace): Map<string, ThreatModel> => {
  const broken = workspace.components.filter(
    (component) => component.modelText !== undefined && component.model === undefined,
  );
  if (broken.length > 0)
    throw new UserError("some threat models can't be read", {
      findings: broken.flatMap((component) => component.modelFindings),
      next: "correct them",
    });
  return new Map(
    workspace.components.flatMap((each) => (each.model === undefined ? [] : [[each.id, each.model]])),
  );
};

export const diff = async (context: CommandContext, options: DiffOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const load = async (revision: string | undefined): Promise<Map<string, ThreatModel>> =>
    modelsOf(
      await loadWorkspace(repository, await entriesOf(repository, revision), { version: context.version }),
    );
  const before = await load(options.from ?? "HEAD");
  const after = await load(options.to);
  const components = [...new Set([...before.keys(), ...after.keys()])].sort();
  const diffs = components.flatMap((id) => {
    const right = after.get(id);
    const left = before.get(id) ?? emptyModel(id, right?.framework ?? "stride");
    const found = diffModels(left, right ?? emptyModel(id, left.framework));
    return renderDiff(found, { colour: false }) === "" ? [] : [{ component: id, diff: found }];
  });
  if (options.format === "json") print(context, JSON.stringify(diffs, undefined, 2));
  else if (diffs.length === 0) print(context, "no threat model differs");
  else
    for (const each of diffs)
      print(
        context,
        options.format === "markdown"
          ? renderDiffMarkdown(each.component, each.diff)
          : `${each.component}\n${renderDiff(each.diff, { colour: context.colour.out })}`,
      );
  return "clean";
};
