import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Timeline, type Version } from "../../src/pairing/sweep-timeline.ts";

const entries = (map: ReadonlyMap<string, number>): [string, number][] => [...map].sort();

test("a version that is still needed can be gone back to, and on from again", () => {
  const timeline = new Timeline();
  const map = new Map<string, number>();
  timeline.begin(timeline.current, false);
  timeline.set(map, "a", 1);
  const fork = timeline.current;
  timeline.begin(fork, true);
  timeline.set(map, "a", 2);
  timeline.set(map, "b", 3);
  const left = timeline.current;
  timeline.begin(fork, true);
  assert.deepEqual(entries(map), [["a", 1]]);
  timeline.set(map, "a", undefined);
  timeline.begin(left, true);
  assert.deepEqual(entries(map), [
    ["a", 2],
    ["b", 3],
  ]);
});

test("versions of a random tree of versions hold what copies of the map hold", () => {
  const step = fc.record({
    from: fc.nat(),
    writes: fc.array(
      fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.option(fc.nat(5), { nil: undefined })),
      { maxLength: 6 },
    ),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const timeline = new Timeline();
      const maps = [new Map<string, number>(), new Map<string, number>()] as const;
      const versions: Version[] = [timeline.current];
      const copies: [Map<string, number>, Map<string, number>][] = [[new Map(), new Map()]];
      for (const { from, writes } of steps) {
        const at = from % versions.length;
        timeline.begin(versions[at] as Version, true);
        const copy = (copies[at] as (typeof copies)[number]).map(
          (map) => new Map(map),
        ) as (typeof copies)[number];
        writes.forEach(([key, value], index) => {
          const which = index % 2;
          timeline.set(maps[which] as Map<string, number>, key, value);
          if (value === undefined) copy[which]?.delete(key);
          else copy[which]?.set(key, value);
        });
        versions.push(timeline.current);
        copies.push(copy);
        assert.deepEqual(maps.map(entries), copy.map(entries));
      }
      versions.forEach((version, at) => {
        timeline.begin(version, true);
        assert.deepEqual(maps.map(entries), copies[at]?.map(entries));
      });
    }),
  );
});
