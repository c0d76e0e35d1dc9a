// Tables in HTML with one cell a line. A Markdown table keeps a row on one line, so that two branches that touch
// neighbouring rows collide; here each row begins with a line of its own that never changes.

/** Cells hold HTML that is safe already; a cell of several lines keeps them. */
export interface HtmlRow {
  /** Value of an `id` attribute, unique in the document. */
  readonly anchor: string;
  readonly cells: readonly string[];
}

const rowLines = ({ anchor, cells }: HtmlRow): string[] => [
  '<tr valign="top">',
  `<td><a id="${anchor}"></a>`,
  `${cells[0] ?? ""}</td>`,
  ...cells.slice(1).map((cell) => `<td>${cell}</td>`),
  "</tr>",
];

export const htmlTable = (head: readonly string[], rows: readonly HtmlRow[]): string =>
  [
    "<table>",
    "<thead>",
    `<tr>${head.map((title) => `<th align="left">${title}</th>`).join("")}</tr>`,
    "</thead>",
    "<tbody>",
    ...rows.flatMap(rowLines),
    "</tbody>",
    "</table>",
  ].join("\n");

/** Several facts in one cell, each on a line of its own in the source and on the page. */
export const facts = (lines: readonly (string | undefined)[]): string =>
  lines.filter((line) => line !== undefined && line !== "").join("<br>\n");
