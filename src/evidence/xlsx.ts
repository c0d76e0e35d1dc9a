// The workbook: a sheet a section, every cell a string or a number and none a formula. Byte for byte the same for the
// same sections.

import { strToU8, zipSync } from "fflate";
import { neutral } from "./csv.ts";
import type { Section, Table } from "./section.ts";

/** Excel's limit for a cell. */
const longest = 32_767;
const cutMark = " … (cut; evidence.json has all of it)";

/** Text that XML 1.0 can hold and that a workbook does not read as an escape (`_x000D_`). */
const xml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "\ufffd")
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const columnName = (at: number): string => {
  let name = "";
  for (let rest = at + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
};

const styles = { plain: 0, head: 1, literal: 2 } as const;

const stringCell = (ref: string, text: string, style: number): string => {
  const whole = text.length > longest ? `${text.slice(0, longest - cutMark.length)}${cutMark}` : text;
  return `<c r="${ref}" t="inlineStr"${style === 0 ? "" : ` s="${style}"`}><is><t xml:space="preserve">${xml(whole)}</t></is></c>`;
};

const cellOf = (ref: string, text: string, isNumber: boolean): string => {
  if (text === "") return "";
  if (isNumber && /^\d{1,15}$/.test(text)) return `<c r="${ref}"><v>${text}</v></c>`;
  // Text that begins like a formula is marked as text: it stays so when somebody edits the cell or saves as CSV.
  return stringCell(
    ref,
    neutral(text) === text ? text : neutral(text),
    neutral(text) === text ? styles.plain : styles.literal,
  );
};

const widthOf = (table: Table, at: number): number => {
  const lengths = table.rows.slice(0, 200).map((row) => (row[at] as string).length);
  return Math.min(60, Math.max(8, table.columns[at]?.key.length ?? 0, ...lengths) + 2);
};

const sheet = (table: Table): string => {
  const { columns, rows } = table;
  const last = `${columnName(columns.length - 1)}${rows.length + 1}`;
  const head = columns.map(({ key }, at) => stringCell(`${columnName(at)}1`, key, styles.head)).join("");
  const body = rows.map(
    (row, number) =>
      `<row r="${number + 2}">${row.map((text, at) => cellOf(`${columnName(at)}${number + 2}`, text, columns[at]?.kind === "number")).join("")}</row>`,
  );
  const widths = columns.map(
    (_, at) => `<col min="${at + 1}" max="${at + 1}" width="${widthOf(table, at)}" customWidth="1"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:${last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join("")}</cols><sheetData><row r="1">${head}</row>${body.join("")}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`;
};

const styleSheet = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs></styleSheet>`;

const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Sheets have names of at most 31 characters, without `[]:*?/\`. */
const sheetName = (id: string): string => id.replace(/[[\]:*?/\\]/g, "-").slice(0, 31);

/** The workbook of all sections that have a table. */
export const workbook = (sections: readonly Section[]): Buffer => {
  const sheets = sections.flatMap(({ id, table }) =>
    table === undefined ? [] : [{ name: sheetName(id), table }],
  );
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${sheets.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join("")}</Types>`,
    "_rels/.rels": `${declaration}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${declaration}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets>${sheets.map(({ name }, at) => `<sheet name="${xml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${declaration}<Relationships xmlns="${packageRelations}">${sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": styleSheet,
  };
  for (const [at, { table }] of sheets.entries()) parts[`xl/worksheets/sheet${at + 1}.xml`] = sheet(table);
  const files = Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]));
  // A fixed time: the bytes follow from the content alone. ZIP keeps local time, so that is what is given.
  return Buffer.from(zipSync(files, { level: 6, mtime: new Date(1980, 0, 1) }));
};
