import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { componentOf, linesIn } from "../../../bench/tokens/component.ts";
import { exponentOf } from "../../../bench/tokens/figures.ts";
import { syntheticSeries } from "../../../bench/tokens/synthetic.ts";

test("the same size and seed make the same component, byte for byte, near its size", () => {
  for (const size of [1000, 5000]) {
    const [a, b] = [componentOf(size, 1), componentOf(size, 1)];
    assert.deepEqual([...a.files], [...b.files]);
    assert.equal(a.spec, b.spec);
    assert.ok(Math.abs(linesIn(a.files) / size - 1) < 0.1, String(linesIn(a.files)));
  }
  assert.notDeepEqual([...componentOf(1000, 2).files], [...componentOf(1000, 1).files]);
});

test("every commit changes something, grows the component in the end, and its answer holds", async () => {
  const { series, lines } = await syntheticSeries(1000, 6);
  assert.equal(series.steps.length, 6);
  for (const { request, change, answer } of series.steps) {
    assert.ok(request.changes.length > 0);
    assert.match(change, /The component changed\./);
    assert.notDeepEqual(answer, {});
  }
  assert.ok((series.steps.at(-1)?.lines ?? 0) > lines + 200);
});

test("the exponent of a power law is found again", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.double({ min: 0.001, max: 10, noNaN: true }),
      (power, factor) => {
        const points = [1000, 5000, 20_000].map((x) => [x, factor * x ** power] as const);
        assert.ok(Math.abs((exponentOf(points) ?? Number.NaN) - power) < 1e-9);
      },
    ),
  );
  assert.equal(exponentOf([[1, 1]]), undefined);
});
