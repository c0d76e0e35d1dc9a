// How one scalar is written, and how its forms of one line are read. Every form reads back as the identical value, under
// YAML 1.2 and under older readers.

/** YAML takes a key for one only when its colon comes within 1,024 characters; stay well below. */
export const longestKey = 1000;

/** Longer texts become a folded block with one sentence a line. */
const foldAbove = 100;

// Characters that must not stand as themselves: controls, line separators, blanks that look like spaces, marks that
// change the direction of text (a reviewer must see what is there), fillers and variation selectors that show nothing,
// and halves of surrogate pairs. Listed by number,
// because Unicode classes differ between versions of Node and the bytes must not. Joiners of scripts and emoji stay.
const hidden =
  "\\u0000-\\u001f\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200b\\u200e\\u200f" +
  "\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ud800-\\udfff\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff" +
  "\\u{e0000}-\\u{e0fff}";
const hasHidden = new RegExp(`[${hidden}]`, "u");
const eachHidden = new RegExp(`[${hidden}]`, "gu");
const beyondAscii = /[^\n -~]+/g;

/** Whether the printer could have written all characters of these lines as themselves. */
export const showsEverything = (lines: string): boolean =>
  lines.match(beyondAscii)?.every((run) => !hasHidden.test(run)) ?? true;

const indicator = /^[-?:,[\]{}#&*!|>'"%@`~=<\s]|^\.\.\./;
const breaksPlain = (value: string): boolean =>
  value.endsWith(" ") || value.endsWith(":") || value.includes(": ") || value.includes(" #");
// Words and numbers that some reader of YAML takes for something else than text.
const reserved = /^(?:null|true|false|yes|no|on|off|y|n|[-+]?\.inf|\.nan)$/i;
const numberLike = /^[-+]?\.?\d[\da-fox_.,:+\-tz e]*$/i;

/** Without quotes, where nothing in it is hidden, every reader of YAML takes it for this text. */
const readsAsText = (value: string): boolean =>
  value !== "" &&
  !indicator.test(value) &&
  !breaksPlain(value) &&
  !reserved.test(value) &&
  !numberLike.test(value);

const isPlain = (value: string): boolean => readsAsText(value) && !hasHidden.test(value);

const escapeHidden = (char: string): string => {
  const code = char.codePointAt(0) as number;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
};

const quote = (value: string): string => JSON.stringify(value).replace(eachHidden, escapeHidden);

/** A string on one line: plain where that is safe, else in double quotes. */
export const inline = (value: string): string => (isPlain(value) ? value : quote(value));

/** Where the quoted text ends that begins at `from`: behind its second quote; past the line's end when there is none. */
export const endOfQuoted = (line: string, from: number): number => {
  let at = from + 1;
  while (at < line.length && line[at] !== '"') at += line[at] === "\\" ? 2 : 1;
  return at + 1;
};

/** JSON's escapes mean the same in YAML, and more of YAML's are not read here. */
const unquote = (source: string): string | undefined => {
  if (endOfQuoted(source, 0) !== source.length) return undefined;
  if (!source.includes("\\")) return source.slice(1, -1);
  try {
    return JSON.parse(source) as string;
  } catch {
    return undefined;
  }
};

/**
 * The string that `inline` writes as this; all of it shows. Undefined for any other source, which need not be wrong:
 * it may be a number, a block or a form that only people write.
 */
export const readInline = (source: string): string | undefined =>
  source.startsWith('"') ? unquote(source) : readsAsText(source) ? source : undefined;

const sentenceBreak =
  /(?<!(?:\b(?:e\.g|i\.e|cf|vs|approx|incl|resp|no)|z\.B|d\.h)\.)(?<=[.!?…][)\]"'”’»`*]*) (?=[^\s\p{Ll}])/u;

const isClean = (lines: readonly string[]): boolean =>
  /^\S/.test(lines[0] as string) && lines.every((line) => !hasHidden.test(line) && !/\s$/.test(line));

export interface Scalar {
  /** What stands behind the key. */
  readonly head: string;
  /** Lines of a block below it, without indentation. */
  readonly lines: readonly string[];
}

const block = (value: string): Scalar | undefined => {
  if (!value.includes("\n")) {
    if (value.length <= foldAbove) return undefined;
    const lines = value.split(sentenceBreak);
    return isClean(lines) ? { head: ">-", lines } : undefined;
  }
  const ends = value.endsWith("\n");
  const lines = (ends ? value.slice(0, -1) : value).split("\n");
  if (lines.at(-1) === "" || !isClean(lines)) return undefined;
  return { head: ends ? "|" : "|-", lines };
};

/** Writes a scalar: text as described above; numbers, booleans and null as YAML 1.2 has them. */
export const writeScalar = (value: unknown): Scalar => {
  if (typeof value === "string") return block(value) ?? { head: inline(value), lines: [] };
  if (typeof value !== "number") return { head: String(value ?? null), lines: [] };
  if (Number.isNaN(value)) return { head: ".nan", lines: [] };
  if (!Number.isFinite(value)) return { head: value < 0 ? "-.inf" : ".inf", lines: [] };
  return { head: Object.is(value, -0) ? "-0" : String(value), lines: [] };
};
