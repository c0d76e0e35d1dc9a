import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addAgentsBlock, removeAgentsBlock } from "../../../src/install/agents/agents-md.ts";

const text = fc
  .array(fc.constantFrom("a", "# Rules", "\n", "\r\n", "\r", " ", "```"), { maxLength: 12 })
  .map((parts) => parts.join(""));

test("adding and removing gives back every byte", () => {
  fc.assert(fc.property(text, (before) => assert.equal(removeAgentsBlock(addAgentsBlock(before)), before)));
});

test("a file of ours alone comes and goes", () => {
  assert.equal(removeAgentsBlock(addAgentsBlock(undefined)), undefined);
});

test("adding twice changes nothing", () => {
  fc.assert(
    fc.property(fc.option(text, { nil: undefined }), (before) => {
      const once = addAgentsBlock(before);
      assert.equal(addAgentsBlock(once), once);
    }),
  );
});

test("a block of another version is brought up to date where it stands", () => {
  const old = "# Rules\n\n<!-- instride: begin -->\nold words\n<!-- instride: end -->\n\n## After\n";
  const now = addAgentsBlock(old);
  assert.doesNotMatch(now, /old words/);
  assert.ok(now.startsWith("# Rules\n\n<!-- instride: begin -->\n## Threat models"));
  assert.ok(now.endsWith("<!-- instride: end -->\n\n## After\n"));
});

test("text without a block stays as it is", () => {
  assert.equal(removeAgentsBlock("# Rules\n"), "# Rules\n");
});

test("the block stays about five lines long", () => {
  assert.ok(addAgentsBlock(undefined).split("\n").length <= 9);
});
