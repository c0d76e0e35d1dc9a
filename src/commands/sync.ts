// `instride sync`: brings every stale component of the index in step and stages exactly instride's own files.

import { openRepository, type Repository } from "../git/repository.ts";
import { diffModels } from "../model/diff.ts";
import { renderDiff } from "../report/diff.ts";
import { renderSyncLine } from "../report/summary.ts";
import { bringInStep } from "./bring-in-step.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { missingConfig } from "./select.ts";
import { showFindings } from "./show-findings.ts";

export interface SyncOptions {
  readonly components: readonly string[];
  readonly dryRun: boolean;
  readonly json: boolean;
}

const nothingPaired = (repository: Repository): string => {
  const { message, next } = missingConfig(repository, "index");
  return `${message} (${next})`;
};

export const sync = async (context: CommandContext, options: SyncOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const only = options.components.length === 0 ? undefined : new Set(options.components);
  const result = await bringInStep(context, repository, {
    dryRun: options.dryRun,
    ...(only === undefined ? {} : { only }),
  });
  const found = new Set(result.workspace.components.map((component) => component.id));
  const unknown = options.components.filter((id) => !found.has(id));
  if (unknown.length > 0 && !result.workspace.configured) throw missingConfig(repository, "index");
  if (unknown.length > 0)
    throw new UserError(`no component '${unknown.join("', '")}' in the index`, {
      next: "instride status lists them; git add the spec first when it is new",
    });
  if (options.json) {
    print(
      context,
      JSON.stringify(
        {
          applied: !options.dryRun && result.blocking.length === 0,
          plans: result.plans.map((plan) => ({
            component: plan.component,
            mode: plan.mode,
            agent: plan.agent,
            files: plan.files.map((file) => file.path),
            added: plan.added,
            changed: plan.changed,
            retired: plan.retired,
            diff: diffModels(plan.before, plan.after),
          })),
          watch: result.watch.map((file) => file.path),
          blocking: result.blocking,
        },
        undefined,
        2,
      ),
    );
    return result.blocking.length > 0 ? "findings" : "clean";
  }
  for (const plan of result.plans) {
    print(context, renderSyncLine(plan, { colour: context.colour.out }));
    const diff = renderDiff(diffModels(plan.before, plan.after), { colour: context.colour.out });
    if (diff !== "") print(context, diff);
    if (options.dryRun) for (const file of plan.files) print(context, `  would write ${file.path}`);
  }
  if (options.dryRun) for (const file of result.watch) print(context, `  would write ${file.path}`);
  if (result.blocking.length > 0) {
    showFindings(context, result.blocking);
    remark(context, "instride: nothing was written: these need a person");
    return "findings";
  }
  for (const path of result.staged.merged)
    remark(context, `instride: your unstaged edit of ${path} has the change merged in`);
  for (const path of result.staged.left)
    remark(
      context,
      `instride: ${path} has unstaged edits, so your file stays as it is; the index holds the new version`,
    );
  if (result.plans.length === 0) {
    const count = result.workspace.components.length;
    print(
      context,
      !result.workspace.configured
        ? nothingPaired(repository)
        : count === 0
          ? "no specs in the index: nothing to bring in step (instride new NAME writes one)"
          : `${count === 1 ? "1 component" : `${count} components`} in step already`,
    );
  }
  return "clean";
};
