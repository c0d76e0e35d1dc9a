// The digest of what a source means to a compiler: every token and the shape of the tree, without comments and
// layout. Equal digests make a change neutral, so in doubt the digest differs.
//
// Three things look like layout or comments and count all the same: a line break where one can end a statement,
// a `#!` line, and comments that compilers and bundlers obey. Comments for linters and type hints in JSDoc do not count.

import { createHash } from "node:crypto";
import { isPunctuation, type SyntaxNode } from "./node.ts";
import type { Tree } from "./syntax.ts";

const directive =
  /^\/\/\/\s*<(?:reference|amd-)|@ts-(?:ignore|expect-error|nocheck|check)\b|@jsx(?:Frag|Runtime|ImportSource)?\b|\bwebpack[A-Z]\w*\s*:|@vite-ignore|[#@]__(?:PURE|NO_SIDE_EFFECTS|INLINE|NOINLINE)__/;

const lineBreak = /[\n\r\u2028\u2029]/;

/** Punctuation after which a statement can be complete. */
const enders: ReadonlySet<string> = new Set([")", "]", "}", "++", "--", "!", ">"]);
/** Punctuation that can begin a statement, or that binds differently after a line break. */
const starters: ReadonlySet<string> = new Set(["(", "[", "{", "++", "--", "!", "*", "@", "<", "=>"]);

const canEnd = (leaf: SyntaxNode): boolean => leaf.kind !== "punctuation" || enders.has(leaf.text);
const canStart = (leaf: SyntaxNode): boolean => leaf.kind !== "punctuation" || starters.has(leaf.text);

/** React's rule: lines are trimmed where they were broken, and blank lines vanish. */
const jsxText = (text: string): string => {
  const lines = text.split(/\r\n|\n|\r/);
  return lines
    .map((line, at) => {
      const head = at === 0 ? line : line.replace(/^[ \t]+/, "");
      return at === lines.length - 1 ? head : head.replace(/[ \t]+$/, "");
    })
    .filter((line) => line !== "")
    .join(" ");
};

const inTag: ReadonlySet<string> = new Set([
  "jsx_opening_element",
  "jsx_self_closing_element",
  "jsx_closing_element",
  "jsx_attribute",
]);

/** Line breaks after these never end a statement, whatever the tokens say. */
const brokenFreely = (before: SyntaxNode, after: SyntaxNode): boolean => {
  if (before.kind === "jsx_text" || after.kind === "jsx_text") return true;
  if (before.parent !== undefined && inTag.has(before.parent.kind)) return true;
  if (isPunctuation(after, "{") && /^(?:else|try|finally|do)$/.test(before.text)) return true;
  if (!isPunctuation(before, ")")) {
    return isPunctuation(before, "}") && /^(?:else|catch|finally)$/.test(after.text);
  }
  if (isPunctuation(after, "{")) return true;
  const header = before.parent;
  const owner = header?.parent?.kind;
  return (
    header?.kind === "parenthesized_expression" && (owner === "if_statement" || owner === "while_statement")
  );
};

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** 32 hexadecimal digits; a source with syntax errors is digested as it stands. */
export const tokenDigest = (tree: Tree): string => {
  if (tree.broken) return hash(`text\n${tree.source}`);
  const { source } = tree;
  const parts: string[] = [];
  const directives = tree.comments.filter((comment) => directive.test(comment.text));
  let nextDirective = 0;
  let previous: SyntaxNode | undefined;

  const leaf = (node: SyntaxNode) => {
    for (;;) {
      const comment = directives[nextDirective];
      if (comment === undefined || comment.start > node.start) break;
      parts.push(`directive ${comment.text.trim()}`);
      nextDirective++;
    }
    if (
      previous !== undefined &&
      canEnd(previous) &&
      canStart(node) &&
      !brokenFreely(previous, node) &&
      lineBreak.test(source.slice(previous.end, node.start))
    ) {
      parts.push("break");
    }
    const text = node.kind === "jsx_text" ? jsxText(node.text) : node.text;
    if (text !== "") parts.push(`${text.length}:${text}`);
    previous = node;
  };

  const stack: (SyntaxNode | "close")[] = [tree.root];
  for (;;) {
    const node = stack.pop();
    if (node === undefined) break;
    if (node === "close") {
      parts.push(")");
      continue;
    }
    if (node.children.length === 0) {
      if (node.end > node.start && node.kind !== "program") leaf(node);
      continue;
    }
    parts.push(`(${node.kind}`);
    stack.push("close");
    for (let at = node.children.length - 1; at >= 0; at--) stack.push(node.children[at] as SyntaxNode);
  }
  for (const comment of directives.slice(nextDirective)) parts.push(`directive ${comment.text.trim()}`);
  return hash(`tokens\n${parts.join("\n")}`);
};
