// What controls are held against: counts of one tree, and of a range of commits where one is asked for.

import type { ComponentFacts, RepositoryFacts } from "../controls/data-kinds.ts";
import { readBlobs } from "../git/blobs.ts";
import type { Repository } from "../git/repository.ts";
import type { History } from "../history/moment.ts";
import { overTime } from "../history/over-time.ts";
import { type RegisteredComponent, type RiskEntry, riskEntries } from "../history/risk-register.ts";
import { unanswered } from "../model/coverage.ts";
import { signOffsOf } from "../model/sign-offs.ts";
import { effectiveLevel, effectiveStatus } from "../model/status.ts";
import { isLiving, threatsOf } from "../model/threats.ts";
import { isBase } from "../pairing/record.ts";
import type { Verdict } from "../pairing/step.ts";
import type { CommandContext } from "./context.ts";
import { judgingFor } from "./judging.ts";
import type { Verified } from "./verify.ts";
import type { LoadedComponent, Workspace } from "./workspace.ts";

const factsOf = (
  component: LoadedComponent,
  verdict: Verdict,
  workspace: Workspace,
  today: string,
): ComponentFacts => {
  const { model } = component;
  const nothing = {
    questions: 0,
    answered: 0,
    threats: 0,
    openHigh: 0,
    provisional: 0,
    signOffs: 0,
    fitting: 0,
  };
  const head = {
    id: component.id,
    inStep: verdict.inStep,
    modelled: model !== undefined,
    unobserved: component.observation.unobserved.length,
  };
  if (model === undefined) return { ...head, ...nothing };
  const questions = judgingFor(component, workspace.config, today).judgement.questions(model);
  const living = threatsOf(model).flatMap(({ threat }) => (isLiving(threat) ? [threat] : []));
  const signOffs = signOffsOf(model);
  const grave = living.filter(
    (threat) =>
      ["open", "expired"].includes(effectiveStatus(threat, today)) &&
      ["high", "critical"].includes(effectiveLevel(threat)),
  );
  return {
    ...head,
    questions: questions.length,
    answered: questions.length - unanswered(model, questions).length,
    threats: living.length,
    openHigh: grave.length,
    provisional: living.filter((threat) => threat.provisional === true).length,
    signOffs: signOffs.length,
    fitting: signOffs.filter(({ fits }) => fits).length,
  };
};

const modesOf = (components: readonly LoadedComponent[]): ReadonlyMap<string, number> => {
  const modes = new Map<string, number>();
  for (const { records } of components)
    for (const { record } of records)
      for (const { mode } of isBase(record) ? record.folded : [record])
        modes.set(mode, (modes.get(mode) ?? 0) + 1);
  return new Map([...modes].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** The components of a tree whose models can be read, as the register takes them. */
export const registered = ({ components }: Workspace): RegisteredComponent[] =>
  components.flatMap(({ id, spec, model }) =>
    model === undefined ? [] : [{ id, owner: spec.owner, model }],
  );

/** Counts of the register's entries. */
export const riskCounts = (entries: readonly RiskEntry[]): RepositoryFacts["risks"] => {
  const standing = entries.filter(({ state }) => state !== "withdrawn");
  const of = (test: (entry: RiskEntry) => boolean): number => standing.filter(test).length;
  return {
    standing: standing.length,
    endsSoon: of(({ state }) => state === "ends soon"),
    ended: of(({ state }) => state === "ended"),
    withoutEnd: of(({ until }) => until === undefined),
    withoutApprover: of(({ approver }) => approver === undefined),
  };
};

/** Commits of a history that carry a signature, good or bad: the header alone is looked at. */
const signedIn = async (repository: Repository, { moments }: History): Promise<number> => {
  const commits = await readBlobs(
    repository,
    moments.map(({ commit }) => commit.id),
  );
  return [...commits.values()].filter((content) => {
    const end = content.indexOf("\n\n");
    return /^gpgsig(?:-sha256)? /m.test(
      content.subarray(0, end === -1 ? content.length : end).toString("latin1"),
    );
  }).length;
};

/** @param history of the range, read with a judgement */
export const repositoryFacts = async (
  context: CommandContext,
  repository: Repository,
  { workspace, verdicts, findings }: Verified,
  ranged?: { readonly label: string; readonly history: History },
): Promise<RepositoryFacts> => {
  const byId = new Map(verdicts.map((verdict) => [verdict.component, verdict]));
  const range =
    ranged === undefined
      ? undefined
      : {
          label: ranged.label,
          commits: ranged.history.moments.length,
          notInStep: overTime(ranged.history).filter(({ components }) =>
            components.some((each) => each.inStep === false),
          ).length,
          authors: new Set(ranged.history.moments.map(({ commit }) => commit.email)).size,
          signed: await signedIn(repository, ranged.history),
        };
  return {
    components: workspace.components.map((component) =>
      factsOf(component, byId.get(component.id) as Verdict, workspace, context.today),
    ),
    unpaired: findings.filter(({ code }) => code === "unpaired-code").length,
    codeGlobs: workspace.config.code.length > 0,
    modes: modesOf(workspace.components),
    risks: riskCounts(riskEntries(registered(workspace), context.today)),
    range,
  };
};
