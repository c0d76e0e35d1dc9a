import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodePath, encodePath, splitNul } from "../../src/git/paths.ts";

test("property: any bytes survive the way through a string", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      const path = Buffer.from(bytes);
      assert.ok(encodePath(decodePath(path)).equals(path));
    }),
  );
});

test("property: two different paths never become one string", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.uint8Array({ minLength: 1 }), (a, b) => {
      fc.pre(!Buffer.from(a).equals(Buffer.from(b)));
      assert.notEqual(decodePath(Buffer.from(a)), decodePath(Buffer.from(b)));
    }),
  );
});

test("UTF-8 paths are themselves", () => {
  assert.equal(decodePath(Buffer.from("src/ü x.ts")), "src/ü x.ts");
  assert.equal(decodePath(Buffer.from("src/C#/a.ts")), '"src/C\\043/a.ts"');
  assert.equal(decodePath(Buffer.from("a\nb")), '"a\\012b"');
  assert.equal(decodePath(Buffer.from([0x61, 0xff])), '"a\\377"');
});

test("NUL-separated output splits without a last empty part", () => {
  assert.deepEqual(splitNul(Buffer.from("a\0b\0")).map(String), ["a", "b"]);
  assert.deepEqual(splitNul(Buffer.from("")), []);
});
