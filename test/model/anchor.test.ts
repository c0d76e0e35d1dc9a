import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anchorAt, splitAnchor } from "../../src/model/anchor.ts";
import { anchorSchema } from "../../src/model/schema.ts";

test("an anchor is a path, or a path and a symbol", () => {
  assert.equal(anchorAt("src/a.ts"), "src/a.ts");
  assert.equal(anchorAt("src/a.ts", "Reader.read"), "src/a.ts#Reader.read");
  assert.deepEqual(splitAnchor("src/a.ts#Reader.read"), { path: "src/a.ts", symbol: "Reader.read" });
  assert.deepEqual(splitAnchor("src/a.ts"), { path: "src/a.ts" });
});

test("a private member keeps its mark, a folder's mark is encoded", () => {
  assert.equal(anchorAt("src/c#/reader.ts", "Reader.#start"), "src/c%23/reader.ts#Reader.#start");
  assert.ok(anchorSchema.safeParse("src/c%23/reader.ts#Reader.#start").success);
  assert.deepEqual(splitAnchor("src/c%23/reader.ts#Reader.#start"), {
    path: "src/c#/reader.ts",
    symbol: "Reader.#start",
  });
});

test("every path and symbol survives, and what comes out is a valid anchor", () => {
  const path = fc
    .array(fc.constantFrom("a", "/", "#", "%", "2", "3", ":", " ", "é", ".ts"), {
      minLength: 1,
      maxLength: 8,
    })
    .map((parts) => parts.join(""));
  const symbol = fc
    .array(fc.constantFrom("A", ".", "#b", "c", "$"), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(path, fc.option(symbol, { nil: undefined }), (file, name) => {
      const anchor = anchorAt(file, name);
      assert.deepEqual(
        splitAnchor(anchor),
        name === undefined ? { path: file } : { path: file, symbol: name },
      );
      assert.ok(anchorSchema.safeParse(anchor).success, anchor);
    }),
  );
});
