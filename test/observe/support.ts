// What every test of observation asks: which facts a snippet gives, as short lines.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fact, FactKind } from "../../src/model/fact.ts";
import { observeFile } from "../../src/observe/index.ts";

export const factsOf = (source: string, path = "src/example.ts"): readonly Fact[] => {
  const file = observeFile(path, source);
  assert.ok(file, `${path} is observed`);
  return file.facts;
};

/** Names of the facts of one kind, in source order. */
export const namesOf = (kind: FactKind, source: string, path?: string): string[] =>
  factsOf(source, path)
    .filter((fact) => fact.kind === kind)
    .map((fact) => fact.name);

/** Title, source, names that are expected, path when it matters. */
export type Case = readonly [string, string, readonly string[], string?];

export const table = (kind: FactKind, cases: readonly Case[]): void => {
  for (const [title, source, expected, path] of cases) {
    test(`${kind}: ${title}`, () => {
      const observed = namesOf(kind, source, path);
      assert.deepEqual(observed, [...expected]);
    });
  }
};
