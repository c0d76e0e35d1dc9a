// The package's page: the same sections as every other format, for a browser and for paper.

import { anchorId, attribute, html, htmlCode } from "../report/foreign.ts";
import { renderPage } from "../report/html/page.ts";
import type { About } from "./completeness.ts";
import { isNote } from "./gap-kinds.ts";
import { compactCell, compactColumns, type Section, type Table } from "./section.ts";
import type { Evidence, Row } from "./types.ts";

const css = `
.lead { max-width: 75ch; }
td.id code { white-space: nowrap; }
main table { font-size: .87rem; }
dl.figures .bad { color: var(--critical); }
@media print { details > summary + .scroll { display: none; } @page { size: A4 landscape; margin: 12mm; } html { font-size: 9pt; } }
`;

const cellHtml = (text: string, kind: string | undefined): string =>
  kind === "id" && text !== "" ? htmlCode(text) : html(text);

const tableHtml = (table: Table, label: string): string => {
  const shown = compactColumns(table);
  const classOf = (kind: string | undefined): string =>
    kind === "number" || kind === "id" ? ` class="${kind}"` : "";
  const head = shown.map(
    ({ column }) => `<th scope="col"${classOf(column.kind)}>${html(column.head ?? "")}</th>`,
  );
  const body = table.rows.map(
    (row) =>
      `<tr>${shown.map(({ column, at }) => `<td${classOf(column.kind)}>${cellHtml(compactCell(row[at] as string, column), column.kind)}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${attribute(label)}"><table>\n<thead><tr>${head.join("")}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody></table></div>`;
};

export const sectionHtml = (section: Section): string => {
  const { id, title, text, table, empty, figure, long } = section;
  const isEmpty = table === undefined || table.rows.length === 0;
  return [
    `<h2 id="${anchorId(id)}">${html(title)}</h2>`,
    ...text.map((each) => `<p class="lead">${html(each)}</p>`),
    ...(figure === undefined ? [] : [`<figure>${figure}</figure>`]),
    ...(isEmpty
      ? empty === undefined
        ? []
        : [`<p class="note">${html(empty)}</p>`]
      : long === true
        ? [`<details><summary>${table.rows.length} rows</summary>\n${tableHtml(table, title)}</details>`]
        : [tableHtml(table, title)]),
  ].join("\n");
};

/** The few numbers at the top. */
export const figuresOf = ({
  rows,
  gaps,
  components,
  checks,
}: Evidence): { label: string; value: number; bad: boolean }[] => {
  const gapCount = gaps.filter(({ kind }) => !isNote(kind)).length;
  const failing = checks.filter(({ holds }) => !holds).length;
  const count = (is: (row: Row) => boolean): number => rows.filter(is).length;
  const out = count(({ state }) => state === "not in step");
  return [
    { label: "Changes", value: rows.length, bad: false },
    { label: "Gaps", value: gapCount, bad: gapCount > 0 },
    { label: "Changes not in step", value: out, bad: out > 0 },
    {
      label: "Signed by author or committer",
      value: count(({ signature }) => signature.verdict === "good"),
      bad: false,
    },
    {
      label: "Reviewed by another person",
      value: count(({ reviews }) => reviews.some(({ counts }) => counts)),
      bad: false,
    },
    { label: "Components at the end", value: components.length, bad: false },
    { label: "Completeness checks that fail", value: failing, bad: failing > 0 },
  ];
};

export const evidencePage = (evidence: Evidence, about: About, sections: readonly Section[]): string => {
  const { start, end } = evidence.request;
  const figures = figuresOf(evidence).map(
    ({ label, value, bad }) =>
      `<div><dt>${html(label)}</dt><dd${bad ? ' class="bad"' : ""}>${value}</dd></div>`,
  );
  return renderPage({
    title: `Evidence ${start.revision}..${end.revision}`,
    subtitleHtml: `${htmlCode(start.commit)} (not with it) to ${htmlCode(end.commit)}. Made ${html(about.made)} by ${html(`${about.tool} ${about.version}`)}. What stands here supports an audit; it is no statement of compliance.`,
    sections: sections.map(({ id, title }) => ({ label: title, id: anchorId(id) })),
    bodyHtml: [`<dl class="figures">${figures.join("")}</dl>`, ...sections.map(sectionHtml)].join("\n"),
    footerHtml: `Every file of this package has its SHA-256 in ${htmlCode("manifest.json")}. ${htmlCode("instride evidence verify")} compares the package with any clone of the repository.`,
    css,
  });
};
