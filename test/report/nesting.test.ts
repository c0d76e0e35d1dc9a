import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ArchitectureMap } from "../../src/model/schema.ts";
import { boundariesOf } from "../../src/report/nesting.ts";
import { anyModel } from "../model/arbitraries.ts";
import { exampleModel } from "../model/example.ts";

const mapOf = (parts: Partial<Record<keyof ArchitectureMap, unknown>>): ArchitectureMap =>
  ({
    ...exampleModel().map,
    externals: {},
    processes: {},
    stores: {},
    boundaries: {},
    ...parts,
  }) as ArchitectureMap;

test("an element says its boundary, or the boundary says what is inside", () => {
  const map = mapOf({
    processes: { api: { name: "API", code: [], covers: [], boundary: "cluster" } },
    boundaries: {
      cluster: { name: "Cluster", code: [], covers: [], inside: ["db"] },
      cloud: { name: "Cloud", code: [], covers: [], inside: ["cluster"] },
    },
  });
  assert.deepEqual(
    [...boundariesOf(map)],
    [
      ["api", "cluster"],
      ["cluster", "cloud"],
      ["db", "cluster"],
    ],
  );
});

test("an element with the id of its own boundary goes in no circle", () => {
  const map = mapOf({
    externals: { edge: { name: "Edge", code: [], covers: [], boundary: "edge" } },
    boundaries: { edge: { name: "Edge", code: [], covers: [], inside: ["other"] } },
  });
  assert.deepEqual([...boundariesOf(map)], [["other", "edge"]]);
});

test("whatever a map says, following boundaries outwards comes to an end", () => {
  fc.assert(
    fc.property(anyModel, ({ map }) => {
      const parents = boundariesOf(map);
      for (const start of parents.keys()) {
        const seen = new Set<string>();
        for (let at: string | undefined = start; at !== undefined; at = parents.get(at)) {
          assert.ok(!seen.has(at), `${start} lies in itself`);
          seen.add(at);
        }
      }
    }),
  );
});
