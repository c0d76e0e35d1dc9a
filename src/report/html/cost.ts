// What the threat models cost, and what reconstruction would have cost in their place.

import type { LedgerRow } from "../../cost/ledger.ts";
import type { Money } from "../../cost/money.ts";
import { pageCode, pageLabel } from "../foreign.ts";
import { table } from "./parts.ts";
import type { ReportedCost } from "./types.ts";

const dollars = ({ usd }: Money): string =>
  usd === undefined ? "unknown" : `$${usd.toFixed(usd !== 0 && usd < 0.1 ? 4 : 2)}`;

const count = (tokens: number): string => tokens.toLocaleString("en-US");

const cells = (row: LedgerRow): string[] => [
  pageLabel(row.key),
  count(row.records),
  count(row.totals.input),
  count(row.totals.cacheWrite5m + row.totals.cacheWrite1h),
  count(row.totals.cacheRead),
  count(row.totals.output),
  dollars(row.cost),
  dollars(row.reference),
  dollars(row.counterfactual),
  row.ratio === undefined ? "–" : `${row.ratio.value.toFixed(1)} ×`,
];

const costTable = (label: string, key: string, rows: readonly LedgerRow[]): string =>
  table(
    label,
    [
      { title: key },
      ...[
        "Records",
        "Input",
        "Cache write",
        "Cache read",
        "Output",
        "Cost",
        "At reference",
        "Reconstruction",
        "Ratio",
      ].map((title) => ({ title, number: true })),
    ],
    rows.slice(0, -1).map(cells),
    rows.length === 0 ? undefined : cells(rows.at(-1) as LedgerRow),
  );

export const renderCost = (cost: ReportedCost): string =>
  cost.byComponent.every(({ records }) => records === 0)
    ? "<p>No record yet: nothing was spent.</p>"
    : [
        "<h3>By component</h3>",
        costTable("Cost by component", "Component", cost.byComponent),
        "<h3>By mode</h3>",
        costTable("Cost by mode", "Mode", cost.byMode),
        `<p class="muted">Tokens by class, of every record that the commits added. Reference: ${pageCode(cost.referenceModel)} at prices of ${pageLabel(cost.pricesOf)}. Reconstruction is an estimate: every input read once and the whole model written once, at each record (band −40/+50 %). Tokens of mode in-session are estimates too. An unknown price is never zero.</p>`,
      ].join("\n");
