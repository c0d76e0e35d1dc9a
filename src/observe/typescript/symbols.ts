// The named things of a file that an anchor can point at, and which of them encloses a node.

import { classKinds, fieldKinds, isFunction, keyOf, type SyntaxNode, unwrap, valueAfter } from "./node.ts";
import { patternNames } from "./patterns.ts";
import type { Tree } from "./syntax.ts";

export interface Symbols {
  /** Symbol by name; where a name repeats, the outermost declaration, then the first. */
  readonly named: ReadonlyMap<string, SyntaxNode>;
  /** Name of the innermost symbol that the node is in or is. */
  readonly enclosing: (node: SyntaxNode) => string | undefined;
}

const typeKinds: ReadonlySet<string> = new Set([
  "interface_declaration",
  "type_alias_declaration",
  "enum_declaration",
  "internal_module",
]);

const declarationWords: ReadonlySet<string> = new Set(
  "async function class abstract interface type enum namespace module const declare extends implements".split(
    " ",
  ),
);

/** The declared name: the first word that is no keyword of the declaration. */
export const declaredName = (node: SyntaxNode): string | undefined => {
  for (const child of node.children) {
    if (child.kind === "word") {
      if (child.text === "extends" || child.text === "implements") return undefined;
      if (!declarationWords.has(child.text)) return child.text;
    } else if (child.kind === "formal_parameters" || child.kind === "class_body") return undefined;
  }
  return undefined;
};

/** `exports.a`, `module.exports.a` and `A.prototype.b` as the names that an importer sees. */
const assignedName = (left: string): string | undefined => {
  if (left === "module.exports" || left === "exports") return "default";
  const exported = /^(?:module\.)?exports\.([\w$]+)$/.exec(left);
  if (exported !== null) return exported[1];
  const member = /^([\w$]+)(?:\.prototype)?\.([\w$]+)$/.exec(left);
  return member === null || member[1] === "this" ? undefined : `${member[1]}.${member[2]}`;
};

const bodyKinds: ReadonlySet<string> = new Set(["statement_block", "class_static_block"]);

/** At the top of a file or of a namespace. */
const isTopLevel = (node: SyntaxNode): boolean => {
  let at: SyntaxNode | undefined = node.parent;
  while (at !== undefined) {
    if (isFunction(at) || bodyKinds.has(at.kind)) {
      if (at.kind !== "statement_block" || at.parent?.kind !== "internal_module") return false;
    }
    at = at.parent;
  }
  return true;
};

const holdsCode = (value: SyntaxNode | undefined): boolean =>
  value !== undefined &&
  (isFunction(value) ||
    classKinds.has(value.kind) ||
    value.kind === "object" ||
    value.kind === "call_expression");

export const findSymbols = (tree: Tree): Symbols => {
  const names = new Map<SyntaxNode, string>();
  const named = new Map<string, SyntaxNode>();
  const nested = new Set<string>();

  const declare = (name: string, node: SyntaxNode, top: boolean, encloses = true) => {
    if (encloses) names.set(node, name);
    const known = named.get(name);
    if (known === undefined) {
      named.set(name, node);
      if (!top) nested.add(name);
    } else if ((top && nested.has(name)) || known.kind === "function_signature") {
      named.set(name, node);
      if (top) nested.delete(name);
    }
  };

  const declarator = (node: SyntaxNode) => {
    const [name] = node.children;
    if (name === undefined) return;
    const top = isTopLevel(node);
    const value = valueAfter(node, "=");
    const inner = value === undefined ? undefined : unwrap(value);
    if (name.kind === "word") {
      if (top) declare(name.text, node, true);
      else if (inner !== undefined && inner.kind !== "call_expression" && holdsCode(inner))
        declare(name.text, node, false);
    } else if (top) {
      for (const bound of patternNames(name)) declare(bound.name, node, true, false);
    }
  };

  /** Members belong to the symbol whose value the literal or the class body is. */
  const member = (node: SyntaxNode) => {
    const key = keyOf(node);
    const container = node.parent;
    if (key === undefined || container === undefined) return;
    let owner = container.parent;
    if (container.kind === "object") {
      while (owner !== undefined && unwrap(owner) === container) owner = owner.parent;
    }
    const name = owner === undefined ? undefined : names.get(owner);
    if (name === undefined) return;
    if (node.kind === "pair") {
      const value = valueAfter(node, ":");
      if (value === undefined || !holdsCode(unwrap(value))) return;
    }
    declare(`${name}.${key}`, node, true);
  };

  for (const node of tree.nodes) {
    const { kind } = node;
    if (kind === "variable_declarator") declarator(node);
    else if (kind === "pair" || kind === "method_definition" || fieldKinds.has(kind)) member(node);
    else if (kind === "abstract_method_signature") member(node);
    else if (kind === "assignment_expression") {
      const [left, , right] = node.children;
      const name = left === undefined ? undefined : assignedName(left.text);
      const value = right === undefined ? undefined : unwrap(right);
      if (name !== undefined && value?.kind !== "call_expression" && holdsCode(value))
        declare(name, node, isTopLevel(node));
    } else if (kind === "export_statement") {
      const [, keyword, value] = node.children;
      if (keyword?.text === "default" && value !== undefined && declaredName(value) === undefined)
        declare("default", node, true);
    } else if (
      isFunction(node) ||
      classKinds.has(kind) ||
      typeKinds.has(kind) ||
      kind === "function_signature"
    ) {
      const name = kind === "arrow_function" ? undefined : declaredName(node);
      if (name !== undefined) declare(name, node, isTopLevel(node));
      else if (classKinds.has(kind)) {
        const owner = node.parent === undefined ? undefined : names.get(node.parent);
        if (owner !== undefined) names.set(node, owner);
      }
    }
  }

  const enclosing = (node: SyntaxNode): string | undefined => {
    for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
      const name = names.get(at);
      if (name !== undefined) return name;
    }
    return undefined;
  };
  return { named, enclosing };
};
