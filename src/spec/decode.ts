// Bytes to text, and a problem that says what is wrong with them.

import { placesIn } from "./place.ts";
import type { Report } from "./problem.ts";

/** Longest text that is parsed, in UTF-16 code units: a spec of 10,000 lines takes about half of it. */
export const maxLength: number = 1024 * 1024;

/** Most lines that are parsed. Some ways of alternating blocks cost time that grows with the square of their number. */
export const maxLines = 12_000;

const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/** The text without its byte-order mark; undefined when it can't be read at all. */
export const decode = (path: string, input: Uint8Array | string, report: Report): string | undefined => {
  const utf16 = typeof input === "string" ? undefined : utf16Mark(input);
  if (utf16 !== undefined) {
    report({
      code: "invalid-encoding",
      at: { path, line: 1, column: 1 },
      message: `Unexpected ${utf16} text, expected UTF-8`,
      next: "save the file as UTF-8",
    });
    return undefined;
  }
  let text = typeof input === "string" ? input : decoder.decode(input);
  if (text.startsWith("\uFEFF")) {
    text = text.slice(1);
    report({
      code: "byte-order-mark",
      at: { path, line: 1, column: 1 },
      message: "Unexpected byte-order mark, expected plain UTF-8",
      next: "save the file as UTF-8 without a byte-order mark",
    });
  }
  const lines = text.length > maxLength ? 0 : (text.match(/\r\n|\n|\r/g)?.length ?? 0);
  if (text.length > maxLength || lines > maxLines) {
    const [size, most] =
      lines > maxLines ? [`${lines} lines`, maxLines] : [`${text.length} characters`, maxLength];
    report({
      code: "spec-too-large",
      at: { path, line: 1, column: 1 },
      message: `Unexpected spec of ${size}, expected at most ${most}`,
      next: "split it into one spec for each component",
    });
    return undefined;
  }
  reportDamage(path, text, report);
  return text;
};

const utf16Mark = (bytes: Uint8Array): string | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "UTF-16 (little-endian)";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "UTF-16 (big-endian)";
  return undefined;
};

/** A replacement character stands where bytes could not be decoded, now or by an earlier editor: either way text is lost. */
const reportDamage = (path: string, text: string, report: Report): void => {
  const damage = /[\uFFFD\0]/.exec(text);
  if (damage === null) return;
  const count = text.match(/[\uFFFD\0]/g)?.length ?? 1;
  const what = damage[0] === "\0" ? "NUL byte" : "bytes that are not UTF-8";
  report({
    code: "invalid-encoding",
    at: placesIn(path, text)(damage.index, damage.index + 1),
    message: `Unexpected ${what}${count > 1 ? ` (${count} places, this is the first)` : ""}, expected UTF-8 text`,
    next: "save the file as UTF-8 and restore the characters that were lost",
  });
};
