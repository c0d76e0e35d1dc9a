import assert from "node:assert/strict";
import { test } from "node:test";
import { call, marked, post, start, stream, text, user } from "./client.ts";

const messages = [user("q")];

test("Events come in the documented order, each data line repeating its type", async (t) => {
  const server = await start(t, {
    script: [
      {
        content: [
          { type: "thinking", thinking: "hm" },
          { type: "text", text: "ok" },
          { type: "tool_use", name: "read", input: { path: "a" } },
        ],
      },
    ],
  });
  const all = await stream(server, { messages });
  assert.ok(all.every(({ name, data }) => name === data.type));
  assert.deepEqual(
    all.map(({ name, data }) =>
      [name, data.content_block?.type ?? data.delta?.type].filter(Boolean).join(" "),
    ),
    [
      "message_start",
      "ping",
      "content_block_start thinking",
      "content_block_delta thinking_delta",
      "content_block_delta signature_delta",
      "content_block_stop",
      "content_block_start text",
      "content_block_delta text_delta",
      "content_block_stop",
      "content_block_start tool_use",
      "content_block_delta input_json_delta",
      "content_block_delta input_json_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ],
  );
  const started = all
    .filter(({ name }) => name === "content_block_start")
    .map(({ data }) => data.content_block);
  assert.deepEqual(started[0], { type: "thinking", thinking: "", signature: "" });
  assert.deepEqual(started[1], { type: "text", text: "" });
  assert.deepEqual({ ...started[2], id: "" }, { type: "tool_use", id: "", name: "read", input: {} });
  const json = all
    .filter(({ data }) => data.delta?.type === "input_json_delta")
    .map(({ data }) => data.delta.partial_json);
  assert.equal(json[0], "");
  assert.equal(json.join(""), '{"path":"a"}');
});

test("message_start holds the usage with the split by lifetime, message_delta the cumulative rest", async (t) => {
  const server = await start(t, {
    script: [
      {
        content: [
          { type: "thinking", thinking: "hmm" },
          { type: "text", text: "ok" },
        ],
      },
    ],
  });
  const all = await stream(server, { system: [marked(text(1000))], messages });
  const first = all.find(({ name }) => name === "message_start")?.data.message;
  const last = all.find(({ name }) => name === "message_delta")?.data;
  assert.deepEqual(first.usage, {
    input_tokens: 1,
    cache_creation_input_tokens: 1000,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 0 },
    service_tier: "standard",
    inference_geo: "global",
    speed: "standard",
    output_tokens: 1,
    output_tokens_details: null,
    server_tool_use: null,
  });
  assert.deepEqual([first.content, first.stop_reason, first.diagnostics], [[], null, null]);
  assert.deepEqual(last.usage, {
    input_tokens: 1,
    cache_creation_input_tokens: 1000,
    cache_read_input_tokens: 0,
    output_tokens: 5,
    output_tokens_details: { thinking_tokens: 3 },
    server_tool_use: null,
  });
  assert.equal(last.delta.stop_reason, "end_turn");
});

test("A message without streaming has the same content and usage in one piece", async (t) => {
  const server = await start(t, {
    script: () => ({ content: "a longer answer, in several pieces of text" }),
  });
  const whole = (await post(server, { messages })).body;
  const all = await stream(server, { messages });
  const pieces = all.flatMap(({ data }) => data.delta?.text ?? []);
  assert.ok(pieces.length > 1);
  assert.equal(pieces.join(""), whole.content[0].text);
  assert.equal(whole.stop_reason, "end_turn");
  assert.equal(whole.usage.output_tokens, 42);
});

test("A reply longer than max_tokens is cut there", async (t) => {
  const server = await start(t, {
    script: [
      { content: "0123456789" },
      {
        content: [
          { type: "text", text: "0123" },
          { type: "tool_use", name: "a", input: { long: "0123456789" } },
        ],
      },
    ],
  });
  const one = (await post(server, { messages, max_tokens: 4 })).body;
  assert.deepEqual(
    [one.content, one.stop_reason, one.usage.output_tokens],
    [[{ type: "text", text: "0123" }], "max_tokens", 4],
  );
  const all = await stream(server, { messages, max_tokens: 14 });
  const json = all.flatMap(({ data }) => data.delta?.partial_json ?? []).join("");
  assert.equal(json, '{"long":"0');
  assert.equal(all.at(-2)?.data.delta.stop_reason, "max_tokens");
});

test("The script sees the request and may be a list or a function", async (t) => {
  const server = await start(t, {
    script: [{ content: "one" }, ({ turn }) => ({ content: `turn ${turn}` })],
  });
  assert.equal((await post(server, { messages })).body.content[0].text, "one");
  assert.equal((await post(server, { messages })).body.content[0].text, "turn 1");
  assert.match((await post(server, { messages })).body.error.message, /no reply left/);
  server.script = () => {
    throw new Error("wrong prompt");
  };
  const { status, body } = await post(server, { messages });
  assert.equal(status, 400, "a status that no client retries");
  assert.match(body.error.message, /wrong prompt/);
});

test("Delays follow the server's clock", async (t) => {
  const server = await start(t, { script: [{ content: "ok", delay: { firstByte: 7000 } }] });
  const answer = post(server, { messages });
  while (server.requests[0]?.prompt === undefined) await new Promise(setImmediate);
  await new Promise(setImmediate);
  server.clock.advance(7000);
  assert.equal((await answer).status, 200);
  const { startedAt, firstByteAt, endedAt } = server.requests[0]!;
  assert.deepEqual([firstByteAt! - startedAt, endedAt! - startedAt], [7000, 7000]);
});

test("The log keeps headers, raw bytes and the retry count of every attempt", async (t) => {
  const server = await start(t);
  const raw = `{"model":"claude-opus-5", "max_tokens":9, "messages":[{"role":"user","content":"é"}]}`;
  await call(server, "POST", "/v1/messages", raw, { "x-stainless-retry-count": "2" });
  const [logged] = server.requests;
  assert.equal(logged?.raw.toString(), raw);
  assert.deepEqual(logged?.body, JSON.parse(raw));
  assert.equal(logged?.retry, 2);
  assert.equal(logged?.headers.authorization, "Bearer test-key");
});

test("count_tokens counts the prompt, ignores the cache and thinking of earlier turns", async (t) => {
  const server = await start(t, {
    script: [
      {
        content: [
          { type: "thinking", thinking: "hmm" },
          { type: "text", text: "ok" },
        ],
      },
    ],
  });
  const count = async (body: object) =>
    (await call(server, "POST", "/v1/messages/count_tokens", { model: "claude-opus-5", ...body })).body
      .input_tokens;
  const system = [marked(text(1000))];
  assert.equal(await count({ system, messages }), 1001);
  const { content } = (await post(server, { system, messages })).body;
  const more = [...messages, { role: "assistant", content }, user("q2")];
  assert.equal(await count({ system, messages: more }), 1001 + 2 + 2);
  assert.equal(await count({ system, messages: more }), 1005, "counting writes nothing and costs nothing");
  const full = (await post(Object.assign(server, { script: [{ content: "x" }] }), { system, messages: more }))
    .body.usage;
  assert.equal(
    full.input_tokens + full.cache_read_input_tokens,
    1005 + 3,
    "thinking counts as input once it is read",
  );
});

test("Models are listed with limits and without prices", async (t) => {
  const server = await start(t);
  const { body } = await call(server, "GET", "/v1/models");
  const haiku = body.data.find(({ id }: { id: string }) => id === "claude-haiku-4-5");
  assert.deepEqual([haiku.max_input_tokens, haiku.max_tokens, haiku.line], [200_000, 64_000, "haiku"]);
  assert.ok(!JSON.stringify(body).includes("price"));
  assert.equal((await call(server, "GET", "/v1/models/claude-opus-5")).body.id, "claude-opus-5");
  assert.equal((await call(server, "GET", "/v1/models/none")).status, 404);
});
