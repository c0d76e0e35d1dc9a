// Words of a command line: literal text, quoted or not, and the parts that a shell would fill in.

import { endOf, endOfAnsi, endOfBackticks } from "./closing.ts";

export type Part =
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | { readonly kind: "variable"; readonly name: string; readonly quoted: boolean }
  /** `$(…)`, backticks, `<(…)`: the script inside. */
  | { readonly kind: "command"; readonly source: string; readonly quoted: boolean }
  /** An expansion that is not worked out, `${x:-y}`, with its text: a shell may run commands in it. */
  | { readonly kind: "unknown"; readonly source: string; readonly quoted: boolean };

export type Word = readonly Part[];

const ansiEscapes: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
};

/** The text of `$'…'`. */
const decodeAnsi = (text: string): string =>
  text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c([\s\S])|([\s\S]))/g,
    (_, hex, short, long, octal, control, plain) => {
      const code = hex ?? short ?? long;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        return point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
      }
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
      return ansiEscapes[plain] ?? plain;
    },
  );

/** Reads the expansion whose `$` is at `at`; undefined when that `$` is plain text. */
const readDollar = (source: string, at: number, quoted: boolean): { part: Part; end: number } | undefined => {
  const next = source[at + 1];
  if (next === "(") {
    const close = endOf(source, "(", at + 2);
    return { part: { kind: "command", source: source.slice(at + 2, close), quoted }, end: close + 1 };
  }
  if (next === "{") {
    const close = endOf(source, "{", at + 2);
    const inside = source.slice(at + 2, close);
    const part: Part = /^[A-Za-z_]\w*$/.test(inside)
      ? { kind: "variable", name: inside, quoted }
      : { kind: "unknown", source: inside, quoted };
    return { part, end: close + 1 };
  }
  const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(source.slice(at + 1, at + 257))?.[0];
  return name === undefined
    ? undefined
    : { part: { kind: "variable", name, quoted }, end: at + 1 + name.length };
};

const readBackticks = (source: string, at: number, quoted: boolean): { part: Part; end: number } => {
  const close = endOfBackticks(source, at + 1);
  const script = source.slice(at + 1, close).replace(/\\([$`\\])/g, "$1");
  return { part: { kind: "command", source: script, quoted }, end: close + 1 };
};

/** The parts of text as it stands in double quotes or in the body of a here-document. */
export const readQuoted = (text: string): Part[] => {
  const parts: Part[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain !== "") parts.push({ kind: "text", text: plain, quoted: true });
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    const next = text[at + 1];
    if (char === "\\" && next === "\n") at += 2;
    else if (char === "\\" && next !== undefined && '$`"\\'.includes(next)) {
      plain += next;
      at += 2;
    } else {
      const read =
        char === "`" ? readBackticks(text, at, true) : char === "$" ? readDollar(text, at, true) : undefined;
      if (read === undefined) {
        plain += char;
        at += 1;
      } else {
        flush();
        parts.push(read.part);
        at = read.end;
      }
    }
  }
  flush();
  return parts;
};

const ends = /[ \t\n\r\f\v;&|()<>]/;

/** Reads the word that begins at `from`. Never empty-handed at a character that can begin a word. */
export const readWord = (source: string, from: number): { word: Part[]; end: number } => {
  const word: Part[] = [];
  let at = from;
  const text = (value: string, quoted: boolean): void => {
    const last = word.at(-1);
    if (last?.kind === "text" && last.quoted === quoted)
      word[word.length - 1] = { kind: "text", text: last.text + value, quoted };
    else word.push({ kind: "text", text: value, quoted });
  };
  while (at < source.length) {
    const char = source[at] as string;
    const next = source[at + 1];
    if (ends.test(char)) break;
    if (char === "\\") {
      if (next === "\r" && source[at + 2] === "\n") at += 1;
      else if (next !== "\n") text(next ?? "\\", true);
      at += 2;
    } else if (char === "'") {
      const close = source.indexOf("'", at + 1);
      const end = close === -1 ? source.length : close;
      text(source.slice(at + 1, end), true);
      at = end + 1;
    } else if (char === '"' || (char === "$" && next === '"')) {
      const open = char === '"' ? at + 1 : at + 2;
      const close = endOf(source, '"', open);
      text("", true);
      word.push(...readQuoted(source.slice(open, close)));
      at = close + 1;
    } else if (char === "$" && next === "'") {
      const close = endOfAnsi(source, at + 2);
      text(decodeAnsi(source.slice(at + 2, close)), true);
      at = close + 1;
    } else {
      const read =
        char === "`"
          ? readBackticks(source, at, false)
          : char === "$"
            ? readDollar(source, at, false)
            : undefined;
      if (read === undefined) {
        text(char, false);
        at += 1;
      } else {
        word.push(read.part);
        at = read.end;
      }
    }
  }
  return { word, end: Math.min(at, source.length) };
};
