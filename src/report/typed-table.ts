// Tables as values: what registers, control sections and series hand to a terminal, to CSV, or to a page.

import { oneLine } from "./foreign.ts";

/** Text is foreign unless its column says otherwise; a missing value is undefined, never an empty text. */
export type TableValue = string | number | boolean | undefined;

export interface TableColumn {
  /** Stable name for machines: a key of JSON, the head of a CSV column. */
  readonly key: string;
  /** For people. */
  readonly title: string;
  readonly kind: "text" | "number" | "boolean" | "day" | "commit";
  /** Share of the width where there is room for compact tables alone; left out: not shown there. */
  readonly width?: number;
}

export interface TypedTable {
  /** Stable name, for a file or an anchor. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly TableColumn[];
  /** One value for each column. */
  readonly rows: readonly (readonly TableValue[])[];
  /** What a reader must know before reading a row. */
  readonly notes: readonly string[];
}

/** A cell that a spreadsheet would take for a formula is neutralised; quotes are doubled. */
export const csvCell = (value: TableValue): string => {
  if (value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = oneLine(value);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** RFC 4180: a head, CRLF between the lines, none at the end. */
export const csvOf = ({ columns, rows }: TypedTable): string =>
  [columns.map(({ key }) => key), ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n");

/** Rows as objects, for JSON; missing values are left out. */
export const objectsOf = ({ columns, rows }: TypedTable): Record<string, TableValue>[] =>
  rows.map((row) =>
    Object.fromEntries(
      columns.flatMap(({ key }, at) => (row[at] === undefined ? [] : [[key, row[at]] as const])),
    ),
  );
