// The text of syntax nodes: inline code, links and emphasis are read as their text, comments and tags are not text.

import type { Nodes } from "mdast";

const comment = /<!--[\s\S]*?(?:-->|$)/g;
const lineBreak = /^<br\s*\/?>$/i;

/** Text of a node; `<br>` and hard breaks become line breaks, other white space is kept as it stands. */
export const linesOf = (node: Nodes): string => {
  switch (node.type) {
    case "text":
    case "inlineCode":
    case "code":
      return node.value;
    case "break":
      return "\n";
    case "html":
      return lineBreak.test(node.value) ? "\n" : htmlText(node.value);
    case "image":
    case "imageReference":
      return node.alt ?? "";
    case "list":
    case "listItem":
    case "blockquote":
    case "table":
    case "root":
    case "footnoteDefinition":
      return node.children.map(linesOf).join("\n");
    case "tableRow":
      return node.children.map(linesOf).join(" | ");
    default:
      return "children" in node ? node.children.map(linesOf).join("") : "";
  }
};

/** Text of a node on one line. */
export const textOf = (node: Nodes): string => oneLine(linesOf(node));

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Longest piece of a spec that a message repeats: enough to find it, too little for what was pasted by mistake. */
const longestQuote = 60;

/** A piece of a spec as a message quotes it. */
export const quote = (text: string): string => {
  const line = oneLine(text);
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
};

/** What a reader of the page would see of a piece of HTML. */
export const htmlText = (html: string): string => html.replace(comment, "").replace(/<[^<>]*>/g, " ");

/** Whether a node shows nothing to a reader: comments, link definitions, rules. */
export const isSilent = (node: Nodes): boolean => {
  switch (node.type) {
    case "definition":
    case "thematicBreak":
    case "yaml":
      return true;
    case "html":
      return htmlText(node.value).trim() === "";
    default:
      return false;
  }
};

/** First sentence of a statement, without its full stop, at most `nameLength` characters. */
export const asName = (text: string): string => {
  const sentence = /^.*?(?=[.!?]\s+[\p{Lu}\p{N}"“(]|[.;:]?\s*$)/u.exec(oneLine(text))?.[0] ?? "";
  if (sentence.length <= nameLength) return sentence;
  const cut = sentence.lastIndexOf(" ", nameLength);
  return sentence.slice(0, cut > 0 ? cut : nameLength);
};

/** Names go into maps, diagrams and keys: a longer one is cut between words, the full text stays beside it. */
export const nameLength = 120;

/** "None", "n/a": alone, or with a reason behind a mark or a conjunction. */
const nothing =
  /^(?:none|nothing|n\/a|na|not applicable)(?:\s+(?:known|identified|so far|yet|at present|today|here|planned))*(?:\s*[.!]?\s*$|(?:\s*[—–:;,(]|\s+-|\s+(?=(?:because|since|as)\s))\s*(.*)$)/is;
/** A reason that takes something out of the nothing states that something: "none, except that support reads all". */
const takesBack =
  /^(?:only|and|plus|also|still)\b|\b(?:except\w*|apart from|aside from|other than|save for|but|besides|unless|however|although|though|yet|until)\b/i;
const noSuch =
  /^(?:there (?:is|are) )?no (?:(?:known|accepted|further|open|other|external|compensating|trust|data|entry|security|residual) )*(?:assets?|points?|boundar(?:y|ies)|flows?|controls?|risks?|assumptions?)(?: (?:known|so far|yet|at present|today))?[.!]?$/i;

/**
 * Whether a text says outright that there is nothing and nothing else: "None.", "n/a — the service holds no data". What
 * takes something out again ("None, except …") or goes on after a full stop is a statement.
 */
export const saysNone = (text: string): boolean => {
  const match = nothing.exec(oneLine(text));
  return match !== null && !takesBack.test(match[1] ?? "");
};

/** Whether a text takes something out of a nothing that stands beside it. */
export const takesSomethingBack = (text: string): boolean => takesBack.test(oneLine(text));

/** Whether a whole paragraph says so, in a sentence too: "No accepted risks." In a list that would be a statement. */
export const sentenceSaysNone = (text: string): boolean => saysNone(text) || noSuch.test(oneLine(text));

/** A cell that says nothing at all. */
export const isBlank = (text: string): boolean => /^(?:[-–—.…\s]*)$/.test(text);
