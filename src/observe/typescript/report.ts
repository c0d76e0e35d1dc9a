// Collects what observers report into facts: one for each key and symbol, with its place and snippet.

import { type Fact, factKey } from "../../model/fact.ts";
import { findSecrets } from "../../safety/secrets.ts";
import { type SyntaxNode, unwrap } from "./node.ts";
import type { Report, SourceFile } from "./source-file.ts";
import type { Tree } from "./syntax.ts";

const longestSnippet = 160;

export const lineStarts = (source: string): number[] => {
  const starts = [0];
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
};

/** 1-based line of an offset. */
export const lineAt = (starts: readonly number[], offset: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
};

/** Where a person would look for it: a call in a chain stands at its own method, not where the chain begins. */
const visibleStart = (node: SyntaxNode): number => {
  const [callee] = node.children;
  if (node.kind !== "call_expression" || callee?.kind !== "member_expression") return node.start;
  const [object] = callee.children;
  const isChain = object !== undefined && unwrap(object).kind.endsWith("call_expression");
  const isNew = object !== undefined && unwrap(object).kind === "new_expression";
  return isChain || isNew ? (callee.children[callee.children.length - 1] as SyntaxNode).start : node.start;
};

/** Those of the nodes, sorted and apart from each other, that reach into a range. */
const overlapping = (nodes: readonly SyntaxNode[], start: number, end: number): readonly SyntaxNode[] => {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as SyntaxNode).end <= start) low = middle + 1;
    else high = middle;
  }
  let stop = low;
  while (stop < nodes.length && (nodes[stop] as SyntaxNode).start < end) stop++;
  return nodes.slice(low, stop);
};

/** A text without its credentials: facts are printed, kept in caches and handed to agents. */
const masked = (text: string): string => {
  let out = "";
  let at = 0;
  for (const { start, end } of findSecrets(text)) {
    out += `${text.slice(at, start)}***`;
    at = end;
  }
  return out + text.slice(at);
};

const withoutSecrets = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, masked(value)]));

/** The code from `start` to the end of `node` on one line, without comments, the values of secrets blotted out. */
const snippet = (tree: Tree, node: SyntaxNode, start: number, secrets: readonly SyntaxNode[]): string => {
  const end = Math.min(node.end, start + 2000);
  const cuts = [
    ...overlapping(tree.comments, start, end).map((comment) => ({ node: comment, text: " " })),
    ...overlapping(secrets, start, end).map((secret) => ({ node: secret, text: '"***"' })),
  ].sort((a, b) => a.node.start - b.node.start);
  let text = "";
  let at = start;
  for (const cut of cuts) {
    if (cut.node.start >= at) text += tree.source.slice(at, cut.node.start) + cut.text;
    at = Math.max(at, cut.node.end);
  }
  text += tree.source.slice(at, Math.max(at, end));
  const line = masked(text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim());
  return line.length <= longestSnippet ? line : `${line.slice(0, longestSnippet - 1)}…`;
};

/** Collects facts, one for each key and symbol; later sightings add the fields that the first one lacked. */
export const collector = (file: SourceFile, secrets: readonly SyntaxNode[]) => {
  const starts = lineStarts(file.tree.source);
  const found = new Map<string, { fact: Fact; start: number }>();
  const report: Report = (kind, rawName, node, seen = {}, owner = node) => {
    const fields = withoutSecrets(seen);
    const name = masked(rawName)
      .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ")
      .trim()
      .slice(0, 200);
    if (name === "") return;
    const key = factKey(kind, name);
    const symbol = file.symbols.enclosing(owner);
    const id = `${key}\n${symbol ?? ""}`;
    const start = visibleStart(node);
    const known = found.get(id);
    if (known !== undefined && known.start <= start) {
      found.set(id, { ...known, fact: { ...known.fact, fields: merge(known.fact.fields, fields) } });
      return;
    }
    const line = lineAt(starts, start);
    const fact: Fact = {
      key,
      kind,
      name,
      text: snippet(file.tree, node, start, secrets),
      at: { path: file.path, line, column: start - (starts[line - 1] as number) + 1 },
      ...(symbol === undefined ? {} : { symbol }),
      fields: known === undefined ? fields : merge(fields, known.fact.fields),
    };
    found.set(id, { fact, start });
  };
  const facts = (): Fact[] =>
    [...found.values()]
      .sort((a, b) => a.start - b.start || (a.fact.key < b.fact.key ? -1 : 1))
      .map(({ fact }) => fact);
  return { report, facts };
};

/** `operation` lists every operation that was seen; other fields keep their first value. */
const merge = (first: Readonly<Record<string, string>>, second: Readonly<Record<string, string>>) => {
  const merged: Record<string, string> = { ...second, ...first };
  const operations = [first["operation"], second["operation"]].flatMap((list) => list?.split(", ") ?? []);
  if (operations.length > 0) merged["operation"] = [...new Set(operations)].sort().join(", ");
  return merged;
};
