import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type LinePlot, linePlot, someTicks } from "../../../src/report/html/line-plot.ts";
import { partsPlot, rangePlot } from "../../../src/report/html/row-plots.ts";
import { linearScale, logScale } from "../../../src/report/html/scale.ts";

const frame = { id: "p", title: "Title.", says: "Says." };
const format = (value: number): string => `$${value}`;

test("A linear axis has round ticks from zero to above the most", () => {
  assert.deepEqual(linearScale(8.7, 0, 100).ticks, [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(linearScale(0, 0, 100).ticks, [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.equal(linearScale(10, 0, 100).at(5), 50);
});

test("A log axis has powers of ten, and a zero stands at its beginning", () => {
  const scale = logScale(0.02, 30, 0, 100);
  assert.deepEqual(scale.ticks, [0.01, 0.1, 1, 10, 100]);
  assert.equal(scale.at(0), 0);
  assert.equal(scale.at(1), 50);
});

test("Ticks of an order begin with the first and end with the last", () => {
  assert.deepEqual(
    someTicks(["a", "b", "c", "d", "e"], 3).map(({ at, text }) => `${at}${text}`),
    ["1a", "3c", "5e"],
  );
});

test("Foreign text stays text, in labels, hints, the caption and the description", () => {
  const evil = '"><script>alert(1)</script><b onload=x>';
  const drawn = [
    linePlot({
      ...frame,
      title: evil,
      says: evil,
      series: [
        { name: evil, points: [{ x: 1, y: 1, hint: evil }] },
        { name: "b", points: [] },
      ],
      x: { name: evil },
      y: { name: evil },
      format,
    }),
    rangePlot({ ...frame, series: [evil], rows: [{ name: evil, values: [{ y: 1 }] }], axis: evil, format }),
    partsPlot({ ...frame, series: [evil], rows: [{ name: evil, values: [{ y: 1 }] }], axis: evil, format }),
  ].join("");
  assert.doesNotMatch(drawn, /<script|<b /);
  assert.doesNotMatch(drawn, /aria-label="[^"]*[<>]/);
  assert.doesNotMatch(drawn, /\sstyle=/, "the page's policy forbids style attributes");
});

test("A plot is told in words, and its legend names every series by colour, mark and dash", () => {
  const drawn = linePlot({
    ...frame,
    series: ["ours", "theirs"].map((name) => ({
      name,
      points: [
        { x: 1, y: 1 },
        { x: 2, y: 3 },
      ],
    })),
    x: { name: "x" },
    y: { name: "y" },
    format,
  });
  assert.match(drawn, /role="img" aria-label="Title. Says."/);
  assert.equal(drawn.match(/<li>/g)?.length, 2);
  assert.match(drawn, /stroke-dasharray="7 4"/);
});

test("Any finite figures are drawn inside the frame", () => {
  const value = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e12, noNaN: true }));
  const points = fc.array(
    fc.record({ x: fc.integer({ min: 1, max: 1e6 }), y: value, low: value, high: value }),
    { maxLength: 9 },
  );
  fc.assert(
    fc.property(points, fc.boolean(), fc.boolean(), (list, logX, logY) => {
      const plot: LinePlot = {
        ...frame,
        series: [{ name: "a", points: list }],
        x: { name: "x", log: logX },
        y: { name: "y", log: logY },
        format,
      };
      const rows = list.map((each, at) => ({ name: String(at), values: [each, undefined] }));
      const drawn = [
        linePlot(plot),
        rangePlot({ ...frame, series: ["a", "b"], rows, axis: "", format }),
        partsPlot({ ...frame, series: ["a", "b"], rows, axis: "", format }),
      ].join("");
      assert.doesNotMatch(drawn, /NaN|Infinity|undefined/);
      for (const [, place] of drawn.matchAll(/ c?x="(-?[\d.]+)"/g))
        assert.ok(Number(place) >= 0 && Number(place) <= 860 + 10, place);
    }),
  );
});
