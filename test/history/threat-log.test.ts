import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { threatLog } from "../../src/history/threat-log.ts";
import type { Threat } from "../../src/model/schema.ts";
import { history, model, state, threat } from "./histories.ts";

const id = "T-aaaaa";

/** Kinds of events, commit by commit, of one threat that goes through these states; undefined: not in the model. */
const kinds = (threats: readonly (Threat | undefined)[]): string[] => {
  const log = threatLog(
    history(threats.map((each) => ({ pay: state(model("pay", each === undefined ? {} : { [id]: each })) }))),
    "pay",
  );
  return (log?.threats[0]?.events ?? []).map(
    ({ kind, commit, text }) => `${Number(commit.id)} ${kind}: ${text}`,
  );
};

test("every decision is an event of its own, and wording is named", () => {
  assert.deepEqual(
    kinds([
      threat(),
      threat({ title: "A partner replays a callback", scenario: "Longer." }),
      threat({
        title: "A partner replays a callback",
        scenario: "Longer.",
        severity: { level: "high", reason: "no window" },
        mitigations: { seen: { text: "Ids are remembered.", kind: "code", evidence: ["src/a.ts#seen"] } },
      }),
      threat({
        title: "A partner replays a callback",
        scenario: "Longer.",
        severity: { level: "low", reason: "ids are kept" },
        status: "mitigated",
        override: { level: "medium", by: "Ada", reason: "one node" },
      }),
      threat({ status: "retired", retired: { reason: "no callbacks any more" } }),
      threat(),
    ]),
    [
      "0 born: medium, open",
      "1 title: A partner replays a callback",
      "1 details: scenario",
      "2 mitigation: added (code): Ids are remembered.",
      "2 severity: medium → high: no window",
      "3 mitigation: removed: Ids are remembered.",
      "3 override: medium by Ada: one node",
      "3 severity: high → low: ids are kept",
      "3 status: open → mitigated",
      "4 retired: no callbacks any more",
      "4 override: withdrawn",
      "4 severity: low → medium: needs one callback",
      "4 title: Somebody replays a callback",
      "4 details: scenario",
      "5 reopened: medium, open",
    ],
  );
});

test("the first event of a threat is its birth, and one that left says so until it comes back", () => {
  const states = fc.array(
    fc.constantFrom<Threat | undefined>(undefined, threat(), threat({ status: "mitigated" })),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(states, (threats) => {
      const told = kinds(threats).map((event) => /^\d+ ([a-z ]+):/.exec(event)?.[1]);
      const present = threats.map((each) => each !== undefined);
      const first = present.indexOf(true);
      const left = present.filter((here, at) => at > first && !here && present[at - 1]).length;
      const back = present.filter((here, at) => at > first && here && !present[at - 1]).length;
      if (first === -1) return assert.deepEqual(told, []);
      assert.equal(told[0], "born");
      assert.equal(told.filter((kind) => kind === "vanished").length, left);
      assert.equal(told.filter((kind) => kind === "returned").length, back);
    }),
  );
});

test("a component that nobody knows has no log", () => {
  assert.equal(threatLog(history([]), "pay"), undefined);
});

test("a component whose spec or model is gone says so, and its threats are no longer present", () => {
  const pay = state(model("pay", { [id]: threat() }));
  const told = (steps: Parameters<typeof history>[0]): [string[], boolean | undefined] => {
    const log = threatLog(history(steps), "pay");
    return [(log?.events ?? []).map(({ text }) => text), log?.threats[0]?.present];
  };
  assert.deepEqual(told([{ pay }, { pay: undefined }]), [["component gone: no spec has its id"], false]);
  assert.deepEqual(told([{ pay }, { pay: undefined }, {}, { pay }]), [
    ["component gone: no spec has its id", "model is back"],
    true,
  ]);
  const without = { ...pay, model: undefined, unreadable: false };
  assert.deepEqual(told([{ pay }, { pay: without }]), [["model gone"], false]);
});

test("a name that changes twice carries everything along, and each step is told", () => {
  const threats = { [id]: threat() };
  const log = threatLog(
    history([
      { a: state(model("a", threats)) },
      { a: undefined, b: state(model("b", threats)) },
      { b: undefined, c: state(model("c", { [id]: threat({ status: "mitigated" }) })) },
    ]),
    "c",
  );
  assert.deepEqual(log?.earlier, ["a", "b"]);
  assert.deepEqual(
    log?.threats[0]?.events.map(({ kind }) => kind),
    ["born", "status"],
  );
  assert.deepEqual(
    log?.events.map(({ text }) => text).filter((text) => text.startsWith("component")),
    ["component renamed from a", "component renamed from b"],
  );
});
