// One parsed file with what every kind of fact needs: its calls, origins, symbols, and a way to report.

import type { FactKind } from "../../model/fact.ts";
import { argumentsOf, calleeOf, isFunction, memberOf, type SyntaxNode, unwrap } from "./node.ts";
import { findOrigins, moduleName, type OriginOf } from "./origin.ts";
import { findScopes, type Scopes } from "./scopes.ts";
import { findSymbols, type Symbols } from "./symbols.ts";
import type { Tree } from "./syntax.ts";

export interface Call {
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
  readonly isNew: boolean;
  /** Last name of the callee: `get` in `app.get()`; empty when it has none. */
  readonly name: string;
  /** What the method is called on. */
  readonly receiver: SyntaxNode | undefined;
  readonly args: readonly SyntaxNode[];
  /** Origin of the callee. */
  readonly origin: string | undefined;
}

export interface SourceFile {
  readonly path: string;
  readonly tree: Tree;
  readonly symbols: Symbols;
  readonly scopes: Scopes;
  readonly origin: OriginOf;
  readonly calls: readonly Call[];
  readonly nodesOf: (kind: string) => readonly SyntaxNode[];
  readonly callOf: (node: SyntaxNode) => Call | undefined;
  /** Modules that the file loads, without `node:`. */
  readonly modules: ReadonlySet<string>;
  /** What was too much to look at in full, one line each: with any, the observation is partial. */
  readonly gaps: Set<string>;
}

/** Takes a fact that was seen at `node`; its symbol is the one around `owner`, by default around `node`. */
export type Report = (
  kind: FactKind,
  name: string,
  node: SyntaxNode,
  fields?: Readonly<Record<string, string>>,
  owner?: SyntaxNode,
) => void;

/** Finds one kind of fact in a file. */
export type Observer = (file: SourceFile, report: Report) => void;

const mockers = /^(?:jest|vi|vitest|mock|td)\.(?:mock|doMock|unstable_mockModule|module|replace|replaceEsm)$/;

const testPath =
  /(?:^|\/)(?:__tests__|__mocks__|tests?|specs?|e2e)\/|\.(?:test|spec|e2e|bench)(?:-d)?\.[cm]?[jt]sx?"?$/i;
const testFrameworks = /^(?:vitest|@jest\/globals|jest|node:test|test|testdouble|bun:test|mocha|ava|tap)$/;

/** Whether a file is one of tests: by its name, or because it loads a test framework. */
const isTest = (path: string, scopes: Scopes): boolean =>
  testPath.test(path) ||
  scopes.imports.some(({ module, typeOnly }) => !typeOnly && testFrameworks.test(module));

/**
 * Modules that a test replaces by doubles: what looks like them there is not them. Elsewhere a mock is a call like any
 * other, and takes nothing away.
 */
const mockedModules = (path: string, scopes: Scopes, calls: readonly SyntaxNode[]): Set<string> => {
  const mocked = new Set<string>();
  if (!isTest(path, scopes)) return mocked;
  for (const call of calls) {
    const [first] = argumentsOf(call);
    if (first?.kind === "string" && mockers.test(calleeOf(call)?.text ?? ""))
      mocked.add(moduleName(first.text.slice(1, -1)));
  }
  return mocked;
};

export const openSource = (path: string, tree: Tree): SourceFile => {
  const byKind = new Map<string, SyntaxNode[]>();
  for (const node of tree.nodes) {
    const same = byKind.get(node.kind);
    if (same === undefined) byKind.set(node.kind, [node]);
    else same.push(node);
  }
  const nodesOf = (kind: string): readonly SyntaxNode[] => byKind.get(kind) ?? [];

  const scopes = findScopes(tree);
  const origin = findOrigins(scopes, mockedModules(path, scopes, nodesOf("call_expression")));
  const modules = new Set(
    scopes.imports.filter((found) => !found.typeOnly).map((found) => moduleName(found.module)),
  );
  const calls: Call[] = [];
  const byNode = new Map<SyntaxNode, Call>();
  for (const node of tree.nodes) {
    const isNew = node.kind === "new_expression";
    if (!isNew && node.kind !== "call_expression") continue;
    const raw = calleeOf(node);
    if (raw === undefined) continue;
    const callee = unwrap(raw);
    const member = memberOf(callee);
    const args = argumentsOf(node);
    const call: Call = {
      node,
      callee,
      isNew,
      name: member?.name ?? (callee.kind === "word" ? callee.text : ""),
      receiver: member?.object,
      args,
      origin: origin(callee),
    };
    if ((call.name === "require" || call.name === "import") && args[0]?.kind === "string")
      modules.add(moduleName(args[0].text.slice(1, -1)));
    calls.push(call);
    byNode.set(node, call);
  }
  return {
    path,
    tree,
    symbols: findSymbols(tree),
    scopes,
    origin,
    calls,
    nodesOf,
    callOf: (node) => byNode.get(node),
    modules,
    gaps: new Set(),
  };
};

/** The call or `new` that made the value of an expression, when this file shows it. */
export const creationOf = (file: SourceFile, start: SyntaxNode | undefined): SyntaxNode | undefined => {
  let node = start === undefined ? undefined : unwrap(start);
  for (let step = 0; step < 20 && node !== undefined; step++) {
    if (node.kind === "call_expression" || node.kind === "new_expression") return node;
    const member = memberOf(node);
    let next: SyntaxNode | undefined;
    if (node.kind === "word") {
      const binding = file.scopes.lookup(node.text, node);
      if (binding === undefined || !("init" in binding) || binding.path.length > 0) return undefined;
      next = binding.init ?? file.scopes.assigned(binding, node.text);
    } else if (member !== undefined && member.object.text === "this") {
      next = file.scopes.field(member.name, node)?.init;
    }
    node = next === undefined ? undefined : unwrap(next);
  }
  return undefined;
};

/** The function that an expression is or names in this file. */
export const functionOf = (file: SourceFile, start: SyntaxNode | undefined): SyntaxNode | undefined => {
  if (start === undefined) return undefined;
  const node = unwrap(start);
  if (isFunction(node)) return node;
  if (node.kind !== "word") return undefined;
  const binding = file.scopes.lookup(node.text, node);
  if (binding?.kind === "declaration") return isFunction(binding.node) ? binding.node : undefined;
  if (binding?.kind !== "value" || binding.init === undefined || binding.path.length > 0) return undefined;
  const value = unwrap(binding.init);
  return isFunction(value) ? value : undefined;
};
