// Tables as Markdown, and the same for a terminal.

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The first column is words, the others are numbers. */
export const markdownTable = ({ head, rows }: Table): string =>
  [
    `| ${head.join(" | ")} |`,
    `|${head.map((_, at) => (at === 0 ? "---" : "--:")).join("|")}|`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");

export const terminalTable = ({ head, rows }: Table): string => {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("`", "")));
  const widths = head.map((_, at) => Math.max(...all.map((row) => (row[at] ?? "").length)));
  return all
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

export const count = (value: number): string => Math.round(value).toLocaleString("en-US");

/** Three significant digits, so that cents and dollars can stand in one column. */
export const dollars = (usd: number | null): string =>
  usd === null ? "unknown" : usd >= 100 ? `$${usd.toFixed(0)}` : `$${Number(usd.toPrecision(3))}`;

export const seconds = (value: number): string =>
  value >= 3600
    ? `${(value / 3600).toFixed(0)} h`
    : value >= 120
      ? `${(value / 60).toFixed(1)} min`
      : `${value.toFixed(0)} s`;
