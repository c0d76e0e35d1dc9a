// What arguments say about a route: its methods, its paths, whether something handles it.

import { isFunction, type SyntaxNode, unwrap } from "./node.ts";
import { joinPath } from "./routers.ts";
import type { SourceFile } from "./source-file.ts";
import { literalText, textPattern } from "./text.ts";

export const methods: Readonly<Record<string, string>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  del: "DELETE",
  head: "HEAD",
  options: "OPTIONS",
  opts: "OPTIONS",
  all: "ALL",
  any: "ALL",
  ws: "WS",
};

export const isMethod = (text: string): boolean =>
  /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ALL)$/i.test(text);

/** Something that can answer a request: a function, a name for one, or a call that makes one. */
export const isHandler = (node: SyntaxNode | undefined): boolean => {
  if (node === undefined) return false;
  const inner = unwrap(node);
  return (
    isFunction(inner) ||
    inner.kind === "member_expression" ||
    inner.kind === "call_expression" ||
    (inner.kind === "word" && !/^(?:undefined|null|true|false)$/.test(inner.text)) ||
    (inner.kind === "array" && inner.items.some(isHandler))
  );
};

/** Paths that an argument names: a text, a list of texts, a regular expression. */
export const pathsOf = (file: SourceFile, node: SyntaxNode): string[] => {
  const inner = unwrap(node);
  if (inner.kind === "array") return inner.items.flatMap((item) => pathsOf(file, item));
  if (inner.kind === "regex") return [patternPath(inner.text) ?? `regex ${inner.text}`];
  const text = textPattern(file, inner);
  return text === undefined ? [] : [text];
};

/** `/^\/users\/(\w+)$/` as `/users/{}`; undefined when the expression is no plain path. */
export const patternPath = (regex: string): string | undefined => {
  const body = regex
    .replace(/^\/|\/[a-z]*$/g, "")
    .replace(/^\^|\$$/g, "")
    .replace(/\((?:\?:)?(?:\\\/\|\$|\$\|\\\/)\)$/, "")
    .replace(/\\\/\?$|\/\?$/, "");
  const path = body
    .replace(/\((?:\?:|\?<\w+>)?(?:\\.|\[(?:\\.|[^\]\\])*\]|[^()[\\])*\)[*+?]?/g, "{id}")
    .replace(/\[[^\]]*\][*+]|\\[wd][*+]|\.[*+]/g, "{id}")
    .replace(/\\([/.-])/g, "$1");
  return /^\/[\w/{}.~-]*$/.test(path) ? path : undefined;
};

export const routeName = (method: string, prefix: string, path: string): string =>
  path.startsWith("regex ") ? `${method} ${path}` : `${method} ${joinPath(prefix, path)}`;

export const isRoutePath = (path: string): boolean =>
  path === "" || path === "*" || /^[/{]/.test(path) || path.startsWith("regex ");

export const routeMethods = (file: SourceFile, node: SyntaxNode | undefined): string[] => {
  if (node === undefined) return [];
  const inner = unwrap(node);
  if (inner.kind === "array") return inner.items.flatMap((item) => routeMethods(file, item));
  const text = literalText(file, inner);
  return text === undefined ? [] : text === "*" ? ["ALL"] : isMethod(text) ? [text.toUpperCase()] : [];
};
