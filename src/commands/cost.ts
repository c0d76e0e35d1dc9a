// `instride cost [RANGE]`: the ledger, read from git: what the threat models cost, and what reconstruction would have.

import { writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Grouping } from "../cost/ledger.ts";
import { type CostReport, costReport, type ReportOptions } from "../cost/report.ts";
import type { Spend } from "../cost/spend.ts";
import { commitOf, shallowCommits } from "../git/history.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { costJson } from "../report/cost-json.ts";
import { costCsv, costTable } from "../report/cost-text.ts";
import { costSentences } from "../report/cost-words.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { countByProvider, countO200k } from "./cost-counts.ts";
import { readSpends } from "./cost-spends.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { loadPricing } from "./pricing.ts";
import { entriesOf } from "./verify.ts";
import { loadConfig } from "./workspace.ts";

export interface CostOptions {
  /** Commits; left out: everything that HEAD reaches. */
  readonly range?: string;
  readonly by: Grouping;
  readonly referenceModel: string;
  readonly format: "text" | "json" | "csv";
  /** File that the page is written to. */
  readonly html?: string;
  /** Repositories that are counted together, in place of the one around the current folder. */
  readonly repositories: readonly string[];
  /** LiteLLM's price file, in place of the one that the settings name. */
  readonly prices?: string;
  /** Ask the provider to count tokens. */
  readonly countTokens: boolean;
}

/** Folder names, or whole paths where two folders have one name. */
const namesOf = (roots: readonly string[]): string[] =>
  roots.map((root) =>
    roots.filter((other) => basename(other) === basename(root)).length > 1 ? root : basename(root),
  );

interface Collected {
  readonly report: CostReport;
  readonly options: ReportOptions;
}

const collect = async (context: CommandContext, options: CostOptions): Promise<Collected> => {
  const folders = options.repositories.length === 0 ? [context.cwd] : options.repositories;
  const repositories: Repository[] = [];
  for (const folder of folders)
    repositories.push(await openRepository(resolve(context.cwd, folder), context.env));
  const [first] = repositories as [Repository];
  const isEmpty = first.bare && (await commitOf(first, "HEAD")) === undefined;
  const entries = isEmpty ? [] : await entriesOf(first, first.bare ? "HEAD" : undefined);
  const { config } = await loadConfig(first, entries);
  const pricing = await loadPricing(
    first,
    config.prices,
    options.prices === undefined ? undefined : { cwd: context.cwd, path: options.prices },
  );
  const names = namesOf(repositories.map(({ root }) => root));
  const range = options.range ?? "HEAD";
  const spends = new Map<string, Spend>();
  const counts = new Map<string, number>();
  let commits = 0;
  for (const [at, repository] of repositories.entries()) {
    const read = await readSpends(repository, range, names[at] as string);
    commits += read.commits;
    // A record's id is made from its content: two clones of one repository hold the same ones, once each.
    const own = read.spends.filter(({ record }) => !spends.has(record));
    for (const spend of own) spends.set(spend.record, spend);
    const counted = options.countTokens
      ? await countByProvider(context, repository, config.claude, options.referenceModel, own)
      : await countO200k(repository, own);
    for (const [oid, tokens] of counted) counts.set(oid, tokens);
    if ((await shallowCommits(repository)).size > 0)
      remark(
        context,
        `instride: ${names[at]} is a shallow clone: what was spent before it begins stands with its first commit (git fetch --unshallow)`,
      );
  }
  const reportOptions: ReportOptions = {
    by: options.by,
    referenceModel: options.referenceModel,
    pricing,
    counts: options.countTokens ? { counted: counts } : { o200k: counts },
    range,
    repositories: names,
    commits,
  };
  const report = costReport([...spends.values()], reportOptions);
  if (report === undefined)
    throw new UserError(`no price for model '${options.referenceModel}'`, {
      next: `one of ${[...new Set(pricing.table.flatMap((row) => row.models))].slice(0, 20).join(", ")}, or prices.models of instride.config.json`,
    });
  return { report, options: reportOptions };
};

const writePage = async (context: CommandContext, file: string, collected: Collected): Promise<void> => {
  const { costPage } = await import("../report/html/cost-page.ts");
  const page = costPage(collected.report, collected.options, context);
  if (file === "-") {
    print(context, page);
    return;
  }
  try {
    await writeFile(resolve(context.cwd, file), page);
  } catch (error) {
    throw new UserError(`cannot write '${file}': ${(error as NodeJS.ErrnoException).code}`, {
      next: "name a file in a folder that exists: --html cost.html",
    });
  }
  remark(context, `instride: wrote ${file}`);
};

export const cost = async (context: CommandContext, options: CostOptions): Promise<Outcome> => {
  const collected = await collect(context, options);
  const { report } = collected;
  if (options.html !== undefined) await writePage(context, options.html, collected);
  else if (options.format === "json") print(context, costJson(report));
  else if (options.format === "csv") print(context, costCsv(report));
  else if (report.records.length === 0)
    print(context, `no record was added in ${report.range}: nothing was spent`);
  else {
    print(context, `${costTable(report)}\n`);
    for (const sentence of costSentences(report)) remark(context, sentence);
  }
  return "clean";
};
