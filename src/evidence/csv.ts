// CSV that spreadsheets open without running anything: RFC 4180, and cells that begin like a formula begin with an
// apostrophe. Reads CSV, too: the lists that forges export.

/** What Excel, LibreOffice and Google Sheets take for the beginning of a formula, full-width forms included. */
const formula = /^[\s\u00a0\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text);

/** A cell's text that no spreadsheet takes for a formula. Plain numbers stay as they are. */
export const neutral = (text: string): string => (formula.test(text) && !isNumber(text) ? `'${text}` : text);

const cell = (text: string): string => {
  // Line ends and control characters inside a cell break the tools of some auditors; nothing here needs them.
  const safe = neutral(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd"));
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** With a byte order mark, so that spreadsheets read UTF-8, and CRLF as RFC 4180 has it. */
export const printCsv = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `\ufeff${[head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

/** Reads RFC 4180, with LF or CRLF, with or without a byte order mark. Total: any text gives rows. */
export const parseCsv = (text: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  const source = text.replace(/^\ufeff/, "");
  const endRow = (): void => {
    row.push(field);
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    field = "";
  };
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] as string;
    if (quoted) {
      if (char !== '"') field += char;
      else if (source[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && field === "") quoted = true;
    else if (char === ",") {
      row.push(field);
      field = "";
    } else if (char === "\n") endRow();
    else if (char === "\r" && source[at + 1] === "\n") continue;
    else field += char;
  }
  if (field !== "" || row.length > 0) endRow();
  return rows;
};
