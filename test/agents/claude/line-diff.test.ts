import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unifiedDiff } from "../../../src/agents/claude/line-diff.ts";

const line = fc.constantFrom("a", "b", "c", "{", "}", "");
const text = fc.array(line, { maxLength: 40 }).map((lines) => lines.map((each) => `${each}\n`).join(""));

/** Applies hunks as `patch` does. */
const patched = (before: string, diff: string): string => {
  const old = before.split("\n").slice(0, -1);
  const out: string[] = [];
  let at = 0;
  for (const row of diff === "" ? [] : diff.split("\n")) {
    const [, start] = /^@@ -(\d+) \+\d+ @@$/.exec(row) ?? [];
    if (start !== undefined) {
      while (at < Number(start) - 1) out.push(old[at++] as string);
      continue;
    }
    if (row.startsWith("+")) out.push(row.slice(1));
    else {
      assert.equal(old[at], row.slice(1));
      if (row.startsWith(" ")) out.push(row.slice(1));
      at++;
    }
  }
  return [...out, ...old.slice(at)].map((each) => `${each}\n`).join("");
};

test("a diff applied to the old text gives the new one", () => {
  fc.assert(
    fc.property(text, text, (before, after) =>
      assert.equal(patched(before, unifiedDiff(before, after)), after),
    ),
  );
});

test("equal texts have no diff, and one changed line is one line of each", () => {
  assert.equal(unifiedDiff("a\nb\n", "a\nb\n"), "");
  assert.equal(unifiedDiff("a\nb\nc\n", "a\nx\nc\n"), "@@ -1 +1 @@\n a\n-b\n+x\n c");
});

test("a new file is all added, a removed one all taken away", () => {
  assert.equal(unifiedDiff(undefined, "a\n"), "@@ -1 +1 @@\n+a");
  assert.equal(unifiedDiff("a\n", undefined), "@@ -1 +1 @@\n-a");
});
