import assert from "node:assert/strict";
import { test } from "node:test";
import { post, start, type TestServer, user } from "./client.ts";

const model = "claude-opus-5-5";
const question = user("q");
const script = () => ({
  content: [
    { type: "thinking" as const, thinking: "let me see" },
    { type: "text" as const, text: "look" },
    { type: "tool_use" as const, name: "read", input: { a: 1, b: 2 } },
  ],
});

const first = async (server: TestServer, with_ = {}) =>
  (await post(server, { model, messages: [question], ...with_ })).body.content;

const next = (content: readonly { id?: string }[], change = {}) => ({
  model,
  messages: [
    question,
    { role: "assistant", content },
    user({ type: "tool_result", tool_use_id: content.at(-1)?.id, content: "r" }),
  ],
  ...change,
});

test("Thinking that is echoed unchanged passes, in every branch and on another server", async (t) => {
  const server = await start(t, { script });
  const content = await first(server);
  assert.equal((await post(server, next(content))).status, 200);
  assert.equal((await post(server, next(content))).status, 200);
  assert.equal((await post(await start(t), next(content))).status, 200);
});

type Block = Record<string, unknown>;
const changes: readonly (readonly [string, RegExp, (content: Block[]) => object])[] = [
  ["another text", /byte-identical/, ([a, b, c]) => next([a!, { ...b, text: "Look" }, c!])],
  [
    "another key order in tool input",
    /byte-identical/,
    ([a, b, c]) => next([a!, b!, { ...c, input: { b: 2, a: 1 } }]),
  ],
  ["other thinking", /byte-identical/, ([a, b, c]) => next([{ ...a, thinking: "" }, b!, c!])],
  ["a dropped block", /byte-identical/, ([a, , c]) => next([a!, c!])],
  ["all thinking dropped", /thinking of this turn was dropped/, ([, b, c]) => next([b!, c!])],
  ["another system prompt", /system, tools or earlier messages/, (all) => next(all, { system: "new" })],
  [
    "other tools",
    /system, tools or earlier messages/,
    (all) => next(all, { tools: [{ name: "x", input_schema: {} }] }),
  ],
  ["another model", /was created by/, (all) => next(all, { model: "claude-sonnet-5-5" })],
  ["a made-up signature", /Invalid `signature`/, ([a, b, c]) => next([{ ...a, signature: "AAAA" }, b!, c!])],
];

for (const [name, expected, change] of changes)
  test(`Bound thinking with ${name} is refused`, async (t) => {
    const server = await start(t, { script });
    const { status, body } = await post(server, change(await first(server)));
    assert.equal(status, 400);
    assert.match(body.error.message, expected);
  });

test("An earlier message that changed is refused", async (t) => {
  const server = await start(t, { script });
  const body = next(await first(server));
  body.messages[0] = user("Q");
  assert.match((await post(server, body)).body.error.message, /earlier messages/);
});

test("Moving a breakpoint changes nothing for the binding", async (t) => {
  const server = await start(t, { script });
  const content = await first(server);
  const last = { ...content.at(-1), cache_control: { type: "ephemeral" } };
  assert.equal((await post(server, next([...content.slice(0, -1), last]))).status, 200);
});

test("Models before the binding take changed text beside their thinking", async (t) => {
  const server = await start(t, { script });
  const older = { model: "claude-opus-5" };
  const [a, b, c] = await first(server, older);
  assert.equal((await post(server, next([a, { ...b, text: "Look" }, c], older))).status, 200);
});

test("drop_block removes thinking that no longer fits, when its beta is on", async (t) => {
  const server = await start(t, { script });
  const thinking = { type: "adaptive", block_binding: { prefix_mismatch_behavior: "drop_block" } };
  const body = next(await first(server), { system: "new", thinking });
  assert.equal((await post(server, body)).status, 400);
  const beta = { "anthropic-beta": "thinking-binding-controls-2026-08-01" };
  assert.equal((await post(server, body, beta)).status, 200);
  const paths = server.requests.at(-1)?.prompt?.map(({ path }) => path);
  assert.deepEqual(paths?.slice(2), ["messages.1.content.0", "messages.1.content.1", "messages.2.content.0"]);
  const read = (await post(server, body, beta)).body.usage.input_tokens;
  assert.equal(
    read,
    "new".length + 1 + "look".length + 'read {"a":1,"b":2}'.length + 1,
    "without the thinking",
  );
});

test("Omitted thinking is an empty block with a signature that still counts as input", async (t) => {
  const server = await start(t, { script });
  const thinking = { type: "adaptive", display: "omitted" };
  const content = await first(server, { thinking });
  assert.equal(content[0].thinking, "");
  const { usage } = (await post(server, next(content, { thinking }))).body;
  assert.equal(usage.input_tokens, 1 + "let me see".length + "look".length + 'read {"a":1,"b":2}'.length + 1);
});

test("Disabled thinking is not said", async (t) => {
  const server = await start(t, { script });
  const content = await first(server, { model: "claude-opus-5", thinking: { type: "disabled" } });
  assert.deepEqual(
    content.map(({ type }: Block) => type),
    ["text", "tool_use"],
  );
});
