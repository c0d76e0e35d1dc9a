import assert from "node:assert/strict";
import test from "node:test";
import { type Brief, renderBriefs } from "../../../src/agents/session/brief.ts";
import { estimateTokens } from "../../../src/cost/estimate.ts";
import { operationSchema } from "../../../src/model/delta.ts";
import type { Fact, FactKind } from "../../../src/model/fact.ts";
import { mapSections } from "../../../src/model/schema.ts";
import { threatsOf } from "../../../src/model/threats.ts";
import { exampleModel } from "../../model/example.ts";

const fact = (kind: FactKind, name: string): Fact => ({
  key: `${kind}:${name}`,
  kind,
  name,
  text: name,
  at: { path: "src/a.ts", line: 1, column: 1 },
  symbol: "remove",
  fields: {},
});

const brief = (fields: Partial<Brief> = {}): Brief => ({
  id: "0123456789ab",
  component: "notes",
  specPath: "specs/notes.md",
  modelPath: "specs/notes.threats.yaml",
  files: [{ path: "src/notes/service.ts", state: "changed", plus: 9, minus: 1 }],
  appeared: [fact("entry", "DELETE /notes/{}")],
  vanished: [],
  unaccounted: [fact("entry", "DELETE /notes/{}")],
  elements: ["api"],
  questions: ["spoofing", "tampering", "repudiation"].map((category) => ({
    element: "api",
    kind: "process" as const,
    category,
    text: "",
  })),
  threats: threatsOf(exampleModel()).filter(({ id }) => id === "S-aaaaa"),
  first: false,
  ...fields,
});

test("a brief about one new endpoint stays small", () => {
  const { tokens } = estimateTokens(renderBriefs([brief()]), { language: "markdown", generation: "v5" });
  assert.ok(tokens < 1_150, `about ${tokens} tokens`);
});

test("a first brief names every operation, every section, and the fields of each", () => {
  const text = renderBriefs([brief({ first: true, appeared: [], questions: [] })]);
  for (const section of mapSections) assert.match(text, new RegExp(`^ {4}${section}: `, "m"));
  for (const { shape } of operationSchema.options) {
    const [op] = shape.op.values;
    if (op !== "disagree") assert.match(text, new RegExp(`"op":"${op}"`));
  }
  for (const field of [
    "because",
    "inside",
    "sensitivity",
    "decides",
    "holds",
    "boundary",
    "distinct",
    "attack",
    "control",
    "owner",
  ])
    assert.ok(text.includes(field), field);
});

test("sections that nothing in the change speaks of are only named", () => {
  const update = renderBriefs([brief()]);
  assert.match(update, /further sections: boundaries assets controls assumptions risks/);
  assert.doesNotMatch(update, /sensitivity/);
  assert.match(
    renderBriefs([brief({ unaccounted: [fact("asset", "drafts")] })]),
    /^ {4}assets: sensitivity/m,
  );
});

test("files that no model speaks for were not made by whoever is asked", () => {
  assert.match(renderBriefs([brief()]), /You made this change/);
  const first = renderBriefs([brief({ first: true })]);
  assert.doesNotMatch(first, /You made this change/);
  assert.match(first, /New to instride: /);
});

test("a person's decision is said, and how to object to it", () => {
  assert.doesNotMatch(renderBriefs([brief()]), /disagree/);
  const text = renderBriefs([brief({ threats: threatsOf(exampleModel()) })]);
  assert.match(text, /T-bbbbb open, accepted low redis\/tampering/);
  assert.match(text, /"op":"disagree"/);
});

test("several briefs say once what an answer may hold", () => {
  const text = renderBriefs([brief(), brief({ id: "ba9876543210", component: "mail" })]);
  assert.equal(text.match(/"op":"put"/g)?.length, 1);
  assert.match(text, /"brief":"0123456789ab"/);
  assert.match(text, /"brief":"ba9876543210"/);
});

test("a brief without a moved file has no list of them", () => {
  assert.doesNotMatch(renderBriefs([brief({ files: [], appeared: [] })]), /^Changed:/m);
});
