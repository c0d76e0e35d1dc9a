import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedPositions } from "../../support/messages-api/prompt.ts";
import { assistant, classes, marked, post, start, stream, text, user } from "./client.ts";

const minute = 60_000;

test("A marked prefix is written once and read by the next request", async (t) => {
  const server = await start(t);
  const system = [marked(text(1000))];
  assert.deepEqual(classes(await post(server, { system, messages: [user("first")] })), [5, 1000, 0, 0]);
  assert.deepEqual(classes(await post(server, { system, messages: [user("second")] })), [6, 0, 0, 1000]);
  assert.deepEqual(server.requests[1]?.usage, {
    model: "claude-opus-5",
    input: 6,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    cacheRead: 1000,
    output: 2,
    thinking: 0,
  });
});

test("The prefix runs from tools through system to messages, and hits are logged by level", async (t) => {
  const server = await start(t);
  const tools = [{ name: "look", description: "d".repeat(600), input_schema: { type: "object" } }];
  const body = { tools, system: [text(700)], messages: [user(marked(text(800)), "tail")] };
  const [, written] = classes(await post(server, body));
  assert.deepEqual(classes(await post(server, body)), [4, 0, 0, written]);
  const hits = server.requests[1]?.hits;
  assert.ok(hits !== undefined && hits.tools > 600 && hits.system === 700 && hits.messages === 800);
  assert.equal(hits.tools + hits.system + hits.messages, written);
});

test("cache_control itself is no part of the key", async (t) => {
  const server = await start(t);
  await post(server, { system: [text(600, "a"), marked(text(600, "b"))], messages: [user("q")] });
  const second = await post(server, {
    system: [text(600, "a"), text(600, "b")],
    messages: [user(marked(text(10)))],
  });
  assert.deepEqual(classes(second), [0, 10, 0, 1200]);
});

test("Entries are written only at breakpoints", async (t) => {
  const server = await start(t);
  await post(server, { system: [text(1000, "a"), marked(text(1000, "b"))], messages: [user("q")] });
  const shorter = await post(server, { system: [marked(text(1000, "a"))], messages: [user("q")] });
  assert.deepEqual(classes(shorter), [1, 1000, 0, 0]);
});

test("Without a breakpoint nothing is read, even where an entry exists", async (t) => {
  const server = await start(t);
  await post(server, { system: [marked(text(1000))], messages: [user("q")] });
  assert.deepEqual(
    classes(await post(server, { system: [text(1000)], messages: [user("q")] })),
    [1001, 0, 0, 0],
  );
});

test("A breakpoint looks at 20 positions, itself included", async (t) => {
  const blocks = (count: number) =>
    Array.from({ length: count }, (_, i) => text(100, String.fromCharCode(97 + i)));
  for (const [later, read] of [
    [35, 1600], // the entry at position 16 is the 20th that a breakpoint at 35 sees
    [36, 0],
  ] as const) {
    const server = await start(t);
    await post(server, { messages: [user(...blocks(15), marked(blocks(16)[15]!))] });
    const all = blocks(later);
    const second = await post(server, { messages: [user(...all.slice(0, -1), marked(all.at(-1)!))] });
    assert.equal(second.body.usage.cache_read_input_tokens, read, `breakpoint at ${later}`);
  }
});

test("When the last breakpoint finds nothing, the one before it is tried", async (t) => {
  const server = await start(t);
  const blocks = Array.from({ length: 30 }, (_, i) => text(10, String.fromCharCode(97 + i)));
  const system = [marked(text(1000))];
  await post(server, { system, messages: [user("q")] });
  const second = await post(server, {
    system,
    messages: [user(...blocks.slice(0, -1), marked(blocks.at(-1)!))],
  });
  assert.deepEqual(classes(second), [0, 300, 0, 1000]);
});

test("An entry of 5 minutes lives that long from the start of its request", async (t) => {
  const server = await start(t);
  const body = { system: [marked(text(1000))], messages: [user("q")] };
  await post(server, body);
  server.clock.advance(5 * minute - 1);
  assert.equal(
    (await post(server, body)).body.usage.cache_read_input_tokens,
    1000,
    "just in time, and renewed",
  );
  server.clock.advance(5 * minute - 1);
  assert.equal((await post(server, body)).body.usage.cache_read_input_tokens, 1000, "renewed by the read");
  server.clock.advance(5 * minute);
  assert.deepEqual(classes(await post(server, body)), [1, 1000, 0, 0]);
});

test("A long stream uses up the lifetime of what it wrote", async (t) => {
  const server = await start(t);
  let release = () => {};
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  const body = { system: [marked(text(1000))], messages: [user("q")] };
  let begun = () => {};
  const began = new Promise<void>((resolve) => {
    begun = resolve;
  });
  server.script = () => {
    setImmediate(begun);
    return { content: "ok", hold };
  };
  const long = stream(server, body);
  await began;
  server.clock.advance(4 * minute);
  release();
  await long;
  server.script = () => ({ content: "ok" });
  server.clock.advance(minute);
  assert.equal((await post(server, body)).body.usage.cache_read_input_tokens, 0);
});

test("An entry of 1 hour lives an hour", async (t) => {
  const server = await start(t);
  const body = { system: [marked(text(1000), "1h")], messages: [user("q")] };
  assert.deepEqual(classes(await post(server, body)), [1, 0, 1000, 0]);
  server.clock.advance(60 * minute - 1);
  assert.deepEqual(classes(await post(server, body)), [1, 0, 0, 1000]);
  server.clock.advance(60 * minute);
  assert.deepEqual(classes(await post(server, body)), [1, 0, 1000, 0]);
});

test("With hit A, last 1h breakpoint B and last 5m breakpoint C, the request reads A and writes B-A and C-B", async (t) => {
  const server = await start(t);
  const first = marked(text(1000, "a"), "1h");
  await post(server, { system: [first], messages: [user("q")] });
  const second = await post(server, {
    system: [first, marked(text(500, "b"), "1h")],
    messages: [user(marked(text(300, "c")), text(70, "d"))],
  });
  assert.deepEqual(classes(second), [70, 300, 500, 1000]);
  assert.equal(second.body.usage.cache_creation_input_tokens, 800);
});

test("A prefix below the model's minimum is neither written nor read, without an error", async (t) => {
  for (const [model, minimum] of [
    ["claude-opus-5", 512],
    ["claude-sonnet-5-5", 512],
    ["claude-opus-4-8", 1024],
    ["claude-sonnet-4-5", 1024],
    ["claude-opus-4-7", 2048],
    ["claude-haiku-4-5", 4096],
    ["claude-opus-5-5", 4096], // not published: the largest known
  ] as const) {
    const server = await start(t);
    const short = { model, system: [marked(text(minimum - 1))], messages: [user("q")] };
    for (const _ of [1, 2]) assert.deepEqual(classes(await post(server, short)), [minimum, 0, 0, 0], model);
    const enough = { model, system: [marked(text(minimum))], messages: [user("q")] };
    assert.deepEqual(classes(await post(server, enough)), [1, minimum, 0, 0], model);
  }
});

test("Identical requests at the same time all pay; after the first byte of one, others read", async (t) => {
  const server = await start(t);
  const body = { system: [marked(text(1000))], messages: [user("q")] };
  let arrived = 0;
  let release = () => {};
  const both = new Promise<void>((resolve) => {
    release = resolve;
  });
  server.script = async () => {
    arrived += 1;
    if (arrived === 2) release();
    await both;
    return { content: "ok" };
  };
  const together = await Promise.all([post(server, body), post(server, body)]);
  assert.deepEqual(together.map(classes), [
    [1, 1000, 0, 0],
    [1, 1000, 0, 0],
  ]);
  assert.deepEqual(classes(await post(server, body)), [1, 0, 0, 1000]);
});

test("What a stream writes can be read while the stream still runs", async (t) => {
  const server = await start(t);
  let release = () => {};
  const hold = new Promise<void>((resolve) => {
    release = resolve;
  });
  const body = { system: [marked(text(1000))], messages: [user("q")] };
  server.script = [{ content: "long", hold }, { content: "short" }];
  const response = await fetch(`${server.url}/v1/messages`, {
    method: "POST",
    headers: { "anthropic-version": "2026-10-21", authorization: "Bearer test-key" },
    body: JSON.stringify({ model: "claude-opus-5", max_tokens: 9, stream: true, ...body }),
  });
  await response.body?.getReader().read(); // the first event has arrived
  assert.equal((await post(server, body)).body.usage.cache_read_input_tokens, 1000);
  assert.equal(server.requests[0]?.outcome, "pending");
  release();
});

test("A request that failed before its first byte wrote nothing", async (t) => {
  const server = await start(t, { faults: [{ kind: "status", status: 529 }, { kind: "reset" }] });
  const body = { system: [marked(text(1000))], messages: [user("q")] };
  assert.equal((await post(server, body)).status, 529);
  await assert.rejects(post(server, body));
  assert.deepEqual(classes(await post(server, body)), [1, 1000, 0, 0]);
});

test("Automatic caching marks the last cacheable block", async (t) => {
  const server = await start(t);
  const cache_control = { type: "ephemeral" };
  const first = [user(text(600, "a"))];
  assert.deepEqual(classes(await post(server, { cache_control, messages: first })), [0, 600, 0, 0]);
  const longer = [...first, assistant("answer"), user(text(50, "b"))];
  assert.deepEqual(classes(await post(server, { cache_control, messages: longer })), [0, 56, 0, 600]);
});

test("A pre-warm writes, says nothing and costs no output", async (t) => {
  const server = await start(t, { script: [] });
  const body = { system: [marked(text(1000))], messages: [user("q")] };
  const warm = await post(server, { ...body, max_tokens: 0 });
  assert.deepEqual(
    [warm.body.content, warm.body.stop_reason, warm.body.usage.output_tokens],
    [[], "max_tokens", 0],
  );
  assert.deepEqual(classes(warm), [1, 1000, 0, 0]);
  server.script = () => ({ content: "ok" });
  assert.deepEqual(classes(await post(server, body)), [1, 0, 0, 1000]);
});

test("Branches that append to one marked prefix share it, byte for byte", async (t) => {
  const server = await start(t);
  const shared = marked(text(1000));
  const branch = (...questions: string[]) => ({
    system: [text(500)],
    messages: [user(shared, ...questions)],
  });
  await post(server, { ...branch(), max_tokens: 0 });
  for (const question of ["code", "threats"]) {
    const { body } = await post(server, branch(question));
    assert.equal(body.usage.cache_read_input_tokens, 1500);
  }
  const [warm, code, threats] = server.requests.map(({ prompt }) => prompt ?? []);
  assert.equal(sharedPositions(code!, threats!), 2);
  assert.equal(sharedPositions(warm!, code!), warm!.length);
});
