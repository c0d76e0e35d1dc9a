// Marks that pair up inside a text: brackets, code marks, emphasis, comments. The parser looks for each one's partner in
// the whole text around it, so its time grows with marks times length. Texts beyond the bounds never reach it.

import type { Nodes, Root } from "mdast";
import type { PlaceAt } from "./place.ts";
import type { Report } from "./problem.ts";

/** Most marks in one paragraph, heading or cell. */
export const maxMarks = 1000;

/** Marks times characters that one spec may cost: a second or so. */
const budget = 30_000_000;

const mark = /\]|!?\[|<[!?]|`+|~+|\*+|_+/g;

const marksIn = (text: string): number => {
  let count = 0;
  mark.lastIndex = 0;
  while (mark.test(text)) count += 1;
  return count;
};

/** Whether no part between blank lines can be beyond the bounds, whatever blocks it holds. */
const isHarmless = (source: string): boolean => {
  let cost = 0;
  for (const part of source.split(/(?:\r\n|\n|\r)[ \t>]*(?:\r\n|\n|\r)/)) {
    const marks = marksIn(part);
    cost += marks * part.length;
    if (marks > maxMarks || cost > budget) return false;
  }
  return true;
};

/** The blocks whose marks pair up among themselves. */
function* textsOf(root: Root): Generator<readonly [start: number, end: number]> {
  const open: Nodes[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") {
      const [start, end] = [node.position?.start.offset, node.position?.end.offset];
      if (start !== undefined && end !== undefined) yield [start, end];
    } else if ("children" in node) {
      for (let index = node.children.length - 1; index >= 0; index--)
        open.push(node.children[index] as Nodes);
    }
  }
}

/**
 * The source with spaces in place of the texts that are beyond the bounds, each of them reported.
 * @param blocksOf parses blocks alone, without what stands inside a text
 */
export const blankMarkedTexts = (
  source: string,
  blocksOf: (source: string) => Root,
  placeAt: PlaceAt,
  report: Report,
): string => {
  if (isHarmless(source)) return source;
  let left = budget;
  let result = "";
  let kept = 0;
  for (const [start, end] of textsOf(blocksOf(source))) {
    const text = source.slice(start, end);
    const marks = marksIn(text);
    const cost = marks * text.length;
    if (marks <= maxMarks && cost <= left) {
      left -= cost;
      continue;
    }
    report({
      code: "too-many-marks",
      at: placeAt(start, end),
      message: `Unexpected text of ${text.length} characters with ${marks} brackets, code marks and the like, expected at most ${marks > maxMarks ? maxMarks : "a few in a text as long as that"}`,
      next: "divide it into paragraphs; nothing of it is read",
    });
    result += source.slice(kept, start) + text.replace(/[^\r\n]/g, " ");
    kept = end;
  }
  return result + source.slice(kept);
};
