import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { canonicalJson, digest, same } from "../../src/model/digest.ts";

const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]) => [key, reversed(item)]),
        )
      : value;

test("the order of keys makes no difference to a digest", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(digest(reversed(value)), digest(value));
      assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("different values have different digests, of the length asked for", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      assert.equal(
        digest(a, 64) === digest(b, 64),
        JSON.stringify(reversed(a)) === JSON.stringify(reversed(b)) || same(a, b),
      );
      assert.match(digest(a, 20), /^[0-9a-f]{20}$/);
    }),
  );
});

test("a key that is undefined counts as one that is not there", () => {
  assert.equal(digest({ a: 1, b: undefined }), digest({ a: 1 }));
  assert.equal(same({ a: undefined }, {}), true);
  assert.equal(same(undefined, null), false);
  assert.equal(digest({ b: [2, 1], a: 1 }), "e9d26fb0100c");
});
