import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { nodesInCycles } from "../../src/model/cycles.ts";

const reaches = (edges: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean => {
  const seen = new Set<string>();
  const open = [...(edges.get(from) ?? [])];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...(edges.get(node) ?? []));
  }
  return false;
};

test("exactly the nodes that can reach themselves are in cycles", () => {
  const node = fc.constantFrom("a", "b", "c", "d", "e", "f");
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(node, fc.array(node, { maxLength: 3 })), { selector: ([key]) => key }),
      (list) => {
        const edges = new Map(list);
        const expected = [...edges.keys()].filter((each) => reaches(edges, each, each));
        assert.deepEqual([...nodesInCycles(edges)].sort(), expected.sort());
      },
    ),
    { numRuns: 1000 },
  );
});
