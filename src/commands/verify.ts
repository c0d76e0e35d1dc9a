// `instride verify`: re-checks the invariant on any tree. Needs git and Node alone: no network, no model, no working tree.

import type { Repository } from "../git/repository.ts";
import { openRepository } from "../git/repository.ts";
import { GitError, gitText } from "../git/run.ts";
import { listCommit, listIndex, type TreeEntry } from "../git/trees.ts";
import type { Finding } from "../model/finding.ts";
import { judge, type Verdict } from "../pairing/step.ts";
import type { CommandContext } from "./context.ts";
import { judgingFor } from "./judging.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { type FindingFormat, printFindings } from "./show-findings.ts";
import { loadWorkspace, type Workspace } from "./workspace.ts";

export interface Verified {
  readonly workspace: Workspace;
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
}

/** Judges every component of a listing, and the listing as a whole. */
export const verifyEntries = async (
  context: CommandContext,
  repository: Repository,
  entries: readonly TreeEntry[],
): Promise<Verified> => {
  const workspace = await loadWorkspace(repository, entries, { version: context.version });
  const verdicts = workspace.components.map((component) =>
    judge(component, judgingFor(component, workspace.config, context.today).judgement),
  );
  return {
    workspace,
    verdicts,
    findings: [...workspace.findings, ...verdicts.flatMap((verdict) => verdict.findings)],
  };
};

export interface VerifyOptions {
  readonly revision?: string;
  readonly format: FindingFormat;
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
    if (error instanceof GitError && error.status !== null)
      throw new UserError(`unknown revision '${revision}'`, {
        next: "git log --oneline --all lists what there is",
      });
    throw error;
  }
  return listCommit(repository, revision);
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

export const verify = async (context: CommandContext, options: VerifyOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const entries = await entriesOf(repository, options.revision);
  const { workspace, findings, verdicts } = await verifyEntries(context, repository, entries);
  const what = options.revision === undefined ? "the index" : options.revision;
  const unreadable = findings.filter(
    (finding) => unreadableCodes.test(finding.code) && finding.severity === "error",
  );
  const files = workspace.components.reduce((sum, component) => sum + component.inputs.size, 0);
  const looked = workspace.configured
    ? `${plural(verdicts.length, "component")} with ${plural(files, "file")} in step in ${what}`
    : `${what} has no instride.config.json: nothing is paired there`;
  printFindings(context, findings, options.format, looked);
  if (unreadable.length > 0) return "failed";
  return findings.some((finding) => finding.severity === "error") ? "findings" : "clean";
};

/** What can't be read can't be judged. */
const unreadableCodes =
  /^(?:model-unreadable|record-unreadable|record-altered|record-misplaced|conflict-marker|bad-config|bad-model)$/;
