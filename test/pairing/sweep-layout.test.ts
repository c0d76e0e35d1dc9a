import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { frontMatterBlock } from "../../src/pairing/sweep-layout.ts";
import { parseSpec } from "../../src/spec/parse.ts";

test("front matter is the bytes through its closing fence, and nothing else counts as one", () => {
  assert.equal(frontMatterBlock("---\nid: a\n---\ntext\n---\n"), "---\nid: a\n---");
  assert.equal(frontMatterBlock("---\r\nid: a\r\n---\r\ntext"), "---\r\nid: a\r\n---");
  assert.equal(frontMatterBlock("---\n---\n"), "---\n---");
  assert.equal(frontMatterBlock("\uFEFF---\nid: a\n---"), "\uFEFF---\nid: a\n---");
  assert.equal(frontMatterBlock("---\nid: a\n"), undefined);
  assert.equal(frontMatterBlock("text\n---\nid: a\n---\n"), undefined);
  assert.equal(frontMatterBlock("---\nid: a\n----\n"), undefined);
});

test("the front matter alone names the same component and targets as the whole spec", () => {
  const line = fc.constantFrom(
    "---",
    "--- ",
    "----",
    " ---",
    "id: notes",
    "targets: [src/**]",
    "targets:",
    "  - src/notes/**",
    "# Title",
    "",
    "text",
    "```",
    "+++",
  );
  const end = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), end, fc.boolean(), (lines, newline, opened) => {
      const text = [...(opened ? ["---"] : []), ...lines].join(newline);
      const whole = parseSpec("specs/x.md", text).spec;
      const block = frontMatterBlock(text);
      const part = block === undefined ? undefined : parseSpec("specs/x.md", `${block}\n`).spec;
      assert.deepEqual(
        part && [part.id, part.targets],
        whole && [whole.id, whole.targets],
        JSON.stringify(text),
      );
    }),
    { numRuns: 500 },
  );
});
