import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { neutral, parseCsv, printCsv } from "../../src/evidence/csv.ts";

test("no cell begins like a formula, and numbers stay numbers", () => {
  for (const text of [
    "=1+1",
    "+1 (555)",
    "-cmd|' /C calc'!A0",
    "@SUM(A1)",
    "|cmd",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "\uff1dcmd",
    "%0A=1",
  ])
    assert.equal(neutral(text), `'${text}`);
  for (const text of ["-1", "-1.5", "42", "plain", "a=b", "", "ada@example.test"])
    assert.equal(neutral(text), text);
});

test("whatever the cells hold, no line of the file begins a formula and every row has its columns", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ unit: "binary" }), { minLength: 2, maxLength: 4 })), (rows) => {
      const width = 4;
      const padded = rows.map((row) => [...row, ...Array<string>(width).fill("")].slice(0, width));
      const read = parseCsv(printCsv(["a", "b", "c", "d"], padded));
      assert.equal(read.length, padded.length + 1);
      for (const row of read) {
        assert.equal(row.length, width);
        for (const cell of row) assert.equal(neutral(cell), cell.startsWith("'") ? cell : neutral(cell));
      }
    }),
  );
});

test("what is printed is read again", () => {
  const rows = [
    ["a, b", 'say "so"', "two\nlines"],
    ["", " padded ", "ü"],
  ];
  assert.deepEqual(parseCsv(printCsv(["x", "y", "z"], rows)).slice(1), rows);
});
