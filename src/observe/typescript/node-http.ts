// Routes of bare HTTP servers, inferred from how the handler tests the method and the path of a request.

import { memberOf, type SyntaxNode, unwrap } from "./node.ts";
import { findTests, type Test, type Tests } from "./request-tests.ts";
import { frameworkOf } from "./routers.ts";
import type { Observer, SourceFile } from "./source-file.ts";

/** What runs when a condition that contains `node` holds: the branch of its `if`, or the rest of its `case`. */
const consequenceOf = (file: SourceFile, node: SyntaxNode): SyntaxNode | undefined => {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
    if (at.kind === "switch_case") return at;
    if (at.kind === "variable_declarator") return guardedBy(file, at);
    const parent: SyntaxNode | undefined = at.parent;
    if (parent?.kind === "if_statement" && at.kind === "parenthesized_expression")
      return parent.children[parent.children.indexOf(at) + 1];
    if (parent?.kind === "ternary_expression" && parent.children[0] === at) return parent.children[2];
    if (at.kind === "statement_block") return undefined;
  }
  return undefined;
};

/** `const match = pattern.exec(path); if (match) …`. */
const guardedBy = (file: SourceFile, declarator: SyntaxNode): SyntaxNode | undefined => {
  const name = declarator.children[0]?.text;
  for (const node of file.nodesOf("if_statement")) {
    const condition = node.child("parenthesized_expression");
    if (condition === undefined || node.start < declarator.end) continue;
    if (new RegExp(`(?:^|[^\\w$!.])${name?.replace(/[^\w]/g, "\\$&")}(?:$|[^\\w$])`).test(condition.text))
      return condition;
  }
  return undefined;
};

const valuesIn = (
  tests: readonly Test[],
  scope: SyntaxNode,
  filter: (test: Test) => boolean = () => true,
): string[] => [
  ...new Set(
    tests.filter((test) => scope.contains(test.node) && filter(test)).flatMap((test) => test.values),
  ),
];

/** Methods that a path test goes with: beside it, around it, or in its branch. */
const methodsFor = (file: SourceFile, tests: Tests, path: Test): string[] => {
  const positive = (test: Test) => !test.negative;
  // Beside: the smallest condition around the path test that names a method.
  let at: SyntaxNode = path.node;
  let condition = at.kind === "switch_case" ? undefined : at.parent;
  while (
    condition !== undefined &&
    /^(?:binary_expression|parenthesized_expression|unary_expression)$/.test(condition.kind)
  ) {
    const found = valuesIn(tests.methods, condition, positive);
    if (found.length > 0) return found;
    at = condition;
    condition = condition.parent;
  }
  const branch = consequenceOf(file, path.node);
  // A match kept in a variable is tested later, together with the method.
  if (branch?.kind === "parenthesized_expression") {
    const found = valuesIn(tests.methods, branch, positive);
    if (found.length > 0) return found;
    const body = branch.parent?.children[branch.parent.children.indexOf(branch) + 1];
    const inside = body === undefined ? [] : valuesIn(tests.methods, body);
    if (inside.length > 0) return inside;
  } else if (branch !== undefined) {
    const inside = valuesIn(
      tests.methods,
      branch,
      (test) =>
        !tests.paths.some(
          (other) => other !== path && branch.contains(other.node) && other.node.contains(test.node),
        ),
    );
    if (inside.length > 0) return inside;
  }
  // Around: the conditions that hold where the path test stands.
  let inner: SyntaxNode = path.node;
  for (let outer = inner.parent; outer !== undefined; outer = outer.parent) {
    const test = outer.kind === "if_statement" ? outer.child("parenthesized_expression") : undefined;
    if (test !== undefined && test !== inner && inner.kind !== "else_clause") {
      const found = valuesIn(tests.methods, test, positive);
      if (found.length > 0) return found;
    }
    const found = tests.methods.filter((method) => method.node === outer).flatMap((method) => method.values);
    if (outer.kind === "switch_case" && found.length > 0) return found;
    inner = outer;
  }
  return ["ALL"];
};

const servers =
  /^(?:https?|http2):(?:createServer|createSecureServer|Server)$|^global:(?:Bun\.serve|Deno\.serve|serve)$|^@hono\/node-server:serve$/;

const requestTypes =
  /:\s*(?:http\.|http2\.)?(?:IncomingMessage|Http2ServerRequest|NextRequest|NextApiRequest)\b/;

/** Whether the file handles requests by itself: only then is a compared path a route. */
const handlesRequests = (file: SourceFile): boolean => {
  if (file.calls.some((call) => servers.test(call.origin ?? ""))) return true;
  return file.nodesOf("formal_parameters").some((list) => {
    const text = list.text.slice(0, 300);
    return (
      requestTypes.test(text) ||
      /^\(\s*(?:req|request)\b[^)]*\b(?:res|response|reply)\b/.test(text) ||
      isFetchHandler(list, text)
    );
  });
};

/** `export default { async fetch(request, env) {} }`, or a function that takes a `Request` and gives a `Response`. */
const isFetchHandler = (list: SyntaxNode, text: string): boolean =>
  /^\(\s*(?:req|request)\s*(?::\s*Request\b|[,)])/.test(text) &&
  ((list.parent?.kind === "method_definition" &&
    list.parent.children.some((child) => child.text === "fetch")) ||
    /^:\s*(?:Promise<)?Response\b/.test(list.parent?.child("type_annotation")?.text ?? ""));

export const observeNodeHttp: Observer = (file, report) => {
  if (!handlesRequests(file)) return;
  const tests = findTests(file);
  let routes = 0;
  const see = (method: string, path: string, node: SyntaxNode) => {
    routes++;
    const clean = path.replace(/[?#].*$/, "");
    report(
      "entry",
      `${method} ${clean}`,
      statementOf(node),
      { library: "node:http", method, route: clean },
      node,
    );
  };
  for (const { node, method, path } of tests.both) see(method, path, node);
  for (const path of tests.paths) {
    if (path.negative && !isGuard(path)) continue;
    const branch = consequenceOf(file, path.node);
    const refined =
      path.open &&
      branch !== undefined &&
      tests.paths.some((other) => other !== path && branch.contains(other.node));
    if (refined || (path.open && isOnlyPrefixTest(path))) continue;
    for (const method of methodsFor(file, tests, path))
      for (const value of path.values) see(method, value, path.node);
  }
  if (routes > 0) return;
  for (const call of file.calls) {
    if (!servers.test(call.origin ?? "") || call.origin === "@hono/node-server:serve") continue;
    const handler = call.args[call.args.length - 1];
    if (handler === undefined) continue;
    const inner = unwrap(handler);
    const made = frameworkOf(file.origin(inner)) ?? frameworkOf(file.origin(memberOf(inner)?.object));
    const isApp =
      made !== undefined || /^(?:app|router|application|\w*App)(?:\.\w+(?:\(\))?)?$/.test(inner.text);
    if (!isApp && !hasTable(file))
      report("entry", "http server", call.node, { library: call.origin?.split(":")[0] ?? "http" });
  }
};

/** A path that must not differ is a route as well: `if (url !== "/x") return notFound()`. */
const isGuard = (test: Test): boolean =>
  test.node.parent?.kind === "parenthesized_expression" && test.node.parent.parent?.kind === "if_statement";

/** `startsWith` used to answer something else than "which route": inside a return or an argument. */
const isOnlyPrefixTest = (test: Test): boolean =>
  test.node.ancestor(new Set(["if_statement", "ternary_expression", "switch_case"])) === undefined;

/** Routes that a table in this file declares make the bare server's own entry needless. */
const hasTable = (file: SourceFile): boolean =>
  file
    .nodesOf("pair")
    .some((pair) => /^["'](?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \//.test(pair.text.slice(0, 20))) ||
  file
    .nodesOf("object")
    .some(
      (object) =>
        /\bmethod\s*:\s*["'](?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)["']/.test(object.text.slice(0, 300)) &&
        /\b(?:path|url|pattern)\s*:/.test(object.text.slice(0, 300)) &&
        /\bhandler\b|\bhandle\b/.test(object.text.slice(0, 300)),
    );

/** The `if` or `case` around a test says more than the test. */
const statementOf = (node: SyntaxNode): SyntaxNode => {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
    if (at.kind === "if_statement" || at.kind === "switch_case") return at;
    if (at.kind === "statement_block" || at.kind === "expression_statement") return node;
  }
  return node;
};
