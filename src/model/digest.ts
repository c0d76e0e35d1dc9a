// Digests of values. Two values that are equal as data have the same digest, however their keys are ordered.

import { createHash } from "node:crypto";
import { compare } from "./finding.ts";

/** JSON with keys in byte order, without white space; keys whose value is undefined are left out. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => compare(a, b));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
};

/** The first `length` hex digits of the SHA-256 of the canonical JSON. */
export const digest = (value: unknown, length = 12): string =>
  createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, length);

/** Equal as data: the order of keys and keys that are undefined make no difference. */
export const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
