import assert from "node:assert/strict";
import { test } from "node:test";
import { renderStatus, renderSyncLine, type StatusRow, type SyncOutcome } from "../../src/report/summary.ts";
import { matchesGolden } from "./golden.ts";
import { sessionService } from "./session-service.ts";

const outcome: SyncOutcome = {
  component: "sessions",
  mode: "rules",
  after: sessionService,
  files: [{ path: "specs/sessions.threats.yaml" }, { path: "specs/sessions.threats.md" }],
  added: ["S-7f3ka", "T-m2xq5"],
  changed: ["R-k5v2d"],
  retired: ["S-2m4xq"],
};
const line = (more: Partial<SyncOutcome>): string =>
  renderSyncLine({ ...outcome, ...more }, { colour: false });

test("a commit's line says component, mode, changes, the highest new level and where to read", () => {
  assert.equal(
    line({}),
    "instride: sessions in step (rules, provisional): +2 threats (highest high), ~1, 1 retired · specs/sessions.threats.md",
  );
  assert.equal(
    line({ mode: "in-session", added: ["D-3hq6p"], changed: [], retired: [] }),
    "instride: sessions in step (in-session): +1 threat (medium) · specs/sessions.threats.md",
  );
  assert.equal(
    line({ mode: "human", added: [], retired: [] }),
    "instride: sessions in step (human): ~1 changed · specs/sessions.threats.md",
  );
});

test("a neutral change says why it is one", () => {
  assert.equal(
    line({ mode: "carried", added: [], changed: [], retired: [], files: [], reason: "only comments moved" }),
    "instride: sessions in step (carried): no threat changed · only comments moved",
  );
});

const rows: readonly StatusRow[] = [
  {
    component: "sessions",
    spec: "specs/sessions.md",
    inStep: true,
    reasons: [],
    stale: [],
    modes: ["in-session", "rules"],
    threats: {
      open: [
        { level: "low", count: 2 },
        { level: "high", count: 1 },
      ],
      mitigated: 9,
      accepted: 1,
      provisional: 3,
    },
    unobserved: ["src/sessions/report.py"],
    unstaged: [],
  },
  {
    component: "billing",
    spec: "specs/billing.md",
    inStep: false,
    reasons: ["stale", "unanswered-question"],
    stale: ["src/billing/invoice.ts", "src/billing/refund.ts"],
    modes: [],
    threats: { open: [], mitigated: 0, accepted: 0, provisional: 0 },
    unobserved: [],
    unstaged: ["src/billing/invoice.ts"],
  },
];

test("the status table shows each component's state, its threats, and what was not observed", () => {
  const text = renderStatus(rows, { colour: false, width: 100 });
  matchesGolden("status.txt", `${text}\n`);
  assert.equal(renderStatus(rows, { colour: true, width: 100 }).replace(/\u001b\[\d+m/g, ""), text);
});

test("no components do not look like success", () => {
  assert.match(renderStatus([], { colour: false, width: 80 }), /^no components/);
});

test("a long reason is cut at a word: a commit prints one line", () => {
  const reason = "the guard reads the folder it stands in ".repeat(6).trim();
  const printed = line({ mode: "in-session", added: [], changed: [], retired: [], files: [], reason });
  assert.ok(printed.length < 180, printed);
  assert.match(printed, / (?:the|guard|reads|folder|it|stands|in) …$/);
});
