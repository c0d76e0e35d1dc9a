// Prints a value as YAML in canonical form: one spelling for each value, one fact a line, so that a diff shows
// meaning only and two branches that touch different facts merge as text.

import { type Comments, hasComments, noComments, rehome } from "./comments.ts";
import { compare } from "./finding.ts";
import { type Layout, plainLayout } from "./layout.ts";
import { child } from "./pointer.ts";
import { inline, longestKey, writeScalar } from "./scalars.ts";

const isCollection = (value: unknown): value is object => typeof value === "object" && value !== null;
const isEmpty = (value: unknown): boolean =>
  isCollection(value) && (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);

/** The children in canonical order, each with its layout; without those that are not printed, unless all are asked for. */
const childrenOf = (value: object, layout: Layout, all = false): [string, unknown, Layout][] => {
  const record = value as Record<string, unknown>;
  const children: [string, unknown, Layout][] = [];
  for (const [key, field] of layout.fields ?? []) {
    if (!Object.hasOwn(record, key)) continue;
    const item = record[key];
    if (item === undefined || (!all && field.omitEmpty && isBare(item, field.layout))) continue;
    children.push([key, item, field.layout]);
  }
  const rest = Object.keys(record)
    .filter((key) => record[key] !== undefined && layout.fields?.has(key) !== true)
    .sort(compare);
  for (const key of rest) children.push([key, record[key], layout.items ?? plainLayout]);
  return children;
};

const isBare = (value: unknown, layout: Layout): boolean =>
  isEmpty(value) || (isCollection(value) && !Array.isArray(value) && childrenOf(value, layout).length === 0);

/** The same value with its keys in canonical order at every depth: as it is once it was printed and parsed. */
export const inCanonicalOrder = <T>(value: T, layout: Layout): T => {
  if (!isCollection(value)) return value;
  const ordered = Array.isArray(value)
    ? value.map((item) => inCanonicalOrder(item, layout.items ?? plainLayout))
    : Object.fromEntries(
        childrenOf(value, layout, true).map(([key, item, below]) => [key, inCanonicalOrder(item, below)]),
      );
  return ordered as T;
};

/** An item of a list goes by its value where that is unique, so that its comment follows it. */
export const itemSegments = (items: readonly unknown[]): string[] => {
  const seen = new Set<string>();
  return items.map((item, index) => {
    const name = isCollection(item) ? `#${index}` : String(item);
    const segment = seen.has(name) ? `#${index}` : name;
    seen.add(segment);
    return segment;
  });
};

class Printer {
  readonly lines: string[] = [];
  readonly shown = new Set<string>([""]);
  readonly open = new Set<string>();
  readonly #comments: Comments;

  constructor(comments: Comments) {
    this.#comments = comments;
  }

  block(pad: string, lines: readonly string[] | undefined): void {
    for (const line of lines ?? []) this.lines.push(line === "" ? "" : `${pad}${line}`);
  }

  end(pointer: string): string {
    const comment = this.#comments.end.get(pointer);
    return comment === undefined ? "" : ` ${comment}`;
  }

  /** Prints a value behind `head` (a key with its colon, or a dash). */
  value(
    head: string,
    value: unknown,
    layout: Layout,
    pad: string,
    pointer: string,
    end: string = this.end(pointer),
  ): void {
    this.shown.add(pointer);
    if (!isCollection(value)) {
      const scalar = writeScalar(value);
      this.lines.push(`${pad}${head} ${scalar.head}${end}`);
      this.block(`${pad}  `, scalar.lines);
    } else if (isBare(value, layout)) {
      this.lines.push(`${pad}${head} ${Array.isArray(value) ? "[]" : "{}"}${end}`);
    } else {
      this.lines.push(`${pad}${head}${end}`);
      if (Array.isArray(value)) this.list(value, layout, `${pad}  `, pointer);
      else this.map(value, layout, `${pad}  `, pointer);
    }
  }

  list(items: readonly unknown[], layout: Layout, pad: string, pointer: string): void {
    this.open.add(pointer);
    const segments = itemSegments(items);
    for (const [index, item] of items.entries()) {
      const at = child(pointer, segments[index] as string);
      this.block(pad, this.#comments.before.get(at));
      this.value("-", item, layout.items ?? plainLayout, pad, at);
    }
    this.block(pad, this.#comments.after.get(pointer));
  }

  map(value: object, layout: Layout, pad: string, pointer: string): void {
    this.open.add(pointer);
    let previous: unknown;
    for (const [index, [key, item, below]] of childrenOf(value, layout).entries()) {
      const at = child(pointer, key);
      if (index > 0 && layout.spaced && (isCollection(item) || isCollection(previous))) this.lines.push("");
      this.block(pad, this.#comments.before.get(at));
      const name = inline(key);
      if (name.length <= longestKey) this.value(`${name}:`, item, below, pad, at);
      else {
        this.lines.push(`${pad}? ${name}${this.end(at)}`);
        this.value(":", item, below, pad, at, "");
      }
      previous = item;
    }
    this.block(pad, this.#comments.after.get(pointer));
  }

  document(value: object, layout: Layout, header: readonly string[]): string {
    this.lines.push(...header);
    this.block("", this.#comments.before.get(""));
    this.map(value, layout, "", "");
    return `${this.lines.join("\n")}\n`;
  }
}

/** Prints a map as a document. No comment is lost: one whose place is gone moves to the nearest place above it. */
export const emit = (
  value: object,
  layout: Layout,
  comments: Comments = noComments,
  header: readonly string[] = [],
): string => {
  const printer = new Printer(comments);
  const text = printer.document(value, layout, header);
  if (!hasComments(comments)) return text;
  const homed = rehome(
    comments,
    (pointer) => printer.shown.has(pointer),
    (pointer) => printer.open.has(pointer),
  );
  return new Printer(homed).document(value, layout, header);
};
