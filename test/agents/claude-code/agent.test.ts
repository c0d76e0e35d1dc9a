// The contract with Claude Code's program, checked against a stand-in that is really started.

import assert from "node:assert/strict";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import { type ClaudeCodeSettings, claudeCodeAgent } from "../../../src/agents/claude-code/agent.ts";
import { AgentFault } from "../../../src/agents/fault.ts";
import type { AgentAnswer } from "../../../src/agents/port.ts";
import type { Delta } from "../../../src/model/delta.ts";
import { requestFor, specText } from "../rules/sessions.ts";
import { type Act, forkSession, reply, StandIn } from "./stand-in.ts";

const session = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const root = realpathSync(tmpdir());
const skip = process.platform === "win32" ? "the stand-in is a script with a shebang" : false;

const delta: Delta = { operations: [{ op: "no-change", reason: "only a log line moved", about: [] }] };

const ask = (
  standIn: StandIn,
  options: {
    readonly env?: Record<string, string>;
    readonly settings?: Partial<ClaudeCodeSettings>;
    readonly sessionNote?: string;
  } = {},
): Promise<AgentAnswer> =>
  claudeCodeAgent(
    { "timeout-seconds": 30, ...options.settings },
    {
      root,
      env: {
        INSTRIDE_CLAUDE_COMMAND: standIn.command,
        ...(options.env ?? { PATH: process.env["PATH"], CLAUDECODE: "1", CLAUDE_CODE_SESSION_ID: session }),
      },
      sessionNote: options.sessionNote,
    },
  ).update(requestFor({ spec: specText }));

test("a fork is asked with the brief on standard input, and leaves the session alone", {
  skip,
}, async (t) => {
  const standIn = new StandIn(t);
  standIn.acts({ print: reply(delta) });
  const answer = await ask(standIn, { settings: { "max-usd": 0.5 } });
  const { args, cwd, stdin } = standIn.start ?? assert.fail("it was not started");
  const schema = args[args.indexOf("--json-schema") + 1] as string;
  assert.deepEqual(
    args.filter((arg) => arg !== schema),
    [
      "-p",
      "--resume",
      session,
      "--fork-session",
      "--output-format",
      "json",
      "--json-schema",
      "--permission-mode",
      "dontAsk",
      "--allowedTools",
      "Read,Grep,Glob",
      "--max-budget-usd",
      "0.5",
    ],
  );
  assert.equal(cwd, root);
  assert.match(stdin, /^This is a fork of your session/);
  assert.match(stdin, /Threat model brief [0-9a-f]{12}: /);
  assert.match(stdin, /structured output \{"operations":\[…\]\}/);
  assert.doesNotMatch(stdin, /instride submit/);
  const accepts = new Ajv({ strict: false }).compile(JSON.parse(schema));
  assert.ok(accepts(delta));
  assert.ok(!accepts({ operations: [{ op: "accept", id: "S-7f3ka" }] }));

  assert.equal(answer.mode, "resumed-context");
  assert.equal(answer.agent, "claude-code");
  assert.deepEqual(answer.delta, delta);
  assert.deepEqual(answer.usage, [
    {
      model: "claude-opus-5-5",
      input: 12,
      cacheWrite5m: 0,
      cacheWrite1h: 900,
      cacheRead: 41_000,
      output: 350,
      thinking: 0,
    },
  ]);
  assert.deepEqual(answer.notes, [
    "claude-code answered from a fork of your session: 912 new, 41,000 cached, 350 output tokens; its session has cost $1.23 so far",
  ]);
  assert.doesNotMatch(JSON.stringify(answer), new RegExp(session), "session ids are private");
});

test("the fork's environment is scrubbed of the session, of other agents and of the commit", {
  skip,
}, async (t) => {
  const standIn = new StandIn(t);
  standIn.acts({ print: reply(delta) });
  await ask(standIn, {
    env: {
      PATH: process.env["PATH"] as string,
      HOME: "/home/ada",
      ANTHROPIC_API_KEY: "sk-test",
      HTTPS_PROXY: "http://proxy:3128",
      CLAUDECODE: "1",
      CLAUDE_CODE_SESSION_ID: session,
      CLAUDE_CODE_ENTRYPOINT: "cli",
      CLAUDE_PROJECT_DIR: "/project",
      CLAUDE_CONFIG_DIR: "/home/ada/.claude-work",
      CLAUDE_CODE_USE_BEDROCK: "1",
      AI_AGENT: "claude-code",
      GIT_INDEX_FILE: ".git/index",
      GIT_DIR: ".git",
      INSTRIDE_SKIP: "1",
    },
  });
  const { env } = standIn.start ?? assert.fail("it was not started");
  const { PATH: _, ...rest } = env;
  assert.deepEqual(rest, {
    HOME: "/home/ada",
    ANTHROPIC_API_KEY: "sk-test",
    HTTPS_PROXY: "http://proxy:3128",
    CLAUDE_CONFIG_DIR: "/home/ada/.claude-work",
    CLAUDE_CODE_USE_BEDROCK: "1",
    INSTRIDE_IN_AGENT: "1",
  });
});

test("a session that the plugin noted is resumed by its transcript", { skip }, async (t) => {
  const standIn = new StandIn(t);
  standIn.acts({ print: reply(delta) });
  const transcript = `/home/ada/.claude/projects/-project/${session}.jsonl`;
  await ask(standIn, {
    env: { PATH: process.env["PATH"] as string },
    sessionNote: JSON.stringify({ session_id: session, transcript_path: transcript }),
  });
  const { args } = standIn.start ?? assert.fail("it was not started");
  assert.equal(args[args.indexOf("--resume") + 1], transcript);
});

const refusals: readonly (readonly [
  what: string,
  env: Record<string, string>,
  note: string | undefined,
  said: RegExp,
])[] = [
  [
    "inside an agent",
    { CLAUDE_CODE_SESSION_ID: session, INSTRIDE_IN_AGENT: "1" },
    undefined,
    /INSTRIDE_IN_AGENT is set/,
  ],
  ["without a session", {}, undefined, /no session is known/],
  [
    "with a session id that is none",
    { CLAUDE_CODE_SESSION_ID: "../../etc/passwd" },
    undefined,
    /not a session id/,
  ],
  [
    "with an option for a session id",
    { CLAUDE_CODE_SESSION_ID: "--dangerously-skip-permissions" },
    undefined,
    /not a session id/,
  ],
  ["with a note that is no note", {}, '{"session_id":"-p"}', /noted session is unreadable/],
  [
    "under two agents",
    { CLAUDECODE: "1", CURSOR_AGENT: "1", CLAUDE_CODE_SESSION_ID: session },
    undefined,
    /more than one agent/,
  ],
];

for (const [what, env, note, said] of refusals)
  test(`no fork is started ${what}`, { skip }, async (t) => {
    const standIn = new StandIn(t);
    standIn.acts({ print: reply(delta) });
    await assert.rejects(
      ask(standIn, {
        env: { PATH: process.env["PATH"] as string, ...env },
        ...(note === undefined ? {} : { sessionNote: note }),
      }),
      (error) => error instanceof AgentFault && said.test(error.message),
    );
    assert.equal(standIn.start, undefined);
  });

const failures: readonly (readonly [what: string, act: Act, said: RegExp])[] = [
  ["no output", { print: "" }, /^it printed nothing$/],
  [
    "text instead of JSON",
    { print: "I think \u001b[31mall is well" },
    /^it printed something else than JSON: I think \[31mall is well$/,
  ],
  ["JSON of another shape", { print: "[]" }, /another shape/],
  ["no structured output", { print: reply(undefined) }, /no structured output/],
  [
    "an invalid delta",
    { print: reply({ operations: [{ op: "accept", id: "S-7f3ka" }, { op: "retire" }] }) },
    /^its answer does not hold: \d problems, the first at operations\[0\]\.op: /,
  ],
  [
    "a refusal to start nested",
    { print: "", exit: 1, complain: "Error: cannot be launched inside another session" },
    /^it ended with exit code 1: Error: cannot be launched/,
  ],
  [
    "an error with an exit code",
    {
      print: reply(undefined, { subtype: "error_during_execution", is_error: true, result: "overloaded" }),
      exit: 1,
    },
    /^it reports error_during_execution: overloaded$/,
  ],
  [
    "an error that is called success",
    { print: reply(undefined, { is_error: true, result: "Not logged in" }), exit: 1 },
    /^it reports an error: Not logged in$/,
  ],
  [
    "a used-up budget",
    { print: reply(undefined, { subtype: "error_max_budget_usd", is_error: true }), exit: 1 },
    /^the budget of max-usd was used up$/,
  ],
  ["an answer and an exit code", { print: reply(delta), exit: 3 }, /^it ended with exit code 3$/],
  ["more output than an answer can be", { print: "x".repeat(11_000_000) }, /more than an answer can be/],
];

for (const [what, act, said] of failures)
  test(`${what} is a fault that says so in one line`, { skip }, async (t) => {
    const standIn = new StandIn(t);
    standIn.acts(act);
    await assert.rejects(ask(standIn), (error) => {
      assert.ok(error instanceof AgentFault);
      assert.match(error.message, said);
      assert.doesNotMatch(error.message, /[\n\u001b]/);
      return true;
    });
  });

test("an answer with problems is corrected once, in the fork's own session", { skip }, async (t) => {
  const standIn = new StandIn(t);
  const wrong = { operations: [{ op: "retire" }, { op: "accept", id: "S-7f3ka" }] };
  standIn.acts({ print: reply(wrong) }, { print: reply(delta) });
  const answer = await ask(standIn);
  assert.deepEqual(answer.delta, delta);
  assert.equal(answer.usage.length, 2);
  const [first, second] = standIn.starts;
  assert.equal(first?.args[2], session);
  assert.equal(second?.args[2], forkSession);
  assert.ok(second?.args.includes("--fork-session"));
  assert.match(second?.stdin ?? "", /operations\[0\]\.id[\s\S]*operations\[1\]\.op/);
});

test("what the caller would refuse is an answer with problems", { skip }, async (t) => {
  const standIn = new StandIn(t);
  standIn.acts({ print: reply(delta) });
  const agent = claudeCodeAgent(
    { "timeout-seconds": 30 },
    {
      root,
      env: {
        PATH: process.env["PATH"],
        INSTRIDE_CLAUDE_COMMAND: standIn.command,
        CLAUDE_CODE_SESSION_ID: session,
      },
      sessionNote: undefined,
    },
  );
  const problem = {
    path: "operations",
    rule: "unanswered-question",
    message: "login/spoofing has no answer",
  };
  await assert.rejects(
    agent.update({ ...requestFor({ spec: specText }), validate: () => [problem] }),
    (error) =>
      error instanceof AgentFault &&
      error.spent.length === 2 &&
      /1 problem, the first at operations: login\/spoofing/.test(error.message),
  );
  assert.equal(standIn.starts.length, 2);
});

test("a fork that hangs is ended at the time limit", { skip }, async (t) => {
  const standIn = new StandIn(t);
  standIn.acts("hang");
  await assert.rejects(ask(standIn, { settings: { "timeout-seconds": 1 } }), /within the time limit of 1 s/);
});

test("a program that is not there is a fault", async (t) => {
  const standIn = new StandIn(t);
  await assert.rejects(
    ask(standIn, {
      env: { CLAUDE_CODE_SESSION_ID: session, INSTRIDE_CLAUDE_COMMAND: `${standIn.folder}/nobody` },
    }),
    (error) => error instanceof AgentFault && /there is no program/.test(error.message),
  );
});

test("without a wish of the person the program is claude from PATH, and not one that the work tree holds", {
  skip,
}, async (t) => {
  const [planted, real] = [new StandIn(t), new StandIn(t)];
  real.acts({ print: reply(delta) });
  planted.acts({ print: reply(delta) });
  const agent = claudeCodeAgent(
    { "timeout-seconds": 30 },
    {
      root: planted.folder,
      env: {
        PATH: [".", "", planted.folder, real.folder, process.env["PATH"]].join(delimiter),
        CLAUDE_CODE_SESSION_ID: session,
      },
      sessionNote: undefined,
    },
  );
  await agent.update(requestFor({ spec: specText }));
  assert.equal(planted.starts.length, 0);
  assert.equal(real.starts.length, 1);
});

test("a relative path is no program: it would be looked for in the work tree", async (t) => {
  const standIn = new StandIn(t);
  await assert.rejects(
    ask(standIn, { env: { CLAUDE_CODE_SESSION_ID: session, INSTRIDE_CLAUDE_COMMAND: "./claude" } }),
    /^[^\n]*neither a name on PATH nor an absolute path/,
  );
});

test("an interrupted fork ends", { skip }, async (t) => {
  const standIn = new StandIn(t);
  standIn.acts("hang");
  const agent = claudeCodeAgent(
    { "timeout-seconds": 30 },
    {
      root,
      env: {
        PATH: process.env["PATH"],
        INSTRIDE_CLAUDE_COMMAND: standIn.command,
        CLAUDE_CODE_SESSION_ID: session,
      },
      sessionNote: undefined,
    },
  );
  await assert.rejects(agent.update(requestFor({ spec: specText }), AbortSignal.abort()), /interrupted/);
});
