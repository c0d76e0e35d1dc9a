// A part of the report, as tables and plots; the page and the Markdown file are two renderings of it.

import type { DataTable } from "../../src/report/html/data-table.ts";

export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "table"; readonly table: DataTable }
  /** Safe HTML; Markdown leaves it out, its figures are in the table beside it. */
  | { readonly kind: "plot"; readonly html: string };

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const text = (content: string): Block => ({ kind: "text", text: content });
export const table = (content: DataTable): Block => ({ kind: "table", table: content });
export const plot = (html: string): Block => ({ kind: "plot", html });
