// `instride verify`: re-checks the invariant on any tree, or on each commit of a range. Needs git and Node alone: no
// network, no model, no working tree.

import type { Config } from "../config/schema.ts";
import { believing } from "../git/cache.ts";
import { walkRange } from "../git/history.ts";
import type { Repository } from "../git/repository.ts";
import { openRepository } from "../git/repository.ts";
import { GitError, gitText } from "../git/run.ts";
import { listCommit, listIndex, type TreeEntry } from "../git/trees.ts";
import type { Finding } from "../model/finding.ts";
import { judge, type Verdict } from "../pairing/step.ts";
import { type CommandContext, remark } from "./context.ts";
import { grouped } from "./grouped.ts";
import { judgingFor } from "./judging.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { type NamedRange, resolveRange, surveyed, unknownRevision } from "./range.ts";
import { type FindingFormat, printFindings } from "./show-findings.ts";
import type { SweptHistory } from "./verify-history.ts";
import { loadConfig, loadWorkspace, type Workspace } from "./workspace.ts";

export interface Verified {
  readonly workspace: Workspace;
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
}

/**
 * Judges every component of a listing, and the listing as a whole.
 * @param policy counts instead of the listing's own
 */
export const verifyEntries = async (
  context: CommandContext,
  repository: Repository,
  entries: readonly TreeEntry[],
  policy?: Config["policy"],
): Promise<Verified> => {
  const workspace = await loadWorkspace(repository, entries, { version: context.version });
  const config = policy === undefined ? workspace.config : { ...workspace.config, policy };
  const verdicts = workspace.components.map((component) =>
    judge(component, judgingFor(component, config, context.today).judgement),
  );
  return {
    workspace,
    verdicts,
    findings: [...workspace.findings, ...verdicts.flatMap((verdict) => verdict.findings)],
  };
};

export interface VerifyOptions {
  /** A revision, or a range `A..B`; left out: the index. */
  readonly revision?: string;
  readonly format: FindingFormat;
  readonly everyCommit: boolean;
  readonly firstParent: boolean;
  /** Since the nearest tag; a text limits which tags count, as a glob. */
  readonly sinceTag?: string | true;
  /** Judge by every rule in each commit, and trust no record. */
  readonly full: boolean;
  /** Believe results that earlier runs of this clone stored. */
  readonly cache?: boolean;
  /** A revision whose config says the policy, instead of the tree's own. */
  readonly policyFrom?: string;
}

/** Lists a revision's tree, or the index when none is given. @throws UserError for a revision that does not exist. */
export const entriesOf = async (
  repository: Repository,
  revision: string | undefined,
): Promise<readonly TreeEntry[]> => {
  if (revision === undefined) {
    if (repository.bare)
      throw new UserError("a bare repository has no index", {
        next: "name a revision: instride verify HEAD",
      });
    return (await listIndex(repository)).entries;
  }
  try {
    await gitText(repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{tree}`]);
  } catch (error) {
    if (error instanceof GitError && error.status !== null) throw await unknownRevision(repository, revision);
    throw error;
  }
  return listCommit(repository, revision);
};

const plural = (count: number, word: string): string => `${grouped(count)} ${word}${count === 1 ? "" : "s"}`;

/** @throws UserError when the revision or its config can't be read */
const policyOf = async (
  context: CommandContext,
  repository: Repository,
  revision: string,
): Promise<Config["policy"] | undefined> => {
  const { config, configured } = await loadConfig(repository, await entriesOf(repository, revision));
  if (configured) return config.policy;
  remark(context, `instride: '${revision}' has no instride.config.json, so the tree's own policy counts`);
  return undefined;
};

/** What can't be read can't be judged. */
const unreadableCodes =
  /^(?:model-unreadable|record-unreadable|record-altered|record-misplaced|conflict-marker|bad-config|bad-model)$/;

const outcomeOf = (findings: readonly Finding[], judged: readonly Finding[]): Outcome => {
  const isError = (finding: Finding): boolean => finding.severity === "error";
  if (judged.some((finding) => isError(finding) && unreadableCodes.test(finding.code))) return "failed";
  return findings.some(isError) ? "findings" : "clean";
};

const verifyTree = async (
  context: CommandContext,
  repository: Repository,
  options: VerifyOptions,
  revision: string | undefined,
  policy: Config["policy"] | undefined,
): Promise<Outcome> => {
  const entries = await entriesOf(repository, revision);
  const { workspace, findings, verdicts } = await verifyEntries(context, repository, entries, policy);
  const what = revision ?? "the index";
  const files = workspace.components.reduce((sum, component) => sum + component.inputs.size, 0);
  const looked = workspace.configured
    ? `${plural(verdicts.length, "component")} with ${plural(files, "file")} in step in ${what}`
    : `${what} has no instride.config.json: nothing is paired there`;
  printFindings(context, findings, options.format, looked);
  return outcomeOf(findings, findings);
};

const verifyRange = async (
  context: CommandContext,
  repository: Repository,
  options: VerifyOptions,
  policy: Config["policy"] | undefined,
): Promise<Outcome> => {
  const range = await resolveRange(repository, options);
  const walk = options.everyCommit ? walkRange(repository, range) : undefined;
  try {
    const [survey, history] = await Promise.all([
      surveyed(repository, range),
      options.everyCommit ? import("./verify-history.ts") : undefined,
    ]);
    if (walk === undefined || history === undefined || survey.commits === 0)
      return await verifyTip(context, repository, options, range, survey.commits, policy);
    const swept = await history.sweepHistory(context, repository, {
      range,
      survey,
      walk,
      full: options.full,
      ...(policy === undefined ? {} : { policy }),
    });
    return reportHistory(context, options, range, await withEnds(context, repository, range, swept));
  } finally {
    walk?.stop();
  }
};

/** The tip of a range alone, with what the range holds besides. */
const verifyTip = async (
  context: CommandContext,
  repository: Repository,
  options: VerifyOptions,
  range: NamedRange,
  commits: number,
  policy: Config["policy"] | undefined,
): Promise<Outcome> => {
  if (commits === 0)
    remark(context, `instride: ${range.label} holds no commits; only ${range.tip} is checked`);
  const outcome = await verifyTree(context, repository, options, range.to, policy);
  if (commits > 0)
    remark(
      context,
      `${range.label} has ${plural(commits, "commit")}; ${range.tip} was checked, --every-commit checks each`,
    );
  return outcome;
};

/** Components that the tip leaves unchecked although they are still in its tree. */
const withEnds = async (
  context: CommandContext,
  repository: Repository,
  range: NamedRange,
  swept: SweptHistory,
): Promise<SweptHistory> => {
  if (!swept.configured) return swept;
  const entries = await listCommit(repository, range.to);
  // Settings that can't be read are among the findings already.
  const loaded = await loadConfig(repository, entries).catch(() => undefined);
  if (loaded === undefined) return swept;
  const { endedUnsaid } = await import("./gone-components.ts");
  const ended = (await endedUnsaid(repository, context.version, entries, loaded.config.specs)).map(
    (finding) => ({ ...finding, commit: range.to }),
  );
  if (ended.length === 0) return swept;
  return {
    ...swept,
    findings: [...swept.findings, ...ended],
    tip: [...swept.tip, ...ended],
    notInStep: swept.notInStep.includes(range.to) ? swept.notInStep : [...swept.notInStep, range.to],
  };
};

const reportHistory = (
  context: CommandContext,
  options: VerifyOptions,
  range: NamedRange,
  swept: SweptHistory,
): Outcome => {
  const looked = swept.configured
    ? `${plural(swept.commits, "commit")} of ${range.label}, each in step; ${plural(swept.components, "component")} at ${range.tip}`
    : `${range.tip} has no instride.config.json: nothing is paired there`;
  printFindings(context, swept.findings, options.format, looked);
  remark(
    context,
    `${plural(swept.commits, "commit")}, ${swept.notInStep.length === 0 ? "each in step" : `${grouped(swept.notInStep.length)} not in step`}`,
  );
  return outcomeOf(swept.findings, swept.tip);
};

export const verify = async (context: CommandContext, options: VerifyOptions): Promise<Outcome> => {
  const opened = await openRepository(context.cwd, context.env);
  const repository = options.cache === true ? believing(opened) : opened;
  const ranged = options.revision?.includes("..") === true || options.sinceTag !== undefined;
  if (!ranged && !options.everyCommit && (options.firstParent || options.full))
    throw new UserError(`--${options.firstParent ? "first-parent" : "full"} is about a range of commits`, {
      next: "instride verify A..B --every-commit",
    });
  const policy =
    options.policyFrom === undefined ? undefined : await policyOf(context, repository, options.policyFrom);
  return ranged || options.everyCommit
    ? verifyRange(context, repository, options, policy)
    : verifyTree(context, repository, options, options.revision, policy);
};
