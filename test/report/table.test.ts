import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { renderTable } from "../../src/report/table.ts";
import { displayWidth } from "../../src/report/width.ts";

test("columns align under their heads and lines end without spaces", () => {
  const table = renderTable(
    [
      ["sessions", "in step", "1 high"],
      ["会話", "stale", ""],
    ],
    { head: ["component", "state", "open"] },
  );
  assert.equal(
    table,
    ["component  state    open", "sessions   in step  1 high", "会話       stale"].join("\n"),
  );
});

test("paint does not move a column", () => {
  const paint = (text: string): string => `<${text}>`;
  assert.equal(
    renderTable([
      [{ text: "a", paint }, "b"],
      ["long", "c"],
    ]),
    "<a>     b\nlong  c",
  );
});

test("each column starts at the same place in every line, whatever the cells hold", () => {
  const cell = fc.string({ unit: "grapheme", maxLength: 8 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const lines = renderTable(rows.map(([a, b]) => [a, b, "|"])).split("\n");
      assert.equal(lines.length, rows.length);
      const starts = lines.map((line) => displayWidth(line.slice(0, line.lastIndexOf("|"))));
      assert.equal(new Set(starts).size, 1);
    }),
  );
});
