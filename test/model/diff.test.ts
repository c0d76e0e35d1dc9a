import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { applyDelta } from "../../src/model/apply.ts";
import type { Delta } from "../../src/model/delta.ts";
import { deltaBetween } from "../../src/model/delta-between.ts";
import { diffModels, isEmptyDiff } from "../../src/model/diff.ts";
import { anyModel } from "./arbitraries.ts";
import { anyDelta } from "./deltas.ts";
import { exampleModel, letters, newThreat } from "./example.ts";

test("a model does not differ from itself", () => {
  fc.assert(
    fc.property(anyModel, (model) => {
      assert.ok(isEmptyDiff(diffModels(model, structuredClone(model))));
      assert.deepEqual(deltaBetween(model, structuredClone(model)), { delta: { operations: [] }, left: [] });
    }),
    { numRuns: 50 },
  );
});

test("models that differ have a difference", () => {
  fc.assert(
    fc.property(anyModel, anyModel, (a, b) => {
      fc.pre(a.component !== b.component || a.framework !== b.framework);
      assert.ok(!isEmptyDiff(diffModels(a, b)));
    }),
    { numRuns: 30 },
  );
});

test("a difference names threats, entries and answers with the fields that changed", () => {
  const before = exampleModel();
  const { model: after, problems } = applyDelta(
    before,
    {
      operations: [
        { op: "put", section: "flows", id: "browser-api", value: { protocol: "HTTPS" } },
        { op: "put", section: "assets", id: "passwords", value: { name: "Passwords" } },
        { op: "update", id: "S-aaaaa", set: { title: "Replayed token" } },
        { op: "retire", id: "T-bbbbb", reason: "No." },
        { op: "add", element: "api", category: "repudiation", threat: newThreat() },
      ],
    } as unknown as Delta,
    { letters },
  );
  assert.deepEqual(problems, []);
  const diff = diffModels(before, after);
  assert.deepEqual(
    diff.map.map(({ section, id, kind, fields }) => [section, id, kind, fields.map(({ field }) => field)]),
    [
      ["flows", "browser-api", "changed", ["protocol"]],
      ["assets", "passwords", "added", []],
    ],
  );
  assert.deepEqual(
    diff.threats.map(({ id, kind, fields }) => [id.slice(0, 2), kind, fields.map(({ field }) => field)]),
    [
      ["R-", "added", []],
      ["S-", "changed", ["title"]],
      ["T-", "changed", ["disagreement"]],
    ],
  );
  assert.deepEqual(diff.answers.length, 1);
  assert.equal(diff.answers[0]?.after, undefined);
});

test("a threat that vanished is told apart from one that was retired", () => {
  const after = exampleModel();
  delete after.answers["redis"];
  const threat = after.answers["api"]?.["spoofing"]?.threats["S-aaaaa"];
  Object.assign(threat ?? {}, { status: "retired", retired: { reason: "Gone." } });
  const kinds = diffModels(exampleModel(), after).threats.map(({ id, kind }) => `${id} ${kind}`);
  assert.deepEqual(kinds, ["S-aaaaa retired", "T-bbbbb removed"]);
  assert.deepEqual(deltaBetween(exampleModel(), after).left, ["T-bbbbb"]);
});

test("applying the delta between two models leads from one to the other", () => {
  let moved = 0;
  fc.assert(
    fc.property(anyDelta, anyDelta, fc.boolean(), (first, second, provisional) => {
      const options = { letters, provisional };
      const before = applyDelta(exampleModel(), first as Delta, options).model;
      const after = applyDelta(before, second as Delta, options).model;
      const { delta, left } = deltaBetween(before, after);
      if (left.length > 0) return;
      if (delta.operations.length > 0) moved++;
      const applied = applyDelta(before, delta, options);
      assert.deepEqual(applied.problems, []);
      assert.deepEqual(applied.model, after);
    }),
    { numRuns: 500 },
  );
  assert.ok(moved > 20, `only ${moved} deltas did anything`);
});
