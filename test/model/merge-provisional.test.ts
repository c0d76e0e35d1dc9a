import assert from "node:assert/strict";
import test from "node:test";
import { checkModel } from "../../src/model/check.ts";
import { mergeModels, withConflicts } from "../../src/model/merge.ts";
import type { Threat, ThreatModel } from "../../src/model/schema.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { exampleModel } from "./example.ts";

const id = "S-aaaaa";
const threat = (model: ThreatModel): Threat => {
  const found = threatsOf(model).find((placed) => placed.id === id)?.threat;
  assert.ok(found);
  return found;
};
const changed = (edit: (threat: Threat) => void): ThreatModel => {
  const model = exampleModel();
  edit(threat(model));
  return model;
};
const worded =
  (title: string, scenario: string, level: "low" | "high", provisional: boolean) =>
  (each: Threat): void => {
    each.title = title;
    each.scenario = scenario;
    each.severity = { level, reason: `Because of ${title}.` };
    if (provisional) each.provisional = true;
  };

test("two provisional wordings are settled: both are kept, the higher severity stands, no person is asked", () => {
  const base = changed((each) => {
    each.provisional = true;
  });
  const ours = changed(worded("a waits", "It calls a. It waits.", "low", true));
  const theirs = changed(worded("b waits", "It calls b. It waits.", "high", true));
  const { model, conflicts } = mergeModels(base, ours, theirs);
  assert.deepEqual(conflicts, []);
  const merged = threat(model);
  assert.equal(merged.title, "a waits; b waits");
  assert.equal(merged.scenario, "It calls a. It waits. It calls b.");
  assert.equal(merged.severity.level, "high");
  assert.equal(merged.severity.reason, "Because of a waits. Because of b waits.");
  assert.deepEqual(mergeModels(base, theirs, ours), { model, conflicts });
});

test("wordings of which one is no rule's are a conflict", () => {
  const ours = changed(worded("a waits", "It calls a.", "low", true));
  const theirs = changed(worded("b waits", "It calls b.", "high", false));
  const { conflicts } = mergeModels(exampleModel(), ours, theirs);
  assert.ok(conflicts.some(({ path }) => path === `threats.${id}.title`));
});

test("summaries of two branches keep each sentence once", () => {
  const summarised = (summary: string): ThreatModel => ({ ...exampleModel(), summary });
  const { model, conflicts } = mergeModels(
    summarised("It keeps notes."),
    summarised("It keeps notes. It calls a."),
    summarised("It keeps notes. It calls b."),
  );
  assert.deepEqual(conflicts, []);
  assert.equal(model.summary, "It keeps notes. It calls a. It calls b.");
});

test("conflicts print as YAML that parses, is refused with its place, and is accepted once they are taken out", () => {
  const ours = changed((each) => {
    each.notes = "ours";
  });
  const theirs = changed((each) => {
    each.notes = "theirs";
  });
  const merged = mergeModels(exampleModel(), ours, theirs);
  assert.ok(merged.conflicts.length > 0);
  const text = printModel(withConflicts(merged.model, merged.conflicts));
  const read = parseModel("specs/x.threats.yaml", text);
  assert.deepEqual(read.model?.conflicts, merged.conflicts);
  const [finding] = read.findings;
  assert.equal(finding?.code, "merge-conflict");
  assert.match(text.split("\n")[(finding?.at.line ?? 0) - 1] ?? "", /path: threats\.S-aaaaa\.notes/);
  assert.deepEqual(checkModel(merged.model), []);
});

test("what an earlier merge left open stays open", () => {
  const open = { path: "threats.S-aaaaa.notes", base: "nothing", ours: "one", theirs: "two" };
  const ours = withConflicts(exampleModel(), [open]);
  const theirs = changed((each) => {
    each.check = "Another check.";
  });
  assert.deepEqual(mergeModels(exampleModel(), ours, theirs).conflicts, [open]);
  assert.deepEqual(mergeModels(exampleModel(), theirs, ours).conflicts, [open]);
});
