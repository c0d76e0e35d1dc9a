// One part of a report, as a value: every format (page, PDF, workbook, CSV) prints the same sections, so none says less
// than another. Whoever has more to say hands in more sections.

import { oneLine } from "../report/foreign.ts";

export interface Column {
  /** Name in CSV and in the workbook: lower case, `_` between words. */
  readonly key: string;
  /** Heading where there is room for compact tables alone. Left out: the column is in CSV and workbook only. */
  readonly head?: string;
  /** Share of the width in compact tables. */
  readonly width?: number;
  /** `id`: a commit or digest, of which compact tables show the beginning. `time`: ISO 8601, shown to the minute. */
  readonly kind?: "text" | "number" | "id" | "time";
}

export interface Table {
  readonly columns: readonly Column[];
  /** Plain text, one line each, in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
}

export interface Section {
  /** For anchors, CSV files (`<id>.csv`) and sheets. */
  readonly id: string;
  readonly title: string;
  /** Paragraphs before the table; plain text. */
  readonly text: readonly string[];
  readonly table?: Table;
  /** Said instead of a table without rows. */
  readonly empty?: string;
  /** A table of which the figure says the gist: the page folds it, the PDF names its CSV file. */
  readonly long?: true;
  /** A whole `<svg>` element with its own text alternative, for the page alone: the table says the same. */
  readonly figure?: string;
}

/** The columns of a compact table, with their places in the rows. */
export const compactColumns = ({ columns }: Table): { column: Column; at: number }[] =>
  columns.map((column, at) => ({ column, at })).filter(({ column }) => column.head !== undefined);

/** A cell as compact tables show it. */
export const compactCell = (text: string, { kind }: Column): string => {
  if (kind === "id") return text.replace(/[0-9a-f]{40,64}/g, (id) => id.slice(0, 12));
  return kind === "time" ? text.replace(/T(\d\d:\d\d):\d\dZ$/, " $1") : text;
};

/** A table whose cells are one line each, whatever foreign text is in them. */
export const tableOf = (columns: readonly Column[], rows: readonly (readonly (string | number)[])[]) => ({
  columns,
  rows: rows.map((row) => row.map((cell) => oneLine(String(cell)))),
});
