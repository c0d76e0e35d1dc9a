// `instride generate SPEC`: writes the code that a spec drives, its threat model and its record, from one agent context.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { loadAgent } from "../agents/registry.ts";
import { readBlobs } from "../git/blobs.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { listWorktree } from "../git/trees.ts";
import { unaccounted } from "../model/coverage.ts";
import { diffModels } from "../model/diff.ts";
import { emptyModel } from "../model/empty.ts";
import { afterPlan, type PlannedFile, planUpdate } from "../pairing/plan.ts";
import { accountableFacts, judge } from "../pairing/step.ts";
import { matcher } from "../pairing/targets.ts";
import { renderDiff } from "../report/diff.ts";
import { renderSyncLine } from "../report/summary.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { judgingFor } from "./judging.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { selectComponent } from "./select.ts";
import { showFindings } from "./show-findings.ts";
import { type LoadedComponent, loadWorkspace, type Workspace } from "./workspace.ts";

export interface GenerateOptions {
  readonly spec: string;
  readonly dryRun: boolean;
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

/** Writes new files, all or none: `wx` never overwrites, and a failure takes back what was written. */
const writeNew = async (root: string, files: readonly { path: string; content: string }[]): Promise<void> => {
  const written: string[] = [];
  try {
    for (const { path, content } of files) {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, { flag: "wx" });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) await rm(file, { force: true });
    throw new UserError(`cannot write the code: ${(error as Error).message}`, {
      next: "nothing was changed",
      cause: error,
    });
  }
};

const writeOwn = async (root: string, files: readonly PlannedFile[]): Promise<void> => {
  for (const { path, content } of files) {
    const file = join(root, path);
    if (content === undefined) await rm(file, { force: true });
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
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
  const agent = await loadAgent();
  if (agent.generate === undefined) throw new UserError(`the agent '${agent.name}' does not write code`);
  const judging = judgingFor(component, workspace.config, context.today);
  const model = component.model ?? emptyModel(component.id, judging.framework.id);
  const answer = await agent.generate({
    component: component.id,
    spec: component.spec,
    framework: judging.framework,
    model,
    observation: component.observation,
    questions: judging.judgement.questions(model),
    unaccounted: unaccounted(model, accountableFacts(component)),
    existing: await existingFiles(repository, workspace, component),
  });

  if (options.dryRun) {
    for (const file of answer.files)
      print(context, `would write ${file.path} (${file.content.split("\n").length - 1} lines)`);
    for (const file of answer.withheld)
      print(context, `would leave ${file.path}; it lacks:\n${file.missing}`);
    return "clean";
  }
  await writeNew(repository.root, answer.files);
  for (const file of answer.files) print(context, `wrote ${file.path}`);
  for (const file of answer.withheld) {
    print(context, `left ${file.path} as it is; what it lacks for the spec:`);
    print(context, file.missing.replace(/^/gm, "    "));
  }
  for (const note of answer.notes) remark(context, `instride: ${note}`);

  // The model describes the code that is there now, whoever wrote it.
  workspace = await load(context, repository);
  component = selectComponent(workspace, component.id);
  const answered = await answer.answer(component.observation);
  const planned = planUpdate(component, judging.framework.id, answered.delta, answered, judging.tools);
  if ("problems" in planned)
    throw new UserError(`${answered.agent} gave an answer that does not hold`, {
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
  await writeOwn(repository.root, [...planned.plan.files, ...watch]);
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
