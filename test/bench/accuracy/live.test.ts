// The live run through the shipped client, against the loopback server: what is asked, what is counted, where it stops.

import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { runClaude } from "../../../bench/accuracy/live.ts";
import { loadTree } from "../../../bench/accuracy/load.ts";
import { specPathOf, type Tree, withoutIntent } from "../../../bench/accuracy/series.ts";
import { systems } from "../../../bench/accuracy/systems/index.ts";
import type { System } from "../../../bench/accuracy/truth.ts";
import { rulesDelta } from "../../../src/agents/rules/agent.ts";
import { stride } from "../../../src/frameworks/stride.ts";
import { emptyModel } from "../../../src/model/empty.ts";
import { observe } from "../../../src/observe/index.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import { fold } from "../../agents/claude/fold.ts";
import { startMessagesServer } from "../../support/messages-api/server.ts";
import type { MessagesServer, Reply, ScriptedRequest } from "../../support/messages-api/types.ts";

/** What the rules would say of a tree, in the shape of the model's tool. */
const replyFor = ({ id }: System, tree: Tree): Reply => {
  const path = specPathOf(id);
  const { spec } = parseSpec(path, tree.get(path) ?? "");
  assert.ok(spec !== undefined);
  const observation = observe(new Map([...tree].filter(([each]) => each !== path)));
  const { operations } = rulesDelta({
    component: id,
    spec,
    framework: stride,
    model: emptyModel(id, "stride"),
    observation,
    before: {},
    changes: [],
    questions: [],
    unaccounted: [],
  });
  return { content: [{ type: "tool_use", name: "submit_delta", input: fold(operations) }] };
};

const named = (id: string): System => systems.find((each) => each.id === id) ?? assert.fail(id);

const serve = async (
  t: TestContext,
  script: (request: ScriptedRequest) => Reply,
): Promise<MessagesServer> => {
  const server = await startMessagesServer({ script });
  t.after(() => server.close());
  return server;
};

test("a live run asks once for each model, counts what it costs, and stops at its limit", async (t) => {
  const system = named("oauth-client");
  const tree = loadTree(system.id);
  const path = specPathOf(system.id);
  const bare: Tree = new Map([...tree, [path, withoutIntent(tree.get(path) ?? "")]]);
  const server = await serve(t, ({ body }) =>
    replyFor(system, JSON.stringify(body).includes("### Compensating controls\\n\\nNone") ? bare : tree),
  );
  const results = await runClaude([system, named("chat-relay")], {
    env: { ANTHROPIC_API_KEY: "test-key", ANTHROPIC_BASE_URL: server.url },
    limit: 1.2,
    model: "claude-opus-5-5",
  });
  const asked = server.requests.filter(({ body }) => JSON.stringify(body).includes("oauth-client"));
  assert.equal(asked.length, 3);
  assert.deepEqual(
    results.systems.map((each) => each.system),
    ["oauth-client"],
  );
  assert.ok((results.spend?.usd ?? 0) > 0.05 && (results.spend?.usd ?? 0) <= 1.2);
  assert.deepEqual(results.spend?.notRun, ["chat-relay"]);
  const { modes } = results.systems[0] ?? assert.fail();
  assert.deepEqual(modes.kept?.made, { "reconstructed by claude-opus-5-5": 1 });
  assert.equal(modes.kept?.score.recall.outside.missed.length, 0);
  assert.equal(modes["fresh-from-code"]?.score.recall.outside.found.length, 0);
});

test("a model that gives no answer leaves its system out, and says so", async (t) => {
  const server = await serve(t, () => ({ content: [{ type: "text", text: "I would rather not." }] }));
  const results = await runClaude([named("oauth-client")], {
    env: { ANTHROPIC_API_KEY: "test-key", ANTHROPIC_BASE_URL: server.url },
    limit: 1,
    model: "claude-opus-5-5",
  });
  assert.deepEqual(results.systems, []);
  assert.deepEqual(results.spend?.notRun, ["oauth-client"]);
});
