import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type RiskEntry, riskEntries, riskRegister } from "../../src/history/risk-register.ts";
import type { Threat } from "../../src/model/schema.ts";
import { csvOf } from "../../src/report/typed-table.ts";
import { history, model, state, threat } from "./histories.ts";

const id = "T-aaaaa";
const accepted = (until: string | undefined, fields: Partial<Threat> = {}, on = "2030-01-01"): Threat =>
  threat({
    acceptance: { by: "Ada", reason: "known", on, ...(until === undefined ? {} : { until }) },
    ...fields,
  });

/** The register after a line of states of one threat; undefined: not accepted. */
const after = (threats: readonly Threat[], today = "2030-06-01"): RiskEntry[] => {
  const models = threats.map((each) => model("pay", { [id]: each }));
  const last = models.at(-1);
  return riskEntries(
    last === undefined ? [] : [{ id: "pay", owner: "Payments", model: last }],
    today,
    history(models.map((each) => ({ pay: state(each) }))),
  );
};

test("a later end is a renewal, an earlier one and new words are not", () => {
  const renewals = (...ends: string[]): number | undefined =>
    after(ends.map((end) => accepted(end)))[0]?.renewals.length;
  assert.equal(renewals("2030-09-01"), 0);
  assert.equal(renewals("2030-09-01", "2031-01-01"), 1);
  assert.equal(renewals("2030-09-01", "2030-08-01"), 0);
  const reworded = accepted("2030-09-01");
  reworded.acceptance = {
    ...(reworded.acceptance as NonNullable<Threat["acceptance"]>),
    reason: "known well",
  };
  assert.equal(after([accepted("2030-09-01"), reworded])[0]?.renewals.length, 0);
  assert.equal(
    after([accepted("2030-09-01"), accepted("2030-09-01", {}, "2030-03-01")])[0]?.renewals.length,
    1,
  );
  assert.equal(after([accepted("2030-09-01"), accepted(undefined)])[0]?.renewals.length, 1);
});

test("what is taken back and given again was decided again", () => {
  const [entry] = after([accepted("2030-09-01"), threat(), accepted("2030-09-01")]);
  assert.equal(entry?.renewals.length, 1);
  assert.equal(entry?.commit?.title, "Commit 0");
});

test("a level that rose after the acceptance is pointed out", () => {
  const graver: Threat["severity"] = { level: "high", reason: "worse" };
  assert.deepEqual(after([accepted("2030-09-01"), accepted("2030-09-01", { severity: graver })])[0]?.flags, [
    "was medium when accepted",
  ]);
});

test("an approver who did not make the commit is pointed out, by email where there is one", () => {
  const by = (name: string): readonly string[] | undefined =>
    after([threat({ acceptance: { by: name, reason: "known", on: "2030-01-01", until: "2030-09-01" } })])[0]
      ?.flags;
  assert.deepEqual(by("Ada"), []);
  assert.deepEqual(by("A. Lovelace <Ada@example.test>"), []);
  assert.deepEqual(by("Chief <chief@example.test>"), [
    "committed by Ada <ada@example.test>, not by the approver",
  ]);
});

test("a model that can't be read for a while takes no acceptance back", () => {
  const good = model("pay", { [id]: accepted("2030-09-01") });
  const [entry, ...others] = riskEntries(
    [{ id: "pay", owner: undefined, model: good }],
    "2030-06-01",
    history([{ pay: state(good) }, { pay: state(undefined) }, { pay: state(good) }]),
  );
  assert.deepEqual([entry?.state, entry?.renewals.length, others.length], ["current", 0, 0]);
});

test("without a history the register still tells what stands", () => {
  const [entry] = riskEntries(
    [{ id: "pay", owner: "Payments", model: model("pay", { [id]: accepted("2030-06-30") }) }],
    "2030-06-01",
  );
  assert.deepEqual(
    [entry?.state, entry?.owner, entry?.approver, entry?.commit],
    ["ends soon", "Payments", "Ada", undefined],
  );
});

const day = fc.integer({ min: 1, max: 28 }).map((date) => `2030-06-${String(date).padStart(2, "0")}`);

test("renewals are the moves outward and the returns, and the state follows the last end alone", () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(day, { nil: undefined }), { minLength: 1, maxLength: 12 }),
      day,
      (ends, today) => {
        const entries = after(
          ends.map((end) => (end === undefined ? threat() : accepted(end))),
          today,
        );
        const first = ends.findIndex((end) => end !== undefined);
        const expected = ends.filter((end, at) => {
          const before = ends[at - 1];
          return at > first && end !== undefined && (before === undefined || end > before);
        }).length;
        assert.equal(entries.length, first === -1 ? 0 : 1);
        const [entry] = entries;
        if (entry === undefined) return;
        assert.equal(entry.renewals.length, expected);
        const last = ends.at(-1);
        assert.equal(entry.state, last === undefined ? "withdrawn" : last < today ? "ended" : "ends soon");
      },
    ),
  );
});

test("the table has a line for each entry, and says when history was not there", () => {
  const entries = after([accepted("2030-09-01")]);
  assert.equal(csvOf(riskRegister(entries, true)).split("\r\n").length, 2);
  assert.match(riskRegister(entries, false).notes.join(" "), /not there in full/);
});

test("two components that hold the same id are two risks", () => {
  const models = ["pay", "log"].map((component) => model(component, { [id]: accepted("2030-09-01") }));
  const entries = riskEntries(
    models.map((each) => ({ id: each.component, owner: undefined, model: each })),
    "2030-06-01",
    history([Object.fromEntries(models.map((each) => [each.component, state(each)])), {}]),
  );
  assert.deepEqual(
    entries.map(({ component, renewals, state: standing }) => [component, renewals.length, standing]),
    [
      ["log", 0, "current"],
      ["pay", 0, "current"],
    ],
  );
});
