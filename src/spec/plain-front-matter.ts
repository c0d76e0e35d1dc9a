// Front matter as almost everybody writes it: a name and a text a line, and lists of texts. Loading and warming a YAML
// parser for a handful of such lines costs a commit more than anything else in its spec.

import { readInline, showsEverything } from "../model/scalars.ts";

/** From the first character to behind the last, as offsets in the front matter. */
export type Range = readonly [number, number];

export interface PlainKey {
  readonly name: string;
  readonly range: Range;
  readonly value: string | readonly string[];
  /** Of the value, or of each item of the list. */
  readonly ranges: readonly Range[];
}

const line = /^(?:(?<name>[A-Za-z][A-Za-z-]*):(?: (?<value>.+))?|(?<dash> {2}- )(?<item>.+))$/;

/**
 * Reads front matter of the plainest form.
 * @returns undefined for every other text; it may well be YAML
 */
export const readPlainFrontMatter = (raw: string): PlainKey[] | undefined => {
  if (!showsEverything(raw)) return undefined;
  const keys = new Map<string, PlainKey>();
  /** The list of the last key, as long as that has no text. */
  let open: { items: string[]; ranges: Range[] } | undefined;
  let offset = 0;
  for (const source of raw.split("\n")) {
    const start = offset;
    const end = start + source.length;
    offset = end + 1;
    if (source === "") continue;
    const { name, value, dash, item } = line.exec(source)?.groups ?? {};
    const text = readInline(value ?? item ?? "");
    if (item !== undefined && dash !== undefined) {
      if (open === undefined || text === undefined) return undefined;
      open.items.push(text);
      open.ranges.push([start + dash.length, end]);
      continue;
    }
    // A list that was announced and never came is no text and no list.
    if (name === undefined || readInline(name) === undefined || keys.has(name) || open?.items.length === 0)
      return undefined;
    const range: Range = [start, start + name.length];
    if (value === undefined) {
      open = { items: [], ranges: [] };
      keys.set(name, { name, range, value: open.items, ranges: open.ranges });
    } else {
      if (text === undefined) return undefined;
      open = undefined;
      keys.set(name, { name, range, value: text, ranges: [[end - value.length, end]] });
    }
  }
  return keys.size === 0 || open?.items.length === 0 ? undefined : [...keys.values()];
};
