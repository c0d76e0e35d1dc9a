// The published TypeScript SDK against the loopback server. The package is optional: without it these tests are skipped.

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { rateLimited, status } from "../../support/messages-api/faults.ts";
import { type Any, marked, start, text, user } from "./client.ts";

const packageName: string = "@anthropic-ai/sdk";
const sdk: Any = await import(packageName).catch(() => undefined);
const skip = sdk === undefined ? `${packageName} is not installed` : false;

const messages = [user("q")];
const base = { model: "claude-opus-5-5", max_tokens: 1000 };

const connect = async (t: TestContext, options: Parameters<typeof start>[1], maxRetries = 0) => {
  const server = await start(t, options);
  const client: Any = new sdk.default({
    apiKey: "test-key",
    baseURL: server.url,
    maxRetries,
    logLevel: "off",
  });
  return { server, client };
};

test("The SDK creates, streams and counts", { skip }, async (t) => {
  const { server, client } = await connect(t, { script: () => ({ content: "hello" }) });
  assert.equal((await client.messages.create({ ...base, messages })).content[0].text, "hello");
  const streamed = await client.messages.stream({ ...base, messages }).finalMessage();
  assert.deepEqual([streamed.content[0].text, streamed.stop_reason], ["hello", "end_turn"]);
  assert.equal(streamed.usage.output_tokens, 5);
  assert.equal((await client.messages.countTokens({ model: base.model, messages })).input_tokens, 1);
  assert.equal(server.requests[0]?.headers["anthropic-version"], "2026-10-21");
});

test("What the SDK accumulates from a stream passes the binding check when it is echoed", {
  skip,
}, async (t) => {
  const { server, client } = await connect(t, {
    script: [
      {
        content: [
          { type: "thinking", thinking: "a thought that comes in several pieces of text" },
          { type: "text", text: "Ich prüfe das. 威胁 🙂" },
          {
            type: "tool_use",
            name: "read",
            input: { path: "src/a.ts", lines: [1, 2], deep: { z: null, a: "é" } },
          },
        ],
      },
      { content: "done" },
    ],
  });
  const tools = [{ name: "read", input_schema: { type: "object" } }];
  const first = await client.messages.stream({ ...base, tools, messages }).finalMessage();
  const result = { type: "tool_result", tool_use_id: first.content[2].id, content: "r" };
  const all = [...messages, { role: "assistant", content: first.content }, user(result)];
  const second = await client.messages.stream({ ...base, tools, messages: all }).finalMessage();
  assert.equal(second.content[0].text, "done");
  assert.deepEqual(first.content[2].input, { path: "src/a.ts", lines: [1, 2], deep: { z: null, a: "é" } });
  assert.equal(server.requests.length, 2);
});

test("The SDK reads the cache classes", { skip }, async (t) => {
  const { client } = await connect(t, {});
  const body = { ...base, system: [marked(text(5000), "1h")], messages };
  const first = await client.messages.create(body);
  assert.equal(first.usage.cache_creation.ephemeral_1h_input_tokens, 5000);
  assert.equal((await client.messages.stream(body).finalMessage()).usage.cache_read_input_tokens, 5000);
});

test("The SDK retries 429 and 529, each attempt in the log with its count", { skip }, async (t) => {
  const { server, client } = await connect(t, { faults: [status(529), rateLimited(0.01)] }, 2);
  await client.messages.create({ ...base, messages });
  assert.deepEqual(
    server.requests.map(({ retry, status: code }) => [retry, code]),
    [
      [0, 529],
      [1, 429],
      [2, 200],
    ],
  );
});

test("The SDK reports an error event, a truncated and a destroyed stream without retrying", {
  skip,
}, async (t) => {
  const { server, client } = await connect(
    t,
    { faults: [{ kind: "stream-error" }, { kind: "truncated" }, { kind: "destroyed" }] },
    2,
  );
  const run = () => client.messages.stream({ ...base, messages }).finalMessage();
  await assert.rejects(
    run(),
    (error: Any) => error instanceof sdk.APIError && error.type === "overloaded_error",
  );
  await assert.rejects(run(), sdk.AnthropicError);
  await assert.rejects(run(), sdk.AnthropicError);
  assert.equal(server.requests.length, 3);
});

test("The SDK maps status and type of errors", { skip }, async (t) => {
  const { client } = await connect(t, { faults: [status(401)] });
  await assert.rejects(client.messages.create({ ...base, messages }), sdk.AuthenticationError);
  await assert.rejects(
    client.messages.create({ ...base, model: "claude-none", messages }),
    (error: Any) => error.status === 404 && error.type === "not_found_error" && /^req_/.test(error.requestID),
  );
});

test("The SDK runs a batch to its results", { skip }, async (t) => {
  const { client } = await connect(t, {});
  const batch = await client.messages.batches.create({
    requests: [{ custom_id: "a", params: { ...base, messages } }],
  });
  const results: Any[] = [];
  for await (const line of await client.messages.batches.results(batch.id)) results.push(line);
  assert.deepEqual(
    results.map(({ custom_id, result }) => [custom_id, result.message.content[0].text]),
    [["a", "ok"]],
  );
});

test("The SDK lists models", { skip }, async (t) => {
  const { client } = await connect(t, {});
  const ids: string[] = [];
  for await (const { id } of client.models.list()) ids.push(id);
  assert.ok(ids.includes("claude-opus-5-5"));
});
