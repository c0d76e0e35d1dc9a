import assert from "node:assert/strict";
import { test } from "node:test";
import { assistant, call, headers, marked, post, start, text, user } from "./client.ts";

type Row = readonly [name: string, expected: RegExp, body: object];

const messages = [user("q")];
const tool = { name: "a", input_schema: { type: "object", additionalProperties: false } };
const strict = (input_schema: object) => ({ messages, tools: [{ name: "a", strict: true, input_schema }] });
const closed = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const use = { type: "tool_use", id: "t1", name: "a", input: {} };
const result = { type: "tool_result", tool_use_id: "t1", content: "r" };
const many = Array.from({ length: 5 }, () => marked(text(600)));
const auto = { cache_control: { type: "ephemeral" } };
const thought = { type: "thinking", thinking: "t", signature: "" };

const rows: readonly Row[] = [
  ["temperature, even the default", /temperature/, { messages, temperature: 1 }],
  ["top_p", /top_p/, { messages, top_p: 0.9 }],
  ["top_k", /top_k/, { messages, top_k: 5 }],
  ["no max_tokens", /max_tokens: Field required/, { messages, max_tokens: undefined }],
  ["a negative max_tokens", /max_tokens/, { messages, max_tokens: -1 }],
  ["more output than the model has", /maximum/, { messages, max_tokens: 128_001 }],
  [
    "a longer prompt than the model takes",
    /too long/,
    { model: "claude-haiku-4-5", messages: [user(text(200_001))] },
  ],
  ["no messages", /at least one message/, { messages: [] }],
  ["empty content", /must not be empty/, { messages: [{ role: "user", content: "" }] }],
  ["an assistant first", /first message/, { messages: [assistant("a"), user("q")] }],
  [
    "prefill on 4.6 and later",
    /prefill/,
    { model: "claude-opus-4-6", messages: [user("q"), assistant("{")] },
  ],
  [
    "forced any on Opus 5.5",
    /forcing/,
    { model: "claude-opus-5-5", messages, tools: [tool], tool_choice: { type: "any" } },
  ],
  [
    "a forced tool on Fable 5.1",
    /forcing/,
    { model: "claude-fable-5-1", messages, tools: [tool], tool_choice: { type: "tool", name: "a" } },
  ],
  ["US inference before 4.6", /inference_geo/, { model: "claude-haiku-4-5", messages, inference_geo: "us" }],
  ["five breakpoints", /maximum of 4 .* Found 5/, { messages: [user(...many)] }],
  [
    "four breakpoints and automatic",
    /maximum of 4/,
    { messages: [user(...many.slice(1), text(5))], ...auto },
  ],
  [
    "5m before 1h",
    /1h must not come after/,
    { system: [marked(text(9))], messages: [user(marked(text(9), "1h"))] },
  ],
  ["two lifetimes on one block", /conflicts/, { messages: [user(marked(text(9), "1h"))], ...auto }],
  [
    "an unknown lifetime",
    /ttl/,
    { messages: [user({ ...text(9), cache_control: { type: "ephemeral", ttl: "1d" } })] },
  ],
  [
    "a marked thinking block",
    /cannot be set/,
    { messages: [user("q"), assistant(marked(thought), "a"), user("q")] },
  ],
  ["a marked empty text", /cannot be set/, { messages: [user("q", marked({ type: "text", text: "" }))] }],
  ["a streamed pre-warm", /streamed/, { messages, max_tokens: 0, stream: true }],
  [
    "a pre-warm with thinking",
    /thinking/,
    { messages, max_tokens: 0, thinking: { type: "enabled", budget_tokens: 1024 } },
  ],
  [
    "a pre-warm with a format",
    /format/,
    { messages, max_tokens: 0, output_config: { format: { type: "json_schema" } } },
  ],
  [
    "a pre-warm with a forced tool",
    /forced/,
    { messages, max_tokens: 0, tools: [tool], tool_choice: { type: "any" } },
  ],
  ["a call without result", /without tool_result/, { messages: [user("q"), assistant(use), user("r")] }],
  ["a result without call", /without tool_use/, { messages: [user(result)] }],
  [
    "a call id used twice",
    /unique/,
    { messages: [user("q"), assistant(use), user(result), assistant(use), user(result)] },
  ],
  [
    "a result after text",
    /before other content/,
    { messages: [user("q"), assistant(use), user("so", result)] },
  ],
  [
    "a document in an assistant turn",
    /document/,
    { messages: [user("q"), assistant({ type: "document" }), user("q")] },
  ],
  ["citations on user text", /citations/, { messages: [user({ type: "text", text: "q", citations: [{}] })] }],
  ["an open strict object", /additionalProperties/, strict({ type: "object" })],
  ["a numeric bound", /minimum/, strict(closed({ n: { type: "number", minimum: 0 } }))],
  ["a length bound", /maxLength/, strict(closed({ s: { type: "string", maxLength: 9 } }))],
  [
    "minItems 2",
    /minItems/,
    strict(closed({ l: { type: "array", items: { type: "string" }, minItems: 2 } })),
  ],
  [
    "recursion",
    /recursive/,
    strict({ $ref: "#/$defs/node", $defs: { node: closed({ next: { $ref: "#/$defs/node" } }) } }),
  ],
  [
    "25 optional parameters",
    /24 optional parameters, found 25/,
    strict(closed(Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`p${i}`, { type: "string" }])))),
  ],
  [
    "17 unions",
    /16 unions, found 17/,
    strict(
      closed(
        Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`p${i}`, { type: ["string", "null"] }])),
        Array.from({ length: 17 }, (_, i) => `p${i}`),
      ),
    ),
  ],
  [
    "21 strict tools",
    /at most 20/,
    { messages, tools: Array.from({ length: 21 }, (_, i) => ({ ...tool, name: `t${i}`, strict: true })) },
  ],
];

for (const [name, expected, body] of rows)
  test(`Status 400 for ${name}`, async (t) => {
    const server = await start(t);
    const answer = await post(server, body);
    assert.equal(answer.status, 400);
    assert.equal(answer.body.type, "error");
    assert.equal(answer.body.error.type, "invalid_request_error");
    assert.match(answer.body.error.message, expected);
    assert.match(answer.body.request_id, /^req_/);
    assert.equal(answer.headers.get("request-id"), answer.body.request_id);
    assert.equal(server.requests[0]?.outcome, "failed");
  });

const accepted: readonly (readonly [name: string, body: object])[] = [
  ["four breakpoints", { messages: [user(...many.slice(1))] }],
  [
    "automatic on a block that has the same mark, as the fourth",
    { messages: [user(...many.slice(1))], ...auto },
  ],
  ["1h before 5m", { system: [marked(text(9), "1h")], messages: [user(marked(text(9)))] }],
  ["forced tools on Opus 5", { messages, tools: [tool], tool_choice: { type: "any" } }],
  ["prefill on 4.5", { model: "claude-sonnet-4-5", messages: [user("q"), assistant("{")] }],
  ["system messages", { messages: [user("q"), { role: "system", content: "note" }] }],
  ["a strict tool within its limits", strict(closed({ s: { type: "string" } }, ["s"]))],
  [
    "a tool that is not strict with bounds",
    { messages, tools: [{ ...tool, input_schema: { type: "object", minimum: 1 } }] },
  ],
];

for (const [name, body] of accepted)
  test(`Status 200 for ${name}`, async (t) => {
    const answer = await post(await start(t), body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  });

test("An unknown model is not found", async (t) => {
  const { status, body } = await post(await start(t), { model: "claude-2", messages });
  assert.deepEqual([status, body.error.type], [404, "not_found_error"]);
});

test("The API version and a bearer token are required", async (t) => {
  const server = await start(t, { apiKeys: ["good"] });
  const status = async (change: Readonly<Record<string, string>>) =>
    (await post(server, { messages }, change)).status;
  assert.equal(await status({ authorization: "Bearer good" }), 200);
  assert.equal(await status({ authorization: "Bearer good", "anthropic-version": "2023-06-01" }), 400);
  assert.equal(await status({ authorization: "Bearer bad" }), 401);
  assert.equal(await status({ authorization: "", "x-api-key": "good" }), 401);
});

test("A body that is no JSON, and a path that does not exist", async (t) => {
  const server = await start(t);
  assert.equal((await call(server, "POST", "/v1/messages", "{")).status, 400);
  assert.equal((await call(server, "GET", "/v1/nothing")).status, 404);
  assert.equal(headers["anthropic-version"], "2026-10-21");
});
