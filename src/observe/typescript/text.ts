// What text an expression gives: fully known, known in part, or known only by where it comes from.

import {
  argumentsOf,
  isPunctuation,
  memberOf,
  propertyOf,
  type SyntaxNode,
  unescapeText,
  unquote,
  unwrap,
} from "./node.ts";
import type { SourceFile } from "./source-file.ts";

/** Pieces of a text in order: literal strings, and the expressions between them. */
export type Piece = string | SyntaxNode;

const deepest = 30;

/** Names can double a text at every step, so the number of steps is bounded, too. */
const mostSteps = 400;

interface Budget {
  steps: number;
}

const valueBindings: ReadonlySet<string> = new Set(["value", "parameter"]);

/** The expression that a name stands for in this file, when it is bound once to one. */
const definition = (file: SourceFile, word: SyntaxNode): SyntaxNode | undefined => {
  const binding = file.scopes.lookup(word.text, word);
  if (binding === undefined || !valueBindings.has(binding.kind) || !("init" in binding)) return undefined;
  if (binding.path.length > 0 || binding.init === undefined) return undefined;
  return binding.kind === "parameter" ? undefined : binding.init;
};

/** The value of `config.url` when `config` is an object literal of this file. */
const memberDefinition = (file: SourceFile, node: SyntaxNode): SyntaxNode | undefined => {
  const member = memberOf(node);
  if (member === undefined) return undefined;
  const object = unwrap(member.object);
  if (object.kind === "word" && object.text === "this") return file.scopes.field(member.name, node)?.init;
  const value = object.kind === "word" ? definition(file, object) : memberDefinition(file, object);
  return value === undefined ? undefined : propertyOf(unwrap(value), member.name);
};

const merged = (pieces: readonly Piece[]): Piece[] => {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    if (typeof piece === "string" && typeof last === "string") out[out.length - 1] = last + piece;
    else out.push(piece);
  }
  return out;
};

const piecesAt = (file: SourceFile, start: SyntaxNode, depth: number, budget: Budget): Piece[] => {
  const node = unwrap(start);
  if (depth > deepest || budget.steps <= 0) return [node];
  budget.steps--;
  switch (node.kind) {
    case "string":
      return [unquote(node.text)];
    case "number":
      return [node.text];
    case "template_string":
      return merged(
        node.children.flatMap((child, at): Piece[] => {
          if (child.kind !== "chunk") {
            const inner = child.children[1];
            return inner === undefined ? [] : piecesAt(file, inner, depth + 1, budget);
          }
          let text = child.text;
          if (at === 0) text = text.slice(1);
          if (at === node.children.length - 1) text = text.slice(0, -1);
          return [unescapeText(text)];
        }),
      );
    case "binary_expression": {
      const [left, operator, right] = node.children;
      if (!isPunctuation(operator, "+") || left === undefined || right === undefined) return [node];
      return merged([
        ...piecesAt(file, left, depth + 1, budget),
        ...piecesAt(file, right, depth + 1, budget),
      ]);
    }
    case "word":
    case "member_expression": {
      const value = node.kind === "word" ? definition(file, node) : memberDefinition(file, node);
      if (value !== undefined && value !== node) {
        const pieces = piecesAt(file, value, depth + 1, budget);
        if (
          pieces.some((piece) => typeof piece === "string") ||
          pieces.length !== 1 ||
          nameOfEnv(file, pieces[0]) !== undefined
        )
          return pieces;
        const [only] = pieces;
        if (only !== undefined && typeof only !== "string" && only.kind === "word") return [only];
        return [node];
      }
      const member = memberOf(node);
      if (member !== undefined && (member.name === "href" || member.name === "origin")) {
        const inner = piecesAt(file, member.object, depth + 1, budget);
        if (typeof inner[0] === "string" || nameOfEnv(file, inner[0]) !== undefined) return inner;
      }
      return [node];
    }
    case "new_expression":
    case "call_expression":
      return ofCall(file, node, depth, budget);
    default:
      return [node];
  }
};

/** `new URL(path, base)`, `String(url)`, `url.toString()`, `new Request(url)`. */
const ofCall = (file: SourceFile, node: SyntaxNode, depth: number, budget: Budget): Piece[] => {
  const call = file.callOf(node);
  const [first, second] = argumentsOf(node);
  if (call === undefined) return [node];
  const name = call.origin?.replace(/^(?:global|url):/, "");
  if (name === "URL" && first !== undefined) {
    const path = piecesAt(file, first, depth + 1, budget);
    const isAbsolute = typeof path[0] === "string" && /^[a-z][a-z+.-]*:/i.test(path[0]);
    return second === undefined || isAbsolute
      ? path
      : merged([...piecesAt(file, second, depth + 1, budget), ...path]);
  }
  if ((name === "Request" || name === "String") && first !== undefined)
    return piecesAt(file, first, depth + 1, budget);
  if (/^(?:toString|trim|replace|toLowerCase)$/.test(call.name) && call.receiver !== undefined)
    return piecesAt(file, call.receiver, depth + 1, budget);
  return [node];
};

export const pieces = (file: SourceFile, node: SyntaxNode): Piece[] =>
  piecesAt(file, node, 0, { steps: mostSteps });

/** The text when all of it is known. */
export const literalText = (file: SourceFile, node: SyntaxNode | undefined): string | undefined => {
  if (node === undefined) return undefined;
  const all = pieces(file, node);
  const [only] = all;
  return all.length === 1 && typeof only === "string" ? only : all.length === 0 ? "" : undefined;
};

/** The text with `{name}` in place of what is not known; undefined when nothing is. */
export const textPattern = (file: SourceFile, node: SyntaxNode | undefined): string | undefined => {
  if (node === undefined) return undefined;
  const all = pieces(file, node);
  if (!all.some((piece) => typeof piece === "string")) return all.length === 0 ? "" : undefined;
  return all.map((piece) => (typeof piece === "string" ? piece : `{${expressionName(piece)}}`)).join("");
};

/** `X` when the piece reads `process.env.X`, also with a fallback. */
export const nameOfEnv = (file: SourceFile, piece: Piece | undefined): string | undefined => {
  if (piece === undefined || typeof piece === "string") return undefined;
  const origin = file.origin(piece) ?? "";
  const read =
    /^global:(?:process\.env|import\.meta\.env|Bun\.env)\.([A-Za-z_]\w*)$/.exec(origin) ??
    /^global:(?:process\.env|import\.meta\.env|Bun\.env)\.([A-Za-z_]\w*)\.(?:toString|trim|replace)\(\)$/.exec(
      origin,
    );
  return read?.[1];
};

/** A short, stable name of an expression: its identifiers without arguments and layout. */
export const expressionName = (node: SyntaxNode): string => {
  const inner = unwrap(node);
  if (inner.kind === "call_expression") {
    const callee = inner.children[0];
    return callee === undefined ? "expression" : `${expressionName(callee).slice(0, 58)}()`;
  }
  if (inner.kind === "new_expression") return `new ${inner.children[1]?.text.slice(0, 50) ?? ""}`.trim();
  if (inner.kind === "binary_expression" || inner.kind === "ternary_expression") {
    const [first] = inner.children;
    const named = inner.kind === "ternary_expression" ? inner.children[2] : first;
    return named === undefined || named.kind === inner.kind ? "expression" : expressionName(named);
  }
  if (inner.kind === "object" || inner.kind === "array" || inner.kind === "group") return "expression";
  if (inner.kind === "arrow_function" || inner.kind === "function_expression") return "expression";
  return inner.text.replace(/\s+/g, "").slice(0, 60);
};
