// What only people decide: accepting a risk, challenging a threat, retiring one by hand, signing a model off. Each
// writes the person's words into the model and a record in mode `human`, staged like any other.

import { detectAgent } from "../agents/session/detect.ts";
import type { Repository } from "../git/repository.ts";
import { openRepository } from "../git/repository.ts";
import { gitText } from "../git/run.ts";
import { recover, stageOutputs } from "../git/stage.ts";
import { listIndex } from "../git/trees.ts";
import { type Level, levels, type ThreatModel } from "../model/schema.ts";
import { signOffDigest } from "../model/sign-offs.ts";
import { planEdit, type ThreatEdit } from "../pairing/people.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { judgingFor } from "./judging.ts";
import { mergeEdit } from "./merge-edit.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { modelOf, selectComponent, selectThreat } from "./select.ts";
import { type LoadedComponent, loadWorkspace, type Workspace } from "./workspace.ts";

const datePattern = /^\d{4}-\d{2}-\d{2}$/;

/** A decision is a person's. An agent's claim on the environment is enough to ask for a terminal. */
export const refuseAgents = (context: CommandContext): void => {
  const agent = detectAgent(context.env);
  if (agent !== undefined && !("isTTY" in context.stdin && context.stdin.isTTY === true))
    throw new UserError(`this is a person's decision, and ${agent.name} seems to run this command`, {
      next: "run it yourself in a terminal; an agent keeps an objection with the operation `disagree`",
    });
};

const open = async (
  context: CommandContext,
): Promise<{ repository: Repository; workspace: Workspace; person: string }> => {
  refuseAgents(context);
  const repository = await openRepository(context.cwd, context.env);
  await recover(repository);
  const workspace = await loadWorkspace(repository, (await listIndex(repository)).entries, {
    version: context.version,
  });
  const ident = await gitText(repository, ["var", "GIT_AUTHOR_IDENT"]).catch(() => {
    throw new UserError("git does not know who you are", { next: "git config user.name and user.email" });
  });
  return { repository, workspace, person: ident.replace(/>.*$/, ">") };
};

const apply = async (
  context: CommandContext,
  repository: Repository,
  workspace: Workspace,
  component: LoadedComponent,
  after: ThreatModel,
  threats: { readonly changed: readonly string[]; readonly retired: readonly string[] },
  edit: { readonly person: string; readonly reason: string },
): Promise<void> => {
  const judging = judgingFor(component, workspace.config, context.today);
  const files = planEdit(component, after, { ...threats, ...edit }, judging.tools);
  const staged = await stageOutputs(repository, files, mergeEdit);
  for (const path of staged.left)
    remark(context, `instride: ${path} has unstaged edits, so your file stays as it is`);
  print(context, "staged; git commit makes it part of the history");
};

const editThreat = (
  model: ThreatModel,
  element: string,
  category: string,
  id: string,
  edit: ThreatEdit,
): ThreatModel => {
  const answer = model.answers[element]?.[category];
  const threat = answer?.threats[id];
  if (answer === undefined || threat === undefined) return model;
  return {
    ...model,
    answers: {
      ...model.answers,
      [element]: {
        ...model.answers[element],
        [category]: { ...answer, threats: { ...answer.threats, [id]: { ...threat, ...edit } } },
      },
    },
  };
};

export interface AcceptOptions {
  readonly id: string;
  readonly reason: string;
  readonly until?: string;
  readonly falsePositive: boolean;
}

export const accept = async (context: CommandContext, options: AcceptOptions): Promise<Outcome> => {
  if (options.until !== undefined && !datePattern.test(options.until))
    throw new UserError(`unexpected --until '${options.until}'`, { next: "give a date as YYYY-MM-DD" });
  if (options.until !== undefined && options.until < context.today)
    throw new UserError(`--until ${options.until} is over already`, { next: "give a date to come" });
  const { repository, workspace, person } = await open(context);
  const found = selectThreat(workspace, options.id);
  if (found.threat.status === "retired")
    throw new UserError(`${found.id} is retired: there is nothing to accept`);
  const edit: ThreatEdit = options.falsePositive
    ? { "false-positive": { by: person, reason: options.reason } }
    : {
        acceptance: {
          by: person,
          reason: options.reason,
          on: context.today,
          ...(options.until === undefined ? {} : { until: options.until }),
        },
      };
  print(context, `${found.id} ${found.threat.title}`);
  await apply(
    context,
    repository,
    workspace,
    found.component,
    editThreat(found.model, found.element, found.category, found.id, edit),
    { changed: [found.id], retired: [] },
    { person, reason: options.reason },
  );
  return "clean";
};

export interface ChallengeOptions {
  readonly id: string;
  readonly level?: string;
  readonly reason: string;
}

/** Adds a person's note, or their own level; the agent's words stay beside it. */
export const challenge = async (context: CommandContext, options: ChallengeOptions): Promise<Outcome> => {
  if (options.level !== undefined && !(levels as readonly string[]).includes(options.level))
    throw new UserError(`unexpected --level '${options.level}'`, { next: `one of ${levels.join(", ")}` });
  const { repository, workspace, person } = await open(context);
  const found = selectThreat(workspace, options.id);
  const said = `${person}: ${options.reason}`;
  const edit: ThreatEdit =
    options.level === undefined
      ? { notes: found.threat.notes === undefined ? said : `${found.threat.notes} ${said}` }
      : { override: { level: options.level as Level, by: person, reason: options.reason } };
  await apply(
    context,
    repository,
    workspace,
    found.component,
    editThreat(found.model, found.element, found.category, found.id, edit),
    { changed: [found.id], retired: [] },
    { person, reason: options.reason },
  );
  return "clean";
};

export interface RetireOptions {
  readonly id: string;
  readonly reason: string;
}

export const retire = async (context: CommandContext, options: RetireOptions): Promise<Outcome> => {
  const { repository, workspace, person } = await open(context);
  const found = selectThreat(workspace, options.id);
  if (found.threat.status === "retired") throw new UserError(`${found.id} is retired already`);
  const edit: ThreatEdit = { status: "retired", retired: { reason: options.reason, change: person } };
  await apply(
    context,
    repository,
    workspace,
    found.component,
    editThreat(found.model, found.element, found.category, found.id, edit),
    { changed: [], retired: [found.id] },
    { person, reason: options.reason },
  );
  return "clean";
};

export interface SignOffOptions {
  readonly component: string;
  readonly note?: string;
}

/** A sign-off names the digest of what was read: it stands for exactly that model. */
export const signoff = async (context: CommandContext, options: SignOffOptions): Promise<Outcome> => {
  const { repository, workspace, person } = await open(context);
  const component = selectComponent(workspace, options.component);
  const model = modelOf(component);
  const after: ThreatModel = {
    ...model,
    "sign-offs": {
      ...model["sign-offs"],
      [person]: {
        by: person,
        on: context.today,
        digest: signOffDigest(model),
        ...(options.note === undefined ? {} : { note: options.note }),
      },
    },
  };
  await apply(
    context,
    repository,
    workspace,
    component,
    after,
    { changed: [], retired: [] },
    {
      person,
      reason: options.note ?? "signed off",
    },
  );
  return "clean";
};
