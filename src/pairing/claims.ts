// The invariant's first rule: a multi-value register for each path, spread over files that are only ever added.
// It looks at one tree alone, so it survives every way in which git rewrites or merges history.

import { compare } from "../model/finding.ts";
import { isBase, type NamedRecord } from "./record.ts";

/** Content of a path: a blob id, or null for absent. Absent counts as a value. */
export type Value = string | null;

export interface LiveClaim {
  readonly record: string;
  readonly blob: Value;
}

const inner = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
};

/** Live claims by path: those that no other record in the tree replaces. Paths all of whose claims are replaced keep an empty list. */
export const liveClaims = (records: readonly NamedRecord[]): Map<string, LiveClaim[]> => {
  const claims = new Map<string, Map<string, Value>>();
  const replaced = new Map<string, Set<string>>();
  for (const { id, record } of records) {
    if (isBase(record)) {
      for (const [path, live] of Object.entries(record.live))
        for (const claim of live) inner(claims, path, () => new Map()).set(claim.record, claim.blob);
      continue;
    }
    for (const [path, claim] of Object.entries(record.claims)) {
      inner(claims, path, () => new Map()).set(id, claim.blob);
      const gone = inner(replaced, path, () => new Set());
      for (const earlier of claim.replaces) gone.add(earlier);
    }
  }
  const live = new Map<string, LiveClaim[]>();
  for (const [path, byRecord] of claims) {
    const gone = replaced.get(path);
    const left = [...byRecord].filter(([record]) => gone?.has(record) !== true);
    live.set(
      path,
      left.map(([record, blob]) => ({ record, blob })).sort((a, b) => compare(a.record, b.record)),
    );
  }
  return live;
};

export interface StalePath {
  readonly path: string;
  readonly now: Value;
  readonly live: readonly LiveClaim[];
  readonly why: "unclaimed" | "changed" | "gone";
}

/** Paths whose current value is not that of a live claim, sorted. */
export const stalePaths = (
  inputs: ReadonlyMap<string, string>,
  live: ReadonlyMap<string, readonly LiveClaim[]>,
): StalePath[] => {
  const stale: StalePath[] = [];
  for (const path of new Set([...inputs.keys(), ...live.keys()])) {
    const now = inputs.get(path) ?? null;
    const claims = live.get(path) ?? [];
    if (claims.some((claim) => claim.blob === now)) continue;
    stale.push({
      path,
      now,
      live: claims,
      why: now === null ? "gone" : claims.length === 0 ? "unclaimed" : "changed",
    });
  }
  return stale.sort((a, b) => compare(a.path, b.path));
};

/** Every threat id that any record names: none of them may ever vanish from the model. */
export const namedThreats = (records: readonly NamedRecord[]): ReadonlyMap<string, string> => {
  const named = new Map<string, string>();
  for (const { id, record } of records) {
    const ids = isBase(record)
      ? record.threats
      : [...record.threats.added, ...record.threats.changed, ...record.threats.retired];
    for (const threat of ids) if (!named.has(threat)) named.set(threat, id);
  }
  return named;
};
