// The one file that turns a spec's words into parts of TypeScript source. Names and descriptions come from strangers:
// whatever they hold stays inside its string or its comment.

/**
 * Characters that are escaped in strings and blanked in comments: controls, lone surrogates, and the format
 * characters that hide or reorder text in a review. A fixed list, so that the same spec gives the same bytes on every
 * version of Unicode.
 */
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufe00-\ufe0f]|\udb40[\udc00-\udfff]/g;

const escapeUnits = (text: string): string =>
  text
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

/** A string literal in double quotes that evaluates to exactly this text. */
export const literal = (text: string): string =>
  `"${text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(unseen, escapeUnits)}"`;

/** Text on one line with nothing in it that hides or reorders, cut to a length. */
export const oneLine = (text: string, limit = 240): string => {
  const folded = [...text.replace(unseen, " ").replace(/\s+/g, " ").trim()];
  if (folded.length <= limit) return folded.join("");
  return `${folded
    .slice(0, limit - 1)
    .join("")
    .trimEnd()}…`;
};

/** Text on one line that can neither end a comment nor act as a directive of a compiler or linter. */
export const remark = (text: string, limit = 240): string =>
  oneLine(text, limit)
    .replace(/\*\//g, "* /")
    .replace(/\/\*/g, "/ *")
    .replace(/@(?=ts-|jsx|sourceMappingURL)/gi, "(at)")
    .replace(/(biome|eslint|oxlint|prettier|v8|c8|istanbul)([- ])(?=ignore|disable|enable)/gi, "$1 ($2) ")
    .replace(/#(?=\s*source(?:Mapping)?URL)/gi, "(#)");

/** A doc comment of one statement a line. Statements are expected to begin with a word of our own. */
export const doc = (lines: readonly string[], indent = ""): string => {
  const kept = lines.map((line) => remark(line)).filter((line) => line !== "");
  const first = kept[0];
  if (first === undefined) return "";
  if (kept.length === 1 && first.length + indent.length <= 110) return `${indent}/** ${first} */\n`;
  const body = kept.flatMap((line) => wrap(line, 104 - indent.length)).map((line) => `${indent} * ${line}\n`);
  return `${indent}/**\n${body.join("")}${indent} */\n`;
};

/** A line comment, wrapped. */
export const lineComment = (text: string): string =>
  wrap(remark(text, 2000), 105)
    .map((line) => `// ${line}\n`)
    .join("");

const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
};

/** A key in an object literal or an interface. `__proto__` is computed, else it would set the prototype. */
export const propertyKey = (name: string): string => {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
};

/** Indents every line that is not empty. */
export const indent = (code: string, by = "  "): string => code.replace(/^(?=.)/gm, by);
