import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { csvOf, objectsOf, type TypedTable } from "../../src/report/typed-table.ts";

const table = (rows: TypedTable["rows"]): TypedTable => ({
  id: "t",
  title: "T",
  columns: [
    { key: "a", title: "A", kind: "text" },
    { key: "b", title: "B", kind: "number" },
  ],
  rows,
  notes: [],
});

test("CSV quotes by RFC 4180, and a spreadsheet sees no formula", () => {
  assert.equal(
    csvOf(
      table([
        ['say "hi", then go', 1],
        ["=1+1", -2],
        ["@x", undefined],
        ["\t=2", 0],
        ["two\nlines", 3],
      ]),
    ),
    ["a,b", '"say ""hi"", then go",1', "'=1+1,-2", "'@x,", "'=2,0", "two lines,3"].join("\r\n"),
  );
});

/** Reads RFC 4180 lines without line ends in cells. */
const readCsv = (text: string): string[][] =>
  text.split("\r\n").map((line) => {
    const cells: string[] = [];
    for (let rest = line; ; ) {
      const match = /^(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/.exec(rest) as RegExpExecArray;
      cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
      if (match[3] === "") return cells;
      rest = rest.slice(match[0].length);
    }
  });

test("every cell comes back, one line a row, and none begins as a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.integer())), (rows) => {
      const read = readCsv(csvOf(table(rows)));
      assert.equal(read.length, rows.length + 1);
      for (const [at, row] of rows.entries()) {
        const [text = "", number] = read[at + 1] as string[];
        assert.doesNotMatch(text, /^[=+\-@\t\r]/);
        assert.equal(number, String(row[1]));
      }
    }),
  );
});

test("objects leave out what is missing", () => {
  assert.deepEqual(objectsOf(table([["x", undefined]])), [{ a: "x" }]);
});
