// Reads the threat models that our own printer wrote, at a small part of what reading any YAML costs. It knows a few
// forms, each of which means one thing in YAML whatever stands around it, and refuses everything else unread: what it
// takes, the yaml package reads as the same value. Tests hold it to that.

import { attachComments, type Comments, type FoundComment, type FoundEntry, noComments } from "./comments.ts";
import { child } from "./pointer.ts";
import { endOfQuoted, longestKey, readInline, showsEverything } from "./scalars.ts";

export interface CanonicalSource {
  readonly value: Readonly<Record<string, unknown>>;
  readonly comments: Comments;
}

/** Columns that each level stands further in. */
const step = 2;

/** Models go ten levels deep; further down, people's own fields are read like any other YAML. */
const deepest = 30 * step;

const wholeNumber = /^(?:0|[1-9]\d{0,8})$/;

const indentOf = (line: string): number => {
  let at = 0;
  while (line[at] === " ") at++;
  return at;
};

const isItem = (line: string, pad: number): boolean =>
  line[pad] === "-" && (line.length === pad + 1 || line[pad + 1] === " ");

/** Each method takes what it reads, and answers `undefined` for a form that it does not know: then nothing is read. */
class Reader {
  readonly #lines: readonly string[];
  /** Where the first key stands, once it was read. */
  first: FoundEntry | undefined;
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** Comments above the first key. */
  head(): FoundComment[] {
    const found: FoundComment[] = [];
    for (; this.#lines[this.#at]?.startsWith("#"); this.#at++)
      found.push({
        text: (this.#lines[this.#at] as string).trimEnd(),
        line: this.#at + 1,
        column: 1,
        alone: true,
      });
    return found;
  }

  /** Columns before the next line that is not empty; -1 when there is none. */
  indent(): number {
    while (this.#lines[this.#at] === "") this.#at++;
    const line = this.#lines[this.#at];
    return line === undefined ? -1 : indentOf(line);
  }

  map(pad: number): Record<string, unknown> | undefined {
    const value: Record<string, unknown> = {};
    while (this.indent() === pad) {
      const line = this.#lines[this.#at++] as string;
      const end = this.endOfKey(line, pad);
      const key = this.key(line, pad, end);
      if (key === undefined || Object.hasOwn(value, key)) return undefined;
      this.first ??= { pointer: child("", key), line: this.#at, column: 1, isKey: true };
      const item = this.value(line, end + 1, pad);
      if (item === undefined) return undefined;
      value[key] = item;
    }
    return value;
  }

  list(pad: number): unknown[] | undefined {
    const items: unknown[] = [];
    while (this.indent() === pad) {
      const line = this.#lines[this.#at++] as string;
      const item = isItem(line, pad) ? this.value(line, pad + 1, pad) : undefined;
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  /** Where the colon stands that ends the key. */
  endOfKey(line: string, pad: number): number {
    if (line[pad] === '"') return endOfQuoted(line, pad);
    const colon = line.indexOf(": ", pad);
    return colon === -1 ? line.length - 1 : colon;
  }

  key(line: string, pad: number, end: number): string | undefined {
    if (line[end] !== ":" || end - pad > longestKey) return undefined;
    const key = readInline(line.slice(pad, end));
    return key === "__proto__" ? undefined : key;
  }

  /** What stands behind a colon or a dash, or below it. */
  value(line: string, from: number, pad: number): unknown {
    const below = pad + step;
    if (line.length === from) {
      if (this.indent() !== below || below > deepest) return undefined;
      return isItem(this.#lines[this.#at] as string, below) ? this.list(below) : this.map(below);
    }
    if (line[from] !== " ") return undefined;
    const source = line.slice(from + 1);
    const text = readInline(source);
    if (text !== undefined) return text;
    if (source === ">-") return this.folded(below);
    if (source === "true" || source === "false") return source === "true";
    if (source === "[]") return [];
    if (source === "{}") return {};
    return wholeNumber.test(source) ? Number(source) : undefined;
  }

  /** Lines of one paragraph. */
  folded(pad: number): string | undefined {
    const first = this.#at;
    for (let line = this.#lines[first]; line !== undefined && line !== ""; line = this.#lines[this.#at]) {
      if (indentOf(line) !== pad) break;
      if (line.endsWith(" ")) return undefined;
      this.#at++;
    }
    if (this.#at === first) return undefined;
    return this.#lines
      .slice(first, this.#at)
      .map((line) => line.slice(pad))
      .join(" ");
  }
}

/**
 * Value and comments of a text in the form that the printer writes, with comments at its head alone.
 * @returns undefined for every other text, which need not be wrong
 */
export const readCanonical = (text: string): CanonicalSource | undefined => {
  if (!showsEverything(text)) return undefined;
  const reader = new Reader(text.split("\n"));
  const head = reader.head();
  const value = reader.map(0);
  if (value === undefined || reader.first === undefined || reader.indent() !== -1) return undefined;
  return { value, comments: head.length === 0 ? noComments : attachComments(head, [reader.first]) };
};
