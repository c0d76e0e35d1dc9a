import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyModel } from "../../../src/model/empty.ts";
import { type ArchitectureMap, mapSchema } from "../../../src/model/schema.ts";
import { graphOf } from "../../../src/report/html/diagram-graph.ts";
import { type DiagramLayout, layOut, type Point } from "../../../src/report/html/diagram-layout.ts";
import { boundariesOf } from "../../../src/report/nesting.ts";
import { maps } from "../any-map.ts";

const layoutOf = (map: ArchitectureMap): Promise<DiagramLayout> =>
  layOut(graphOf({ ...emptyModel("c", "stride"), map }, "2026-01-01"));

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
const slack = 0.01;
const holds = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x - slack &&
  inner.y >= outer.y - slack &&
  inner.x + inner.width <= outer.x + outer.width + slack &&
  inner.y + inner.height <= outer.y + outer.height + slack;
const overlap = (a: Box, b: Box): boolean =>
  a.x + slack < b.x + b.width &&
  b.x + slack < a.x + a.width &&
  a.y + slack < b.y + b.height &&
  b.y + slack < a.y + a.height;

test("in the drawing of any map, elements lie apart, inside their boundaries and inside the frame", async () => {
  await fc.assert(
    fc.asyncProperty(maps, async (map) => {
      const frame = await layoutOf(map);
      const { nodes, boundaries, flows } = frame;
      const boxes = new Map(boundaries.map((box) => [box.id, box]));
      const parents = boundariesOf(map);
      assert.equal(flows.length, Object.keys(map.flows).length);
      assert.equal(boundaries.length, Object.keys(map.boundaries).length);
      for (const [at, node] of nodes.entries()) {
        assert.ok(holds(frame, node), `${node.id} outside the frame`);
        for (const other of nodes.slice(at + 1))
          assert.ok(!overlap(node, other), `${node.id} overlaps ${other.id}`);
      }
      for (const inner of [...nodes, ...boundaries]) {
        const outer = parents.get(inner.id);
        if (outer !== undefined && boxes.has(outer))
          assert.ok(holds(boxes.get(outer) as Box, inner), `${inner.id} outside ${outer}`);
      }
      for (const [at, box] of boundaries.entries()) {
        assert.ok(holds(frame, box), `${box.id} outside the frame`);
        for (const other of boundaries.slice(at + 1))
          assert.ok(
            !overlap(box, other) || holds(box, other) || holds(other, box),
            `${box.id} crosses ${other.id}`,
          );
      }
      // An element drawn inside a boundary that is not its own would be a false statement.
      const within = (id: string, outer: string): boolean => {
        for (let at = parents.get(id); at !== undefined; at = parents.get(at)) if (at === outer) return true;
        return false;
      };
      for (const node of nodes)
        for (const box of boundaries)
          if (!within(node.id, box.id)) assert.ok(!overlap(node, box), `${node.id} is drawn in ${box.id}`);
      for (const { points, label } of flows) {
        assert.ok(points.length >= 2);
        for (const { x, y } of [...points, label]) assert.ok(Number.isFinite(x) && Number.isFinite(y));
      }
    }),
    { numRuns: 60 },
  );
});

test("the order in which a map lists its entries changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(maps, async (map) => {
      const turned = Object.fromEntries(
        Object.entries(map).map(([section, entries]) => [
          section,
          Object.fromEntries(Object.entries(entries).reverse()),
        ]),
      ) as ArchitectureMap;
      assert.deepEqual(await layoutOf(turned), await layoutOf(map));
    }),
    { numRuns: 15 },
  );
});

test("labels of flows lie over no element", async () => {
  const map = mapSchema.parse({
    externals: { a: { name: "A" }, b: { name: "B", boundary: "x" } },
    processes: { p: { name: "P", boundary: "x" }, q: { name: "Q" } },
    stores: { s: { name: "S" } },
    boundaries: { x: { name: "X" } },
    flows: Object.fromEntries(
      [
        ["a", "p"],
        ["p", "a"],
        ["a", "p"],
        ["b", "q"],
        ["p", "s"],
        ["s", "q"],
        ["q", "q"],
      ].map(([from, to], at) => [`f${at}`, { name: "a flow with a name", from, to, protocol: "HTTPS" }]),
    ),
  });
  const { nodes, flows } = await layoutOf(map);
  for (const { id, label, width, height } of flows)
    for (const node of nodes)
      assert.ok(
        !overlap({ x: label.x - width / 2, y: label.y - height / 2, width, height }, node),
        `the label of ${id} lies over ${node.id}`,
      );
});

test("an empty map has an empty drawing", async () => {
  const { nodes, flows, boundaries } = await layoutOf(mapSchema.parse({}));
  assert.deepEqual([nodes, flows, boundaries], [[], [], []]);
});
