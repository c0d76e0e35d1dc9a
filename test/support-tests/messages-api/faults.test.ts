import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Fault,
  rateLimited,
  spendCap,
  status,
  threadNotFound,
  unauthorised,
} from "../../support/messages-api/faults.ts";
import { call, events, headers, marked, post, start, stream, text, user } from "./client.ts";

const messages = [user("q")];
const calls = [
  { type: "tool_use" as const, name: "write", input: { path: "src/a.ts", content: "export {}" } },
];

const statuses: readonly (readonly [Fault, number, string, string | null])[] = [
  [status(408), 408, "timeout_error", null],
  [status(409), 409, "conflict_error", null],
  [status(429), 429, "rate_limit_error", null],
  [rateLimited(3), 429, "rate_limit_error", "3"],
  [spendCap, 429, "rate_limit_error", null],
  [status(500), 500, "api_error", null],
  [status(529), 529, "overloaded_error", null],
  [unauthorised, 401, "authentication_error", null],
  [threadNotFound, 404, "not_found_error", null],
];

for (const [fault, code, type, retryAfter] of statuses)
  test(`A fault of status ${code}${retryAfter ? " with retry-after" : ""} is a ${type} and strikes once`, async (t) => {
    const server = await start(t, { faults: [fault] });
    const answer = await post(server, { messages });
    assert.deepEqual([answer.status, answer.body.error.type], [code, type]);
    assert.equal(answer.headers.get("retry-after"), retryAfter);
    assert.equal(server.requests[0]?.fault, fault);
    assert.equal(server.requests[0]?.usage, undefined);
    assert.equal((await post(server, { messages })).status, 200);
  });

test("The thread that is not found names its error code", async (t) => {
  const { body } = await post(await start(t, { faults: [threadNotFound] }), { messages });
  assert.deepEqual(body.error.details, { error_code: "thread_not_found" });
});

test("A fault strikes in its turn, and leaves other endpoints alone", async (t) => {
  const server = await start(t, { faults: [undefined, status(500)] });
  assert.equal((await call(server, "GET", "/v1/models")).status, 200);
  assert.equal((await post(server, { messages })).status, 200);
  assert.equal((await post(server, { messages })).status, 500);
});

test("A reset comes before any header", async (t) => {
  const server = await start(t, { faults: [{ kind: "reset" }] });
  await assert.rejects(post(server, { messages }), TypeError);
  assert.deepEqual([server.requests[0]?.outcome, server.requests[0]?.status], ["reset", undefined]);
});

/** A stream as far as it came, and whether it ended by itself. */
const broken = async (url: string) => {
  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      model: "claude-opus-5",
      max_tokens: 99,
      stream: true,
      system: [marked(text(1000))],
      messages,
    }),
  });
  let received = "";
  try {
    for await (const chunk of response.body!) received += Buffer.from(chunk).toString();
    return { received, clean: true };
  } catch {
    return { received, clean: false };
  }
};

test("An error event after status 200 ends the stream", async (t) => {
  const server = await start(t, { faults: [{ kind: "stream-error" }] });
  const { received, clean } = await broken(server.url);
  const last = events(received).at(-1);
  assert.ok(clean);
  assert.deepEqual([last?.name, last?.data.error.type], ["error", "overloaded_error"]);
  assert.deepEqual([server.requests[0]?.outcome, server.requests[0]?.status], ["failed", 200]);
});

test("A truncated stream ends cleanly without message_stop", async (t) => {
  const server = await start(t, { faults: [{ kind: "truncated" }, { kind: "truncated", after: 99 }] });
  const { received, clean } = await broken(server.url);
  assert.ok(clean);
  assert.deepEqual(
    events(received).map(({ name }) => name),
    ["message_start", "ping", "content_block_start", "content_block_delta"],
  );
  assert.equal(server.requests[0]?.outcome, "truncated");
  const late = events((await broken(server.url)).received);
  assert.equal(late.at(-1)?.name, "message_delta", "however late, message_stop never comes");
});

test("A destroyed socket ends the stream with an error", async (t) => {
  const server = await start(t, { faults: [{ kind: "destroyed" }] });
  const { received, clean } = await broken(server.url);
  assert.ok(!clean);
  assert.ok(received.includes("message_start"));
  assert.equal(server.requests[0]?.outcome, "destroyed");
});

test("A broken stream was billed for its prompt, wrote its cache, and its reply is said again", async (t) => {
  const server = await start(t, { script: [{ content: "once" }], faults: [{ kind: "destroyed" }] });
  await broken(server.url);
  assert.equal(server.requests[0]?.usage?.cacheWrite5m, 1000);
  const again = await post(server, { system: [marked(text(1000))], messages });
  assert.equal(again.body.usage.cache_read_input_tokens, 1000);
  assert.equal(again.body.content[0].text, "once");
});

test("Without streaming, a broken response stops half way", async (t) => {
  const server = await start(t, {
    faults: [{ kind: "truncated" }, { kind: "destroyed" }, { kind: "stream-error" }],
  });
  await assert.rejects(post(server, { messages }), SyntaxError);
  await assert.rejects(post(server, { messages }), TypeError);
  assert.equal((await post(server, { messages })).status, 500);
});

test("A slow first byte waits on the clock", async (t) => {
  const server = await start(t, { faults: [{ kind: "slow", firstByte: 90_000 }] });
  let arrived = false;
  const answer = post(server, { messages }).then((value) => {
    arrived = true;
    return value;
  });
  while (server.requests[0]?.prompt === undefined) await new Promise(setImmediate);
  await new Promise(setImmediate);
  server.clock.advance(89_999);
  await new Promise(setImmediate);
  assert.ok(!arrived);
  server.clock.advance(1);
  assert.equal((await answer).status, 200);
});

test("A refusal is a 200 with stop_details", async (t) => {
  const server = await start(t, { faults: [{ kind: "refusal", category: "cyber" }, { kind: "refusal" }] });
  const { status: code, body } = await post(server, { messages });
  assert.deepEqual(
    [code, body.stop_reason, body.stop_details.category, body.content],
    [200, "refusal", "cyber", []],
  );
  const delta = (await stream(server, { messages })).find(({ name }) => name === "message_delta");
  assert.deepEqual(
    [delta?.data.delta.stop_reason, delta?.data.delta.stop_details.type],
    ["refusal", "refusal"],
  );
});

test("max_tokens can strike inside the JSON of a tool call", async (t) => {
  const server = await start(t, { script: () => ({ content: calls }), faults: [{ kind: "max-tokens" }] });
  const all = await stream(server, { messages });
  const json = all.flatMap(({ data }) => data.delta?.partial_json ?? []).join("");
  assert.ok(JSON.stringify(calls[0]!.input).startsWith(json) && json.length > 0);
  assert.throws(() => JSON.parse(json));
  assert.equal(all.at(-2)?.data.delta.stop_reason, "max_tokens");
});

test("Tool input can be malformed though the reply is complete", async (t) => {
  const server = await start(t, { script: () => ({ content: calls }), faults: [{ kind: "malformed-json" }] });
  const all = await stream(server, { messages });
  assert.throws(() => JSON.parse(all.flatMap(({ data }) => data.delta?.partial_json ?? []).join("")));
  assert.equal(all.at(-2)?.data.delta.stop_reason, "tool_use");
  assert.equal(all.at(-1)?.name, "message_stop");
});

test("A client that goes away is logged as aborted", async (t) => {
  const server = await start(t, { script: () => ({ content: "ok", delay: { firstByte: 1000 } }) });
  const controller = new AbortController();
  const answer = fetch(`${server.url}/v1/messages`, {
    method: "POST",
    headers,
    body: JSON.stringify({ model: "claude-opus-5", max_tokens: 9, messages }),
    signal: controller.signal,
  });
  while (server.requests[0]?.prompt === undefined) await new Promise(setImmediate);
  controller.abort();
  await assert.rejects(answer);
  while (server.requests[0]?.outcome === "pending") await new Promise(setImmediate);
  assert.equal(server.requests[0]?.outcome, "aborted");
});
