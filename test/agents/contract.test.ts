// Every agent against the one contract. The agent that forks Claude Code's own session is started as a stand-in, and the
// session's answer goes the way that a submission goes.

import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { claudeCodeAgent } from "../../src/agents/claude-code/agent.ts";
import { rulesAgent } from "../../src/agents/rules/agent.ts";
import { unconsidered } from "../../src/agents/session/considered.ts";
import { briefOf } from "../../src/agents/session/from-request.ts";
import { parseDelta } from "../../src/model/parse-delta.ts";
import { call, desk, says } from "./claude/desk.ts";
import { fold } from "./claude/fold.ts";
import { reply, StandIn } from "./claude-code/stand-in.ts";
import { describeAgent } from "./contract.ts";

describeAgent({
  name: "rules",
  modes: ["rules"],
  ask: (_, request) => rulesAgent.update(request),
});

describeAgent({
  name: "claude",
  modes: ["reconstructed"],
  interruptible: true,
  ask: async (t, request, delta, signal) => {
    const at = await desk(t, {
      settings: { "without-context": "reconstruct" },
      script: () => says(call("submit_delta", fold(delta.operations))),
    });
    return at.agent.update(request, signal);
  },
});

describeAgent({
  name: "claude with a stored conversation",
  modes: ["resumed-context"],
  interruptible: true,
  ask: async (t, request, delta, signal) => {
    const at = await desk(t, { script: () => says(call("submit_delta", fold(delta.operations))) });
    await at.store.append("sessions", [
      {
        kind: "open",
        opening: {
          component: "sessions",
          agent: "claude",
          model: "m",
          effort: null,
          frame: "f",
          endpoint: "",
          origin: "generated",
        },
      },
      { kind: "update", live: true, change: "the code was written", operations: [] },
    ]);
    return at.agent.update(request, signal);
  },
});

describeAgent({
  name: "claude-code",
  modes: ["resumed-context"],
  interruptible: true,
  skip: process.platform === "win32" ? "the stand-in is a script with a shebang" : false,
  ask: async (t, request, delta, signal) => {
    const standIn = new StandIn(t);
    standIn.acts({ print: reply(delta) });
    const agent = claudeCodeAgent(
      { "timeout-seconds": 30 },
      {
        root: realpathSync(tmpdir()),
        env: {
          PATH: process.env["PATH"],
          INSTRIDE_CLAUDE_COMMAND: standIn.command,
          CLAUDECODE: "1",
          CLAUDE_CODE_SESSION_ID: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        },
        sessionNote: undefined,
      },
    );
    return agent.update(request, signal);
  },
});

describeAgent({
  name: "session",
  modes: ["in-session"],
  ask: async (_, request, delta) => {
    // What a submission goes through before it is kept.
    const brief = await briefOf(request, "brief");
    const read = parseDelta(JSON.parse(JSON.stringify(delta)));
    if (read.delta === undefined) throw new Error(JSON.stringify(read.problems));
    const silent = unconsidered(read.delta, brief.questions, request.model);
    if (silent.length > 0) throw new Error(JSON.stringify(silent));
    return { delta: read.delta, mode: "in-session", agent: "someone", usage: [] };
  },
});
