// `instride generate SPEC`: writes the code that a spec drives, its threat model and its record, from one agent context.

import { relative, resolve, sep } from "node:path";
import type { AgentFailure } from "../agents/failure.ts";
import { AgentFault } from "../agents/fault.ts";
import type { GenerateRequest } from "../agents/port.ts";
import { loadRules } from "../agents/registry.ts";
import { readBlobs } from "../git/blobs.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { listWorktree } from "../git/trees.ts";
import { readWorktree, writeWorktree } from "../git/worktree.ts";
import { unaccounted } from "../model/coverage.ts";
import { diffModels } from "../model/diff.ts";
import { emptyModel } from "../model/empty.ts";
import { afterPlan, type PlannedFile, planUpdate } from "../pairing/plan.ts";
import { accountableFacts, judge } from "../pairing/step.ts";
import { matcher } from "../pairing/targets.ts";
import { renderDiff } from "../report/diff.ts";
import { shellLine } from "../report/foreign.ts";
import { renderSyncLine } from "../report/summary.ts";
import { agentFor, validateFor } from "./ask-agent.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { judgingFor } from "./judging.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { selectComponent } from "./select.ts";
import { showFindings } from "./show-findings.ts";
import { type LoadedComponent, loadWorkspace, type Workspace } from "./workspace.ts";
import { writeProposed } from "./write-files.ts";

export interface GenerateOptions {
  readonly spec: string;
  readonly dryRun: boolean;
  /** US dollars that an agent may spend; left out: what the config says. */
  readonly maxUsd?: number;
  /** Run the config's `claude.check` when the agent asks for it. */
  readonly allowCheck: boolean;
}

const load = async (context: CommandContext, repository: Repository): Promise<Workspace> => {
  const { entries } = await listWorktree(repository);
  return loadWorkspace(repository, entries, { version: context.version });
};

/** Contents of the component's code and tests as the work tree holds them. */
const existingFiles = async (
  repository: Repository,
  workspace: Workspace,
  component: LoadedComponent,
): Promise<Record<string, string>> => {
  const tests = matcher(component.spec.tests);
  const wanted = workspace.entries.filter((entry) => component.inputs.has(entry.path) || tests(entry.path));
  const blobs = await readBlobs(
    repository,
    wanted.map((entry) => entry.oid),
  );
  return Object.fromEntries(
    wanted.map((entry) => [entry.path, blobs.get(entry.oid)?.toString("utf8") ?? ""]),
  );
};

/** @throws UserError when one of the paths is a link or lies behind one */
const refuseLinks = async (repository: Repository, paths: readonly string[]): Promise<void> => {
  for (const path of paths)
    if ((await readWorktree(repository.root, path)).kind === "foreign")
      throw new UserError(`cannot write '${path}': expected a file, reached through no link`, {
        next: "replace the link by what it points to, then try again",
      });
};

const writeOwn = async (repository: Repository, files: readonly PlannedFile[]): Promise<void> => {
  await refuseLinks(
    repository,
    files.map(({ path }) => path),
  );
  for (const { path, content } of files)
    await writeWorktree(repository, path, content === undefined ? undefined : Buffer.from(content));
};

/** An agent that could not answer is an error with its remedy. */
const answered = async <T>(ask: () => T | Promise<T> | undefined): Promise<Awaited<T>> => {
  try {
    return (await ask()) as Awaited<T>;
  } catch (error) {
    if (!(error instanceof AgentFault)) throw error;
    throw new UserError(`${error.agent} did not answer: ${error.message}`, {
      next: (error as Partial<AgentFailure>).next ?? "try again",
      cause: error,
    });
  }
};

export const generate = async (context: CommandContext, options: GenerateOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const path = relative(repository.root, resolve(context.cwd, options.spec)).split(sep).join("/");
  let workspace = await load(context, repository);
  if (!workspace.configured) throw new UserError("no instride.config.json here", { next: "instride init" });
  const named = workspace.components.some((component) => component.spec.path === path) ? path : options.spec;
  let component = selectComponent(workspace, named);
  const broken = [
    ...component.specFindings.filter((finding) => finding.severity === "error"),
    ...component.modelFindings,
  ];
  if (broken.length > 0)
    throw new UserError(`cannot generate from '${component.spec.path}'`, {
      findings: broken,
      next: "correct it, then try again",
    });
  const allowCheck = options.allowCheck || context.env["INSTRIDE_ALLOW_CHECK"] === "1";
  const { check } = workspace.config.claude;
  if (workspace.config.agent === "claude" && check.length > 0 && !allowCheck)
    remark(
      context,
      `instride: the config's claude.check is not run: ${shellLine(check)}; --allow-check or INSTRIDE_ALLOW_CHECK=1 allows it`,
    );
  await refuseLinks(repository, [component.modelPath, component.readablePath]);
  const chosen = await agentFor(context, repository, workspace.config, {
    ...(options.maxUsd === undefined ? {} : { maxUsd: options.maxUsd }),
    allowCheck,
  });
  // An agent that only answers for changes leaves the code to the one that always works.
  const agent = chosen.generate === undefined ? await loadRules() : chosen;
  if (agent !== chosen) remark(context, `instride: ${chosen.name} does not write code; ${agent.name} does`);
  if (agent.generate === undefined) throw new UserError(`the agent '${agent.name}' does not write code`);
  const judging = judgingFor(component, workspace.config, context.today);
  const model = component.model ?? emptyModel(component.id, judging.framework.id);
  const request: GenerateRequest = {
    component: component.id,
    spec: component.spec,
    framework: judging.framework,
    model,
    observation: component.observation,
    questions: judging.judgement.questions(model),
    unaccounted: unaccounted(model, accountableFacts(component)),
    existing: await existingFiles(repository, workspace, component),
  };
  if (options.dryRun && agent.estimate !== undefined) {
    for (const line of await agent.estimate(request)) print(context, line);
    return "clean";
  }
  const answer = await answered(() => agent.generate?.(request, context.signal));

  if (options.dryRun) {
    for (const file of answer.files)
      print(context, `would write ${file.path} (${file.content.split("\n").length - 1} lines)`);
    for (const file of answer.withheld)
      print(context, `would leave ${file.path}; it lacks:\n${file.missing}`);
    return "clean";
  }
  await writeProposed(repository, answer.files, component.spec);
  for (const file of answer.files) print(context, `wrote ${file.path}`);
  for (const file of answer.withheld) {
    print(context, `left ${file.path} as it is; what it lacks for the spec:`);
    print(context, file.missing.replace(/^/gm, "    "));
  }
  for (const note of answer.notes) remark(context, `instride: ${note}`);

  // The model describes the code that is there now, whoever wrote it.
  workspace = await load(context, repository);
  component = selectComponent(workspace, component.id);
  const now = component;
  const given = await answered(() => answer.answer(now.observation, validateFor(now, judging)));
  const planned = planUpdate(component, judging.framework.id, given.delta, given, judging.tools);
  if ("problems" in planned)
    throw new UserError(`${given.agent} gave an answer that does not hold`, {
      findings: planned.problems.map((problem) => ({
        code: `delta-${problem.rule}`,
        severity: "error",
        at: { path: component.modelPath },
        message: `${problem.path}: ${problem.message}`,
      })),
      next: "the code is written; instride sync tries the threat model again",
    });
  const verdict = judge(afterPlan(component, planned.plan), judging.judgement);
  const watch = [...workspace.watchChanges].map(([file, content]) => ({ path: file, content }));
  await writeOwn(repository, [...planned.plan.files, ...watch]);
  for (const file of planned.plan.files) print(context, `wrote ${file.path}`);
  print(context, renderSyncLine(planned.plan, { colour: context.colour.out }));
  const diff = renderDiff(diffModels(planned.plan.before, planned.plan.after), {
    colour: context.colour.out,
  });
  if (diff !== "") print(context, diff);
  if (!verdict.inStep) {
    showFindings(
      context,
      verdict.findings.filter((finding) => finding.severity === "error"),
    );
    return "findings";
  }
  print(context, "next: read it, then git add -A && git commit");
  return "clean";
};
