import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, evaluateAuthor, type SystemResult } from "../../../bench/accuracy/evaluate.ts";
import { renderReport } from "../../../bench/accuracy/render.ts";
import type { Results } from "../../../bench/accuracy/results.ts";
import { byPlant, compareKept, totalsOf } from "../../../bench/accuracy/summary.ts";
import { terminalTable, verdict } from "../../../bench/accuracy/tables.ts";
import type { System } from "../../../bench/accuracy/truth.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { model, system, threat } from "./model.ts";

const of: System = system(
  {
    entries: [{ name: "GET /notes/:id" }, { name: "POST /notes", since: 1 }],
    flows: [{ name: "Browser -> self" }, { name: "self -> Database" }],
    stores: [{ name: "Database" }],
    controls: [{ name: "Gateway | limit", until: 1 }],
    traps: [
      { kind: "process", category: "tampering", weakness: ["CWE-89"], why: "every query uses parameters" },
    ],
  },
  [{ message: "Add notes", plant: "new-route", edits: [] }],
);
const tree = new Map([["src/a.ts", ""]]);
const before = model({}, { controls: { "gateway-limit": { name: "Gateway | limit" } } });
const after = model(
  {},
  {
    "entry-points": {
      "get-notes-id": { name: "GET /notes/:id", process: "notes" },
      "post-notes": { name: "POST /notes", process: "notes" },
    },
  },
);
const worse = model(
  { notes: { tampering: { threats: { "T-aaaaa": threat() } } } },
  { controls: { "gateway-limit": { name: "Gateway | limit" } } },
);

const run = (...models: readonly ThreatModel[]) =>
  evaluate(of, [tree, tree], {
    models: new Map(models.map((each, at) => [at, each])),
    made: ["rules by instride-rules/0", "rules by instride-rules/0"],
  });

const results = (kept: ThreatModel, fresh: ThreatModel): SystemResult[] => [
  {
    system: "notes",
    language: "typescript",
    commits: 1,
    modes: {
      kept: run(before, kept),
      "fresh-with-spec": run(before, fresh),
      "fresh-from-code": run(before, after),
    },
  },
];

const whole = (systems: readonly SystemResult[]): Results => ({
  conditions: { instride: "1", agent: "a", framework: "stride", node: "20", git: "2", system: "linux x64" },
  corpus: {
    systems: 1,
    languages: { typescript: 1 },
    lines: 1,
    series: 1,
    commits: 1,
    truths: 1,
    traps: 1,
  },
  systems,
});

test("a kept model that holds what the fresh one holds passes", () => {
  const systems = results(after, after);
  assert.deepEqual(
    compareKept(systems).map(({ holds, kept, fresh, of: all }) => ({ holds, kept, fresh, all })),
    [{ holds: true, kept: 5, fresh: 5, all: 5 }],
  );
  assert.match(verdict(systems), /^Held in 1 of 1 systems: the model kept by deltas has every/);
});

test("what a kept model lacks, and what it says wrongly, stands in the report", () => {
  const systems = results(worse, after);
  const report = renderReport({ rules: whole(systems) });
  assert.equal(compareKept(systems)[0]?.holds, false);
  assert.match(verdict(systems), /^Held in 0 of 1 systems; where not/);
  assert.match(report, /- notes: the kept model lacks entries: POST \/notes/);
  assert.match(report, /- notes: 1 wrong statements in the kept model, 0 in the fresh one/);
  assert.match(report, /\| notes \| 1 \| 4 of 5 \| 5 of 5 \| 1 \| 0 \| 1 \| 0 \| \*\*no\*\* \|/);
  assert.match(report, /Skipped: no live run has been made/);
});

test("totals add up what is found, wrong, unfounded and stale", () => {
  const totals = totalsOf(results(worse, after), "kept");
  assert.deepEqual(totals.recall.map, { part: 4, of: 5 });
  assert.deepEqual([totals.wrong, totals.unfounded, totals.stale], [1, 0, 1]);
  assert.deepEqual(totals.precision, { part: 4, of: 6 });
});

test("a planted change is looked for right after its commit", () => {
  assert.deepEqual(byPlant(results(worse, after), "kept"), [
    { plant: "new-route", commits: 1, begun: { part: 0, of: 1 }, ended: { part: 0, of: 1 } },
  ]);
  assert.deepEqual(byPlant(results(worse, after), "fresh-with-spec"), [
    { plant: "new-route", commits: 1, begun: { part: 1, of: 1 }, ended: { part: 1, of: 1 } },
  ]);
});

test("a run without a model of the end is refused, and one of the end alone has no churn", () => {
  assert.throws(() => run(before), /no model of the series' end/);
  const last = evaluate(of, [tree, tree], { models: new Map([[1, after]]), made: [] });
  assert.deepEqual(last.churn, { before: 0, churned: [] });
});

test("the terminal's table lines up", () => {
  const lines = terminalTable(whole(results(after, after))).split("\n");
  const [head = "", ...rows] = lines;
  const column = head.indexOf("made afresh, spec");
  assert.ok(column > 0);
  for (const row of rows) assert.match(row.slice(column - 2), /^ {2}\S/, row);
});

test("what an author said is followed to the end of the series", () => {
  const models = new Map([
    [0, before],
    [1, worse],
  ]);
  const author = evaluateAuthor(of, [tree, tree], models);
  assert.deepEqual(author.kept, { first: 4, last: 4, lost: [] });
  assert.deepEqual(author.begun, { found: 0, of: 1 });
  assert.deepEqual([author.wrong.first.length, author.wrong.last.length], [0, 1]);
  assert.equal(author.stale.length, 1);
  const report = renderReport({ rules: whole(results(after, after).map((each) => ({ ...each, author }))) });
  assert.match(report, /### Begun by an author/);
  assert.match(report, /\| notes \| 1 \| 4 of 4 \(100 %\) \| 0 of 1 \(0 %\) \| 0 \| 1 \| 1 \|/);
});
