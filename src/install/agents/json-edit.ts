// Adding to JSON and taking away again so that the same bytes come back. Pure.
//
// What is added is always one unbroken piece of text: after the last neighbour, or, in an empty container, right behind
// its bracket. A container that we make ourselves begins with white space instead. That difference tells a later removal
// whether a container that it empties was there before.

import type { JsonArray, JsonMember, JsonNode, JsonObject } from "./json-text.ts";

const insert = (text: string, at: number, piece: string): string =>
  text.slice(0, at) + piece + text.slice(at);
const cut = (text: string, from: number, to: number): string => text.slice(0, from) + text.slice(to);

/** White space before a place when nothing else stands before it on its line. */
const indentAt = (text: string, at: number): string | undefined =>
  /(?:^|\n)([ \t]*)$/.exec(text.slice(Math.max(0, text.lastIndexOf("\n", at - 1)), at))?.[1];

/** One step of indentation in this text. */
const unitOf = (text: string): string => /\n([ \t]+)["{[]/.exec(text)?.[1] ?? "  ";

const print = (text: string, value: unknown, indent: string | undefined): string => {
  // On one line, a blank after each bracket marks the container as ours.
  if (indent === undefined) return JSON.stringify(value, undefined, 1).replace(/\n */g, " ");
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return JSON.stringify(value, undefined, unitOf(text)).replaceAll("\n", `${eol}${indent}`);
};

const separator = (text: string, indent: string | undefined): string =>
  indent === undefined ? ", " : `,${text.includes("\r\n") ? "\r\n" : "\n"}${indent}`;

/** Adds an element at the end of an array. */
export const addItem = (text: string, array: JsonArray, value: unknown): string => {
  const last = array.items.at(-1);
  if (last === undefined) return insert(text, array.start + 1, print(text, value, undefined));
  const indent = indentAt(text, last.start);
  return insert(text, last.end, separator(text, indent) + print(text, value, indent));
};

/** Adds a member at the end of an object. */
export const addMember = (text: string, object: JsonObject, key: string, value: unknown): string => {
  const last = object.members.at(-1);
  const indent = last === undefined ? undefined : indentAt(text, last.start);
  const piece = `${JSON.stringify(key)}: ${print(text, value, indent)}`;
  if (last === undefined) return insert(text, object.start + 1, piece);
  return insert(text, last.value.end, separator(text, indent) + piece);
};

/** Puts another value in the place of a node. */
export const replaceNode = (text: string, node: JsonNode, value: unknown): string =>
  insert(cut(text, node.start, node.end), node.start, print(text, value, indentAt(text, node.start)));

interface Span {
  readonly start: number;
  readonly end: number;
}

const spanOf = ({ start, value }: JsonMember): Span => ({ start, end: value.end });

/** Cuts one of several neighbours with the comma that it came with. */
const cutSpan = (text: string, spans: readonly Span[], at: number): string => {
  const [before, span, after] = [spans[at - 1], spans[at] as Span, spans[at + 1]];
  if (before !== undefined) return cut(text, before.end, span.end);
  return cut(text, span.start, after?.start ?? span.end);
};

/** Whether a container that holds one thing only was made by us, and goes with it. */
const isOurs = (text: string, container: JsonNode, only: Span): boolean =>
  /^\s+$/.test(text.slice(container.start + 1, only.start));

/**
 * Takes an element out of the array of a member, and with it the member, and the object around that member, when they
 * were made for it.
 * @param parents objects and the index of the member taken in each, from the outermost
 */
export const removeItem = (
  text: string,
  parents: readonly { readonly object: JsonObject; readonly member: number }[],
  array: JsonArray,
  item: number,
): string => {
  const only = array.items[item] as JsonNode;
  if (array.items.length > 1 || !isOurs(text, array, only)) return cutSpan(text, array.items, item);
  for (let level = parents.length - 1; level >= 0; level -= 1) {
    const { object, member } = parents[level] as (typeof parents)[number];
    const spans = object.members.map(spanOf);
    const made = level > 0 && spans.length === 1 && isOurs(text, object, spans[0] as Span);
    if (!made) return cutSpan(text, spans, member);
  }
  return text;
};
