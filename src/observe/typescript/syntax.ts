// Turns ast-grep's tree into plain objects. Each step into the native tree costs a microsecond or more, so only the
// kinds that carry structure are fetched, in one query; the words and punctuation between them are lexed here.

import { createRequire } from "node:module";
import { leavesBetween, templateChunks } from "./lexer.ts";
import { SyntaxNode } from "./node.ts";

export type Grammar = "TypeScript" | "Tsx" | "JavaScript";

export interface Tree {
  readonly source: string;
  readonly root: SyntaxNode;
  /** Every node but words and punctuation, parents before children, in source order. */
  readonly nodes: readonly SyntaxNode[];
  readonly comments: readonly SyntaxNode[];
  /** True when the source has syntax errors, or nests too deep to be read in full. */
  readonly broken: boolean;
}

/** Kinds whose inside is text, not syntax. */
const opaque: ReadonlySet<string> = new Set([
  "string",
  "regex",
  "jsx_text",
  "html_character_reference",
  "template_literal_type",
  "hash_bang_line",
]);

const comments: ReadonlySet<string> = new Set(["comment", "html_comment"]);

const structural = [
  // expressions
  "call_expression new_expression member_expression subscript_expression assignment_expression",
  "augmented_assignment_expression binary_expression unary_expression update_expression ternary_expression",
  "await_expression yield_expression parenthesized_expression sequence_expression as_expression",
  "satisfies_expression non_null_expression type_assertion arrow_function function_expression",
  "generator_function class object array pair spread_element computed_property_name arguments",
  "template_string template_substitution meta_property",
  // declarations
  "function_declaration generator_function_declaration function_signature class_declaration",
  "abstract_class_declaration class_body class_heritage class_static_block method_definition",
  "abstract_method_signature method_signature property_signature public_field_definition field_definition",
  "index_signature call_signature construct_signature variable_declarator lexical_declaration",
  "variable_declaration import_statement export_statement interface_declaration type_alias_declaration",
  "enum_declaration enum_body internal_module module ambient_declaration decorator formal_parameters",
  "required_parameter optional_parameter object_pattern array_pattern pair_pattern",
  "object_assignment_pattern assignment_pattern rest_pattern type_annotation type_arguments type_parameters",
  "object_type interface_body",
  // statements
  "statement_block if_statement else_clause switch_statement switch_body switch_case switch_default",
  "return_statement throw_statement expression_statement for_statement for_in_statement while_statement",
  "do_statement try_statement catch_clause finally_clause labeled_statement break_statement",
  "continue_statement empty_statement debugger_statement with_statement",
  // JSX
  "jsx_element jsx_self_closing_element jsx_opening_element jsx_closing_element jsx_attribute",
  "jsx_expression jsx_namespace_name",
]
  .join(" ")
  .split(" ");

type Napi = typeof import("@ast-grep/napi");

type Query = { kind: string } | { has: { not: { kind: string } } };

interface Parser {
  readonly napi: Napi;
  readonly queries: Map<Grammar, { rule: { any: Query[] } }>;
}

let loaded: Parser | undefined;

/** The native parser takes milliseconds to load, so it waits for the first file. */
const parser = (): Parser => {
  loaded ??= {
    napi: createRequire(import.meta.url)("@ast-grep/napi") as Napi,
    queries: new Map(),
  };
  return loaded;
};

const unknownKind = 0;

/** Kinds that carry structure without having a child. */
const childless = [...opaque, ...comments, "ERROR"];

const wanted: ReadonlySet<string> = new Set([...structural, ...childless]);

/** Deeper code than this is machine-made; it is kept as text, so that every walk up the tree stays short. */
const deepest = 1500;

const queryFor = (grammar: Grammar) => {
  const { napi, queries } = parser();
  const known = queries.get(grammar);
  if (known !== undefined) return known;
  // Whatever has a child, and the kinds that may have none: the parser makes the query anew for each file, and one that
  // names every kind takes longer to make than a small file to parse. No node has the root for a child.
  const kinds = childless.filter((kind) => napi.kind(grammar, kind) !== unknownKind);
  const any = [{ has: { not: { kind: "program" } } }, ...kinds.map((kind) => ({ kind }))];
  const query = { rule: { any } };
  queries.set(grammar, query);
  return query;
};

/** Parses any text; a source that is not of the language gives a broken tree, never an error. */
export const parseSource = (grammar: Grammar, source: string): Tree => {
  const root = new SyntaxNode("program", 0, source.length, source);
  const nodes: SyntaxNode[] = [root];
  const remarks: SyntaxNode[] = [];
  let broken = false;
  let skipped = 0;

  const open: SyntaxNode[] = [root];
  for (const found of parser().napi.parse(grammar, source).root().findAll(queryFor(grammar))) {
    const kind = String(found.kind());
    if (!wanted.has(kind)) continue;
    const { start, end } = found.range();
    if (kind === "ERROR") broken = true;
    // The parser invents empty nodes for what it misses.
    if (start.index === end.index || start.index < skipped) continue;
    const node = new SyntaxNode(kind, start.index, end.index, source);
    let parent = open[open.length - 1] as SyntaxNode;
    while (parent.end <= node.start && open.length > 1) {
      open.pop();
      parent = open[open.length - 1] as SyntaxNode;
    }
    if (parent !== root && parent.end < node.end) continue;
    node.parent = parent;
    if (comments.has(kind)) {
      remarks.push(node);
      parent.children.push(node);
      continue;
    }
    parent.children.push(node);
    if (opaque.has(parent.kind)) continue;
    if (open.length > deepest) {
      broken = true;
      skipped = node.end;
      continue;
    }
    nodes.push(node);
    open.push(node);
  }

  let depth = 0;
  for (const node of nodes) {
    if (opaque.has(node.kind)) {
      node.children = [];
      if (node.kind === "string" && !/^(["']).*\1$/s.test(node.text)) broken = true;
      continue;
    }
    depth += fillLeaves(node);
  }
  // A closing bracket that the parser made up does not show as an error.
  if (depth !== 0) broken = true;
  return { source, root, nodes, comments: remarks, broken };
};

/** Puts the words and punctuation between a node's children in place; returns opening minus closing brackets. */
const fillLeaves = (node: SyntaxNode): number => {
  const leaves = node.kind === "template_string" ? templateChunks : leavesBetween;
  const filled: SyntaxNode[] = [];
  let at = node.start;
  for (const child of node.children) {
    leaves(node, at, child.start, filled);
    if (!comments.has(child.kind)) filled.push(child);
    at = Math.max(at, child.end);
  }
  leaves(node, at, node.end, filled);
  node.children = filled;
  let depth = 0;
  for (const { kind, start } of filled) {
    if (kind !== "punctuation") continue;
    const first = node.source[start];
    if (first === "(" || first === "[" || first === "{" || first === "$") depth++;
    else if (first === ")" || first === "]" || first === "}") depth--;
  }
  return depth;
};
