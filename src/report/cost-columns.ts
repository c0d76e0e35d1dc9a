// Columns of the ledger, the same on a terminal and on a page.

import type { Grouping, LedgerRow } from "../cost/ledger.ts";
import { ratioText } from "./cost-words.ts";
import { count, money, percent } from "./figures.ts";

export interface Column {
  readonly title: string;
  readonly cell: (row: LedgerRow) => string;
}

interface Candidate extends Column {
  /** Left out of a table when this is nothing in all its rows. */
  readonly tokens?: (row: LedgerRow) => number;
}

const tokenColumn = (title: string, tokens: (row: LedgerRow) => number): Candidate => ({
  title,
  tokens,
  cell: (row) => count(tokens(row)),
});

const perCommit = "per commit";

const candidates: readonly Candidate[] = [
  { title: "records", cell: (row) => count(row.records) },
  tokenColumn("input", ({ totals }) => totals.input),
  tokenColumn("write 5m", ({ totals }) => totals.cacheWrite5m),
  tokenColumn("write 1h", ({ totals }) => totals.cacheWrite1h),
  tokenColumn("read", ({ totals }) => totals.cacheRead),
  tokenColumn("output", ({ totals }) => totals.output),
  { title: "hit rate", cell: ({ hitRate }) => (hitRate === undefined ? "–" : percent(hitRate)) },
  { title: "cost", cell: ({ cost }) => money(cost) },
  { title: perCommit, cell: (row) => money(row.perCommit) },
  { title: "compared at", cell: ({ reference }) => money(reference) },
  {
    title: "reconstruction",
    cell: ({ compared, counterfactual }) => (compared === 0 ? "–" : money(counterfactual)),
  },
  { title: "ratio (band)", cell: ratioText },
];

export const columnsFor = (by: Grouping, rows: readonly LedgerRow[]): readonly Column[] =>
  candidates.filter(
    ({ title, tokens }) =>
      (tokens === undefined || rows.some((row) => tokens(row) > 0)) &&
      !(by === "commit" && title === perCommit),
  );

/** A commit's id is long enough to be found by its first digits. */
export const shortKey = (by: Grouping, key: string): string =>
  by === "commit" && /^[0-9a-f]{40,64}$/.test(key) ? key.slice(0, 10) : key;
