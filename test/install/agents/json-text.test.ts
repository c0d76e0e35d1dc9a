import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readJson, valueOfNode } from "../../../src/install/agents/json-text.ts";

test("JSON is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2, "\t"), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), undefined, indent);
      const node = readJson(text);
      assert.ok(node !== undefined);
      assert.deepEqual(valueOfNode(node), JSON.parse(text));
    }),
  );
});

test("text that JSON.parse refuses is refused, unless it is a comment", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("{", "}", "[", "]", ",", ":", '"a"', "1", "-", "nul", "null", " ", '"')),
      (parts) => {
        const text = parts.join("");
        let parsed = true;
        try {
          JSON.parse(text);
        } catch {
          parsed = false;
        }
        assert.equal(readJson(text) !== undefined, parsed, text);
      },
    ),
  );
});

test("depth has an end", () => {
  assert.equal(readJson("[".repeat(100_000)), undefined);
  assert.equal(readJson(`${"[".repeat(5000)}${"]".repeat(5000)}`), undefined);
});
