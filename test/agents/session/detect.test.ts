import assert from "node:assert/strict";
import { test } from "node:test";
import { detectAgent, handsOver } from "../../../src/agents/session/detect.ts";

test("each agent is known by what its own shell sets", () => {
  for (const [env, name] of [
    [{ CLAUDECODE: "1" }, "claude-code"],
    [{ CURSOR_AGENT: "1" }, "cursor"],
    [{ CODEX_SANDBOX: "seatbelt" }, "codex"],
    [{ GEMINI_CLI: "1" }, "gemini-cli"],
    [{ COPILOT_AGENT_SESSION_ID: "x" }, "copilot"],
    [{ AI_AGENT: "My Agent/2" }, "my-agent-2"],
  ] as const)
    assert.deepEqual(detectAgent(env), { name, ambiguous: false });
});

test("a person's environment names no agent: an editor's trace id and switched-off markers do not count", () => {
  assert.equal(detectAgent({}), undefined);
  assert.equal(detectAgent({ CURSOR_TRACE_ID: "abc", TERM_PROGRAM: "vscode" }), undefined);
  assert.equal(detectAgent({ CLAUDECODE: "0", GEMINI_CLI: "" }), undefined);
});

test("nested agents are ambiguous", () => {
  assert.deepEqual(detectAgent({ CLAUDECODE: "1", CODEX_THREAD_ID: "t" }), {
    name: "claude-code",
    ambiguous: true,
  });
});

test("the hook hands over to an agent that reads a pipe, and never to a terminal that inherited its variables", () => {
  const agent = { name: "claude-code", ambiguous: false };
  assert.equal(handsOver("auto", agent, false), true);
  assert.equal(handsOver("auto", agent, true), false);
  assert.equal(handsOver("auto", undefined, false), false);
  assert.equal(handsOver("always", undefined, true), true);
  assert.equal(handsOver("never", agent, false), false);
});
