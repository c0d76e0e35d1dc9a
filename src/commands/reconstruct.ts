// `instride reconstruct`: a second opinion. An agent reads spec and code of one component afresh, without its threat model;
// what that reading holds and the kept model lacks is told, and added only when a person asks for it.

import type { AgentAnswer } from "../agents/port.ts";
import { moneyOf, sumMoney } from "../cost/money.ts";
import { sumUsage } from "../cost/usage.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import type { TreeEntry } from "../git/trees.ts";
import { additionsOf } from "../model/additions.ts";
import { type Opinion, secondOpinion } from "../model/second-opinion.ts";
import { accountableFacts } from "../pairing/step.ts";
import { oneLine, shellLine } from "../report/foreign.ts";
import { type Reading, renderAdded, renderOpinion } from "../report/second-opinion.ts";
import { opinionJson } from "../report/second-opinion-json.ts";
import { type CommandContext, print } from "./context.ts";
import { judgingFor } from "./judging.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { loadPricing } from "./pricing.ts";
import { readAfresh } from "./read-afresh.ts";
import { applyAdditions, readyToStage, refuseUnlessInStep } from "./reconstruct-apply.ts";
import { missingConfig, modelOf, selectComponent } from "./select.ts";
import { entriesOf } from "./verify.ts";
import { type LoadedComponent, loadWorkspace, type Workspace } from "./workspace.ts";

export interface ReconstructOptions {
  readonly component: string;
  readonly at?: string;
  readonly all: boolean;
  readonly apply: boolean;
  /** Ids of entries and threats to apply; empty: all. */
  readonly pick: readonly string[];
  /** US dollars that the reading may spend. */
  readonly maxUsd?: number;
  readonly json: boolean;
}

const readingOf = async (
  context: CommandContext,
  repository: Repository,
  { config }: Workspace,
  { id, inputs }: LoadedComponent,
  { agent, mode, usage }: AgentAnswer,
): Promise<Reading> => {
  const about = { component: id, agent, mode, files: inputs.size };
  if (usage.length === 0) return about;
  const pricing = await loadPricing(repository, config.prices);
  const { usd } = sumMoney(usage.map((each) => moneyOf(each.model, each, context.today, pricing)));
  const sum = sumUsage(usage);
  return {
    ...about,
    tokens: {
      input: sum.input + sum.cacheRead + sum.cacheWrite5m + sum.cacheWrite1h,
      output: sum.output,
      isEstimated: sum.estimated === true,
    },
    ...(usd === undefined ? {} : { usd }),
  };
};

/** @throws UserError for an id that the fresh reading does not add */
const checkPick = (pick: readonly string[], opinion: Opinion): void => {
  const offered = [...opinion.freshMap, ...opinion.freshThreats].map(({ id }) => id);
  const unknown = pick.filter((id) => !offered.includes(id));
  if (unknown.length === 0) return;
  const answered = opinion.answered.find(({ id }) => id === unknown[0]);
  throw new UserError(
    answered === undefined
      ? `nothing with the id '${unknown.join("', '")}' is missing in the kept model`
      : `the kept model has decided about '${answered.id}' (${answered.how}: ${oneLine(answered.reason)})`,
    {
      next:
        offered.length === 0
          ? "the fresh reading holds nothing that the kept model lacks"
          : `there are: ${offered.join(", ")}`,
    },
  );
};

/** What a person can do now. */
const nextSteps = (
  component: string,
  opinion: Opinion,
  { tokens }: Reading,
  at: string | undefined,
): string => {
  const left =
    tokens === undefined ? "nothing was written" : "nothing was written, and no record holds these tokens";
  if (at !== undefined || opinion.freshMap.length + opinion.freshThreats.length === 0) return left;
  const again = tokens === undefined ? "" : "; that reads, and costs, once more";
  return `${left}; ${shellLine(["instride", "reconstruct", component, "--apply"])} adds what only the fresh reading has (--pick ID… some of it)${again}`;
};

/** @throws UserError when there is none of that name */
const find = async (
  context: CommandContext,
  repository: Repository,
  entries: readonly TreeEntry[],
  name: string,
): Promise<{ workspace: Workspace; component: LoadedComponent }> => {
  const { version } = context;
  const alone = await loadWorkspace(repository, entries, { version, only: new Set([name]) });
  const [only] = alone.components;
  if (only !== undefined) return { workspace: alone, component: only };
  // By another name, such as its spec's path; or what is named instead.
  const all = await loadWorkspace(repository, entries, { version });
  if (all.components.length === 0 && !all.configured) throw missingConfig(repository, "index");
  return { workspace: all, component: selectComponent(all, name) };
};

export const reconstruct = async (context: CommandContext, options: ReconstructOptions): Promise<Outcome> => {
  if (options.pick.length > 0 && !options.apply)
    throw new UserError("--pick says what --apply adds", { next: "add --apply" });
  const repository = await openRepository(context.cwd, context.env);
  if (options.apply) await readyToStage(repository);
  const entries = await entriesOf(repository, options.at);
  const { workspace, component } = await find(context, repository, entries, options.component);
  const kept = modelOf(component);
  const judging = judgingFor(component, workspace.config, context.today);
  if (options.apply) await refuseUnlessInStep(repository, component, judging);

  const { model, answer } = await readAfresh(
    context,
    repository,
    workspace,
    component,
    judging,
    options.maxUsd,
  );
  const facts = [...accountableFacts(component), ...component.spec.facts].map(({ key }) => key);
  const opinion = secondOpinion(model, kept, { letters: judging.tools.letters, facts: new Set(facts) });
  const reading = await readingOf(context, repository, workspace, component, answer);
  const isMissing = opinion.freshMap.length + opinion.freshThreats.length > 0;
  const style = { colour: context.colour.out, width: context.width, all: options.all };
  // Printed before anything can fail: the reading may have been paid for.
  if (!options.json) print(context, `${renderOpinion(reading, opinion, style)}\n\n`);

  checkPick(options.pick, opinion);
  const picked = options.pick.length === 0 ? undefined : new Set(options.pick);
  const additions = options.apply && isMissing ? additionsOf(model, kept, opinion, picked) : undefined;
  const files =
    additions === undefined
      ? []
      : await applyAdditions(context, repository, component, judging, additions, answer);
  if (options.json) {
    const applied = additions === undefined ? undefined : { ...additions, files };
    print(context, opinionJson(reading, answer.usage, opinion, applied));
  } else if (additions === undefined) print(context, nextSteps(component.id, opinion, reading, options.at));
  else {
    print(context, renderAdded(additions, context.width));
    for (const path of files) print(context, `  staged ${oneLine(path)}`);
    print(context, "git commit makes it part of the history");
  }
  const added = (additions?.entries.length ?? 0) + (additions?.threats.length ?? 0);
  return opinion.freshMap.length + opinion.freshThreats.length > added ? "findings" : "clean";
};
