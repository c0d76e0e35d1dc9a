import assert from "node:assert/strict";
import { test } from "node:test";
import { type Any, call, marked, post, start, text, user } from "./client.ts";

test("A thread holds the conversation, can be continued once, and dies after five minutes", async (t) => {
  const server = await start(t);
  const create = { thread: { type: "create" }, system: [text(50)], messages: [user("one")] };
  const continued = (id: string) => ({
    thread: { type: "continue", previous_message_id: id },
    messages: [user("two")],
  });
  const first = await post(server, create);
  const second = await post(server, continued(first.body.id));
  assert.equal(second.body.usage.input_tokens, 50 + 3 + 2 + 3);
  const fork = await post(server, continued(first.body.id));
  assert.equal(fork.status, 400);
  server.clock.advance(5 * 60_000);
  const late = await post(server, continued(second.body.id));
  assert.deepEqual([late.status, late.body.error.details.error_code], [404, "thread_not_found"]);
});

const request = (custom_id: string, params: object) => ({
  custom_id,
  params: {
    model: "claude-opus-5",
    max_tokens: 9,
    system: [marked(text(1000), "1h")],
    messages: [user("q")],
    ...params,
  },
});

test("A batch runs, ends after its time, and gives one line a request", async (t) => {
  const server = await start(t, { batchDuration: 1000 });
  const requests = [
    request("a", {}),
    request("b", {}),
    request("c", { stream: true }),
    request("d", { max_tokens: 0 }),
  ];
  const created = (await call(server, "POST", "/v1/messages/batches", { requests })).body;
  assert.deepEqual([created.processing_status, created.results_url], ["in_progress", null]);
  assert.equal((await call(server, "GET", `/v1/messages/batches/${created.id}/results`)).status, 400);
  server.clock.advance(1000);
  const ended = (await call(server, "GET", `/v1/messages/batches/${created.id}`)).body;
  assert.equal(ended.processing_status, "ended");
  assert.deepEqual(ended.request_counts, {
    processing: 0,
    succeeded: 2,
    errored: 2,
    canceled: 0,
    expired: 0,
  });
  const lines: Any[] = (await call(server, "GET", new URL(ended.results_url).pathname)).body
    .trim()
    .split("\n")
    .map((line: string) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ custom_id, result }) => [custom_id, result.type]),
    [
      ["a", "succeeded"],
      ["b", "succeeded"],
      ["c", "errored"],
      ["d", "errored"],
    ],
  );
  const [a, b] = lines.map(({ result }) => result.message?.usage);
  assert.deepEqual([a.service_tier, a.cache_creation.ephemeral_1h_input_tokens], ["batch", 1000]);
  assert.equal(b.cache_read_input_tokens, 1000);
});

test("A batch with a custom_id twice, or without requests, is refused", async (t) => {
  const server = await start(t);
  const create = async (requests: unknown) =>
    (await call(server, "POST", "/v1/messages/batches", { requests })).status;
  assert.equal(await create([request("a", {}), request("a", {})]), 400);
  assert.equal(await create([]), 400);
  assert.equal((await call(server, "GET", "/v1/messages/batches/none")).status, 404);
});
