import assert from "node:assert/strict";
import { test } from "node:test";
import { assistant, post, start, stream, text, user } from "./client.ts";

const base = {
  system: [text(600, "s")],
  messages: [user(text(400, "m"))],
  diagnostics: { previous_message_id: null },
};
const after = (id: string, change = {}) => ({
  ...base,
  messages: [...base.messages, assistant("ok"), user("more")],
  diagnostics: { previous_message_id: id },
  ...change,
});

test("The first turn and an appended turn have nothing to diagnose", async (t) => {
  const server = await start(t);
  const first = await post(server, base);
  assert.equal(first.body.diagnostics, null);
  assert.equal((await post(server, after(first.body.id))).body.diagnostics, null);
});

const rows: readonly (readonly [string, object, number | undefined])[] = [
  ["model_changed", { model: "claude-opus-4-8" }, 1000],
  ["model_changed", { speed: "fast" }, 1000],
  ["tools_changed", { tools: [{ name: "x", input_schema: {} }] }, 1000],
  ["system_changed", { system: "other" }, 1000],
  ["messages_changed", { messages: [user("other")] }, 1000],
  ["unavailable", { tool_choice: { type: "none" } }, undefined],
  ["unavailable", { thinking: { type: "adaptive" } }, undefined],
  ["previous_message_not_found", { diagnostics: { previous_message_id: "msg_none" } }, undefined],
];

for (const [type, change, missed] of rows)
  test(`${Object.keys(change)[0]} that changed is diagnosed as ${type}`, async (t) => {
    const server = await start(t);
    const { id } = (await post(server, base)).body;
    const reason = (await post(server, after(id, change))).body.diagnostics.cache_miss_reason;
    assert.equal(reason.type, type);
    if (type !== "messages_changed") assert.equal(reason.cache_missed_input_tokens, missed);
    else assert.ok(reason.cache_missed_input_tokens > 0);
  });

test("A stream carries the diagnosis in message_start, and another workspace finds nothing", async (t) => {
  const server = await start(t);
  const { id } = (await post(server, base)).body;
  const [first] = await stream(server, after(id, { system: "other" }));
  assert.equal(first?.data.message.diagnostics.cache_miss_reason.type, "system_changed");
  const other = await post(server, after(id), { "anthropic-workspace-id": "w2" });
  assert.equal(other.body.diagnostics.cache_miss_reason.type, "previous_message_not_found");
});
