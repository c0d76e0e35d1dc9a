// What `reconstruct --apply` writes: the kept model with what only the fresh reading has, and a record in the mode that
// is true of it. In step afterwards, or nothing is written.

import type { AgentAnswer } from "../agents/port.ts";
import type { Repository } from "../git/repository.ts";
import { recover, stageOutputs } from "../git/stage.ts";
import { listIndex } from "../git/trees.ts";
import type { Additions } from "../model/additions.ts";
import type { Delta } from "../model/delta.ts";
import { afterPlan, planUpdate } from "../pairing/plan.ts";
import { judge } from "../pairing/step.ts";
import { shellLine } from "../report/foreign.ts";
import { type CommandContext, remark } from "./context.ts";
import type { Judging } from "./judging.ts";
import { mergeEdit } from "./merge-edit.ts";
import { UserError } from "./outcome.ts";
import type { LoadedComponent } from "./workspace.ts";

/**
 * Puts an interrupted run right, so that what is read next can be written to.
 * @throws UserError when the index can't be written to
 */
export const readyToStage = async (repository: Repository): Promise<void> => {
  if (repository.bare)
    throw new UserError("a bare repository has no index to stage in", { next: "run it in a clone" });
  await recover(repository);
};

/**
 * Checked before anything is spent.
 * @throws UserError when the component's files can't be staged, or it is not in step
 */
export const refuseUnlessInStep = async (
  repository: Repository,
  component: LoadedComponent,
  judging: Judging,
): Promise<void> => {
  const { entries, conflicted } = await listIndex(repository);
  const ours = [component.modelPath, component.readablePath];
  const unresolved = conflicted.filter((path) => ours.includes(path));
  if (unresolved.length > 0)
    throw new UserError(`unresolved merge in ${unresolved.map((path) => `'${path}'`).join(", ")}`, {
      next: `resolve the conflict, then ${shellLine(["git", "add", "--", ...unresolved])}`,
    });
  const link = entries.find(({ mode, path }) => mode === "120000" && ours.includes(path));
  if (link !== undefined)
    throw new UserError(`'${link.path}' is a symbolic link, expected a file`, {
      next: "replace the link by the file itself, git add it, then try again",
    });
  const { inStep, findings } = judge(component, judging.judgement);
  if (inStep) return;
  throw new UserError(`'${component.id}' is not in step, so nothing is added to its model`, {
    findings: findings.filter(({ severity }) => severity === "error"),
    next: `${shellLine(["instride", "sync", component.id])} first`,
  });
};

const reasonFor = ({ entries, threats }: Additions): string =>
  `A fresh reading of the code held ${threats.length} threats and ${entries.length} map entries that this model lacked; they were added on request.`;

/**
 * Stages model, rendering and record; returns their paths.
 * @throws UserError when the component would not be in step; nothing is written then
 */
export const applyAdditions = async (
  context: CommandContext,
  repository: Repository,
  component: LoadedComponent,
  judging: Judging,
  additions: Additions,
  { mode, agent, usage }: AgentAnswer,
): Promise<readonly string[]> => {
  const delta: Delta = {
    operations: [...additions.operations, { op: "no-change", reason: reasonFor(additions), about: [] }],
  };
  const provenance = { mode, agent, usage };
  const planned = planUpdate(component, judging.framework.id, delta, provenance, judging.tools);
  const findings =
    "problems" in planned
      ? planned.problems.map(({ path, rule, message }) => ({
          code: `delta-${rule}`,
          severity: "error" as const,
          at: { path: component.modelPath },
          component: component.id,
          message: `at ${path}: ${message}`,
        }))
      : judge(afterPlan(component, planned.plan), judging.judgement).findings.filter(
          ({ severity }) => severity === "error",
        );
  if ("problems" in planned || findings.length > 0)
    throw new UserError(`'${component.id}' would not be in step with this added, so nothing was written`, {
      findings,
      next: "add the parts that stand by themselves: --pick ID…",
    });
  const staged = await stageOutputs(repository, planned.plan.files, mergeEdit);
  for (const path of staged.merged)
    remark(context, `instride: your unstaged edit of ${path} has the change merged in`);
  for (const path of staged.left)
    remark(
      context,
      `instride: ${path} has unstaged edits, so your file stays as it is; the index holds the new version`,
    );
  return planned.plan.files.map(({ path }) => path);
};
