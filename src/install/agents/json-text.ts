// JSON as text with places, so that an edit changes no byte that it does not have to. Comments, which some agents'
// settings may hold, count as white space. Pure.

export interface JsonObject {
  readonly kind: "object";
  readonly start: number;
  readonly end: number;
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly start: number;
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonArray {
  readonly kind: "array";
  readonly start: number;
  readonly end: number;
  readonly items: readonly JsonNode[];
}

export interface JsonScalar {
  readonly kind: "scalar";
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
}

export type JsonNode = JsonObject | JsonArray | JsonScalar;

class Unreadable extends Error {}

/** No settings file is deeper than this. */
const depthLimit = 100;

const blank = /(?:[ \t\r\n\uFEFF]|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const scalar = /"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/y;

/** Reads a whole text; undefined when it is not JSON. */
export const readJson = (text: string): JsonNode | undefined => {
  let at = 0;
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const expect = (char: string): void => {
    if (text[at] !== char) throw new Unreadable();
    at += 1;
  };
  const literal = (): JsonScalar => {
    const start = at;
    const value: unknown = JSON.parse(match(scalar));
    return { kind: "scalar", start, end: at, value };
  };
  /** Reads what stands between two brackets, with commas between. */
  const list = (close: string, one: () => void): void => {
    at += 1;
    match(blank);
    if (text[at] !== close) {
      for (;;) {
        one();
        match(blank);
        if (text[at] === close) break;
        expect(",");
        match(blank);
      }
    }
    at += 1;
  };
  const value = (depth: number): JsonNode => {
    if (depth > depthLimit) throw new Unreadable();
    const start = at;
    if (text[at] === "{") {
      const members: JsonMember[] = [];
      list("}", () => {
        const key = literal();
        if (typeof key.value !== "string") throw new Unreadable();
        match(blank);
        expect(":");
        match(blank);
        members.push({ start: key.start, key: key.value, value: value(depth + 1) });
      });
      return { kind: "object", start, end: at, members };
    }
    if (text[at] === "[") {
      const items: JsonNode[] = [];
      list("]", () => items.push(value(depth + 1)));
      return { kind: "array", start, end: at, items };
    }
    return literal();
  };
  try {
    match(blank);
    const root = value(0);
    match(blank);
    return at === text.length ? root : undefined;
  } catch (error) {
    if (error instanceof Unreadable || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** The value that a node stands for. */
export const valueOfNode = (node: JsonNode): unknown => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "array") return node.items.map(valueOfNode);
  return Object.fromEntries(node.members.map(({ key, value }) => [key, valueOfNode(value)]));
};
