// One walk over the whole tree, for what can stand anywhere: text that a template left behind, comments without an end.

import type { Nodes, Root } from "mdast";
import type { Place } from "../model/finding.ts";
import { type PlaceAt, placeOf } from "./place.ts";
import type { Report } from "./problem.ts";

/** Words that mark unfinished text. A "TODO list" is a product, not a gap. */
const unfinished =
  /\b(?:TODO|FIXME|TBD|TBC|XXX)\b(?!\s+(?:lists?|items?|apps?)\b)|\blorem ipsum\b|\{\{[^{}\n]{1,60}\}\}/gi;
const caseless = /^(?:lorem|\{)/i;

/** Real elements; any other word in angle brackets asks to be replaced. */
const htmlElement =
  /^<\/?(?:a|abbr|address|article|aside|b|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|li|main|mark|nav|ol|p|picture|pre|q|s|samp|script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|path|g|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|video|wbr)\b/i;

export interface Placeholder {
  readonly text: string;
  readonly at: Place;
}

export const survey = (
  path: string,
  root: Root,
  source: string,
  placeAt: PlaceAt,
  report: Report,
): Placeholder[] => {
  const found: Placeholder[] = [];
  const open: Nodes[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ("children" in node) {
      for (const child of node.children) open.push(child);
    } else if (node.type === "text" || node.type === "yaml") {
      const start = node.position?.start.offset ?? 0;
      const end = node.position?.end.offset ?? start;
      // The source, not the value: escapes and entities would shift the place.
      found.push(...unfinishedIn(source.slice(start, end), start, placeAt));
      if (node.type === "yaml") found.push(...bracketsIn(source.slice(start, end), start, placeAt));
    } else if (node.type === "html") {
      if (/^<[a-z][\w .,'/-]*>$/i.test(node.value) && !htmlElement.test(node.value)) {
        found.push({ text: node.value, at: placeOf(path, node) });
      } else if (isOpenComment(node.value)) {
        report({
          code: "unclosed-comment",
          at: placeOf(path, node),
          message: "Unexpected comment without an end, expected `-->`",
          next: "close the comment; everything after it is hidden",
        });
      }
    }
  }
  return found;
};

const isOpenComment = (html: string): boolean => {
  const start = html.lastIndexOf("<!--");
  return start !== -1 && !html.includes("-->", start + 4);
};

const unfinishedIn = (text: string, offset: number, placeAt: PlaceAt): Placeholder[] => {
  const found: Placeholder[] = [];
  for (const match of text.matchAll(unfinished)) {
    const word = match[0];
    if (word !== word.toUpperCase() && !caseless.test(word)) continue;
    const start = offset + match.index;
    found.push({ text: word, at: placeAt(start, start + word.length) });
  }
  return found;
};

/** `owner: <your team>`. */
const bracketsIn = (text: string, offset: number, placeAt: PlaceAt): Placeholder[] =>
  [...text.matchAll(/<[a-z][\w .'-]*>/gi)].map((match) => ({
    text: match[0],
    at: placeAt(offset + match.index, offset + match.index + match[0].length),
  }));
