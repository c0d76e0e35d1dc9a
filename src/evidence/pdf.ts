// The PDF: the same sections on A4, for auditors' tools that take nothing else.

import PDFDocument from "pdfkit";
import type { About } from "./completeness.ts";
import { figuresOf } from "./page.ts";
import { pdfText } from "./pdf-text.ts";
import { type Column, compactCell, compactColumns, type Section, type Table } from "./section.ts";
import type { Evidence } from "./types.ts";

type Document = InstanceType<typeof PDFDocument>;

const margin = 36;
const ink = "#1b1f23";
const muted = "#565e66";
const line = "#c9cdd1";
const shade = "#f0f1ef";
const bad = "#8a0f1f";
const fonts = { plain: "Helvetica", bold: "Helvetica-Bold", mono: "Courier" } as const;
const cell = { size: 7.2, padX: 4, padY: 3 } as const;
/** Longer texts are cut in a table: the CSV files have all of them. */
const longestCell = 600;

const widthOf = (doc: Document): number => doc.page.width - 2 * margin;
const bottomOf = (doc: Document): number => doc.page.height - margin - 14;

/** Starts a new page unless so many points are left. */
const room = (doc: Document, height: number): boolean => {
  if (doc.y + height <= bottomOf(doc)) return false;
  doc.addPage();
  return true;
};

const paragraph = (
  doc: Document,
  text: string,
  options: { size?: number; color?: string; gap?: number } = {},
): void => {
  doc
    .font(fonts.plain)
    .fontSize(options.size ?? 9.5)
    .fillColor(options.color ?? ink);
  room(doc, doc.heightOfString(pdfText(text), { width: widthOf(doc) }));
  doc.text(pdfText(text), margin, doc.y, { width: Math.min(widthOf(doc), 620) });
  doc.y += options.gap ?? 5;
};

const fontOf = ({ kind }: Column): string => (kind === "id" ? fonts.mono : fonts.plain);

const tableOf = (doc: Document, table: Table): void => {
  const shown = compactColumns(table);
  const whole = shown.reduce((sum, { column }) => sum + (column.width ?? 10), 0);
  const widths = shown.map(({ column }) => ((column.width ?? 10) / whole) * widthOf(doc));
  const lefts = widths.map((_, at) => margin + widths.slice(0, at).reduce((sum, width) => sum + width, 0));
  const inner = (at: number): number => (widths[at] as number) - 2 * cell.padX;

  const row = (texts: readonly string[], font: (at: number) => string, ground?: string): void => {
    const heights = texts.map((text, at) =>
      doc
        .font(font(at))
        .fontSize(cell.size)
        .heightOfString(text || " ", { width: inner(at) }),
    );
    const height = Math.max(...heights) + 2 * cell.padY;
    if (ground === undefined && room(doc, height)) header();
    const top = doc.y;
    if (ground !== undefined) doc.rect(margin, top, widthOf(doc), height).fill(ground);
    for (const [at, text] of texts.entries()) {
      const align = shown[at]?.column.kind === "number" ? "right" : "left";
      doc
        .font(font(at))
        .fontSize(cell.size)
        .fillColor(ground === undefined ? ink : muted)
        .text(text, (lefts[at] as number) + cell.padX, top + cell.padY, {
          width: inner(at),
          align,
          lineBreak: true,
        });
    }
    doc
      .moveTo(margin, top + height)
      .lineTo(margin + widthOf(doc), top + height)
      .lineWidth(0.4)
      .stroke(line);
    doc.x = margin;
    doc.y = top + height;
  };
  const header = (): void =>
    row(
      shown.map(({ column }) => pdfText(column.head ?? "")),
      () => fonts.bold,
      shade,
    );

  room(doc, 60);
  header();
  for (const texts of table.rows)
    row(
      shown.map(({ column, at }) => {
        const text = compactCell(texts[at] as string, column);
        return pdfText(text.length > longestCell ? `${text.slice(0, longestCell)} …` : text);
      }),
      (at) => fontOf((shown[at] as (typeof shown)[number]).column),
    );
  doc.y += 10;
};

const sectionOf = (doc: Document, { id, title, text, table, empty, long }: Section): void => {
  room(doc, 70);
  doc.y += 8;
  doc.outline.addItem(pdfText(title));
  doc.font(fonts.bold).fontSize(13).fillColor(ink).text(pdfText(title), margin, doc.y);
  doc.y += 4;
  for (const each of text) paragraph(doc, each);
  if (long === true && table !== undefined)
    paragraph(doc, `${table.rows.length} rows: ${id}.csv; the page has a plot of them.`, { color: muted });
  else if (table !== undefined && table.rows.length > 0) tableOf(doc, table);
  else if (empty !== undefined) paragraph(doc, empty, { color: muted });
};

const figures = (doc: Document, evidence: Evidence): void => {
  const all = figuresOf(evidence);
  const width = widthOf(doc) / all.length;
  const top = doc.y;
  let bottom = top;
  for (const [at, { label, value, bad: isBad }] of all.entries()) {
    const left = margin + at * width;
    doc
      .font(fonts.bold)
      .fontSize(17)
      .fillColor(isBad ? bad : ink)
      .text(String(value), left, top, { width: width - 8 });
    doc
      .font(fonts.plain)
      .fontSize(8)
      .fillColor(muted)
      .text(pdfText(label), left, doc.y, { width: width - 8 });
    bottom = Math.max(bottom, doc.y);
  }
  doc.x = margin;
  doc.y = bottom + 8;
};

const signatureLines = (doc: Document): void => {
  room(doc, 70);
  doc.y += 18;
  const top = doc.y + 22;
  for (const [at, label] of ["Prepared by", "Reviewed by", "Date"].entries()) {
    const left = margin + at * 190;
    doc
      .moveTo(left, top)
      .lineTo(left + 170, top)
      .lineWidth(0.6)
      .stroke(muted);
    doc
      .font(fonts.plain)
      .fontSize(8)
      .fillColor(muted)
      .text(label, left, top + 4, { width: 170 });
  }
  doc.x = margin;
  doc.y = top + 24;
};

const pageNumbers = (doc: Document, left: string): void => {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Text below the margin would start a page of its own.
    doc.page.margins.bottom = 0;
    const at = { width: widthOf(doc), lineBreak: false } as const;
    doc.font(fonts.plain).fontSize(7.5).fillColor(muted);
    doc.text(pdfText(left), margin, doc.page.height - margin, at);
    doc.text(`${page + 1} of ${count}`, margin, doc.page.height - margin, { ...at, align: "right" });
  }
};

/** Byte for byte the same for the same evidence. */
export const evidencePdf = (
  evidence: Evidence,
  about: About,
  sections: readonly Section[],
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const { start, end } = evidence.request;
    const title = `Evidence ${start.revision}..${end.revision}`;
    const made = new Date(about.made);
    const doc = new PDFDocument({
      size: "A4",
      layout: "landscape",
      margin,
      bufferPages: true,
      lang: "en",
      displayTitle: true,
      pdfVersion: "1.7",
      info: {
        Title: pdfText(title),
        Producer: "instride",
        Creator: "instride",
        CreationDate: made,
        ModDate: made,
      },
    });
    const parts: Buffer[] = [];
    doc.on("data", (part: Buffer) => parts.push(part));
    doc.on("end", () => resolve(Buffer.concat(parts)));
    doc.on("error", reject);
    doc.font(fonts.bold).fontSize(20).fillColor(ink).text(pdfText(title));
    doc.y += 4;
    paragraph(
      doc,
      `${start.commit} (not with it) to ${end.commit}. Made ${about.made} by ${about.tool} ${about.version}. What stands here supports an audit; it is no statement of compliance. Characters that this document's fonts lack stand as [U+…]; the other files have them.`,
      { color: muted, gap: 10 },
    );
    figures(doc, evidence);
    for (const section of sections) {
      sectionOf(doc, section);
      if (section.id === "completeness") signatureLines(doc);
    }
    pageNumbers(doc, `${title} · ${end.commit.slice(0, 12)}`);
    doc.end();
  });
