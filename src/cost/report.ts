// Everything that `instride cost` says, as a value: the terminal, JSON, CSV and the page are functions of it.

import {
  type Grouping,
  type LedgerOptions,
  type LedgerRow,
  ledgerRows,
  type Priced,
  priceSpends,
} from "./ledger.ts";
import type { PriceRow } from "./price-table.ts";
import { ratesOf } from "./prices.ts";
import type { CountMethod } from "./reconstruction.ts";
import { type Share, shareOf } from "./share.ts";
import type { Spend } from "./spend.ts";

/** The price row that was applied to a model. */
export interface AppliedPrice {
  readonly model: string;
  readonly row: PriceRow;
}

export interface CostReport {
  /** As the person named it. */
  readonly range: string;
  readonly repositories: readonly string[];
  /** Commits of the range, those without a record included. */
  readonly commits: number;
  readonly by: Grouping;
  readonly rows: readonly LedgerRow[];
  readonly total: LedgerRow;
  readonly records: readonly Priced[];
  readonly share: Share;
  readonly reference: { readonly model: string; readonly asOf: string; readonly source: string };
  readonly prices: readonly AppliedPrice[];
  /** How the tokens of the counterfactuals were found: records by method. */
  readonly methods: Readonly<Partial<Record<CountMethod, number>>>;
  /** Records with tokens that nobody counted: what a coding agent read and wrote in its own session. */
  readonly estimated: number;
}

export interface ReportOptions extends LedgerOptions {
  readonly range: string;
  readonly repositories: readonly string[];
  readonly commits: number;
}

const appliedPrices = (
  spends: readonly Spend[],
  { referenceModel, pricing }: LedgerOptions,
): AppliedPrice[] => {
  const days = new Map<string, Set<string>>();
  const add = (model: string, day: string): void => {
    const known = days.get(model);
    if (known === undefined) days.set(model, new Set([day]));
    else known.add(day);
  };
  for (const { usage, day } of spends) {
    add(referenceModel, day);
    for (const { model } of usage) add(model, day);
  }
  return [...days].flatMap(([model, on]) => {
    const rows = new Set<PriceRow>();
    for (const day of on) {
      const found = ratesOf(model, 0, { on: day }, pricing.table);
      if (!("unknown" in found)) rows.add(found.row);
    }
    return [...rows].map((row) => ({ model, row }));
  });
};

/** @returns undefined when the reference model has no price */
export const costReport = (spends: readonly Spend[], options: ReportOptions): CostReport | undefined => {
  const { referenceModel, pricing, range, repositories, commits, by } = options;
  const reference = ratesOf(referenceModel, 0, {}, pricing.table);
  if ("unknown" in reference) return undefined;
  const records = priceSpends(spends, options);
  const rows = ledgerRows(records, options);
  const methods: Partial<Record<CountMethod, number>> = {};
  for (const { reconstruction } of records)
    if (reconstruction !== undefined)
      methods[reconstruction.method] = (methods[reconstruction.method] ?? 0) + 1;
  return {
    range,
    repositories,
    commits,
    by,
    rows: rows.slice(0, -1),
    total: rows.at(-1) as LedgerRow,
    records,
    share: shareOf(spends, pricing),
    reference: { model: referenceModel, asOf: reference.row.asOf, source: reference.row.source },
    prices: appliedPrices(spends, options),
    methods,
    estimated: spends.filter(({ usage }) => usage.some(({ estimated }) => estimated === true)).length,
  };
};

/** The same records under another grouping. */
export const regrouped = (report: CostReport, options: LedgerOptions, by: Grouping): readonly LedgerRow[] =>
  ledgerRows(report.records, { ...options, by });
