// The YAML front matter: keys, values and the place of each.

import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from "yaml";
import { z } from "zod";
import type { Place } from "../model/finding.ts";
import type { PlaceAt } from "./place.ts";
import { type PlainKey, readPlainFrontMatter } from "./plain-front-matter.ts";
import type { Report } from "./problem.ts";
import { quote } from "./text.ts";
import type { FrontMatterKey } from "./types.ts";

const text = z.string().transform((value) => value.replace(/\s+/g, " ").trim());
const globs = z.array(text).default([]);

const frontMatterSchema = z.object({
  id: text.optional(),
  title: text.optional(),
  owner: text.optional(),
  framework: text.optional(),
  targets: globs,
  tests: globs,
});

export type FrontMatter = z.infer<typeof frontMatterSchema>;

/** The keys that front matter may have. */
export const frontMatterKeys = Object.keys(frontMatterSchema.shape);

export interface FrontMatterReading {
  readonly values: FrontMatter;
  readonly keys: readonly FrontMatterKey[];
}

/** Front matter is a handful of lines; more is a mistake, or an attack on the YAML parser. */
const maxLength = 64 * 1024;

/**
 * Reads front matter.
 * @param raw the text between the two fences
 * @param offset where it starts in the source
 * @returns undefined when it is not a readable mapping; the report says why
 */
export const readFrontMatter = (
  raw: string,
  offset: number,
  placeAt: PlaceAt,
  report: Report,
): FrontMatterReading | undefined => {
  const at = (range: readonly [number, number, ...unknown[]] | null | undefined): Place =>
    range === null || range === undefined
      ? placeAt(offset)
      : placeAt(offset + clamp(range[0], raw), offset + clamp(range[1], raw));
  const unreadable = (message: string, place: Place, next?: string): undefined => {
    report({ code: "front-matter-unreadable", at: place, message, ...(next === undefined ? {} : { next }) });
  };
  if (raw.length > maxLength) {
    return unreadable(
      `Unexpected front matter of ${raw.length} characters, expected at most ${maxLength}`,
      placeAt(offset),
    );
  }
  const plain = readPlain(raw, at);
  if (plain !== undefined) return plain;
  try {
    const document = parseDocument(raw, { prettyErrors: false, logLevel: "silent", uniqueKeys: true });
    const sound = isSound(document, at, report);
    const contents = document.contents;
    const found = isMap(contents) ? withoutRepeats(contents.items, at, report) : [];
    if (!sound) return undefined;
    if (!isMap(contents)) {
      return unreadable(
        `Unexpected ${contents === null ? "empty front matter" : "front matter that is not a mapping"}, expected keys such as \`id: sessions\``,
        at(contents?.range),
      );
    }
    return {
      values: check(found, at, report),
      keys: found.map(({ name, key, value }) => ({ name, at: at(key.range), values: places(value, at) })),
    };
  } catch (error) {
    // The YAML parser recurses: nesting of thousands of brackets ends its stack, not ours.
    if (!(error instanceof RangeError)) throw error;
    return unreadable("Unexpected front matter nested too deeply, expected a flat mapping", placeAt(offset));
  }
};

/** Front matter of the plainest form, when nothing is wrong with its values. */
const readPlain = (raw: string, at: At): FrontMatterReading | undefined => {
  const plain = readPlainFrontMatter(raw);
  const values = plain === undefined ? undefined : valuesOf(plain);
  if (plain === undefined || values === undefined) return undefined;
  const keys = plain.map(({ name, range, ranges }) => ({ name, at: at(range), values: ranges.map(at) }));
  return { values, keys };
};

const valuesOf = (plain: readonly PlainKey[]): FrontMatter | undefined => {
  const known = plain.filter(({ name }) => frontMatterKeys.includes(name));
  return frontMatterSchema.safeParse(
    Object.fromEntries(known.map(({ name, value }) => [name, asExpected(name, value)])),
  ).data;
};

const fenced = /^---\n([\s\S]*?)\n---\n?$/;

/** Id and targets that a block of front matter, with its fences, gives; undefined when it is not that plain. */
export const plainHead = (
  block: string,
): { readonly id: string; readonly targets: readonly string[] } | undefined => {
  if (block.length > maxLength) return undefined;
  const raw = fenced.exec(block)?.[1];
  const plain = raw === undefined ? undefined : readPlainFrontMatter(raw);
  const values = plain === undefined ? undefined : valuesOf(plain);
  return values?.id ? { id: values.id, targets: values.targets } : undefined;
};

/** One glob may stand where a list is expected. */
const asExpected = (name: string, value: unknown): unknown =>
  (name === "targets" || name === "tests") && typeof value === "string" ? [value] : value;

type At = (range: readonly [number, number, ...unknown[]] | null | undefined) => Place;

const clamp = (offset: number, raw: string): number => Math.min(Math.max(offset, 0), raw.length);

/** Reports syntax errors, aliases and tags. Duplicate keys are reported elsewhere and leave the rest readable. */
const isSound = (document: Document, at: At, report: Report): boolean => {
  let sound = true;
  for (const error of document.errors) {
    if (error.code === "DUPLICATE_KEY") continue;
    sound = false;
    report({
      code: "front-matter-unreadable",
      at: at(error.pos),
      message: `Unexpected front matter (${error.message.replace(/\s+/g, " ")}), expected YAML`,
      next: "put values that contain `: `, `#`, `*`, `!`, `{` or `@` in quotes",
    });
  }
  for (const warning of document.warnings) {
    if (warning.code !== "TAG_RESOLVE_FAILED") continue;
    sound = false;
    report({
      code: "front-matter-unreadable",
      at: at(warning.pos),
      message: "Unexpected YAML tag, expected plain text",
      next: 'put a value that starts with `!` in quotes: "!src/legacy/**"',
    });
  }
  visit(document, {
    Alias: (_key, alias) => {
      sound = false;
      report({
        code: "front-matter-alias",
        at: at(alias.range),
        message: `Unexpected YAML alias \`*${quote(alias.source)}\`, expected the value itself`,
        next: /[*./]/.test(alias.source)
          ? `put a glob that starts with \`*\` in quotes: "*${quote(alias.source)}"`
          : "write the value out; aliases can refer to themselves, and a spec needs none",
      });
    },
  });
  return sound;
};

interface FoundKey {
  readonly name: string;
  readonly key: Scalar;
  readonly value: Node | null;
}

const withoutRepeats = (items: readonly unknown[], at: At, report: Report): FoundKey[] => {
  const found = new Map<string, FoundKey>();
  for (const item of items) {
    if (!isPair(item)) continue;
    const key = item.key as Node | null;
    if (!isScalar(key)) {
      report({
        code: "front-matter-value",
        at: at(key?.range),
        message: "Unexpected structured key, expected a name such as `id`",
      });
      continue;
    }
    const name = String(key.value);
    if (found.has(name)) {
      report({
        code: "duplicate-front-matter-key",
        at: at(key.range),
        message: `Unexpected second \`${name}\`, expected one; the first is used`,
        next: "remove one of the two",
      });
      continue;
    }
    found.set(name, { name, key, value: item.value as Node | null });
  }
  return [...found.values()];
};

/** Validates the known keys; a value that does not fit is reported and left out, the others stand. */
const check = (found: readonly FoundKey[], at: At, report: Report): FrontMatter => {
  const values: Record<string, unknown> = {};
  for (const { name, value } of found) {
    const plain = plainOf(value);
    if (plain === null || !frontMatterKeys.includes(name)) continue;
    values[name] = asExpected(name, plain);
  }
  for (;;) {
    const result = frontMatterSchema.safeParse(values);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const [name, index] = issue.path as [string, number | undefined];
      const node = found.find((key) => key.name === name)?.value;
      const item = isSeq(node) && index !== undefined ? (node.items[index] as Node | null) : node;
      const list = name === "targets" || name === "tests";
      report({
        code: "front-matter-value",
        at: at(item?.range ?? node?.range),
        message: `Unexpected ${kindOf(item)} as \`${index === undefined ? name : `${name}[${index}]`}\`, expected ${
          list && index === undefined ? "a list of globs" : "text"
        }`,
        ...(isScalar(item) ? { next: "put the value in quotes" } : {}),
      });
      delete values[name];
    }
  }
};

/** Scalars and lists of scalars as plain values; anything deeper only has to be of the wrong type. */
const plainOf = (node: unknown): unknown => {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item) => (isScalar(item) ? item.value : {}));
  return isMap(node) ? {} : null;
};

const kindOf = (node: unknown): string => {
  if (isSeq(node)) return "list";
  if (isMap(node)) return "mapping";
  if (!isScalar(node) || node.value === null) return "empty value";
  return node.value instanceof Date ? "date" : typeof node.value;
};

const places = (value: Node | null, at: At): Place[] =>
  isSeq(value) ? value.items.map((item) => at((item as Node | null)?.range)) : [at(value?.range)];
