// Transcripts of coding agents, as conversations.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { conversationOf } from "../../../src/agents/elsewhere/transcript.ts";

const line = (value: unknown): string => JSON.stringify(value);

test("what was said stays; thoughts, results of tools and side conversations do not", () => {
  const text = conversationOf(
    [
      line({ type: "user", message: { role: "user", content: "Add a route" } }),
      line({
        type: "assistant",
        message: {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hm" },
            { type: "text", text: "I'll check the session first." },
            { type: "tool_use", name: "Edit", input: { file: "x" } },
          ],
        },
      }),
      line({
        type: "user",
        message: { role: "user", content: [{ type: "tool_result", content: "the file" }] },
      }),
      line({ type: "assistant", isSidechain: true, message: { role: "assistant", content: "aside" } }),
      line({ type: "assistant", message: { role: "assistant", content: "Done." } }),
      "not json",
      line({ role: "user", text: "Thanks" }),
    ].join("\n"),
  );
  assert.equal(
    text,
    "user: Add a route\n\nassistant: I'll check the session first.\n[used Edit]\nDone.\n\nuser: Thanks",
  );
});

test("anything at all can be read", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (lines) => {
      assert.equal(typeof conversationOf(lines.join("\n")), "string");
    }),
  );
});
