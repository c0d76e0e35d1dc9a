// How one scalar is written. Every form reads back as the identical value, under YAML 1.2 and under older readers.

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

const indicator = /^[-?:,[\]{}#&*!|>'"%@`~=<\s]|^\.\.\./;
const breaksPlain = /: |:$| #|\s$/;
// Words and numbers that some reader of YAML takes for something else than text.
const reserved = /^(?:null|true|false|yes|no|on|off|y|n|[-+]?\.inf|\.nan)$/i;
const numberLike = /^[-+.]?\d[\da-fox_.,:+\-tz e]*$/i;

const isPlain = (value: string): boolean =>
  value !== "" &&
  !hasHidden.test(value) &&
  !indicator.test(value) &&
  !breaksPlain.test(value) &&
  !reserved.test(value) &&
  !numberLike.test(value);

const escapeHidden = (char: string): string => {
  const code = char.codePointAt(0) as number;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
};

const quote = (value: string): string => JSON.stringify(value).replace(eachHidden, escapeHidden);

/** A string on one line: plain where that is safe, else in double quotes. */
export const inline = (value: string): string => (isPlain(value) ? value : quote(value));

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
