// Lexes what lies between the nodes that the parser delivers: words, numbers and punctuation. Strings, templates,
// expressions in slashes, JSX text and comments never reach it, so no context is needed.

import { SyntaxNode } from "./node.ts";

const leaf =
  /((?!\$\{)[\p{ID_Start}$_#](?:[\p{ID_Continue}$\u200c\u200d]|\\u(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{4}))*|\\u(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{4})(?:[\p{ID_Continue}$]|\\u(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{4}))*)|(\.?[0-9][\p{ID_Continue}.]*)|(>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|\?\.(?![0-9])|=>|==|!=|<=|>=|&&|\|\||\?\?|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|\*\*|\$\{|[^\s\uFEFF])/uy;
const blank = /[\s\uFEFF]+/y;

const add = (parent: SyntaxNode, kind: string, start: number, end: number, into: SyntaxNode[]): void => {
  const node = new SyntaxNode(kind, start, end, parent.source);
  node.parent = parent;
  into.push(node);
};

/** Appends the leaves of `[start, end)`. */
export const leavesBetween = (parent: SyntaxNode, start: number, end: number, into: SyntaxNode[]): void => {
  const { source } = parent;
  let at = start;
  while (at < end) {
    blank.lastIndex = at;
    if (blank.test(source)) {
      at = blank.lastIndex;
      continue;
    }
    leaf.lastIndex = at;
    const match = leaf.exec(source);
    const stop = Math.min(match === null ? at + 1 : leaf.lastIndex, end);
    const kind = match?.[1] !== undefined ? "word" : match?.[2] !== undefined ? "number" : "punctuation";
    add(parent, kind, at, stop, into);
    at = stop;
  }
};

/** The text of a template literal between its substitutions, back ticks included. */
export const templateChunks = (parent: SyntaxNode, start: number, end: number, into: SyntaxNode[]): void => {
  if (start < end) add(parent, "chunk", start, end, into);
};
