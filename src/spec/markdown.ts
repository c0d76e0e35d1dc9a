// Text to syntax tree. The processor is built once; nesting is bounded, so that no walk of a tree can overflow the stack.

import type { Nodes, Parents, Root } from "mdast";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";
import { blankMarkedTexts } from "./marks.ts";
import { type PlaceAt, placeOf } from "./place.ts";
import type { Report } from "./problem.ts";

/** Deepest nesting that is read. People stay below ten. */
export const maxDepth = 100;

/** Bare addresses need not become links, since links are read as their text. That search is a fifth of GFM's parsing time. */
function withoutBareLinks(this: Processor): undefined {
  const data = this.data();
  data.micromarkExtensions?.push({ disable: { null: ["wwwAutolink", "protocolAutolink", "emailAutolink"] } });
  const kept = (data.fromMarkdownExtensions ?? [])
    .flat(2)
    .filter(({ transforms }) => transforms === undefined);
  data.fromMarkdownExtensions = kept;
}

/** All that the parser knows inside a text. Without it only blocks are found. */
const textConstructs = [
  "attention",
  "autolink",
  "characterEscape",
  "characterReference",
  "codeText",
  "gfmFootnoteCall",
  "gfmPotentialFootnoteCall",
  "hardBreakEscape",
  "htmlText",
  "labelEnd",
  "labelStartImage",
  "labelStartLink",
  "strikethrough",
];

function withoutTexts(this: Processor): undefined {
  this.data().micromarkExtensions?.push({ disable: { null: textConstructs } });
}

const base = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(withoutBareLinks);
const processor = base().freeze();
const blockProcessor = base().use(withoutTexts).freeze();

export const parseMarkdown = (path: string, source: string, placeAt: PlaceAt, report: Report): Root => {
  let root: Root;
  try {
    const flat = blankDeepLines(source, placeAt, report);
    root = processor.parse(blankMarkedTexts(flat, (text) => blockProcessor.parse(text), placeAt, report));
  } catch (error) {
    // Nesting that the check of line starts can't see, such as emphasis in emphasis, ends the parser's own recursion.
    if (!(error instanceof RangeError)) throw error;
    report({ code: "nested-too-deep", at: { path, line: 1, column: 1 }, ...tooDeep });
    return { type: "root", children: [] };
  }
  prune(path, root, report);
  return root;
};

const tooDeep = {
  message: `Unexpected nesting of more than ${maxDepth} levels, expected flatter text`,
  next: "move the innermost text up; nothing below that level is read",
};

/** Quote marks, bullets and numbers at the start of a line, and the indentation before and between them. */
const opening = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/;

/** Container blocks cost time that grows with the square of their depth: lines beyond the bounds never reach the parser. */
const blankDeepLines = (source: string, placeAt: PlaceAt, report: Report): string => {
  let result = "";
  let kept = 0;
  // Only a line that starts with that many marks or blanks can be beyond them.
  for (const line of source.matchAll(/^[ \t>\-+*\d.)]{101,}/gm)) {
    const marks = opening.exec(line[0])?.[0] ?? "";
    const depth = (marks.match(/>|[-+*]|\d+[.)]/g)?.length ?? 0) + (marks.match(/[ \t]{2}/g)?.length ?? 0);
    if (depth <= maxDepth) continue;
    const end = /[\r\n]|$/.exec(source.slice(line.index))?.index ?? 0;
    if (kept === 0) report({ code: "nested-too-deep", at: placeAt(line.index), ...tooDeep });
    result += source.slice(kept, line.index) + " ".repeat(end);
    kept = line.index + end;
  }
  return result + source.slice(kept);
};

/** Cuts what lies deeper than the bound; afterwards every recursion over the tree is safe. */
const prune = (path: string, root: Root, report: Report): void => {
  let reported = false;
  const open: { node: Parents; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth >= maxDepth) {
      if (!reported) report({ code: "nested-too-deep", at: placeOf(path, next.node), ...tooDeep });
      reported = true;
      next.node.children = [];
      continue;
    }
    for (const child of next.node.children as Nodes[]) {
      if ("children" in child) open.push({ node: child, depth: next.depth + 1 });
    }
  }
};
