import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type ApplyOptions, applyDelta } from "../../src/model/apply.ts";
import { checkModel } from "../../src/model/check.ts";
import type { Delta } from "../../src/model/delta.ts";
import { parseDelta } from "../../src/model/parse-delta.ts";
import { modelSchema, type ThreatModel } from "../../src/model/schema.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { anyDelta } from "./deltas.ts";
import { exampleModel, letters, newThreat } from "./example.ts";

const apply = (operations: unknown[], options: Partial<ApplyOptions> = {}, model = exampleModel()) =>
  applyDelta(model, { operations } as Delta, { letters, ...options });
const rules = (operations: unknown[], options: Partial<ApplyOptions> = {}): string[] =>
  apply(operations, options).problems.map(({ path, rule }) => `${path} ${rule}`);
const threat = (model: ThreatModel, id: string) =>
  threatsOf(model).find((placed) => placed.id === id)?.threat;

test("applying a delta is deterministic, changes no input, and never loses a threat", () => {
  fc.assert(
    fc.property(anyDelta, fc.boolean(), (delta, provisional) => {
      const model = exampleModel();
      const options = { letters, provisional };
      const first = applyDelta(model, delta as Delta, options);
      assert.deepEqual(model, exampleModel());
      assert.deepEqual(applyDelta(exampleModel(), structuredClone(delta) as Delta, options), first);
      const ids = new Set(threatsOf(first.model).map(({ id }) => id));
      for (const { id } of threatsOf(model)) assert.ok(ids.has(id));
      assert.deepEqual(modelSchema.parse(first.model), first.model);
      assert.deepEqual(checkModel(first.model), []);
      if (first.problems.length > 0) assert.deepEqual(first.model, model);
    }),
    { numRuns: 500 },
  );
});

test("applying a delta a second time changes nothing more", () => {
  fc.assert(
    fc.property(anyDelta, (delta) => {
      const once = applyDelta(exampleModel(), delta as Delta, { letters });
      const twice = applyDelta(once.model, delta as Delta, { letters });
      // What was dropped or retired cannot be dropped or updated again, which is said.
      if (twice.problems.length === 0 && once.problems.length === 0)
        assert.deepEqual([twice.model, twice.added], [once.model, []]);
    }),
    { numRuns: 300 },
  );
});

test("a threat is added with a minted id, and not applicable gives way to it", () => {
  const applied = apply([{ op: "add", element: "api", category: "repudiation", threat: newThreat() }]);
  assert.deepEqual(applied.problems, []);
  assert.equal(applied.added.length, 1);
  assert.match(applied.added[0] ?? "", /^R-[a-z2-7]{5}$/);
  assert.equal(applied.model.answers["api"]?.["repudiation"]?.["not-applicable"], undefined);
});

test("a threat that is found again is brought up to date under its id", () => {
  const add = { op: "add", element: "redis", category: "denial-of-service", threat: newThreat() };
  const first = apply([add]);
  const again = { ...add, threat: newThreat({ title: "Reworded", scenario: "In other words." }) };
  const second = apply([again], {}, first.model);
  assert.deepEqual([second.added, second.changed], [[], first.added]);
  assert.equal(threat(second.model, first.added[0] ?? "")?.title, "Reworded");
});

test("a threat that is found again after it was retired is reopened", () => {
  const add = { op: "add", element: "redis", category: "denial-of-service", threat: newThreat() };
  const first = apply([add]);
  const id = first.added[0] ?? "";
  const ended = apply(
    [{ op: "retire", id, reason: "Redis is gone." }],
    { change: "0123456789ab" },
    first.model,
  );
  assert.deepEqual(ended.retired, [id]);
  assert.deepEqual(threat(ended.model, id)?.retired, { reason: "Redis is gone.", change: "0123456789ab" });
  const back = apply([add], {}, ended.model);
  assert.deepEqual(back.changed, [id]);
  assert.equal(threat(back.model, id)?.status, "open");
  assert.equal(threat(back.model, id)?.retired, undefined);
});

test("two threats of one identity in a delta need a distinct word", () => {
  const add = { op: "add", element: "redis", category: "denial-of-service", threat: newThreat() };
  assert.deepEqual(rules([add, add]), ["operations[1] same-threat-twice"]);
  assert.equal(apply([add, { ...add, distinct: "memory" }]).added.length, 2);
});

test("all problems come at once, each with its path", () => {
  const found = rules([
    { op: "add", element: "apii", category: "spoofing", threat: newThreat() },
    { op: "add", element: "api", category: "spofing", threat: newThreat({ assets: ["nothing"] }) },
    { op: "update", id: "S-zzzzz", set: {} },
    { op: "put", section: "flows", id: "new-flow", value: { name: "New", from: "api", too: "redis" } },
    { op: "put", section: "assets", id: "api", value: { name: "API" } },
    { op: "update", id: "S-aaaaa", set: { acceptance: { by: "me" } } },
    { op: "update", id: "S-aaaaa", set: { mitigations: { expiry: null } } },
    { op: "retir", id: "S-aaaaa", reason: "x" },
    { op: "add", element: "api", category: "tampering", threat: newThreat({ assets: ["nothing"] }) },
  ]);
  assert.deepEqual(found, [
    "operations[0].element unknown-element",
    "operations[1].category unknown-category",
    "operations[2].id unknown-threat",
    "operations[3].value.too unknown-field",
    "operations[3].value.to missing-field",
    "operations[4].id duplicate-id",
    "operations[5].set.acceptance owned-by-people",
    "operations[6].set.status mitigated-without-evidence",
    "operations[7].op unknown-operation",
    "operations[8].threat.assets[0] unknown-reference",
  ]);
});

test("problems suggest the nearest name", () => {
  const { problems } = apply([{ op: "answer", element: "redi", category: "spoofing", reason: "x" }]);
  assert.match(problems[0]?.message ?? "", /Unexpected element `redi`, expected .*; did you mean `redis`\?/);
});

test("an element that a malformed operation should have put is not missed a second time", () => {
  const found = rules([
    { op: "put", section: "processes", id: "worker", value: { runs: "on a timer" } },
    { op: "put", section: "process", id: "mailer", value: { name: "Mailer" } },
    { op: "add", element: "mailer", category: "spoofing", threat: newThreat() },
  ]);
  assert.deepEqual(found, ["operations[0].value.name missing-field", "operations[1].section not-one-of"]);
});

test("the order of map and threats in a delta makes no difference", () => {
  const put = { op: "put", section: "processes", id: "worker", value: { name: "Worker" } };
  const add = { op: "add", element: "worker", category: "spoofing", threat: newThreat() };
  assert.deepEqual(apply([add, put]), apply([put, add]));
});

test("anchors and facts are looked up where the caller can", () => {
  const options = { anchorExists: (anchor: string) => anchor === "src/a.ts", factExists: () => false };
  const found = rules(
    [
      {
        op: "add",
        element: "api",
        category: "tampering",
        threat: newThreat({ code: ["src/a.ts", "src/b.ts"], covers: ["entry:GET /x"] }),
      },
      { op: "put", section: "processes", id: "api", value: { code: ["src/c.ts"] } },
      { op: "set-aside", fact: "secret:X", reason: "Not ours." },
      {
        op: "answer",
        element: "redis",
        category: "spoofing",
        reason: "No.",
        "rests-on": ["src/d.ts#x", "asset:y", "gatway"],
      },
    ],
    options,
  );
  assert.deepEqual(found, [
    "operations[0].threat.code[1] anchor-not-found",
    "operations[0].threat.covers[0] fact-not-found",
    "operations[1].value.code[0] anchor-not-found",
    "operations[2].fact fact-not-found",
    "operations[3].rests-on[0] anchor-not-found",
    "operations[3].rests-on[1] fact-not-found",
    "operations[3].rests-on[2] unknown-reference",
  ]);
});

test("what should be is no evidence of what is", () => {
  const mitigations = (kind: string) => ({ m: { text: "t", kind, evidence: ["specs/a.md#limits"] } });
  const options = { isStatement: (anchor: string) => anchor.startsWith("specs/a.md") };
  const add = (kind: string) => ({
    op: "add",
    element: "api",
    category: "tampering",
    threat: newThreat({ mitigations: mitigations(kind) }),
  });
  assert.deepEqual(rules([add("code")], options), [
    "operations[0].threat.mitigations.m.evidence[0] evidence-not-code",
  ]);
  assert.deepEqual(rules([add("planned")], options), []);
  assert.deepEqual(
    rules([{ op: "update", id: "S-aaaaa", set: { mitigations: mitigations("code") } }], options),
    ["operations[0].set.mitigations.m.evidence[0] evidence-not-code"],
  );
});

test("null takes a field off the map, and fields left out stay", () => {
  const { model, mapChanges } = apply([
    { op: "put", section: "flows", id: "browser-api", value: { data: null, protocol: "HTTPS" } },
  ]);
  const flow = model.map.flows["browser-api"];
  assert.deepEqual([flow?.data, flow?.protocol, flow?.from], [undefined, "HTTPS", "browser"]);
  assert.deepEqual(mapChanges, [{ section: "flows", id: "browser-api", change: "changed" }]);
});

test("an element goes only when its living threats end in the same delta", () => {
  const drops = [
    { op: "drop", section: "flows", id: "api-redis", reason: "It is gone." },
    { op: "drop", section: "processes", id: "api", reason: "It is gone." },
  ];
  assert.ok(rules(drops).includes("operations[1] living-threats"));
  const replaced = [
    ...drops,
    { op: "put", section: "processes", id: "worker", value: { name: "Worker" } },
    { op: "put", section: "flows", id: "browser-api", value: { to: "worker" } },
    { op: "put", section: "entry-points", id: "post-sessions", value: { process: "worker" } },
    { op: "retire", id: "S-aaaaa", reason: "The API is gone." },
  ];
  const { model, problems, retired } = apply(replaced);
  assert.deepEqual([problems, retired], [[], ["S-aaaaa"]]);
  assert.equal(threat(model, "S-aaaaa")?.status, "retired");
  assert.deepEqual(checkModel(model), []);
});

test("what still names a dropped entry is blamed on the drop", () => {
  const { problems } = apply([{ op: "drop", section: "controls", id: "gateway", reason: "Switched off." }]);
  assert.deepEqual(
    problems.map(({ path, rule }) => `${path} ${rule}`),
    ["operations[0] unknown-reference"],
  );
  assert.match(problems[0]?.message ?? "", /answers\.api\.repudiation/);
});

test("not applicable is refused while threats live under the question", () => {
  const answer = { op: "answer", element: "api", category: "spoofing", reason: "No login any more." };
  assert.deepEqual(rules([answer]), ["operations[0] answer-contradiction"]);
  const { problems, answered } = apply([
    answer,
    { op: "retire", id: "S-aaaaa", reason: "No login any more." },
  ]);
  assert.deepEqual([problems, answered], [[], ["api/spoofing"]]);
});

test("a threat that a person has decided about is kept, with the objection beside it", () => {
  const { model, changed, retired } = apply([
    { op: "retire", id: "T-bbbbb", reason: "The cluster is\n closed." },
  ]);
  assert.deepEqual([changed, retired], [["T-bbbbb"], []]);
  const kept = threat(model, "T-bbbbb");
  assert.equal(kept?.status, "open");
  assert.equal(kept?.disagreement, "The cluster is closed.");
  assert.equal(kept?.acceptance?.by, "ada");
});

test("no delta puts other words or a graver level under a person's decision", () => {
  const set = {
    title: "Token planted and replayed",
    scenario: "Anyone on the internet plants a token.",
    severity: { level: "critical", reason: "Redis is public now." },
    check: "Try to write.",
    mitigations: { later: { text: "Some day.", kind: "planned" } },
  };
  const { model, changed, problems } = apply([{ op: "update", id: "T-bbbbb", set }]);
  assert.deepEqual([problems, changed], [[], ["T-bbbbb"]]);
  const { title, scenario, severity, check, mitigations, disagreement, acceptance } =
    threat(model, "T-bbbbb") ?? {};
  assert.deepEqual(
    [title, scenario, severity, check],
    [
      "Token planted in the store",
      "Whoever can write to Redis plants a token.",
      { level: "low", reason: "Needs the cluster." },
      "Try to write.",
    ],
  );
  assert.deepEqual(Object.keys(mitigations ?? {}), ["later"]);
  assert.equal(acceptance?.by, "ada");
  assert.equal(
    disagreement,
    'Severity critical, not low: Redis is public now. Title: "Token planted and replayed". Scenario: "Anyone on the internet plants a token.".',
  );
});

test("a level that does not rise is applied to a threat that a person has decided about", () => {
  const severity = { level: "low", reason: "Needs the cluster and a key." };
  const { model } = apply([{ op: "update", id: "T-bbbbb", set: { severity } }]);
  assert.deepEqual(threat(model, "T-bbbbb")?.severity, severity);
  assert.equal(threat(model, "T-bbbbb")?.disagreement, undefined);
});

test("a threat found again cannot rewrite what a person decided about, even when it was retired", () => {
  const add = { op: "add", element: "redis", category: "denial-of-service", threat: newThreat() };
  for (const decision of [
    { acceptance: { by: "ada", reason: "Rare.", on: "2031-01-01" } },
    { "false-positive": { by: "ada", reason: "No." } },
    { override: { level: "low", by: "ada", reason: "Behind a gateway." } },
    {
      acceptance: { by: "ada", reason: "Rare.", on: "2031-01-01" },
      status: "retired",
      retired: { reason: "Gone." },
    },
  ]) {
    const { model, added } = apply([add]);
    const id = added[0] ?? "";
    Object.assign(threat(model, id) ?? {}, decision);
    const again = {
      ...add,
      threat: newThreat({ scenario: "It burns.", severity: { level: "high", reason: "Seen." } }),
    };
    const second = apply([again, { op: "disagree", id, text: "It is not rare." }], {}, model);
    const kept = threat(second.model, id);
    assert.deepEqual([second.changed, kept?.status], [[id], "open"]);
    assert.deepEqual(
      [kept?.scenario, kept?.severity.level],
      ["A botnet posts logins until the API is out of workers.", "medium"],
    );
    assert.equal(
      kept?.disagreement,
      'Severity high, not medium: Seen. Scenario: "It burns.". It is not rare.',
    );
  }
});

test("an objection needs a person's decision to object to", () => {
  assert.deepEqual(rules([{ op: "disagree", id: "S-aaaaa", text: "No." }]), [
    "operations[0].id nothing-to-disagree-with",
  ]);
  assert.deepEqual(apply([{ op: "disagree", id: "T-bbbbb", text: "No." }]).changed, ["T-bbbbb"]);
});

test("the provisional mark follows who spoke last", () => {
  const add = { op: "add", element: "redis", category: "spoofing", threat: newThreat() };
  const answer = { op: "answer", element: "redis", category: "repudiation", reason: "Logged." };
  const first = apply([add, answer], { provisional: true });
  const id = first.added[0] ?? "";
  assert.equal(threat(first.model, id)?.provisional, true);
  assert.equal(first.model.answers["redis"]?.["repudiation"]?.["not-applicable"]?.provisional, true);
  const confirmed = apply([{ op: "update", id, set: {} }, answer], {}, first.model);
  assert.deepEqual(confirmed.changed, [id]);
  assert.equal(threat(confirmed.model, id)?.provisional, undefined);
  assert.equal(confirmed.model.answers["redis"]?.["repudiation"]?.["not-applicable"]?.provisional, undefined);
  const echoed = apply([add, answer], { provisional: true }, confirmed.model);
  assert.deepEqual(echoed.model, confirmed.model);
});

test("a retired threat is not updated in silence", () => {
  const ended = apply([{ op: "retire", id: "S-aaaaa", reason: "Gone." }]);
  const { problems } = apply([{ op: "update", id: "S-aaaaa", set: { title: "x" } }], {}, ended.model);
  assert.equal(problems[0]?.rule, "retired-threat");
});

test("names that objects have by birth are names like any other", () => {
  const put = { op: "put", section: "processes", id: "constructor", value: { name: "Constructor" } };
  const add = { op: "add", element: "constructor", category: "spoofing", threat: newThreat() };
  assert.deepEqual(rules([{ op: "add", element: "constructor", category: "valueof", threat: newThreat() }]), [
    "operations[0].element unknown-element",
    "operations[0].category unknown-category",
  ]);
  assert.equal(apply([put, add]).added.length, 1);
});

test("a delta is read from a bare list or a single operation, too", () => {
  const operation = { op: "no-change", reason: "Only names." };
  const delta = { operations: [{ ...operation, about: [] }] };
  assert.deepEqual(parseDelta({ operations: [operation] }).delta, delta);
  assert.deepEqual(parseDelta([operation]).delta, delta);
  assert.deepEqual(parseDelta(operation).delta, delta);
});

test("whatever is sent as a delta, the answer is a delta or problems", () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.array(fc.anything())), (value) => {
      const { delta, problems } = parseDelta(value);
      assert.equal(delta === undefined, problems.length > 0);
    }),
  );
});

test("blank text is refused with its exact path", () => {
  const { problems } = parseDelta([
    { op: "add", element: "api", category: "spoofing", threat: newThreat({ title: "  " }) },
  ]);
  assert.deepEqual(
    problems.map(({ path, rule }) => [path, rule]),
    [["operations[0].threat.title", "too-short"]],
  );
});
