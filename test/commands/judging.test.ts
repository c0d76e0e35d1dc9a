import assert from "node:assert/strict";
import test from "node:test";
import { judgingFor, resolves } from "../../src/commands/judging.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { observe } from "../../src/observe/index.ts";
import type { Component } from "../../src/pairing/component.ts";
import { planUpdate } from "../../src/pairing/plan.ts";
import { judge } from "../../src/pairing/step.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { exampleModel } from "../model/example.ts";

const path = "specs/sessions.md";
const code = new Map([
  ["src/sessions/login.ts", "export const login = () => {};\nexport const expire = () => {};\n"],
  ["src/sessions/limit.py", "# def allow\ndef limit():\n  pass\n"],
]);

const component = (): Component => {
  const { spec } = parseSpec(
    path,
    "---\nid: sessions\ntargets: [src/sessions/**]\n---\n# Sessions\n\nSigns people in.\n\n## Security\n\n### Data flows (all)\n\nNone.\n",
  );
  assert.ok(spec);
  return {
    id: "sessions",
    spec,
    specFindings: [],
    modelPath: "specs/sessions.threats.yaml",
    readablePath: "specs/sessions.threats.md",
    inputs: new Map([path, ...code.keys()].map((each) => [each, "0".repeat(40)])),
    records: [],
    recordFindings: [],
    model: exampleModel(),
    modelFindings: [],
    observation: observe(code),
    contents: new Map([["src/sessions/limit.py", code.get("src/sessions/limit.py") ?? ""]]),
  };
};

test("an anchor into the spec names one of its headings", () => {
  for (const [anchor, expected] of [
    [path, true],
    [`${path}#Security`, true],
    [`${path}#data-flows-all`, true],
    [`${path}#whatever`, false],
    [`${path}#None`, false],
    ["specs/other.md#Security", false],
    ["src/sessions/login.ts#login", true],
    ["src/sessions/login.ts#logout", false],
    ["src/sessions/limit.py#limit", true],
    ["src/sessions/limit.py#allow", false],
  ] as const)
    assert.equal(resolves(anchor, component()), expected, anchor);
});

test("the spec is no evidence that code does something, in a delta and in a tree", () => {
  const { config } = parseConfig("instride.config.json", "{}");
  assert.ok(config);
  const { judgement, tools } = judgingFor(component(), config, "2031-01-01");
  const expiry = { text: "Tokens expire.", kind: "code" as const, evidence: [`${path}#Security`] };
  const planned = planUpdate(
    component(),
    "stride",
    { operations: [{ op: "update", id: "S-aaaaa", set: { mitigations: { expiry } } }] },
    { mode: "in-session", agent: "test", usage: [] },
    tools,
  );
  assert.ok("problems" in planned);
  assert.deepEqual(
    planned.problems.map(({ rule, path: at }) => [rule, at]),
    [["evidence-not-code", "operations[0].set.mitigations.expiry.evidence[0]"]],
  );
  const model = exampleModel();
  Object.assign(threatsOf(model).find(({ id }) => id === "S-aaaaa")?.threat.mitigations ?? {}, { expiry });
  const codes = (edited: Component): string[] => judge(edited, judgement).findings.map((each) => each.code);
  assert.ok(codes({ ...component(), model }).includes("evidence-not-code"));
  assert.ok(!codes(component()).includes("evidence-not-code"));
});
