// Three-way merge of plain values: what only one side changed is taken, what both changed alike is taken once.

import { same } from "./digest.ts";
import { compare } from "./finding.ts";

export interface MergeConflict {
  /** What it is about, e.g. `threats.S-7f3ka.title`. */
  readonly path: string;
  /** The three values in words. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPlainList = (value: unknown): value is (string | number | boolean)[] =>
  Array.isArray(value) && value.every((item) => typeof item !== "object");

/** A value in words, for a person who has to choose. */
export const inWords = (value: unknown): string => {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(inWords).join(", ");
  if (!isFields(value)) return String(value);
  return Object.entries(value)
    .filter(([, item]) => item !== undefined && !(Array.isArray(item) && item.length === 0))
    .map(([key, item]) => `${key} ${inWords(item)}`)
    .join("; ");
};

/** Lists are sets in an order: what both kept, in the order of the base, then what either added, in byte order. */
const mergeLists = (
  base: readonly unknown[],
  ours: readonly unknown[],
  theirs: readonly unknown[],
): unknown[] => {
  const kept = base.filter((item) => ours.includes(item) && theirs.includes(item));
  const added = [...new Set([...ours, ...theirs])].filter((item) => !base.includes(item));
  return [...kept, ...added.sort((a, b) => compare(String(a), String(b)))];
};

export type OnConflict = (conflict: {
  readonly path: string;
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}) => void;

/**
 * Merges one value. A conflict keeps ours, unless ours is gone: what somebody changed is never lost to a removal.
 * `isWhole` tells which fields are one statement and are not merged inside.
 */
export const mergeValue = (
  base: unknown,
  ours: unknown,
  theirs: unknown,
  path: string,
  onConflict: OnConflict,
  isWhole: (field: string) => boolean = () => false,
): unknown => {
  if (same(ours, theirs) || same(base, theirs)) return ours;
  if (same(base, ours)) return theirs;
  if (isFields(ours) && isFields(theirs) && (base === undefined || isFields(base)))
    return mergeFields(base ?? {}, ours, theirs, path, onConflict, isWhole);
  if (isPlainList(ours) && isPlainList(theirs) && (base === undefined || isPlainList(base)))
    return mergeLists(base ?? [], ours, theirs);
  onConflict({ path, base, ours, theirs });
  return ours === undefined ? theirs : ours;
};

/** Merges records or objects key by key. */
export const mergeFields = <T extends Fields>(
  base: Readonly<Fields>,
  ours: T,
  theirs: T,
  path: string,
  onConflict: OnConflict,
  isWhole: (field: string) => boolean = () => false,
): T => {
  const merged: Fields = {};
  const own = (fields: Readonly<Fields>, key: string): unknown =>
    Object.hasOwn(fields, key) ? fields[key] : undefined;
  for (const key of Object.keys({ ...base, ...ours, ...theirs }).sort(compare)) {
    const [was, left, right] = [own(base, key), own(ours, key), own(theirs, key)];
    const at = path === "" ? key : `${path}.${key}`;
    const value =
      isWhole(key) && !same(left, right) && !same(was, left) && !same(was, right)
        ? whole(was, left, right, at, onConflict)
        : mergeValue(was, left, right, at, onConflict, isWhole);
    if (value !== undefined) merged[key] = value;
  }
  return merged as T;
};

const whole = (
  base: unknown,
  ours: unknown,
  theirs: unknown,
  path: string,
  onConflict: OnConflict,
): unknown => {
  onConflict({ path, base, ours, theirs });
  return ours === undefined ? theirs : ours;
};
