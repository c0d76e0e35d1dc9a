// Rows of the cost ledger as a table of a page.

import type { Grouping, LedgerRow } from "../../cost/ledger.ts";
import { columnsFor, shortKey } from "../cost-columns.ts";
import { dataTable } from "./data-table.ts";

export const ledgerTable = (
  by: Grouping,
  rows: readonly LedgerRow[],
  total: LedgerRow,
  caption: string,
): string => {
  const columns = columnsFor(by, rows);
  const cells = (row: LedgerRow): string[] => columns.map(({ cell }) => cell(row));
  return dataTable({
    caption,
    head: [by, ...columns.map(({ title }) => title)],
    rows: rows.map((row) => [shortKey(by, row.key), ...cells(row)]),
    total: [total.key, ...cells(total)],
    long: rows.length > 24,
  });
};
