// GFM tables to rows of named cells.

import type { Table, TableCell } from "mdast";
import type { Place } from "../model/finding.ts";
import { assignFields, type Columns } from "./columns.ts";
import { placeOf } from "./place.ts";
import { isBlank, linesOf, oneLine } from "./text.ts";

export interface Row {
  /** Non-blank cells by field; `<br>` is a line break. */
  readonly cells: Readonly<Record<string, string>>;
  readonly places: Readonly<Record<string, Place>>;
  /** The whole row as `Header: cell; …`. */
  readonly text: string;
  readonly at: Place;
}

export interface ReadTable {
  readonly headers: readonly string[];
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
}

export const readTable = (path: string, table: Table, columns: Columns): ReadTable => {
  const [head, ...body] = table.children;
  const headers = (head?.children ?? []).map((cell) => oneLine(linesOf(cell)));
  const fields = assignFields(headers, columns);
  const rows: Row[] = [];
  for (const row of body) {
    const cells: Record<string, string> = {};
    const places: Record<string, Place> = {};
    const parts: string[] = [];
    row.children.forEach((cell, column) => {
      const text = linesOf(cell).trim();
      if (isBlank(text)) return;
      const field = fields[column] ?? `column ${column + 1}`;
      // Two columns of the same name are one field with two parts.
      cells[field] = cells[field] === undefined ? text : `${cells[field]}; ${text}`;
      places[field] ??= cellPlace(path, cell);
      const header = headers[column] ?? "";
      parts.push(header === "" ? oneLine(text) : `${header}: ${oneLine(text)}`);
    });
    if (parts.length > 0) rows.push({ cells, places, text: parts.join("; "), at: placeOf(path, row) });
  }
  return { headers, fields, rows };
};

/** From the first to the last piece of content; a cell's own position includes its bars. */
const cellPlace = (path: string, cell: TableCell): Place => {
  const first = cell.children[0];
  const last = cell.children[cell.children.length - 1];
  if (first?.position === undefined || last?.position === undefined) return placeOf(path, cell);
  return placeOf(path, { position: { start: first.position.start, end: last.position.end } });
};
