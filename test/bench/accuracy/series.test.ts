import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyCommit, withoutIntent } from "../../../bench/accuracy/series.ts";
import type { Commit } from "../../../bench/accuracy/truth.ts";
import { parseSpec } from "../../../src/spec/parse.ts";

const commit = (...edits: Commit["edits"]): Commit => ({ message: "Edit", plant: "new-route", edits });
const tree = new Map([
  ["a.ts", "one two one"],
  ["b.ts", "three"],
]);

test("edits apply in order and leave the tree before as it was", () => {
  const after = applyCommit(
    tree,
    commit(
      { move: "b.ts", to: "c/b.ts" },
      { in: "c/b.ts", replace: "three", by: "four" },
      { write: "d.ts", text: "five" },
      { remove: "a.ts" },
    ),
  );
  assert.deepEqual([...after].sort(), [
    ["c/b.ts", "four"],
    ["d.ts", "five"],
  ]);
  assert.equal(tree.get("b.ts"), "three");
});

test("an edit that does not fit exactly once is refused", () => {
  assert.throws(
    () => applyCommit(tree, commit({ in: "a.ts", replace: "one", by: "x" })),
    /2 times, expected once/,
  );
  assert.throws(() => applyCommit(tree, commit({ in: "a.ts", replace: "six", by: "x" })), /0 times/);
  assert.throws(() => applyCommit(tree, commit({ in: "z.ts", replace: "one", by: "x" })), /no file z\.ts/);
  assert.throws(() => applyCommit(tree, commit({ remove: "z.ts" })), /no file/);
});

test("a replacement is taken as it is, dollar signs too", () => {
  fc.assert(
    fc.property(fc.string(), (by) => {
      const after = applyCommit(tree, commit({ in: "b.ts", replace: "three", by }));
      assert.equal(after.get("b.ts"), by);
    }),
  );
});

test("a spec without intent names its code and states nothing", () => {
  const spec = `---
id: notes
title: Notes
targets:
  - src/notes/**
  - src/shared/*.ts
owner: Notes team
---

# Notes

## Security

### Assets

| Asset | Sensitivity |
| --- | --- |
| Notes | secret |
`;
  const { spec: read, findings } = parseSpec("specs/notes.md", withoutIntent(spec));
  assert.deepEqual(
    findings.filter(({ severity }) => severity === "error"),
    [],
  );
  assert.equal(read?.id, "notes");
  assert.deepEqual(read?.targets, ["src/notes/**", "src/shared/*.ts"]);
  assert.deepEqual(read?.facts, []);
});
