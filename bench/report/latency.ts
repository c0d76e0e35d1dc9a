// How long instride lets people wait.

import { rangePlot } from "../../src/report/html/row-plots.ts";
import type { LatencyPart, Read } from "./read.ts";
import { type Block, plot, type Section, table, text } from "./section.ts";

const blocksOf = (
  name: string,
  { title, method, machine, rows }: LatencyPart,
  budgets: Readonly<Record<string, number>>,
): readonly Block[] => {
  const has = (key: "shown" | "processor" | "budget"): boolean => rows.some((row) => row[key] !== undefined);
  const limited = rows.filter(
    (row) => row.budget !== undefined && row.ratio !== undefined && row.shown !== undefined,
  );
  return [
    ...(limited.length === 0
      ? []
      : [
          plot(
            rangePlot({
              id: `budget-${name}`,
              title: `${title}: ratios and their budgets.`,
              says: "Times the reference of the same run; the budget is what it may be at most.",
              series: ["measured", "at most"],
              rows: limited.map((row) => {
                const limit = budgets[row.budget ?? ""];
                return {
                  name: row.name,
                  values: [{ y: row.ratio ?? 0 }, limit === undefined ? undefined : { y: limit }],
                };
              }),
              axis: "times the reference",
              format: (value) => `${Number(value.toFixed(2))} ×`,
              linear: true,
            }),
          ),
        ]),
    table({
      caption: `${title} (${name})`,
      head: [
        "what",
        "measured",
        ...(has("shown") ? ["ratio"] : []),
        ...(has("processor") ? ["by processor time"] : []),
        ...(has("budget") ? ["at most"] : []),
      ],
      rows: rows.map((row) => [
        row.name,
        row.value,
        ...(has("shown") ? [row.shown ?? ""] : []),
        ...(has("processor") ? [row.processor ?? ""] : []),
        ...(has("budget") ? [row.budget === undefined ? "" : String(budgets[row.budget] ?? "")] : []),
      ]),
    }),
    text(`Method: ${method}. Machine: ${machine}.`),
  ];
};

export const latencySection = (
  read: Read<Readonly<Record<string, LatencyPart>>>,
  budgets: Readonly<Record<string, number>>,
): Section => ({
  id: "latency",
  title: "How long people wait",
  blocks:
    "missing" in read
      ? [text(read.missing)]
      : Object.entries(read.value).flatMap(([name, part]) => blocksOf(name, part, budgets)),
});
