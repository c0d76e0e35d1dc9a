// The cost report on a terminal, and as CSV.

import type { LedgerRow } from "../cost/ledger.ts";
import type { CostReport } from "../cost/report.ts";
import { columnsFor, shortKey } from "./cost-columns.ts";
import { spreadsheetCell } from "./foreign.ts";
import { renderTable } from "./table.ts";

export const costTable = ({ by, rows, total }: CostReport): string => {
  const columns = columnsFor(by, rows);
  return renderTable(
    [...rows, total].map((row) => [shortKey(by, row.key), ...columns.map(({ cell }) => cell(row))]),
    { head: [by, ...columns.map(({ title }) => title)] },
  );
};

const exact = (value: number | undefined): string =>
  value === undefined ? "" : String(Number(value.toPrecision(12)));

/** One line a row, plain numbers, US dollars; what is unknown is an empty cell with the reason beside it. */
export const costCsv = ({ by, rows, total, reference }: CostReport): string => {
  const head = [
    by,
    ...[
      "records",
      "commits",
      "input",
      "cache_write_5m",
      "cache_write_1h",
      "cache_read",
      "output",
      "thinking",
    ],
    ...["estimated", "hit_rate", "cost_usd", "cost_known_usd", "cost_unknown", "cost_per_commit_usd"],
    ...["reference_model", "prices_as_of", "reference_usd", "compared_records"],
    ...["reconstruction_usd", "reconstruction_low_usd", "reconstruction_high_usd"],
    ...["ratio", "ratio_low", "ratio_high"],
  ];
  const line = ({ totals, ...row }: LedgerRow): string[] => [
    row.key,
    ...[row.records, row.commits, totals.input, totals.cacheWrite5m, totals.cacheWrite1h].map(exact),
    ...[totals.cacheRead, totals.output, totals.thinking].map(exact),
    totals.estimated === true ? "yes" : "no",
    ...[row.hitRate, row.cost.usd, row.cost.known].map(exact),
    row.cost.unknown?.join("; ") ?? "",
    exact(row.perCommit.usd),
    ...[reference.model, reference.asOf],
    ...[row.reference.usd, row.compared, row.counterfactual.usd, row.low.usd, row.high.usd].map(exact),
    ...[row.ratio?.value, row.ratio?.low, row.ratio?.high].map(exact),
  ];
  return [head, ...[...rows, total].map(line)].map((row) => row.map(spreadsheetCell).join(",")).join("\r\n");
};
