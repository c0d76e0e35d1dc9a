// Comparisons that tell requests apart: of the method, of the path, of both in one text.

import { keyOf, type SyntaxNode, unwrap } from "./node.ts";
import { isMethod, patternPath } from "./route-paths.ts";
import type { SourceFile } from "./source-file.ts";
import { literalText } from "./text.ts";

export interface Test {
  readonly node: SyntaxNode;
  readonly values: readonly string[];
  readonly negative: boolean;
  /** The path test holds for everything below the path. */
  readonly open: boolean;
}

const isPathLike = (file: SourceFile, node: SyntaxNode): boolean => {
  const inner = unwrap(node);
  const text = inner.text.slice(0, 120);
  if (/\b(?:location|window|document|history|navigation)\b/.test(text)) return false;
  if (/(?:^|[.?!])(?:pathname|url|path|originalUrl)$/.test(text))
    return text.includes(".") || isLocal(file, inner);
  if (/^(?:route|urlPath|requestPath|reqPath|endpoint)$/.test(text)) return isLocal(file, inner);
  return (
    /\b(?:req|request|url|pathname|path)\b/.test(text) &&
    /\.(?:split|replace|slice|toLowerCase|at)\(|\[0\]/.test(text)
  );
};

const isLocal = (file: SourceFile, node: SyntaxNode): boolean =>
  node.kind === "word" && file.scopes.lookup(node.text, node) !== undefined;

const isMethodLike = (file: SourceFile, node: SyntaxNode): boolean => {
  const text = unwrap(node).text.replace(/[?.]+toUpperCase\(\)$/, "");
  if (/^[\w$.?!]+\.method$/.test(text)) return true;
  return /^(?:method|verb|httpMethod)$/.test(text) && file.scopes.lookup(text, node) !== undefined;
};

const isEquality = (operator: string): boolean => /^[!=]==?$/.test(operator);

const combined = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)[ :](\/\S*)$/;

/** Every path test is held against every method test. */
const mostTests = 2000;

export interface Tests {
  readonly paths: Test[];
  readonly methods: Test[];
  /** `"POST /sessions"` compared as one text. */
  readonly both: { readonly node: SyntaxNode; readonly method: string; readonly path: string }[];
}

export const findTests = (file: SourceFile): Tests => {
  const tests: Tests = { paths: [], methods: [], both: [] };
  const compare = (node: SyntaxNode, subject: SyntaxNode, value: string, negative: boolean) => {
    const pair = combined.exec(value);
    if (pair !== null && !negative)
      tests.both.push({ node, method: pair[1] as string, path: pair[2] as string });
    else if (value.startsWith("/") && isPathLike(file, subject))
      tests.paths.push({ node, values: [value], negative, open: false });
    else if (isMethod(value) && isMethodLike(file, subject))
      tests.methods.push({ node, values: [value.toUpperCase()], negative, open: false });
  };

  for (const node of file.nodesOf("binary_expression")) {
    const [left, operator, right] = node.children;
    if (left === undefined || right === undefined || !isEquality(operator?.text ?? "")) continue;
    const negative = operator?.text.startsWith("!") ?? false;
    const value = literalText(file, right);
    if (value !== undefined) compare(node, left, value, negative);
    else {
      const mirrored = literalText(file, left);
      if (mirrored !== undefined) compare(node, right, mirrored, negative);
    }
  }
  for (const node of file.nodesOf("switch_case")) {
    const subject = node.parent?.parent?.child("parenthesized_expression");
    const value = literalText(file, node.children[1]);
    if (subject !== undefined && value !== undefined) compare(node, unwrap(subject), value, false);
  }
  for (const call of file.calls) {
    const [first] = call.args;
    if (call.receiver === undefined || first === undefined) continue;
    if (call.name === "startsWith" && isPathLike(file, call.receiver)) {
      const value = literalText(file, first);
      if (value?.startsWith("/") === true)
        tests.paths.push({
          node: call.node,
          values: [`${value.replace(/\/$/, "")}/*`],
          negative: false,
          open: true,
        });
    } else if (call.name === "includes" && isMethodLike(file, first)) {
      const values = unwrap(call.receiver)
        .items.map((item) => literalText(file, item) ?? "")
        .filter(isMethod);
      if (values.length > 0) tests.methods.push({ node: call.node, values, negative: false, open: false });
    } else {
      const regex = regexOf(file, call.name === "match" ? first : call.receiver);
      const subject =
        call.name === "match" ? call.receiver : /^(?:test|exec)$/.test(call.name) ? first : undefined;
      const path = regex === undefined ? undefined : patternPath(regex);
      if (path !== undefined && subject !== undefined && isPathLike(file, subject))
        tests.paths.push({ node: call.node, values: [path], negative: false, open: false });
    }
  }
  for (const call of file.calls) {
    if (call.origin !== "global:URLPattern" || call.args[0] === undefined) continue;
    const options = unwrap(call.args[0]);
    for (const member of options.kind === "object" ? options.items : []) {
      const value = keyOf(member) === "pathname" ? literalText(file, member.children[2]) : undefined;
      if (value !== undefined)
        tests.paths.push({ node: call.node, values: [value], negative: false, open: false });
    }
  }
  if (tests.paths.length > mostTests || tests.methods.length > mostTests)
    file.gaps.add(`more than ${mostTests} comparisons of requests`);
  return {
    ...tests,
    paths: tests.paths.slice(0, mostTests),
    methods: tests.methods.slice(0, mostTests),
  };
};

const regexOf = (file: SourceFile, node: SyntaxNode): string | undefined => {
  const inner = unwrap(node);
  if (inner.kind === "regex") return inner.text;
  if (inner.kind !== "word") return undefined;
  const binding = file.scopes.lookup(inner.text, inner);
  const init = binding?.kind === "value" && binding.init !== undefined ? unwrap(binding.init) : undefined;
  return init?.kind === "regex" ? init.text : undefined;
};
