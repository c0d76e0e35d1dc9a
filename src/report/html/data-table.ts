// A table of figures that stands beside a plot: a caption, a heading for each row, figures to the right.

import { attribute, html } from "../foreign.ts";

export interface DataTable {
  readonly caption: string;
  /** Titles of the columns; the first is the heading of the rows. Plain text, as everything here. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly total?: readonly string[];
  /** Columns of words, which stand to the left. */
  readonly words?: readonly number[];
  /** On a screen it scrolls by itself; on paper all of it is there. */
  readonly long?: boolean;
}

/** Rules for {@link Page.css}. */
export const tableCss: string = `
.data th, .data td { padding: .4rem .6rem; }
.data tbody th, .data tfoot th { min-width: 8rem; }
.long { max-height: 32rem; overflow: auto; }
.long thead th { position: sticky; top: 0; }
@media print { .data { font-size: 7pt; } .data th, .data td { padding: .15rem .3rem; } .data thead th, .data tbody th, .data tfoot th { white-space: normal; overflow-wrap: anywhere; } .long { max-height: none; overflow: visible; } .long thead th { position: static; } }
`;

/** A sign stays with its number. */
const cellHtml = (text: string): string => html(text).replaceAll(" ×", "&nbsp;×");

export const dataTable = ({ caption, head, rows, total, words = [], long }: DataTable): string => {
  const kind = (at: number): string => (words.includes(at) ? "" : ' class="number"');
  const line = ([name = "", ...cells]: readonly string[]): string =>
    `<tr><th scope="row">${html(name)}</th>${cells.map((cell, at) => `<td${kind(at + 1)}>${cellHtml(cell)}</td>`).join("")}</tr>`;
  return [
    `<div class="scroll${long === true ? " long" : ""}" tabindex="0" role="region" aria-label="${attribute(caption)}">`,
    '<table class="data">',
    `<caption>${html(caption)}</caption>`,
    `<thead><tr>${head.map((name, at) => `<th scope="col"${at === 0 ? "" : kind(at)}>${html(name)}</th>`).join("")}</tr></thead>`,
    `<tbody>${rows.map(line).join("\n")}</tbody>`,
    ...(total === undefined ? [] : [`<tfoot>${line(total)}</tfoot>`]),
    "</table>",
    "</div>",
  ].join("\n");
};
