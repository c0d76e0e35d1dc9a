// Which declaration a name means at a place in the file.

import {
  classKinds,
  fieldKinds,
  functionKinds,
  isFunction,
  keyOf,
  type SyntaxNode,
  unquote,
  valueAfter,
} from "./node.ts";
import { type BoundName, patternNames } from "./patterns.ts";
import { declaredName } from "./symbols.ts";
import type { Tree } from "./syntax.ts";

export type Binding =
  | { readonly kind: "import"; readonly module: string; readonly name: string; readonly typeOnly: boolean }
  | {
      readonly kind: "value" | "parameter";
      readonly node: SyntaxNode;
      readonly init: SyntaxNode | undefined;
      /** Member names from `init` to the bound value. */
      readonly path: readonly string[];
      readonly type: SyntaxNode | undefined;
      /** The function of a parameter, and the parameter's position. */
      readonly owner?: SyntaxNode;
      readonly index?: number;
    }
  | { readonly kind: "declaration"; readonly node: SyntaxNode };

export interface Field {
  readonly init: SyntaxNode | undefined;
  readonly type: SyntaxNode | undefined;
}

export interface Scopes {
  readonly lookup: (name: string, at: SyntaxNode) => Binding | undefined;
  /** The field of the class around `at`. */
  readonly field: (name: string, at: SyntaxNode) => Field | undefined;
  /** What a variable is assigned after its declaration, when it is assigned exactly once. */
  readonly assigned: (binding: Binding, name: string) => SyntaxNode | undefined;
  readonly imports: readonly (Binding & { kind: "import" })[];
}

const scopeKinds: ReadonlySet<string> = new Set([
  ...functionKinds,
  ...classKinds,
  "program",
  "statement_block",
  "class_static_block",
  "for_statement",
  "for_in_statement",
  "catch_clause",
  "switch_body",
]);

const parameterModifiers: ReadonlySet<string> = new Set([
  "public",
  "private",
  "protected",
  "readonly",
  "override",
]);

type Importing = Binding & { kind: "import" };

/** `import a, { b as c } from "m"` as name → import; also `import a = require("m")`. */
const importsOf = (statement: SyntaxNode): [string, Importing][] => {
  const source = statement.children.find((child) => child.kind === "string");
  if (source === undefined) return [];
  const module = unquote(source.text);
  const words = statement.children.filter((child) => child !== source).map((child) => child.text);
  const typeOnly = words[1] === "type" && words[2] !== "from" && words[2] !== ",";
  const found: [string, Importing][] = [];
  const add = (local: string, name: string, type = typeOnly) =>
    found.push([local, { kind: "import", module, name, typeOnly: type }]);

  let at = typeOnly ? 2 : 1;
  const first = words[at];
  if (first !== undefined && /^[\p{ID_Start}$_]/u.test(first)) {
    add(first, words[at + 1] === "=" ? "*" : "default");
    at++;
  }
  for (; at < words.length; at++) {
    if (words[at] === "*" && words[at + 1] === "as" && words[at + 2] !== undefined) {
      add(words[at + 2] as string, "*");
      return found;
    }
    if (words[at] === "{") break;
  }
  let entry: string[] = [];
  for (at++; at < words.length; at++) {
    const word = words[at] as string;
    if (word !== "," && word !== "}") {
      entry.push(word);
      continue;
    }
    const inlineType = entry[0] === "type" && entry.length > 1 && entry[1] !== "as";
    const names = inlineType ? entry.slice(1) : entry;
    const [imported, , local] = names;
    if (imported !== undefined) add(local ?? imported, unquote(imported), typeOnly || inlineType);
    entry = [];
    if (word === "}") break;
  }
  return found;
};

export const findScopes = (tree: Tree): Scopes => {
  const scopes = new Map<SyntaxNode, Map<string, Binding>>();
  const fields = new Map<SyntaxNode, Map<string, Field>>();
  const assignments = new Map<string, SyntaxNode[]>();
  const imports: Importing[] = [];

  const bind = (scope: SyntaxNode, name: string, binding: Binding) => {
    const names = scopes.get(scope);
    if (names === undefined) scopes.set(scope, new Map([[name, binding]]));
    else if (!names.has(name)) names.set(name, binding);
  };
  const scopeOf = (node: SyntaxNode): SyntaxNode => node.ancestor(scopeKinds) ?? tree.root;
  const functionScopeOf = (node: SyntaxNode): SyntaxNode => node.ancestor(functionKinds) ?? tree.root;
  const setField = (inside: SyntaxNode, name: string, field: Field) => {
    const owner = inside.ancestor(classKinds);
    if (owner === undefined) return;
    const known = fields.get(owner) ?? new Map<string, Field>();
    fields.set(owner, known);
    const before = known.get(name);
    known.set(name, { init: before?.init ?? field.init, type: before?.type ?? field.type });
  };

  const bindPattern = (scope: SyntaxNode, pattern: SyntaxNode, make: (bound: BoundName) => Binding) => {
    for (const bound of patternNames(pattern)) bind(scope, bound.name, make(bound));
  };

  const parameters = (owner: SyntaxNode) => {
    const list = owner.child("formal_parameters");
    if (list === undefined) {
      const name = owner.children.find((child) => child.kind === "word" && child.text !== "async");
      if (owner.kind === "arrow_function" && name !== undefined)
        bind(owner, name.text, {
          kind: "parameter",
          node: name,
          init: undefined,
          path: [],
          type: undefined,
          owner,
          index: 0,
        });
      return;
    }
    list.items.forEach((item, index) => {
      const typed = item.kind === "required_parameter" || item.kind === "optional_parameter";
      const target = typed
        ? item.children.find(
            (child, at) =>
              child.kind !== "decorator" &&
              (child.kind !== "word" ||
                !parameterModifiers.has(child.text) ||
                item.children[at + 1]?.kind !== "word"),
          )
        : item;
      if (target === undefined) return;
      const type = item.child("type_annotation");
      const init = typed ? valueAfter(item, "=") : undefined;
      bindPattern(owner, target, (bound) => ({
        kind: "parameter",
        node: bound.node,
        init: bound.path.length === 0 ? (init ?? bound.fallback) : bound.fallback,
        path: bound.path.length === 0 || bound.fallback !== undefined ? [] : bound.path,
        type,
        owner,
        index,
      }));
      const declaresField = item.children.some(
        (child) => child.kind === "word" && child !== target && parameterModifiers.has(child.text),
      );
      if (declaresField && target.kind === "word") setField(owner, target.text, { init, type });
    });
  };

  for (const node of tree.nodes) {
    switch (node.kind) {
      case "import_statement":
        for (const [name, binding] of importsOf(node)) {
          bind(tree.root, name, binding);
          imports.push(binding);
        }
        break;
      case "variable_declarator": {
        const [target] = node.children;
        if (target === undefined) break;
        const scope = node.parent?.kind === "variable_declaration" ? functionScopeOf(node) : scopeOf(node);
        const init = valueAfter(node, "=");
        const type = node.child("type_annotation");
        bindPattern(scope, target, (bound) => ({
          kind: "value",
          node: bound.path.length === 0 ? node : bound.node,
          init: init ?? bound.fallback,
          path: bound.path,
          type: bound.path.length === 0 ? type : undefined,
        }));
        break;
      }
      case "for_in_statement": {
        const of = node.children.findIndex(
          (child) => child.kind === "word" && /^(?:of|in)$/.test(child.text),
        );
        const target = node.children[of - 1];
        const declares = node.children.some((child) => /^(?:const|let|var)$/.test(child.text));
        if (declares && target !== undefined)
          bindPattern(node, target, (bound) => ({
            kind: "value",
            node: bound.node,
            init: node.children[of + 1],
            path: ["[]", ...bound.path],
            type: undefined,
          }));
        break;
      }
      case "catch_clause": {
        const target = node.children.find((child, at) => at > 1 && child.kind !== "punctuation");
        if (target !== undefined && target.kind !== "statement_block")
          bindPattern(node, target, (bound) => ({
            kind: "value",
            node: bound.node,
            init: undefined,
            path: [],
            type: undefined,
          }));
        break;
      }
      case "assignment_expression": {
        const [left, , right] = node.children;
        if (left === undefined || right === undefined) break;
        if (left.kind === "word") {
          const known = assignments.get(left.text) ?? [];
          known.push(node);
          assignments.set(left.text, known);
        } else if (left.kind === "member_expression" && isThis(left.children[0])) {
          setField(node, left.children[left.children.length - 1]?.text ?? "", {
            init: right,
            type: undefined,
          });
        }
        break;
      }
      default:
        if (fieldKinds.has(node.kind)) {
          const key = keyOf(node);
          if (key !== undefined)
            setField(node, key, { init: valueAfter(node, "="), type: node.child("type_annotation") });
        } else if (isFunction(node) || classKinds.has(node.kind)) {
          const name =
            node.kind === "arrow_function" || node.kind === "method_definition"
              ? undefined
              : declaredName(node);
          const declares = node.kind.endsWith("_declaration");
          if (name !== undefined) bind(declares ? scopeOf(node) : node, name, { kind: "declaration", node });
          if (isFunction(node)) parameters(node);
        } else if (
          node.kind === "enum_declaration" ||
          node.kind === "internal_module" ||
          node.kind === "function_signature"
        ) {
          const name = declaredName(node);
          if (name !== undefined) bind(scopeOf(node), name, { kind: "declaration", node });
        }
    }
  }

  const assignedTo = new Map<string, Map<Binding | undefined, SyntaxNode[]>>();

  const lookup = (name: string, at: SyntaxNode): Binding | undefined => {
    for (let scope: SyntaxNode | undefined = at; scope !== undefined; scope = scope.parent) {
      const binding = scopes.get(scope)?.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  };

  /** Assignments to a name by what the name means there; found once, since a name may be asked for at every use. */
  const assignmentsOf = (name: string): Map<Binding | undefined, SyntaxNode[]> => {
    const known = assignedTo.get(name);
    if (known !== undefined) return known;
    const found = new Map<Binding | undefined, SyntaxNode[]>();
    for (const node of assignments.get(name) ?? []) {
      const binding = lookup(name, node);
      const same = found.get(binding);
      if (same === undefined) found.set(binding, [node]);
      else same.push(node);
    }
    assignedTo.set(name, found);
    return found;
  };

  return {
    lookup,
    imports,
    field: (name, at) => {
      const owner = at.ancestor(classKinds);
      return owner === undefined ? undefined : fields.get(owner)?.get(name);
    },
    assigned: (binding, name) => {
      const here = assignmentsOf(name).get(binding);
      return here?.length === 1 ? here[0]?.children[2] : undefined;
    },
  };
};

const isThis = (node: SyntaxNode | undefined): boolean => node?.kind === "word" && node.text === "this";
