// `instride cost [RANGE]`: the ledger, read from git: what the threat models cost, and what reconstruction would have.

import {
  type Grouping,
  type LedgerRow,
  ledgerRows,
  type Money,
  reconstruction,
  type Spend,
} from "../cost/ledger.ts";
import { prices } from "../cost/price-table.ts";
import { readBlobs } from "../git/blobs.ts";
import { addedRecords, sizesAt } from "../git/record-log.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { GitError } from "../git/run.ts";
import { liveClaims } from "../pairing/claims.ts";
import { parseRecordPath } from "../pairing/files.ts";
import { isBase, type NamedRecord, parseRecord } from "../pairing/record.ts";
import { renderTable } from "../report/table.ts";
import { type CommandContext, print, remark } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { entriesOf } from "./verify.ts";

export interface CostOptions {
  /** Commits; left out: everything that HEAD reaches. */
  readonly range?: string;
  readonly by: Grouping;
  readonly referenceModel: string;
  readonly format: "text" | "json" | "csv";
  /** Further repositories, whose records are counted too. */
  readonly repositories: readonly string[];
}

/** Sizes of a component at a commit: the paths that its records' live claims name, and its model. */
const sizeAt = (
  component: string,
  records: readonly NamedRecord[],
  sizes: ReadonlyMap<string, number>,
): Spend["size"] => {
  const own = records.filter(({ record }) => record.component === component);
  const inputs: Record<string, number> = {};
  for (const [path, live] of liveClaims(own)) {
    const size = sizes.get(path);
    if (live.some((claim) => claim.blob !== null) && size !== undefined) inputs[path] = size;
  }
  const models = own
    .flatMap(({ record }) => Object.keys(record.outputs))
    .filter((path) => path.endsWith(".threats.yaml"));
  const model = Math.max(0, ...models.map((path) => sizes.get(path) ?? 0));
  return Object.keys(inputs).length === 0 || model === 0 ? undefined : { inputs, model };
};

const recordsAt = async (repository: Repository, commit: string): Promise<NamedRecord[]> => {
  const entries = (await entriesOf(repository, commit)).flatMap((entry) => {
    const named = parseRecordPath(entry.path);
    return named === undefined ? [] : [{ ...entry, named }];
  });
  const blobs = await readBlobs(
    repository,
    entries.map((entry) => entry.oid),
  );
  return entries.flatMap(({ path, oid, named }) => {
    const { record } = parseRecord(path, named, blobs.get(oid)?.toString("utf8") ?? "");
    return record === undefined ? [] : [record];
  });
};

/** What each record of the range spent, every record id once. */
export const spendsOf = async (repository: Repository, range: string): Promise<Spend[]> => {
  const added = await addedRecords(repository, range).catch((error: unknown) => {
    if (error instanceof GitError && error.status === 128)
      throw new UserError(`unknown range '${range}'`, {
        next: "name commits as git log does: main~20..main",
      });
    throw error;
  });
  const blobs = await readBlobs(
    repository,
    added.map((each) => each.oid),
  );
  const spends: Spend[] = [];
  const seen = new Set<string>();
  const trees = new Map<string, { records: NamedRecord[]; sizes: ReadonlyMap<string, number> }>();
  for (const { commit, author, day, path, oid } of added) {
    const named = parseRecordPath(path);
    if (named === undefined) continue;
    const { record } = parseRecord(path, named, blobs.get(oid)?.toString("utf8") ?? "");
    if (record === undefined) continue;
    const head = { component: named.component, commit, author, day };
    if (isBase(record.record)) {
      for (const { record: id, mode, agent, usage } of record.record.folded)
        if (!seen.has(id)) {
          seen.add(id);
          spends.push({ ...head, record: id, mode, agent, usage });
        }
      continue;
    }
    if (seen.has(record.id)) continue;
    seen.add(record.id);
    const { mode, agent, usage } = record.record;
    let tree = trees.get(commit);
    if (tree === undefined) {
      tree = { records: await recordsAt(repository, commit), sizes: await sizesAt(repository, commit) };
      trees.clear();
      trees.set(commit, tree);
    }
    const size = sizeAt(named.component, tree.records, tree.sizes);
    spends.push({ ...head, record: record.id, mode, agent, usage, ...(size === undefined ? {} : { size }) });
  }
  return spends;
};

const dollars = ({ usd }: Money): string =>
  usd === undefined ? "unknown" : `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
const count = (tokens: number): string => tokens.toLocaleString("en-US");
const columns = [
  "records",
  "input",
  "write 5m",
  "write 1h",
  "read",
  "output",
  "hit rate",
  "cost",
  "at reference",
  "reconstruction",
  "ratio",
];

const cells = (row: LedgerRow): string[] => [
  String(row.records),
  count(row.totals.input),
  count(row.totals.cacheWrite5m),
  count(row.totals.cacheWrite1h),
  count(row.totals.cacheRead),
  count(row.totals.output),
  row.hitRate === undefined ? "–" : `${Math.round(row.hitRate * 100)} %`,
  row.totals.input + row.totals.output === 0 ? "$0" : dollars(row.cost),
  dollars(row.reference),
  dollars(row.counterfactual),
  row.ratio === undefined ? "–" : `${row.ratio.toFixed(1)} ×`,
];

/** A cell that a spreadsheet would take for a formula is neutralised; quotes are doubled. */
const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const cost = async (context: CommandContext, options: CostOptions): Promise<Outcome> => {
  const spends: Spend[] = [];
  for (const folder of options.repositories.length === 0 ? [context.cwd] : options.repositories) {
    const repository = await openRepository(folder, context.env);
    spends.push(...(await spendsOf(repository, options.range ?? "HEAD")));
  }
  const rows = ledgerRows(spends, { by: options.by, referenceModel: options.referenceModel });
  const priced = prices.find((row) => row.models.includes(options.referenceModel));
  if (priced === undefined)
    throw new UserError(`no price for model '${options.referenceModel}'`, {
      next: `one of ${prices.flatMap((row) => row.models).join(", ")}`,
    });
  if (options.format === "json") {
    const full = spends.map((spend) => ({
      ...spend,
      ...(spend.size === undefined
        ? {}
        : { reconstruction: reconstruction(spend.size, options.referenceModel) }),
    }));
    print(
      context,
      JSON.stringify(
        { reference: { model: options.referenceModel, prices: priced.asOf }, rows, records: full },
        undefined,
        2,
      ),
    );
    return "clean";
  }
  if (options.format === "csv") {
    print(
      context,
      [[options.by, ...columns], ...rows.map((row) => [row.key, ...cells(row)])]
        .map((line) => line.map(csvCell).join(","))
        .join("\r\n"),
    );
    return "clean";
  }
  if (spends.length === 0) {
    print(context, `no record was added in ${options.range ?? "HEAD"}: nothing was spent`);
    return "clean";
  }
  print(
    context,
    renderTable(
      rows.map((row) => [row.key, ...cells(row)]),
      { head: [options.by, ...columns] },
    ),
  );
  remark(
    context,
    `reference: ${options.referenceModel}, prices of ${priced.asOf}; reconstruction is estimated: every input read once, the whole model written once (band −40/+50 %). Tokens of mode in-session are estimates too. Unknown prices are never zero.`,
  );
  return "clean";
};
