// What leaves a foreign text before anybody sees it, and what of a long one stays.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type FoundContext, foreignContext } from "../../../src/agents/elsewhere/foreign-context.ts";

const found: FoundContext = { source: "specstory", id: "x.md", provenance: { where: "x" } };

const key = `ghp_${"a1B2c3D4e5".repeat(4)}`;

test("credentials are taken out and named; what hides or moves text is replaced", () => {
  const { text, removed } = foreignContext(
    found,
    [
      `token ${key}`,
      "postgres://notes:s3cr3t-Horse-9@db.example/notes",
      "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----",
      "\u001b]0;title\u0007 red \u202e evil",
    ].join("\n"),
  );
  assert.deepEqual(removed, ["github-token", "password-in-url", "private-key"]);
  assert.equal(
    text,
    "token [github-token removed]\npostgres://notes:[password-in-url removed]@db.example/notes\n[private-key removed]\n\ufffd]0;title\ufffd red \ufffd evil",
  );
});

test("the end of a long text stays, and no half of a credential is left by the cut", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 120 }),
      fc.nat({ max: 120 }),
      fc.integer({ min: 1, max: 80 }),
      (before, after, limit) => {
        const { text, cut } = foreignContext(
          found,
          `${"x ".repeat(before)}${key}${" y".repeat(after)}`,
          limit,
        );
        assert.ok(text.length <= limit);
        assert.ok(cut >= 0);
        assert.doesNotMatch(text, /[0-9]/);
        if (cut === 0) assert.match(text, /\[github-token removed\]/);
      },
    ),
  );
});

test("a cut never splits a character", () => {
  const { text } = foreignContext(found, "😀".repeat(20), 15);
  assert.equal(text, "😀".repeat(7));
});
