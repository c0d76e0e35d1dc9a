// Brings every stale component of the index in step: decides for each where its update comes from, plans all files as
// values, and only when every component ends in step stages them together.

import { type Brief, briefId } from "../agents/session/brief.ts";
import type { Config } from "../config/schema.ts";
import { believing } from "../git/cache.ts";
import { localFolder } from "../git/local.ts";
import type { Repository } from "../git/repository.ts";
import { type Output, recover, type Staged, stageOutputs } from "../git/stage.ts";
import { listIndex } from "../git/trees.ts";
import { listWatched, rememberInStep } from "../git/verdicts.ts";
import type { DeltaProblem } from "../model/delta.ts";
import { compare, type Finding, hasErrors } from "../model/finding.ts";
import { afterPlan, neutralReason, type Planned, planUpdate, type SyncPlan } from "../pairing/plan.ts";
import { blobIdOf } from "../pairing/record.ts";
import { judge, type Verdict } from "../pairing/step.ts";
import { shellLine } from "../report/foreign.ts";
import { askAgent } from "./ask-agent.ts";
import { briefFor } from "./briefing.ts";
import { rememberModels } from "./contents.ts";
import type { CommandContext } from "./context.ts";
import { goneModels } from "./gone-models.ts";
import { type Judging, judgingFor } from "./judging.ts";
import { mendable } from "./mendable.ts";
import { mergeEdit } from "./merge-edit.ts";
import { UserError } from "./outcome.ts";
import { requestFor } from "./request.ts";
import { estimatedUsage, findSubmission, wasAsked } from "./submissions.ts";
import { type LoadedComponent, loadWorkspace, type Workspace } from "./workspace.ts";

export interface StepOptions {
  /** Hand a brief over instead of asking an agent, once for the same inputs. */
  readonly handover?: (wish: Config["session"]["handover"]) => boolean;
  /** Component ids; left out: all. */
  readonly only?: ReadonlySet<string>;
  /** Plan, but write nothing. */
  readonly dryRun?: boolean;
  /** The index as git listed it a moment ago, when no interrupted run had to be put right first. */
  readonly listed?: Promise<Buffer | undefined> | undefined;
}

export interface StepResult {
  readonly workspace: Workspace;
  readonly plans: readonly SyncPlan[];
  /** Verdicts after the plans. */
  readonly verdicts: readonly Verdict[];
  /** What keeps components out of step although everything was done that an agent may do. Empty: all in step. */
  readonly blocking: readonly Finding[];
  readonly staged: Staged;
  /** Briefs for the coding agent that makes this commit; nothing was written then. */
  readonly handedOver: readonly Brief[];
  readonly watch: readonly Output[];
}

const problemFindings = (
  component: LoadedComponent,
  agent: string,
  problems: readonly DeltaProblem[],
): Finding[] =>
  problems.map((problem) => ({
    code: `delta-${problem.rule}`,
    severity: "error",
    at: { path: component.modelPath },
    component: component.id,
    message: `${agent} at ${problem.path}: ${problem.message}${problem.expected === undefined ? "" : `, expected ${problem.expected}`}`,
  }));

/** A model or record that can't be read is never written over. */
const unreadable = (component: LoadedComponent): readonly Finding[] =>
  component.modelText !== undefined && component.model === undefined
    ? component.modelFindings
    : component.recordFindings.length > 0
      ? component.recordFindings
      : component.specFindings.filter((finding) => finding.severity === "error");

/** Errors of a whole tree that a commit mends itself, or that only verify refuses. */
const sideFindings = new Set(["watch-differs", "unpaired-code", "config-missing"]);

/** Paths that instride writes, and its settings. */
const isOurs = /\.threats\.(?:yaml|md)"?$|^\.instride\/|^instride\.config\.json$/;

type Source = (Planned & { readonly agent: string }) | { readonly brief: Brief };

/** Where the update comes from: a submission, a provably neutral change, the coding agent at hand, the rules agent. */
const planComponent = async (
  context: CommandContext,
  repository: Repository,
  config: Config,
  component: LoadedComponent,
  verdict: Verdict,
  judging: Judging,
  handover: boolean,
): Promise<Source> => {
  const agentless = { mode: "carried", agent: "instride", usage: [] } as const;
  const framework = judging.framework.id;
  if (!verdict.findings.some((finding) => finding.severity === "error" && mendable.has(finding.code)))
    return {
      ...planUpdate(component, framework, { operations: [] }, agentless, judging.tools),
      agent: "instride",
    };

  const submission = await findSubmission(repository, briefId(component.id, component.inputs));
  if (submission !== undefined) {
    const { agent, delta, tokens } = submission;
    const usage = estimatedUsage(agent, tokens);
    const planned = planUpdate(
      component,
      framework,
      delta,
      { mode: "in-session", agent, usage },
      judging.tools,
    );
    // A submission that no longer fits (its model changed underneath) is no answer; the next source is asked.
    if ("plan" in planned && judge(afterPlan(component, planned.plan), judging.judgement).inStep)
      return { ...planned, agent };
  }

  const request = await requestFor(repository, component, judging);
  if (component.model !== undefined) {
    const reason = neutralReason(component, request.before);
    if (reason !== undefined) {
      const delta = { operations: [{ op: "no-change" as const, reason, about: [] }] };
      return { ...planUpdate(component, framework, delta, agentless, judging.tools), agent: "instride" };
    }
  }
  if (handover) {
    const { brief } = await briefFor(repository, component, judging);
    if (!(await wasAsked(repository, brief.id))) return { brief };
  }
  return askAgent(context, repository, config, component, judging, request);
};

const rememberPrinted = async (
  context: CommandContext,
  repository: Repository,
  { components, entries }: Workspace,
  plans: readonly SyncPlan[],
): Promise<void> => {
  const paths = new Set(components.map(({ modelPath }) => modelPath));
  const printed = components.flatMap(({ id, modelPath: path, inputs, comments }) => {
    const plan = plans.find((each) => each.component === id);
    const text = plan?.files.find((file) => file.path === path)?.content;
    if (plan === undefined || text === undefined) return [];
    return [{ path, oid: blobIdOf(text, inputs.values().next().value), model: plan.after, comments }];
  });
  if (printed.length === 0) return;
  const inUse = entries.filter(({ path }) => paths.has(path));
  await rememberModels(repository, context.version, inUse, printed);
};

/**
 * @throws UserError when the tree can't be judged (conflicts, unreadable config, model, record or spec); nothing is
 * written then.
 */
export const bringInStep = async (
  context: CommandContext,
  given: Repository,
  options: StepOptions = {},
): Promise<StepResult> => {
  const repository = believing(given);
  if (repository.bare)
    throw new UserError("a bare repository makes no commits", {
      next: "run it in a clone; verify REVISION works here",
    });
  await recover(repository);
  const { entries, conflicted } = await listIndex(repository, [], await options.listed);
  const ours = conflicted.filter((path) => isOurs.test(path));
  if (ours.length > 0)
    throw new UserError(`unresolved merge in ${ours.map((path) => `'${path}'`).join(", ")}`, {
      next: `resolve the conflict, then ${shellLine(["git", "add", "--", ...ours])}`,
    });
  const linked = entries.filter((entry) => entry.mode === "120000" && isOurs.test(entry.path));
  if (linked.length > 0)
    throw new UserError(
      `${linked.map(({ path }) => `'${path}'`).join(", ")} is a symbolic link, expected a file: instride writes through no link`,
      { next: "replace the link by the file itself, git add it, then try again" },
    );
  const workspace = await loadWorkspace(repository, entries, {
    version: context.version,
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  const broken = workspace.components.flatMap(unreadable);
  if (broken.length > 0)
    throw new UserError("these files have errors, so nothing was written", {
      findings: broken,
      next: "correct them, then try again",
    });
  const undecided = workspace.components
    .flatMap((component) => component.modelFindings)
    .filter((finding) => finding.code === "merge-conflict");
  if (undecided.length > 0)
    throw new UserError("a merge left threat models undecided, so nothing was written", {
      findings: undecided,
      next: "put the right value in its place, take its entry out of `conflicts:`, git add the file, then git commit",
    });
  const gone = await goneModels(repository, workspace);
  if (gone.length > 0)
    throw new UserError("threat models are gone while their records stay, so nothing was written", {
      findings: gone,
    });

  const handover = options.handover?.(workspace.config.session.handover) ?? false;
  const plans: SyncPlan[] = [];
  const handedOver: Brief[] = [];
  const verdicts: Verdict[] = [];
  const blocking: Finding[] = workspace.findings.filter(
    (finding) => finding.severity === "error" && !sideFindings.has(finding.code),
  );
  for (const component of workspace.components) {
    const judging = judgingFor(component, workspace.config, context.today);
    const verdict = judge(component, judging.judgement);
    if (verdict.inStep) {
      verdicts.push(verdict);
      continue;
    }
    const planned = await planComponent(
      context,
      repository,
      workspace.config,
      component,
      verdict,
      judging,
      handover,
    );
    if ("brief" in planned) {
      handedOver.push(planned.brief);
      verdicts.push(verdict);
      continue;
    }
    if ("problems" in planned) {
      blocking.push(...problemFindings(component, planned.agent, planned.problems));
      verdicts.push(verdict);
      continue;
    }
    const after = judge(afterPlan(component, planned.plan), judging.judgement);
    verdicts.push(after);
    if (after.inStep) plans.push(planned.plan);
    else blocking.push(...after.findings.filter((finding) => finding.severity === "error"));
  }

  const watch: Output[] = [...workspace.watchChanges].map(([path, content]) => ({ path, content }));
  let staged: Staged = { left: [], merged: [] };
  if (blocking.length === 0 && handedOver.length === 0 && options.dryRun !== true) {
    const outputs = [...plans.flatMap((plan) => plan.files), ...watch].sort((a, b) =>
      compare(a.path, b.path),
    );
    staged = await stageOutputs(repository, outputs, mergeEdit);
    await rememberPrinted(context, repository, workspace, plans);
    if (options.only === undefined && !hasErrors(verdicts.flatMap((verdict) => verdict.findings))) {
      const listed = await listWatched(repository, repository.root);
      if (listed !== undefined)
        await rememberInStep(repository.commonDir, context.version, context.today, listed);
    }
  }
  return { workspace, plans, verdicts, blocking, staged, handedOver, watch };
};

/** Where the hooks keep their marks for one work tree. */
export const marks = (repository: Repository): string => localFolder(repository.gitDir);
