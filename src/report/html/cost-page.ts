// The cost report as a page: what was spent, what reconstruction would have cost, and where the tokens went. Every plot
// has its figures in a table beside it.

import type { Grouping, LedgerOptions, LedgerRow } from "../../cost/ledger.ts";
import { type CostReport, regrouped } from "../../cost/report.ts";
import { shortKey } from "../cost-columns.ts";
import {
  costSentences,
  ratioText,
  reconstructionSentence,
  scopeSentence,
  shareSentence,
  shareText,
} from "../cost-words.ts";
import { money, percent, short, usd, usdTick } from "../figures.ts";
import { html } from "../foreign.ts";
import { dataTable, tableCss } from "./data-table.ts";
import { ledgerTable } from "./ledger-table.ts";
import { linePlot, someTicks } from "./line-plot.ts";
import { renderPage } from "./page.ts";
import { plotCss } from "./plot.ts";
import { partsPlot, rangePlot } from "./row-plots.ts";

export interface About {
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

const figures = (report: CostReport): string => {
  const { total, share } = report;
  const shown: (readonly [string, string])[] = [
    ["spent", money(total.cost)],
    ["for each commit with a record", money(total.perCommit)],
    [`threat models, at ${report.reference.model}`, money(total.reference)],
    ["reconstruction instead", total.compared === 0 ? "not known" : money(total.counterfactual)],
    ["ratio (band)", ratioText(total)],
    ["cache hit rate", total.hitRate === undefined ? "–" : percent(total.hitRate)],
    ["threat model's share of the whole", shareText(share) ?? "not known"],
  ];
  return `<dl class="figures">${shown
    .map(([name, value]) => `<div><dt>${html(name)}</dt><dd>${html(value)}</dd></div>`)
    .join("")}</dl>`;
};

/** Commit by commit, in the order of history. */
const commitPlots = (commits: readonly LedgerRow[], reference: string): string => {
  const ticks = someTicks(commits.map((_, at) => String(at + 1)));
  const compared = commits.map((row) => row.counterfactual.usd ?? 0);
  let [spent, fresh, low, high] = [0, 0, 0, 0];
  const running = commits.map((row, at) => {
    spent += row.reference.known;
    fresh += row.counterfactual.known;
    low += row.low.known;
    high += row.high.known;
    return { x: at + 1, spent, fresh, low, high };
  });
  const free = commits.filter(({ reference: { usd: value } }) => value === 0).length;
  const end = running.at(-1);
  return [
    linePlot({
      id: "each-commit",
      title: "Each commit.",
      says: `What the threat model took at a commit, and what a reconstruction there would have cost, at the prices of ${reference}.${
        free === 0
          ? ""
          : ` ${free} of ${commits.length} commits with a record cost nothing: their marks are hollow and stand at the bottom.`
      }`,
      series: [
        {
          name: "spent",
          dots: true,
          points: commits.map((row, at) => ({
            x: at + 1,
            y: row.reference.known,
            hint: `${shortKey("commit", row.key)}: ${money(row.reference)}`,
          })),
        },
        {
          name: "reconstruction, with its band",
          points: commits.map((row, at) => ({
            x: at + 1,
            y: compared[at] as number,
            ...(row.low.usd === undefined || row.high.usd === undefined
              ? {}
              : { low: row.low.usd, high: row.high.usd }),
            hint: `${shortKey("commit", row.key)}: ${money(row.counterfactual)}`,
          })),
        },
      ],
      x: { name: "commits with a record, oldest first", ticks },
      y: { name: "US dollars, powers of ten", log: true },
      format: usd,
      tick: usdTick,
    }),
    linePlot({
      id: "running-total",
      title: "Running total.",
      says:
        end === undefined
          ? ""
          : `At the end ${usd(end.spent)} spent against ${usd(end.fresh)} (${usd(end.low)} to ${usd(end.high)}) for a reconstruction at each of these commits.`,
      series: [
        { name: "spent", points: running.map(({ x, spent: y }) => ({ x, y })) },
        {
          name: "reconstruction, with its band",
          points: running.map(({ x, fresh: y, ...band }) => ({ x, y, low: band.low, high: band.high })),
        },
      ],
      x: { name: "commits with a record, oldest first", ticks },
      y: { name: "US dollars" },
      format: usd,
      tick: usdTick,
    }),
  ].join("\n");
};

const componentPlot = (components: readonly LedgerRow[], reference: string): string =>
  rangePlot({
    id: "by-component",
    title: "Spent and reconstruction, by component.",
    says: `Each step to the right is ten times as much. Prices of ${reference}.`,
    series: ["spent", "reconstruction, with its band"],
    rows: components
      .filter((row) => row.reference.known > 0 || row.counterfactual.known > 0)
      .map((row) => ({
        name: row.key,
        values: [
          { y: row.reference.known },
          row.counterfactual.usd === undefined || row.low.usd === undefined || row.high.usd === undefined
            ? undefined
            : { y: row.counterfactual.usd, low: row.low.usd, high: row.high.usd },
        ],
      })),
    axis: "US dollars, powers of ten",
    format: usd,
    tick: usdTick,
  });

const classes = ["input", "cache write 5m", "cache write 1h", "cache read", "output"] as const;

const tokenPlot = (id: string, title: string, rows: readonly LedgerRow[]): string =>
  partsPlot({
    id,
    title,
    says: "Classes of tokens; what was read from the cache costs a tenth or less of what was not.",
    series: classes,
    rows: rows.map(({ key, totals }) => ({
      name: key,
      values: [totals.input, totals.cacheWrite5m, totals.cacheWrite1h, totals.cacheRead, totals.output].map(
        (y) => ({ y }),
      ),
    })),
    axis: "tokens",
    format: short,
  });

const section = (id: string, title: string, ...parts: readonly string[]): string =>
  [`<section aria-labelledby="${id}">`, `<h2 id="${id}">${html(title)}</h2>`, ...parts, "</section>"].join(
    "\n",
  );

const priceTable = ({ prices }: CostReport): string =>
  dataTable({
    caption: "Prices that were applied, US dollars per million tokens",
    head: ["model", "as of", "input", "write 5m", "write 1h", "read", "output", "source"],
    rows: prices.map(({ model, row: { rates, asOf, source } }) => [
      model,
      asOf,
      ...[rates.input, rates.cacheWrite5m, rates.cacheWrite1h, rates.cacheRead, rates.output].map((rate) =>
        rate === undefined ? "unknown" : String(rate),
      ),
      source,
    ]),
    words: [1, 7],
  });

/** A whole page that needs nothing beside it. */
export const costPage = (report: CostReport, options: LedgerOptions, about: About): string => {
  const by = (grouping: Grouping): readonly LedgerRow[] => regrouped(report, options, grouping).slice(0, -1);
  const { total, reference } = report;
  const empty = report.records.length === 0;
  const commits = empty ? [] : by("commit");
  const [components, months, modes] = [by("component"), by("month"), by("mode")];
  const table = (grouping: Grouping, caption: string): string =>
    ledgerTable(grouping, by(grouping), total, caption);
  const sections = [
    section(
      "commits",
      "Commit by commit",
      commitPlots(commits, reference.model),
      ledgerTable("commit", commits, total, "By commit, in the order of history"),
    ),
    section(
      "components",
      "By component",
      componentPlot(components, reference.model),
      ledgerTable("component", components, total, "By component"),
    ),
    section(
      "tokens",
      "Where the tokens went",
      tokenPlot("tokens-by-month", "Tokens by month.", months),
      ledgerTable("month", months, total, "By month"),
      tokenPlot("tokens-by-mode", "Tokens by mode.", modes),
      ledgerTable("mode", modes, total, "By mode: how the statements came to be"),
    ),
    section(
      "purpose",
      "Code and threat model",
      `<p>${html(shareSentence(report))}</p>`,
      table("purpose", "By purpose: writing code, reading for both, threat model"),
    ),
    section(
      "who",
      "Models and authors",
      table("model", "By model"),
      table("author", "By author of the commit"),
      ...(report.repositories.length > 1 ? [table("repository", "By repository")] : []),
    ),
    section(
      "method",
      "How these numbers came to be",
      ...costSentences(report).map((sentence) => `<p>${html(sentence)}</p>`),
      priceTable(report),
    ),
  ];
  return renderPage({
    title: `What the threat models cost: ${report.repositories.join(", ")}`,
    subtitleHtml: html(`${scopeSentence(report)}. ${about.today}, instride ${about.version}.`),
    sections: empty
      ? []
      : [
          { label: "Commits", id: "commits" },
          { label: "Components", id: "components" },
          { label: "Tokens", id: "tokens" },
          { label: "Code and threat model", id: "purpose" },
          { label: "Models and authors", id: "who" },
          { label: "Method", id: "method" },
        ],
    bodyHtml: empty
      ? `<p>${html(`No record was added in ${report.range}: nothing was spent.`)}</p>`
      : [figures(report), `<p>${html(reconstructionSentence(report))}</p>`, ...sections].join("\n"),
    css: `${plotCss}${tableCss}`,
  });
};
