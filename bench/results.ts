// Results as Markdown tables, for the terminal and for RESULTS.md alike.

export interface Row {
  readonly name: string;
  readonly value: string;
  /** What a budget limits. */
  readonly ratio?: number;
  readonly shown?: string;
  /** The ratio by processor time. */
  readonly processor?: string;
  /** Key in budget.json. */
  readonly budget?: string;
}

export interface PartResult {
  readonly title: string;
  readonly method: string;
  readonly machine: string;
  readonly rows: readonly Row[];
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

const table = (rows: readonly Row[], budgets: Readonly<Record<string, number>>): string => {
  const withRatio = rows.some((row) => row.shown !== undefined);
  const withProcessor = rows.some((row) => row.processor !== undefined);
  const withBudget = rows.some((row) => row.budget !== undefined);
  const head = [
    "what",
    "measured",
    ...(withRatio ? ["ratio"] : []),
    ...(withProcessor ? ["by processor time"] : []),
    ...(withBudget ? ["at most"] : []),
  ];
  const lines = rows.map((row) => [
    row.name,
    row.value,
    ...(withRatio ? [row.shown ?? ""] : []),
    ...(withProcessor ? [row.processor ?? ""] : []),
    ...(withBudget ? [row.budget === undefined ? "" : String(budgets[row.budget] ?? "")] : []),
  ]);
  return [head, head.map((_, at) => (at === 0 ? "---" : "---:")), ...lines]
    .map((cells) => `| ${cells.map(cell).join(" | ")} |`)
    .join("\n");
};

export const renderResults = (
  results: Readonly<Record<string, PartResult>>,
  budgets: Readonly<Record<string, number>>,
): string =>
  Object.entries(results)
    .map(
      ([name, { title, method, machine, rows }]) =>
        `## ${title} (\`${name}\`)\n\n${table(rows, budgets)}\n\nMethod: ${method}. Machine: ${machine}.\n`,
    )
    .join("\n");
