// The node of the plain syntax tree, and the few steps that every reader of it takes.

/** `kind` is tree-sitter's, or `word`, `number`, `punctuation`, `chunk` (of a template), `group` for what has no node. */
export class SyntaxNode {
  readonly kind: string;
  /** Half-open range in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly source: string;
  parent: SyntaxNode | undefined = undefined;
  children: SyntaxNode[] = [];
  #items: readonly SyntaxNode[] | undefined;

  constructor(kind: string, start: number, end: number, source: string) {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.source = source;
  }

  get text(): string {
    return this.source.slice(this.start, this.end);
  }

  /** Arguments of a list, elements of an array, members of an object: what commas part. */
  get items(): readonly SyntaxNode[] {
    this.#items ??= splitAtCommas(this);
    return this.#items;
  }

  child(kind: string): SyntaxNode | undefined {
    return this.children.find((child) => child.kind === kind);
  }

  /** The nearest ancestor of one of the kinds. */
  ancestor(kinds: ReadonlySet<string>): SyntaxNode | undefined {
    let node = this.parent;
    while (node !== undefined && !kinds.has(node.kind)) node = node.parent;
    return node;
  }

  contains(other: SyntaxNode): boolean {
    return this.start <= other.start && other.end <= this.end;
  }
}

const splitAtCommas = (node: SyntaxNode): SyntaxNode[] => {
  const items: SyntaxNode[] = [];
  let group: SyntaxNode[] = [];
  const close = () => {
    const [first] = group;
    const last = group[group.length - 1];
    if (first === undefined || last === undefined) return;
    if (group.length === 1) items.push(first);
    else {
      const whole = new SyntaxNode("group", first.start, last.end, node.source);
      whole.parent = node;
      whole.children = group;
      items.push(whole);
    }
    group = [];
  };
  for (const child of node.children.slice(1, -1)) {
    if (child.kind === "punctuation" && child.text === ",") close();
    else group.push(child);
  }
  close();
  return items;
};

const transparent: ReadonlySet<string> = new Set([
  "await_expression",
  "parenthesized_expression",
  "as_expression",
  "satisfies_expression",
  "non_null_expression",
  "type_assertion",
]);

/** The expression inside parentheses, `await`, `!` and type casts. */
export const unwrap = (node: SyntaxNode): SyntaxNode => {
  let inner = node;
  while (transparent.has(inner.kind)) {
    const next =
      inner.kind === "type_assertion"
        ? inner.children[inner.children.length - 1]
        : inner.children.find(
            (child) => child.kind !== "punctuation" && !(child.kind === "word" && child.text === "await"),
          );
    if (next === undefined) break;
    inner = next;
  }
  return inner;
};

export const functionKinds: ReadonlySet<string> = new Set([
  "arrow_function",
  "function_expression",
  "generator_function",
  "function_declaration",
  "generator_function_declaration",
  "method_definition",
]);

export const classKinds: ReadonlySet<string> = new Set([
  "class",
  "class_declaration",
  "abstract_class_declaration",
]);

export const fieldKinds: ReadonlySet<string> = new Set(["public_field_definition", "field_definition"]);

export const isFunction = (node: SyntaxNode | undefined): boolean =>
  node !== undefined && functionKinds.has(node.kind);

export const isPunctuation = (node: SyntaxNode | undefined, text: string): boolean =>
  node !== undefined && node.kind === "punctuation" && node.text === text;

/** What is called or constructed: `app.get` in `app.get("/x")`, `Pool` in `new Pool()`. */
export const calleeOf = (call: SyntaxNode): SyntaxNode | undefined =>
  call.kind === "new_expression" ? call.children[1] : call.children[0];

export const argumentsOf = (call: SyntaxNode): readonly SyntaxNode[] => call.child("arguments")?.items ?? [];

/** The object and the name of a member access, by dot or by a literal in brackets. */
export const memberOf = (
  node: SyntaxNode,
): { readonly object: SyntaxNode; readonly name: string } | undefined => {
  const [object] = node.children;
  if (object === undefined) return undefined;
  if (node.kind === "member_expression") {
    const last = node.children[node.children.length - 1];
    return last === undefined ? undefined : { object, name: last.text };
  }
  if (node.kind === "subscript_expression") {
    const index = node.children.find((child) => child.kind === "string" || child.kind === "number");
    return { object, name: index === undefined ? "[]" : unquote(index.text) };
  }
  return undefined;
};

/** The right-hand side after the first `=` (or another mark) among a node's own children. */
export const valueAfter = (node: SyntaxNode, mark: string): SyntaxNode | undefined => {
  const at = node.children.findIndex((child) => isPunctuation(child, mark));
  return at < 0 ? undefined : node.children[at + 1];
};

/** Name of a member of an object literal, pattern or class; undefined when it is computed. */
export const keyOf = (member: SyntaxNode): string | undefined => {
  if (member.kind === "word") return member.text;
  const modifiers =
    member.kind === "pair" || member.kind === "pair_pattern" || member.kind === "object_assignment_pattern"
      ? none
      : memberModifiers;
  const last = member.children.findIndex(
    (child) => child.kind === "formal_parameters" || child.kind === "type_parameters",
  );
  const head = last < 0 ? member.children : member.children.slice(0, last);
  const key = head.find(
    (child, at) =>
      (child.kind === "word" && (!modifiers.has(child.text) || isLastName(head, at))) ||
      child.kind === "string" ||
      child.kind === "number" ||
      child.kind === "computed_property_name" ||
      isPunctuation(child, ":"),
  );
  if (key === undefined || key.kind === "computed_property_name" || key.kind === "punctuation")
    return undefined;
  return key.kind === "string" ? unquote(key.text) : key.text;
};

const none: ReadonlySet<string> = new Set();
const memberModifiers: ReadonlySet<string> = new Set(
  "public private protected static readonly override abstract declare accessor async get set".split(" "),
);

/** A modifier that nothing follows is the name itself: `get() {}`, `static = 1`. */
const isLastName = (head: readonly SyntaxNode[], at: number): boolean => {
  const next = head[at + 1];
  return (
    next === undefined ||
    next.kind === "type_annotation" ||
    isPunctuation(next, "=") ||
    isPunctuation(next, ";")
  );
};

/** The value of a member of an object literal by its key. */
export const propertyOf = (object: SyntaxNode | undefined, key: string): SyntaxNode | undefined => {
  if (object === undefined || object.kind !== "object") return undefined;
  for (const member of object.items) {
    if (member.kind === "spread_element" || keyOf(member) !== key) continue;
    return member.kind === "pair" ? valueAfter(member, ":") : member;
  }
  return undefined;
};

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
};

/** The value of a quoted literal. */
export const unquote = (text: string): string => {
  const inner = /^["'`]/.test(text) ? text.slice(1, -1) : text;
  return unescapeText(inner);
};

export const unescapeText = (text: string): string =>
  text.includes("\\")
    ? text.replace(
        /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|\r\n|([\s\S]))/g,
        (_, hex?: string, unit?: string, point?: string, other?: string) => {
          const code = Number.parseInt(hex ?? unit ?? point ?? "", 16);
          if (!Number.isNaN(code)) return code > 0x10ffff ? "" : String.fromCodePoint(code);
          if (other === undefined || other === "\n" || other === "\r") return "";
          return escapes[other] ?? other;
        },
      )
    : text;
