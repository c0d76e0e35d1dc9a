import assert from "node:assert/strict";
import { test } from "node:test";
import { marked, post, start, text, user } from "./client.ts";

const tool = (name: string, tokens = 1000) => ({
  name,
  description: "d".repeat(tokens),
  input_schema: { type: "object" },
});

const base = {
  tools: [tool("read"), marked(tool("write"))],
  system: [marked(text(1000, "s"))],
  messages: [user(marked(text(1000, "m")), "tail")],
};

type Change = Readonly<Record<string, unknown>>;

/** The levels that a request with this change still reads from the cache of the base request. */
const kept = async (t: Parameters<typeof start>[0], change: Change, before: Change = {}, headers = {}) => {
  const server = await start(t);
  await post(server, { ...base, ...before });
  const { status, body } = await post(server, { ...base, ...before, ...change }, headers);
  assert.equal(status, 200, JSON.stringify(body));
  const hits = server.requests[1]!.hits!;
  return [hits.tools > 0, hits.system > 0, hits.messages > 0].map((hit) => (hit ? "kept" : "lost")).join(" ");
};

test("No change keeps every level", async (t) => {
  assert.equal(await kept(t, {}), "kept kept kept");
});

test("Tools added, removed or reordered lose everything", async (t) => {
  const [read, write] = base.tools;
  assert.equal(await kept(t, { tools: [tool("new"), read, write] }), "lost lost lost");
  assert.equal(await kept(t, { tools: [write] }), "lost lost lost");
  assert.equal(await kept(t, { tools: [tool("write"), marked(tool("read"))] }), "lost lost lost");
});

test("Another model or another workspace loses everything", async (t) => {
  assert.equal(await kept(t, { model: "claude-opus-4-8" }), "lost lost lost");
  assert.equal(await kept(t, {}, {}, { authorization: "Bearer other-key" }), "lost lost lost");
  assert.equal(await kept(t, {}, {}, { "anthropic-workspace-id": "wrkspc_2" }), "lost lost lost");
});

test("Speed, system text, and toggling web search or citations keep the tools", async (t) => {
  assert.equal(await kept(t, { speed: "fast" }), "kept lost lost");
  assert.equal(await kept(t, { system: [marked(text(1000, "t"))] }), "kept lost lost");
  const search = { type: "web_search_20260318", name: "web_search" };
  assert.equal(await kept(t, { tools: [...base.tools, search] }), "kept lost lost");
  const cited = { type: "document", source: { type: "text", data: "x" }, citations: { enabled: true } };
  assert.equal(await kept(t, { messages: [user(marked(text(1000, "m")), cited)] }), "kept lost lost");
});

test("Tool choice, parallel tool use, and images keep tools and system", async (t) => {
  assert.equal(await kept(t, { tool_choice: { type: "none" } }), "kept kept lost");
  assert.equal(
    await kept(t, { tool_choice: { type: "auto", disable_parallel_tool_use: true } }),
    "kept kept lost",
  );
  const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "" } };
  assert.equal(await kept(t, { messages: [user(marked(text(1000, "m")), image)] }), "kept kept lost");
});

test("An explicit auto is the default", async (t) => {
  assert.equal(await kept(t, { tool_choice: { type: "auto" } }), "kept kept kept");
});

test("Thinking, effort and format lose the messages, and here the levels that the vendor leaves open too", async (t) => {
  assert.equal(await kept(t, { thinking: { type: "adaptive" } }), "lost lost lost");
  assert.equal(
    await kept(t, { output_config: { effort: "low" } }, { output_config: { effort: "high" } }),
    "lost lost lost",
  );
  const format = { type: "json_schema", schema: { type: "object", additionalProperties: false } };
  assert.equal(await kept(t, { output_config: { format } }), "lost lost lost");
});

test("Appended messages and deferred tools keep everything", async (t) => {
  const appended = [...base.messages, { role: "system", content: "Note." }, user("more")];
  assert.equal(await kept(t, { messages: appended }), "kept kept kept");
  assert.equal(
    await kept(t, { tools: [...base.tools, { ...tool("rare"), defer_loading: true }] }),
    "kept kept kept",
  );
});

test("Another order of keys in a tool call is another prefix", async (t) => {
  const call = (input: unknown) => [
    user("q"),
    { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "read", input }] },
    user(
      { type: "tool_result", tool_use_id: "t1", content: [marked({ type: "text", text: "r" })] },
      marked(text(1000, "m")),
    ),
  ];
  assert.equal(await kept(t, {}, { messages: call({ a: 1, b: 2 }) }), "kept kept kept");
  const server = await start(t);
  await post(server, { ...base, messages: call({ a: 1, b: 2 }) });
  await post(server, { ...base, messages: call({ b: 2, a: 1 }) });
  assert.equal(server.requests[1]?.hits?.messages, 0);
});

test("A user turn after thinking loses the messages on older models only", async (t) => {
  for (const [model, expected] of [
    ["claude-sonnet-4-5", 0],
    ["claude-opus-4-5", 5000],
  ] as const) {
    const server = await start(t, {
      script: [
        {
          content: [
            { type: "thinking", thinking: "hm" },
            { type: "tool_use", name: "read", input: {}, id: "t1" },
          ],
        },
        { content: "done" },
        { content: "more" },
      ],
    });
    const question = user(text(5000, "q"));
    const first = await post(server, { model, messages: [question] });
    const loop = [
      question,
      { role: "assistant", content: first.body.content },
      user(marked({ type: "tool_result", tool_use_id: "t1", content: "r" })),
    ];
    await post(server, { model, messages: loop });
    const next = [...loop, { role: "assistant", content: "done" }, user(marked(text(10, "n")))];
    const { body } = await post(server, { model, messages: next });
    assert.equal(body.usage.cache_read_input_tokens > 5000, expected > 0, model);
  }
});
