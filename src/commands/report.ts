// `instride report --html`: threat models as one self-contained page, for one component or the whole repository.

import { lstat, rename, rm, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Config } from "../config/schema.ts";
import { type Grouping, type LedgerRow, ledgerRows, priceSpends } from "../cost/ledger.ts";
import { believing } from "../git/cache.ts";
import { commitOf } from "../git/history.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { temporaryBeside } from "../git/worktree.ts";
import type { Verdict } from "../pairing/step.ts";
import type { Report, ReportedComponent, ReportedCost } from "../report/html/types.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { readSpends } from "./cost-spends.ts";
import { judgingFor } from "./judging.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { loadPricing } from "./pricing.ts";
import { type ComponentHistory, historiesOf } from "./report-history.ts";
import { missingConfig, selectComponent } from "./select.ts";
import { rowOf } from "./status.ts";
import { entriesOf, verifyEntries } from "./verify.ts";
import type { LoadedComponent } from "./workspace.ts";

export interface ReportOptions {
  /** None: all of them. */
  readonly components: readonly string[];
  /** A revision; left out: the index. */
  readonly at?: string;
  /** Where the page is written; `-` is standard output. */
  readonly output: string;
}

/** Model whose prices compare what was spent with what reconstruction would have cost. */
const referenceModel = "claude-opus-5-5";

const costOf = async (
  repository: Repository,
  settings: Config["prices"],
  commit: string,
  components: ReadonlySet<string>,
): Promise<ReportedCost | undefined> => {
  const pricing = await loadPricing(repository, settings);
  const priced = pricing.table.find(({ models }) => models.includes(referenceModel));
  if (priced === undefined) return undefined;
  const { spends } = await readSpends(repository, commit, basename(repository.root));
  const own = spends.filter(({ component }) => components.has(component));
  const rows = (by: Grouping): readonly LedgerRow[] => {
    const options = { by, referenceModel, pricing };
    return ledgerRows(priceSpends(own, options), options);
  };
  return { byComponent: rows("component"), byMode: rows("mode"), referenceModel, pricesOf: priced.asOf };
};

/** Everything that the page says, read from git. @throws UserError when there is nothing to report on */
export const reportOf = async (
  context: CommandContext,
  repository: Repository,
  options: Omit<ReportOptions, "output">,
): Promise<Report> => {
  const entries = await entriesOf(repository, options.at);
  const { workspace, verdicts } = await verifyEntries(context, believing(repository), entries);
  if (!workspace.configured) {
    if (options.at === undefined) throw missingConfig(repository, "index");
    throw new UserError(`no instride.config.json in '${options.at}', so nothing was paired there`, {
      next: "name a revision that has one",
    });
  }
  const chosen =
    options.components.length === 0
      ? workspace.components
      : [...new Set(options.components.map((name) => selectComponent(workspace, name)))];
  if (chosen.length === 0)
    throw new UserError("no component to report on: no spec matches the config", {
      next: "instride new NAME writes a spec; git add it",
    });
  const verdictOf = new Map(workspace.components.map((each, at) => [each, verdicts[at] as Verdict]));
  const commit = await commitOf(repository, options.at ?? "HEAD");
  const histories =
    commit === undefined
      ? new Map<string, ComponentHistory>()
      : await historiesOf(repository, commit, chosen);

  const reported = (component: LoadedComponent): ReportedComponent => {
    const { id, spec, model } = component;
    const verdict = verdictOf.get(component) as Verdict;
    return {
      ...{ id, title: spec.title, specPath: spec.path, owner: spec.owner, model },
      standing: rowOf(component, verdict, [], context.today),
      problems: verdict.findings
        .filter(({ severity }) => severity === "error")
        .map(({ at, message }) => `${at.path}: ${message}`),
      framework: judgingFor(component, workspace.config, context.today).framework,
      ...(histories.get(id) ?? { history: [], olderCommits: 0 }),
    };
  };
  return {
    repository: basename(repository.root),
    revision: options.at ?? (commit === undefined ? "index, before the first commit" : "index"),
    commit,
    today: context.today,
    version: context.version,
    components: chosen.map(reported),
    cost:
      commit === undefined
        ? undefined
        : await costOf(repository, workspace.config.prices, commit, new Set(chosen.map(({ id }) => id))),
  };
};

/**
 * Writes the page whole or not at all. A link that a branch brought along under this name is replaced, never followed.
 * @throws UserError when it can't be written
 */
const writePage = async (context: CommandContext, output: string, page: string): Promise<void> => {
  const file = resolve(context.cwd, output);
  const refusal = (why: string, cause?: unknown): UserError =>
    new UserError(`cannot write '${output}': ${why}`, {
      next: "name a file in a folder that exists: instride report --html -o report.html",
      cause,
    });
  const held = await lstat(file).catch(() => undefined);
  if (held !== undefined && !held.isFile() && !held.isSymbolicLink()) throw refusal("it is no file");
  const temporary = temporaryBeside(file);
  try {
    await rm(temporary, { force: true });
    await writeFile(temporary, page, { flag: "wx" });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw refusal((error as NodeJS.ErrnoException).code ?? (error as Error).message, error);
  }
};

export const report = async (context: CommandContext, options: ReportOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const found = await reportOf(context, repository, options);
  const { renderReport } = await import("../report/html/report.ts");
  const page = await renderReport(found);
  if (options.output === "-") {
    print(context, page);
    return "clean";
  }
  await writePage(context, options.output, page);
  remark(context, `instride: wrote ${options.output}; it needs no network, and no file beside it`);
  return "clean";
};
