// `instride risks`: the accepted-risk register: who accepted what, until when, and how often it was renewed.

import { openRepository, type Repository } from "../git/repository.ts";
import { type RiskEntry, riskEntries, riskRegister } from "../history/risk-register.ts";
import { renderRisks } from "../report/risks-text.ts";
import { csvOf } from "../report/typed-table.ts";
import { type CommandContext, print } from "./context.ts";
import { registered } from "./control-facts.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { entriesOf } from "./verify.ts";
import { type NamedHistory, wholeHistory } from "./whole-history.ts";
import { loadWorkspace } from "./workspace.ts";

export interface RisksOptions {
  /** Left out: HEAD, judged today. */
  readonly at?: string;
  readonly format: "text" | "json" | "csv";
}

export interface Register extends NamedHistory {
  readonly entries: readonly RiskEntry[];
  /** The day by which states are told. */
  readonly day: string;
}

/** The register at a revision. States are told by today, or by the day that a named revision claims. */
export const registerAt = async (
  context: CommandContext,
  repository: Repository,
  at: string | undefined,
): Promise<Register> => {
  if (at?.includes("..") === true)
    throw new UserError(`'${at}' is a range, expected one revision`, {
      next: `instride risks --at ${at.split("..").at(-1) || "HEAD"}`,
    });
  const named = await wholeHistory(context, repository, at, { judge: false });
  const day = at === undefined ? context.today : (named.history.moments.at(-1)?.commit.day ?? context.today);
  const workspace = await loadWorkspace(repository, await entriesOf(repository, named.range.to), {
    version: context.version,
  });
  const broken = workspace.components.filter(
    (each) => each.modelText !== undefined && each.model === undefined,
  );
  if (broken.length > 0)
    throw new UserError("some threat models can't be read, so the register would not be complete", {
      findings: broken.flatMap((each) => each.modelFindings),
      next: "correct them",
    });
  return { ...named, day, entries: riskEntries(registered(workspace), day, named.history) };
};

export const risks = async (context: CommandContext, options: RisksOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { range, history, needs, day, entries } = await registerAt(context, repository, options.at);
  if (options.format === "json") {
    const value = {
      revision: range.tip,
      commit: range.to,
      day,
      complete: history.complete,
      ...(needs === undefined ? {} : { needs }),
      risks: entries,
    };
    print(context, JSON.stringify(value, undefined, 2));
  } else if (options.format === "csv") print(context, csvOf(riskRegister(entries, history.complete)));
  else
    print(
      context,
      renderRisks(entries, {
        colour: context.colour.out,
        width: context.width,
        complete: history.complete,
        when: `${day}, at ${range.tip} (${range.to.slice(0, 12)})`,
      }),
    );
  return entries.some(({ state }) => state === "ended") ? "findings" : "clean";
};
