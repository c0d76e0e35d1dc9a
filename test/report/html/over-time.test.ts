import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { niceTop, type PlotPoint, plotOverTime } from "../../../src/report/html/over-time.ts";

const point = fc.record<PlotPoint>({
  label: fc.string(),
  components: fc.nat(500),
  inStep: fc.nat(500),
  open: fc.record({ critical: fc.nat(90), high: fc.nat(90), medium: fc.nat(90), low: fc.nat(90) }),
  accepted: fc.nat(90),
  oldest: fc.nat(10_000),
});

test("any series gives one well-formed SVG element whose numbers are numbers and that stays inside its box", () => {
  fc.assert(
    fc.property(fc.array(point, { maxLength: 40 }), (points) => {
      const svg = plotOverTime(points);
      const { document: parsed } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
      assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
      assert.doesNotMatch(svg, /<style|style=|<script|\son\w+=/);
      const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) as unknown as [string, string, string];
      for (const path of parsed.querySelectorAll("path"))
        for (const [, way, x, , y] of (path.getAttribute("d") ?? "").matchAll(
          /([MHV])(-?[\d.]+)( (-?[\d.]+))?/g,
        )) {
          const [across, down] = way === "V" ? ["0", x] : [x, y ?? "0"];
          assert.ok(Number(across) >= 0 && Number(across) <= Number(width));
          assert.ok(Number(down) >= 0 && Number(down) <= Number(height));
        }
    }),
    { numRuns: 50 },
  );
});

test("a line has a point only where its value changes, so that ten thousand quiet commits stay small", () => {
  const quiet: PlotPoint = {
    label: "abc, 2030-01-01",
    components: 3,
    inStep: 3,
    open: { critical: 0, high: 1, medium: 2, low: 3 },
    accepted: 1,
    oldest: 5,
  };
  const many = plotOverTime(Array.from({ length: 10_000 }, () => quiet));
  assert.ok(many.length < 8_000, String(many.length));
});

test("the description says in words what the lines show", () => {
  const svg = plotOverTime([
    {
      label: "a, 2030-01-01",
      components: 2,
      inStep: 1,
      open: { critical: 0, high: 2, medium: 0, low: 0 },
      accepted: 0,
      oldest: 0,
    },
    {
      label: "b, 2030-01-02",
      components: 2,
      inStep: 2,
      open: { critical: 0, high: 1, medium: 0, low: 4 },
      accepted: 1,
      oldest: 7,
    },
  ]);
  assert.match(
    svg,
    /2 commits, from a, 2030-01-01 to b, 2030-01-02\. In 1 of them a component was out of step\./,
  );
  assert.match(
    svg,
    /At the end 2 of 2 components are in step, open threats are 0 critical, 1 high, 0 medium, 4 low/,
  );
});

test("the axis ends on a round number at or above every value", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), (value) => {
      const top = niceTop(value);
      assert.ok(top >= value && top <= Math.max(1, value * 2.5));
      assert.match(String(top), /^[125]0*$/);
    }),
  );
});
