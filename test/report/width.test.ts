import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { displayWidth, hanging, padTo, wrap } from "../../src/report/width.ts";

test("wide characters take two columns, combining marks none", () => {
  assert.equal(displayWidth("abc"), 3);
  assert.equal(displayWidth("日本"), 4);
  assert.equal(displayWidth("한글"), 4);
  assert.equal(displayWidth("e\u0301"), 1);
  assert.equal(displayWidth("🔑"), 2);
  assert.equal(displayWidth("—→é"), 3);
});

test("wrapped lines fit, and joined again they are the text", () => {
  const words = fc.array(
    fc.string({ unit: fc.constantFrom("a", "b", "é", "日"), minLength: 1, maxLength: 8 }),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 60 }), (list, width) => {
      const lines = wrap(list.join(" "), width);
      for (const line of lines) assert.ok(displayWidth(line) <= width);
      assert.equal(lines.join(" "), list.join(" "));
    }),
  );
});

test("a word wider than the line is broken, not dropped", () => {
  assert.deepEqual(wrap("日".repeat(12), 10), ["日".repeat(5), "日".repeat(5), "日".repeat(2)]);
});

test("text hangs under itself beside its label", () => {
  assert.equal(hanging("next  ", "one two three", 16), "next  one two\n      three");
});

test("padding fills columns and never cuts", () => {
  assert.equal(padTo("日", 4), "日  ");
  assert.equal(padTo("long", 2), "long");
});
