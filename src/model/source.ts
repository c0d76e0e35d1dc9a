// YAML text to a plain value, with the place of every key, value and comment. Only the part of YAML that a model
// needs is read: aliases, tags and further documents are refused, so that what a reviewer sees is all there is.

import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { attachComments, type Comments, type FoundComment, type FoundEntry, noComments } from "./comments.ts";
import { itemSegments } from "./emit.ts";
import { child } from "./pointer.ts";

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface SourceProblem {
  readonly code: "yaml-syntax" | "yaml-alias" | "yaml-tag" | "yaml-key" | "duplicate-key";
  readonly message: string;
  readonly at: Position;
}

export interface Source {
  /** Undefined when the text holds no value or could not be read. */
  readonly value: unknown;
  /** Start of keys and of values, by JSON pointer. Items of a list go by their index. */
  readonly keys: ReadonlyMap<string, Position>;
  readonly values: ReadonlyMap<string, Position>;
  readonly comments: Comments;
  readonly problems: readonly SourceProblem[];
}

class Reader {
  readonly keys = new Map<string, Position>();
  readonly values = new Map<string, Position>();
  readonly entries: FoundEntry[] = [];
  readonly problems: SourceProblem[] = [];
  readonly #lines: LineCounter;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  position(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  problem(code: SourceProblem["code"], offset: number, message: string): void {
    this.problems.push({ code, message, at: this.position(offset) });
  }

  /** `pointer` goes by index, `stable` by value: places of findings and places of comments. */
  value(node: Node | null | undefined, pointer: string, stable: string): unknown {
    if (node === null || node === undefined) return null;
    const start = node.range?.[0] ?? 0;
    this.values.set(pointer, this.position(start));
    if (isAlias(node)) {
      this.problem("yaml-alias", start, `Unexpected alias \`*${node.source}\`, expected the value itself`);
      return null;
    }
    if (node.anchor !== undefined)
      this.problem("yaml-alias", start, `Unexpected anchor \`&${node.anchor}\`, expected the value itself`);
    if (node.tag !== undefined)
      this.problem("yaml-tag", start, `Unexpected tag \`${node.tag}\`, expected a plain value`);
    if (isMap(node)) return this.map(node, pointer, stable);
    if (isSeq(node)) return this.list(node, pointer, stable);
    return isScalar(node) ? node.value : null;
  }

  map(node: YAMLMap, pointer: string, stable: string): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = this.key(pair.key, node.range?.[0] ?? 0);
      if (key === undefined) continue;
      const start = pair.key?.range?.[0] ?? node.range?.[0] ?? 0;
      const at = child(pointer, key);
      const place = child(stable, key);
      const position = this.position(start);
      const first = this.keys.get(at);
      if (Object.hasOwn(value, key) && first !== undefined) {
        this.problem(
          "duplicate-key",
          start,
          `Unexpected second key \`${key}\`, expected one; the first is at line ${first.line}`,
        );
        continue;
      }
      this.keys.set(at, position);
      this.entries.push({ pointer: place, ...position, isKey: true });
      // A key that nothing follows says nothing; what is left when a person empties a list.
      if (isUnwritten(pair.value)) continue;
      value[key] = this.value(pair.value, at, place);
    }
    return value;
  }

  /** A plain key is what is written: `1e3` is a name here, not a number. */
  key(node: Node | null, offset: number): string | undefined {
    const start = node?.range?.[0] ?? offset;
    if (!isScalar(node)) {
      this.problem("yaml-key", start, "Unexpected key that is not text, expected a name");
      return undefined;
    }
    if (node.anchor !== undefined || node.tag !== undefined) {
      this.problem(
        node.tag === undefined ? "yaml-alias" : "yaml-tag",
        start,
        "Unexpected mark on a key, expected a name",
      );
    }
    const name = node.type === Scalar.PLAIN ? (node.source ?? "") : String(node.value);
    if (name !== "__proto__") return name;
    this.problem("yaml-key", start, "Unexpected key `__proto__`, expected another name");
    return undefined;
  }

  list(node: YAMLSeq, pointer: string, stable: string): unknown[] {
    const items = node.items as (Node | null)[];
    const names = itemSegments(items.map((item) => (isScalar(item) ? item.value : {})));
    const tokens = node.srcToken?.type === "block-seq" ? node.srcToken.items : [];
    return items.map((item, index) => {
      const dash = tokens[index]?.start.find((token) => token.type === "seq-item-ind")?.offset;
      const place = child(stable, names[index] as string);
      const position = this.position(dash ?? item?.range?.[0] ?? 0);
      this.entries.push({ pointer: place, ...position, isKey: false });
      return this.value(item, child(pointer, String(index)), place);
    });
  }
}

const isUnwritten = (node: Node | null): boolean =>
  node === null ||
  (isScalar(node) &&
    node.value === null &&
    (node.source ?? "") === "" &&
    node.tag === undefined &&
    node.anchor === undefined);

/** The parts of a syntax token that hold other tokens. */
const parts = ["start", "items", "key", "sep", "value", "props", "end"] as const;

const commentTokens = (token: object, into: CST.SourceToken[]): void => {
  if (Array.isArray(token)) {
    for (const each of token) commentTokens(each, into);
    return;
  }
  if ((token as CST.SourceToken).type === "comment") into.push(token as CST.SourceToken);
  for (const part of parts) {
    const inner = (token as Record<string, unknown>)[part];
    if (typeof inner === "object" && inner !== null) commentTokens(inner, into);
  }
};

const findComments = (text: string, tokens: readonly CST.Token[], reader: Reader): FoundComment[] => {
  const found: CST.SourceToken[] = [];
  commentTokens(tokens, found);
  return found
    .sort((a, b) => a.offset - b.offset)
    .map((token) => {
      const position = reader.position(token.offset);
      const before = text.slice(token.offset - position.column + 1, token.offset);
      return { text: token.source.trimEnd(), ...position, alone: before.trim() === "" };
    });
};

/** Reads YAML 1.2. Never throws; nesting that is too deep to read is a problem like any other. */
export const readSource = (text: string): Source => {
  const lines = new LineCounter();
  const reader = new Reader(lines);
  const found = { value: undefined as unknown, comments: noComments };
  try {
    const tokens = [...new Parser(lines.addNewLine).parse(text)];
    const composer = new Composer({ keepSourceTokens: true, uniqueKeys: false });
    const documents = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
    for (const document of documents)
      for (const error of [...document.errors, ...document.warnings])
        reader.problem("yaml-syntax", error.pos[0], `Unexpected YAML: ${oneLine(error.message)}`);
    const [first, second] = documents;
    if (second !== undefined)
      reader.problem("yaml-syntax", second.range[0], "Unexpected second document, expected one");
    if (first !== undefined && first.contents !== null && !isUnwritten(first.contents as Node))
      found.value = reader.value(first.contents as Node, "", "");
    found.comments = attachComments(findComments(text, tokens, reader), reader.entries);
  } catch (error) {
    reader.problem("yaml-syntax", 0, `Unexpected YAML: ${oneLine(String(error))}`);
    found.value = undefined;
  }
  return { ...found, keys: reader.keys, values: reader.values, problems: reader.problems };
};

const oneLine = (message: string): string => message.replace(/\s+/g, " ").trim();
