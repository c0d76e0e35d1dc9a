// Everything that can go wrong between the agent and the service, one row each: the outcome, and what the ledger keeps.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { FailureReason } from "../../../src/agents/failure.ts";
import {
  type Fault,
  rateLimited,
  spendCap,
  status,
  unauthorised,
} from "../../support/messages-api/faults.ts";
import type { Reply, Script } from "../../support/messages-api/types.ts";
import { call, type Desk, desk, lastText, noChange, oneLineChange, says } from "./desk.ts";

const answer: Script = (request) => {
  const messages = request.body["messages"] as unknown[];
  const [, list] =
    /no_change about it:\\n(.*?)(?:\\nThreats|\\nAnswer)/.exec(
      lastText({ body: { messages: [messages[0]] } }),
    ) ?? [];
  return noChange((list ?? "").split("\\n").flatMap((line) => /^- ([^:]+): /.exec(line)?.[1] ?? []));
};

const bad =
  (input: unknown): Script =>
  (): Reply =>
    says(call("submit_delta", input));

const addWith = (change: Record<string, unknown>) => ({
  add: [
    {
      element: "sessions",
      category: "spoofing",
      title: "t",
      scenario: "s",
      weakness: ["CWE-287"],
      level: "low",
      severity_reason: "r",
      status: "open",
      code: [],
      mitigations: [],
      ...change,
    },
  ],
});

interface Row {
  readonly name: string;
  readonly faults?: readonly Fault[];
  readonly script?: Script;
  /** Left out: the change is answered in the end. */
  readonly fails?: FailureReason;
  readonly says?: RegExp;
  /** Outcomes in the ledger, in order. */
  readonly ledger: readonly string[];
  /** How many of them have a token count. */
  readonly paid: number;
  readonly seconds?: number;
  readonly key?: string;
  readonly url?: string;
}

const thrice = (fault: Fault): Fault[] => [fault, fault, fault];

const rows: readonly Row[] = [
  ...[408, 409, 500, 529].flatMap((code): Row[] => [
    { name: `${code} once`, faults: [status(code)], ledger: ["overloaded", "answered"], paid: 1 },
    {
      name: `${code} again and again`,
      faults: thrice(status(code)),
      fails: "overloaded",
      ledger: ["overloaded", "overloaded", "overloaded"],
      paid: 0,
    },
  ]),
  {
    name: "429 with a short retry-after",
    faults: [rateLimited(0.01)],
    ledger: ["rate-limited", "answered"],
    paid: 1,
  },
  {
    name: "429 with a retry-after beyond the limit of a commit",
    faults: [rateLimited(600)],
    fails: "rate-limited",
    ledger: ["rate-limited"],
    paid: 0,
  },
  {
    name: "429 without retry-after",
    faults: thrice(status(429)),
    fails: "rate-limited",
    ledger: ["rate-limited", "rate-limited", "rate-limited"],
    paid: 0,
  },
  {
    name: "a reset before the first byte",
    faults: [{ kind: "reset" }],
    ledger: ["no-network", "answered"],
    paid: 1,
  },
  {
    name: "resets without end",
    faults: thrice({ kind: "reset" }),
    fails: "no-network",
    ledger: ["no-network", "no-network", "no-network"],
    paid: 0,
  },
  {
    name: "an error event after status 200",
    faults: [{ kind: "stream-error" }],
    ledger: ["overloaded", "answered"],
    paid: 2,
  },
  {
    name: "a stream that ends early",
    faults: [{ kind: "truncated" }],
    ledger: ["broken-stream", "answered"],
    paid: 2,
  },
  {
    name: "streams that end early again and again",
    faults: thrice({ kind: "truncated" }),
    fails: "broken-stream",
    ledger: ["broken-stream", "broken-stream", "broken-stream"],
    paid: 3,
  },
  {
    name: "a stream whose connection dies",
    faults: [{ kind: "destroyed" }],
    ledger: ["broken-stream", "answered"],
    paid: 2,
  },
  {
    name: "a refusal",
    faults: [{ kind: "refusal" }],
    fails: "refused",
    says: /cyber/,
    ledger: ["refused"],
    paid: 1,
  },
  {
    name: "max_tokens in the middle of a tool call",
    faults: [{ kind: "max-tokens" }],
    ledger: ["answered", "answered"],
    paid: 2,
  },
  {
    name: "max_tokens every time",
    faults: thrice({ kind: "max-tokens" }),
    fails: "cut-off",
    ledger: ["answered", "answered", "answered"],
    paid: 3,
  },
  {
    name: "malformed JSON once",
    faults: [{ kind: "malformed-json" }],
    ledger: ["answered", "answered"],
    paid: 2,
  },
  {
    name: "malformed JSON every time",
    faults: thrice({ kind: "malformed-json" }),
    fails: "invalid-answer",
    ledger: ["answered", "answered", "answered"],
    paid: 3,
  },
  {
    name: "an answer that violates the schema",
    script: bad({ add: [{ element: 7 }] }),
    fails: "invalid-answer",
    ledger: ["answered", "answered", "answered"],
    paid: 3,
  },
  {
    name: "a hallucinated anchor",
    script: bad(addWith({ code: ["src/nowhere.ts#gone"] })),
    fails: "invalid-answer",
    says: /src\/nowhere\.ts#gone|raised/,
    ledger: ["answered", "answered", "answered"],
    paid: 3,
  },
  {
    name: "a hallucinated id",
    script: bad({ retire: [{ id: "S-zzzzz", reason: "r" }] }),
    fails: "invalid-answer",
    ledger: ["answered", "answered", "answered"],
    paid: 3,
  },
  {
    name: "a tool loop",
    script: () => says(call("read_file", { path: "src/sessions.ts", from_line: 1 })),
    fails: "invalid-answer",
    ledger: ["answered", "answered", "answered"],
    paid: 3,
  },
  {
    name: "text instead of an answer",
    script: () => ({ content: "I think that nothing changes." }),
    fails: "invalid-answer",
    ledger: ["answered", "answered", "answered"],
    paid: 3,
  },
  {
    name: "a slow first byte",
    faults: [{ kind: "slow", firstByte: 3_600_000 }],
    fails: "too-slow",
    seconds: 0.3,
    ledger: ["too-slow"],
    paid: 0,
  },
  {
    name: "an answer that never ends",
    script: () => ({ ...noChange([]), hold: new Promise(() => {}) }),
    fails: "too-slow",
    seconds: 0.3,
    ledger: ["too-slow"],
    paid: 1,
  },
  {
    name: "a key that is not accepted",
    faults: [unauthorised],
    fails: "unauthorised",
    ledger: ["unauthorised"],
    paid: 0,
  },
  { name: "no key", key: "", fails: "unauthorised", ledger: ["unauthorised"], paid: 0 },
  { name: "the spend cap", faults: [spendCap], fails: "spend-limit", ledger: ["spend-limit"], paid: 0 },
  {
    name: "no network",
    url: "http://127.0.0.1:9",
    fails: "no-network",
    ledger: ["no-network", "no-network", "no-network"],
    paid: 0,
  },
];

const open = async (t: Parameters<typeof desk>[0], row: Row): Promise<Desk> => {
  const at = await desk(t, {
    script: row.script ?? answer,
    faults: row.faults ?? [],
    // No stored conversation is needed to see how a request fails.
    settings: { "without-context": "reconstruct", "commit-seconds": row.seconds ?? 60 },
    ...(row.key === undefined && row.url === undefined
      ? {}
      : {
          env: {
            ANTHROPIC_API_KEY: row.key ?? "test-key",
            ANTHROPIC_BASE_URL: row.url ?? "http://127.0.0.1:9",
          },
        }),
  });
  return at;
};

for (const row of rows)
  test(`${row.name}: ${row.fails ?? "answered"}, ${row.ledger.length} in the ledger`, async (t) => {
    const at = await open(t, row);
    const asked = at.agent.update(oneLineChange());
    if (row.fails === undefined) {
      const { usage } = await asked;
      assert.equal(usage.length, row.paid);
    } else
      await assert.rejects(asked, (error: Error & { reason: string; spent: unknown[]; next: string }) => {
        assert.equal(error.reason, row.fails, error.message);
        assert.equal(error.spent.length, row.paid);
        assert.notEqual(error.next, "");
        if (row.says !== undefined) assert.match(error.message, row.says);
        return true;
      });
    assert.deepEqual(
      at.ledger.map(({ outcome }) => outcome),
      row.ledger,
    );
    assert.equal(at.ledger.filter(({ usage }) => usage !== undefined).length, row.paid);
  });

test("an interruption during the pause between attempts ends at once", async (t) => {
  const stop = new AbortController();
  const at = await desk(t, {
    script: answer,
    faults: [rateLimited(30)],
    settings: { "without-context": "reconstruct" },
    host: {},
  });
  const asked = at.agent.update(oneLineChange(), stop.signal);
  const seen = async (): Promise<void> => {
    while (at.ledger.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
  };
  await Promise.all([assert.rejects(asked, { reason: "interrupted" }), seen()]);
});

test("a cloud whose SDK is not installed is said to lack it, with the command that mends it", async (t) => {
  const at = await desk(t, { settings: { "without-context": "reconstruct", through: "bedrock" } });
  await assert.rejects(at.agent.update(oneLineChange()), {
    reason: "bad-request",
    next: "npm install --save-dev @anthropic-ai/bedrock-sdk",
  });
});
