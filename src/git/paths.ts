// Paths are bytes to git and strings to everybody else. A path that is plain UTF-8 text is that string. Any other is
// written in git's own quoted form, so that it survives JSON, YAML, a terminal and a code anchor (`path#symbol`), and
// comes back unchanged: bytes that are no UTF-8, control characters, and `#`.

import { isUtf8 } from "node:buffer";

const escapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  "\\": 92,
};

const quote = (bytes: Uint8Array): string => {
  let text = '"';
  for (const byte of bytes) {
    if (byte === 0x22 || byte === 0x5c) text += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f && byte !== 0x23) text += String.fromCharCode(byte);
    else text += `\\${byte.toString(8).padStart(3, "0")}`;
  }
  return `${text}"`;
};

/** The string for a path's bytes. Strings that begin with a quotation mark are always quoted, so none is ambiguous. */
export const decodePath = (bytes: Buffer): string =>
  isUtf8(bytes) && bytes[0] !== 0x22 && !bytes.some((byte) => byte < 0x20 || byte === 0x7f || byte === 0x23)
    ? bytes.toString("utf8")
    : quote(bytes);

/** The path as the file system takes it. */
export const filePath = (path: string): string => encodePath(path).toString("utf8");

/** The bytes of a decoded path. */
export const encodePath = (path: string): Buffer => {
  if (!path.startsWith('"')) return Buffer.from(path, "utf8");
  const bytes: number[] = [];
  const body = path.slice(1, -1);
  for (let at = 0; at < body.length; at += 1) {
    const char = body[at] as string;
    if (char !== "\\") {
      bytes.push(char.charCodeAt(0));
      continue;
    }
    const next = body[at + 1] as string;
    const known = escapes[next];
    if (known !== undefined) {
      bytes.push(known);
      at += 1;
    } else {
      bytes.push(Number.parseInt(body.slice(at + 1, at + 4), 8));
      at += 3;
    }
  }
  return Buffer.from(bytes);
};

/** Splits `-z` output without ever turning bytes into text. */
export const splitNul = (output: Buffer): Buffer[] => {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = output.indexOf(0); end !== -1; end = output.indexOf(0, start)) {
    parts.push(output.subarray(start, end));
    start = end + 1;
  }
  if (start < output.length) parts.push(output.subarray(start));
  return parts;
};
