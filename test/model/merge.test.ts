import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { applyDelta } from "../../src/model/apply.ts";
import { checkModel } from "../../src/model/check.ts";
import type { Delta } from "../../src/model/delta.ts";
import { mergeModels } from "../../src/model/merge.ts";
import type { Threat, ThreatModel } from "../../src/model/schema.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { anyModel } from "./arbitraries.ts";
import { anyDelta } from "./deltas.ts";
import { exampleModel, letters, newThreat } from "./example.ts";

const after = (operations: unknown, model = exampleModel()): ThreatModel =>
  applyDelta(model, operations as Delta, { letters }).model;
const branch = (...operations: unknown[]): ThreatModel => {
  const { model, problems } = applyDelta(exampleModel(), { operations } as Delta, { letters });
  assert.deepEqual(problems, []);
  return model;
};
const change = (edit: (threat: Threat) => void, id = "S-aaaaa"): ThreatModel => {
  const model = exampleModel();
  const threat = threatsOf(model).find((placed) => placed.id === id)?.threat;
  assert.ok(threat);
  edit(threat);
  return model;
};
const threat = (model: ThreatModel, id = "S-aaaaa"): Threat | undefined =>
  threatsOf(model).find((placed) => placed.id === id)?.threat;

test("a side that changed nothing gives way to the other", () => {
  fc.assert(
    fc.property(anyModel, anyModel, (base, changed) => {
      assert.deepEqual(mergeModels(base, base, changed), { model: changed, conflicts: [] });
      assert.deepEqual(mergeModels(base, changed, base), { model: changed, conflicts: [] });
      assert.deepEqual(mergeModels(base, changed, changed), { model: changed, conflicts: [] });
    }),
    { numRuns: 50 },
  );
});

test("branches merge alike from both sides unless they conflict, and no threat vanishes", () => {
  let clean = 0;
  fc.assert(
    fc.property(anyDelta, anyDelta, (first, second) => {
      const base = exampleModel();
      const [ours, theirs] = [after(first), after(second)];
      const merged = mergeModels(base, ours, theirs);
      if (merged.conflicts.length === 0) {
        clean++;
        assert.deepEqual(mergeModels(base, theirs, ours), merged);
      }
      const ids = new Set(threatsOf(merged.model).map(({ id }) => id));
      for (const { id } of [...threatsOf(ours), ...threatsOf(theirs)]) assert.ok(ids.has(id), id);
      const text = printModel(merged.model);
      assert.deepEqual(parseModel("m", text).model, merged.model);
    }),
    { numRuns: 300 },
  );
  assert.ok(clean > 50);
});

test("different fields of one threat merge", () => {
  const ours = change((each) => {
    each.title = "Replayed token";
    each.weakness.push("CWE-384");
  });
  const theirs = change((each) => {
    each.scenario = "In other words.";
    each.weakness.unshift("CWE-287");
  });
  const { model, conflicts } = mergeModels(exampleModel(), ours, theirs);
  assert.deepEqual(conflicts, []);
  assert.equal(threat(model)?.title, "Replayed token");
  assert.equal(threat(model)?.scenario, "In other words.");
  assert.deepEqual(threat(model)?.weakness, ["CWE-294", "CWE-287", "CWE-384"]);
});

test("the same field changed twice keeps ours and is a conflict in words", () => {
  const ours = change((each) => {
    each.severity = { level: "high", reason: "Anyone can." };
  });
  const theirs = change((each) => {
    each.severity = { level: "low", reason: "Nobody can." };
  });
  const { model, conflicts } = mergeModels(exampleModel(), ours, theirs);
  assert.equal(threat(model)?.severity.level, "high");
  assert.deepEqual(conflicts, [
    {
      path: "threats.S-aaaaa.severity",
      base: "level medium; reason Needs access to a log.",
      ours: "level high; reason Anyone can.",
      theirs: "level low; reason Nobody can.",
    },
  ]);
});

test("a retirement and a change to another field go together", () => {
  const ours = branch({ op: "retire", id: "S-aaaaa", reason: "No tokens any more." });
  const theirs = change((each) => {
    each.notes = "Ask ada.";
  });
  const { model, conflicts } = mergeModels(exampleModel(), ours, theirs);
  assert.deepEqual(conflicts, []);
  assert.deepEqual(
    [threat(model)?.status, threat(model)?.retired?.reason, threat(model)?.notes],
    ["retired", "No tokens any more.", "Ask ada."],
  );
  assert.deepEqual(checkModel(model), []);
});

test("a decision of either side survives, and the one that gives way stays in the notes", () => {
  const decision = (by: string) => (each: Threat) => {
    each.acceptance = { by, reason: `${by} says so.`, on: "2031-02-03" };
  };
  const { model, conflicts } = mergeModels(
    exampleModel(),
    change(decision("ada")),
    change(decision("grace")),
  );
  assert.equal(conflicts.length, 1);
  assert.equal(threat(model)?.acceptance?.by, "ada");
  assert.match(
    threat(model)?.notes ?? "",
    /The other branch had acceptance: by grace; reason grace says so\./,
  );
  const withdrawn = change((each) => {
    delete each.acceptance;
  }, "T-bbbbb");
  const extended = change((each) => {
    if (each.acceptance !== undefined) each.acceptance.until = "2032-12-31";
  }, "T-bbbbb");
  const kept = mergeModels(exampleModel(), withdrawn, extended);
  assert.equal(threat(kept.model, "T-bbbbb")?.acceptance?.until, "2032-12-31");
  assert.equal(kept.conflicts.length, 1);
});

test("a threat wins over a reason why there is none, and that is a conflict", () => {
  const ours = branch({ op: "answer", element: "browser", category: "spoofing", reason: "It has no name." });
  const theirs = branch({ op: "add", element: "browser", category: "spoofing", threat: newThreat() });
  for (const [left, right] of [
    [ours, theirs],
    [theirs, ours],
  ] as const) {
    const { model, conflicts } = mergeModels(exampleModel(), left, right);
    assert.deepEqual(checkModel(model), []);
    assert.deepEqual(
      conflicts.map(({ path }) => path),
      ["answers.browser.spoofing"],
    );
  }
});

test("an entry that one side dropped and the other changed stays, as a conflict", () => {
  const ours = branch({ op: "drop", section: "flows", id: "api-redis", reason: "Gone." });
  const theirs = branch({ op: "put", section: "flows", id: "api-redis", value: { protocol: "RESP" } });
  const { model, conflicts } = mergeModels(exampleModel(), ours, theirs);
  assert.equal(model.map.flows["api-redis"]?.protocol, "RESP");
  assert.equal(conflicts[0]?.path, "map.flows.api-redis");
  assert.equal(conflicts[0]?.ours, "nothing");
});

const git = (() => {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** Merges as text, the way a server does that knows nothing of models. */
const mergeText = (
  base: ThreatModel,
  ours: ThreatModel,
  theirs: ThreatModel,
): { status: number | null; text: string } => {
  const folder = mkdtempSync(join(tmpdir(), "merge-text-"));
  try {
    const file = (name: string, model: ThreatModel): string => {
      writeFileSync(join(folder, name), printModel(model));
      return join(folder, name);
    };
    const args = ["merge-file", "-p", file("ours", ours), file("base", base), file("theirs", theirs)];
    const { status, stdout } = spawnSync("git", args, { encoding: "utf8" });
    return { status, text: stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

test("branches that touch different threats merge as text, with the same result", { skip: !git }, () => {
  const base = branch(
    { op: "add", element: "api", category: "spoofing", threat: newThreat() },
    { op: "add", element: "api", category: "tampering", threat: newThreat() },
    { op: "add", element: "browser", category: "spoofing", threat: newThreat() },
    { op: "add", element: "redis", category: "spoofing", threat: newThreat() },
  );
  const ids = threatsOf(base).map(({ id }) => id);
  const edits: readonly ((id: string) => unknown)[] = [
    (id) => ({ op: "update", id, set: { title: `About ${id}`, check: `Look at ${id}.` } }),
    (id) => ({ op: "update", id, set: { next: `Mend ${id}.` } }),
    (id) => ({ op: "retire", id, reason: `${id} has ended.` }),
    (id) => ({
      op: "update",
      id,
      set: { weakness: ["CWE-1", "CWE-2"], severity: { level: "high", reason: "So." } },
    }),
  ];
  for (const [index, id] of ids.entries())
    for (const other of ids.slice(index + 1))
      for (const [turn, edit] of edits.entries()) {
        const ours = after({ operations: [edit(id)] }, base);
        const theirs = after({ operations: [(edits[(turn + 1) % edits.length] ?? edit)(other)] }, base);
        const { status, text } = mergeText(base, ours, theirs);
        assert.equal(status, 0, text);
        assert.deepEqual(parseModel("m", text).model, mergeModels(base, ours, theirs).model);
      }
});
