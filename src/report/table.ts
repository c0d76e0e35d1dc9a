// A small aligned table for terminals.

import { oneLine } from "./foreign.ts";
import { displayWidth, padTo } from "./width.ts";

export type Paint = (text: string) => string;

/** Text of a cell, and how it is painted after it has been measured. */
export type Cell = string | { readonly text: string; readonly paint: Paint };

export interface TableOptions {
  readonly head?: readonly string[];
  readonly paintHead?: Paint;
  readonly indent?: string;
}

const textOf = (cell: Cell): string => oneLine(typeof cell === "string" ? cell : cell.text);

/** One line a row, columns two spaces apart, no trailing white space. Cells are folded to one line each. */
export const renderTable = (
  rows: readonly (readonly Cell[])[],
  { head, paintHead = (text) => text, indent = "" }: TableOptions = {},
): string => {
  const all = head === undefined ? rows : [head.map((text) => ({ text, paint: paintHead })), ...rows];
  const widths: number[] = [];
  for (const row of all) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, displayWidth(textOf(cell)));
    });
  }
  const line = (row: readonly Cell[]): string => {
    const last = row.findLastIndex((cell) => textOf(cell) !== "");
    const cells = row.slice(0, last + 1).map((cell, at) => {
      const text = textOf(cell);
      const painted = typeof cell === "string" ? text : cell.paint(text);
      const gap = at === last ? "" : padTo(text, widths[at] as number).slice(text.length);
      return painted + gap;
    });
    return indent + cells.join("  ");
  };
  return all.map(line).join("\n");
};
