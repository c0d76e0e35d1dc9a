// The one file that neutralises foreign text. Models and specs come from agents and strangers: whatever they hold must
// stay text wherever it is printed: in Markdown, in HTML, in a diagram, in a terminal, in a CI log.

import { idPattern } from "../model/id-pattern.ts";

export { shellLine, shellWord } from "../model/shell-word.ts";

/** What one line of printable ASCII does not hold. Most text is such a line already, and a look costs little. */
const unlike = /[^ -~]|^ | $| {2}/;

/**
 * Text on one line. Control, format (bidirectional, zero-width) and separator characters, lone surrogates and runs of
 * white space each become one space, so that nothing can move the cursor, hide, or reorder what a reader sees.
 */
export const oneLine = (text: string): string =>
  unlike.test(text) ? text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ").trim() : text;

/** In UTF-8: no room for a sentence, in whatever script. */
const nameBytes = 40;

/**
 * The name of a file or a component, as a hook may repeat it to an agent, which weighs a hook's words above a file's.
 * Undefined unless the name is plainly an id, and a short one.
 */
export const nameForAgent = (name: string): string | undefined =>
  name.length <= nameBytes && new TextEncoder().encode(name).length <= nameBytes && idPattern.test(name)
    ? codeSpan(name)
    : undefined;

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * A whole output, as a terminal, a log or an agent may be given it, whatever foreign text is in it: characters that move
 * the cursor, hide text or change its direction stand as `\uXXXX`, which JSON reads back. Line ends, tabs and the few
 * colours of renderers stay.
 */
export const visible = (text: string): string =>
  text.replace(
    /(\u001b\[(?:[1-4]|2[2-4]|3\d|9\d)m|\r\n)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char, harmless: string | undefined) => harmless ?? escaped(char),
  );

/** Keeps `@name` from notifying a person when the text lands in a pull request; addresses stay as they are. */
const unmention = (text: string): string => text.replace(/(?<![\p{L}\p{N}_])@(?=[\p{L}\p{N}])/gu, "@&#8203;");

/** Whatever Markdown may read as more than text holds one of these. */
const marked = /[\\`*[\]<~|$&_@]|:\/\/|www\./i;

const plainMarkdown = (text: string): string =>
  marked.test(text)
    ? unmention(
        text
          .replace(/[\\`*[\]<~|$]/g, "\\$&")
          .replace(/&(?=#?\w+;)/g, "\\&")
          .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
          .replace(/:(?=\/\/)/g, "\\:")
          .replace(/\bwww(?=\.)/gi, "$&\\"),
      )
    : text;

/**
 * Text with its code marks (`` `like this` ``) told apart: odd parts are code. On one line a blank code mark holds
 * exactly one space, so that no part of the pattern can match in two ways and a long text is read once.
 */
const codeParts = (text: string): string[] =>
  text.includes("`") ? oneLine(text).split(/(?<!`)`(?!`| `)([^`]+)`(?!`)/) : [oneLine(text)];

/**
 * Inline Markdown that shows this text: no markup but code marks, no HTML, no links, and no block can start from it.
 */
export const markdown = (text: string): string =>
  codeParts(text)
    .map((part, at) => (at % 2 === 1 ? codeSpan(part) : plainMarkdown(part)))
    .join("")
    .replace(/^[#>=+-]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/(?<= )#+$/, "\\$&"); // would close a heading

/** A Markdown code span that shows exactly this text. */
export const codeSpan = (text: string): string => {
  const folded = oneLine(text);
  const longest = (folded.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return folded === "" ? "" : `${fence}${pad}${folded}${pad}${fence}`;
};

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => entities[char] as string);

const plainHtml = (text: string): string => unmention(escapeHtml(text));

export const htmlCode = (text: string): string => `<code>${plainHtml(oneLine(text))}</code>`;

/** HTML content that shows this text; code marks become code. */
export const html = (text: string): string =>
  codeParts(text)
    .map((part, at) => (at % 2 === 1 ? htmlCode(part) : plainHtml(part)))
    .join("");

/**
 * HTML of a page of our own, which no forge reads for `@name`: what is copied from it is the text itself. Code marks
 * become code.
 */
export const pageText = (text: string): string =>
  codeParts(text)
    .map((part, at) => (at % 2 === 1 ? pageCode(part) : escapeHtml(part)))
    .join("");

export const pageCode = (text: string): string => `<code>${escapeHtml(oneLine(text))}</code>`;

/** The same where no markup may stand: between the quotes of an attribute, in a drawing, in an option. */
export const pageLabel = (text: string): string => escapeHtml(oneLine(text));

/** Plain text of a SARIF log, where `[text](address)` would be a link all the same. */
export const sarifText = (text: string): string => text.replaceAll("](", "] (");

/** What may stand between the quotes of an attribute. */
export const attribute = (text: string): string => oneLine(text).replace(/[<>&"]/g, "");

/** A value for an `id` attribute: letters, digits and hyphens. */
export const anchorId = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");

/** Link target of an anchor made by {@link anchorId}. */
export const anchorLink = (text: string): string => `#${encodeURIComponent(anchorId(text))}`;

/**
 * Link target of a path in the repository, from its root. Undefined when the path would lead anywhere else. Forges and
 * editors resolve a leading slash against the repository, so that the link holds wherever the page lies.
 */
export const pathLink = (path: string): string | undefined => {
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) return undefined;
  return `/${segments.map(percentEncode).join("/")}`;
};

const percentEncode = (segment: string): string =>
  encodeURIComponent(segment.replace(/\p{Cs}/gu, "\ufffd")).replace(
    /[!'()*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * A label for a Mermaid diagram, to be put between double quotes. Everything but letters, digits and a few harmless
 * marks becomes a numeric entity, which Mermaid shows as the character and never reads as syntax.
 */
export const mermaidLabel = (text: string): string => {
  const folded = oneLine(text).replace(/^(\d+[.)]|[-+*]) /, "$1\u00a0"); // else shown as "Unsupported markdown: list"
  return folded.replace(/[^\p{L}\p{M}\p{N} \u00a0,./:-]/gu, (char) => `#${char.codePointAt(0)};`) || " ";
};

/** An id for a Mermaid node: ASCII, no reserved word, and different for different ids. */
export const mermaidId = (prefix: string, id: string): string =>
  `${prefix}_${id.replace(/[^a-z0-9]/gu, (char) => (char === "-" ? "_" : `__${char.codePointAt(0)?.toString(16)}__`))}`;

/** The message of a GitHub workflow command. */
export const workflowData = (text: string): string =>
  text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");

/** A property value of a GitHub workflow command. */
export const workflowProperty = (text: string): string =>
  workflowData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

/**
 * One cell of a CSV file. A spreadsheet takes a cell that begins like this for a formula, in ASCII or full width, also
 * after white space; an apostrophe makes it text. Numbers stay numbers.
 */
export const spreadsheetCell = (text: string): string => {
  const isNumber = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text);
  const safe = !isNumber && /^\s*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",;\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
