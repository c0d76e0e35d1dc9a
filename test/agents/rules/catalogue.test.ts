// Every rule's own examples, run through the real map and the real views.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fire } from "../../../src/agents/rules/fire.ts";
import { planMap } from "../../../src/agents/rules/map/index.ts";
import { writeThreat } from "../../../src/agents/rules/threat.ts";
import { componentOf } from "../../../src/agents/rules/view/component.ts";
import { viewOf } from "../../../src/agents/rules/view/index.ts";
import type { Rule } from "../../../src/frameworks/rule.ts";
import { rules } from "../../../src/frameworks/rules/index.ts";
import { itemFacts, type ListName, vocabularyOf } from "../../../src/frameworks/vocabulary.ts";
import { newThreatSchema } from "../../../src/model/delta.ts";
import { emptyModel } from "../../../src/model/empty.ts";
import { sketch } from "./sketch.ts";

const sectionOf = { external: "externals", process: "processes", store: "stores", flow: "flows" } as const;

const firings = (rule: Rule, lines: readonly string[]) => {
  const { spec, observation } = sketch(lines);
  const { map } = planMap(spec, observation, emptyModel("sketch", "stride").map);
  const component = componentOf(spec, observation, map);
  return Object.keys(map[sectionOf[rule.kind]]).flatMap((id) => {
    const firing = fire(rule, viewOf(component, rule.kind, id));
    return firing === undefined ? [] : [{ component, firing }];
  });
};

for (const rule of rules) {
  test(`${rule.id} fires on its example and rests on the one beside it`, () => {
    const fired = firings(rule, rule.example.fires);
    assert.ok(fired.length > 0, "the example that fires does not");
    for (const { component, firing } of fired) {
      const threat = newThreatSchema.parse(writeThreat(component, firing));
      for (const text of [threat.title, threat.scenario, threat.check, threat.next, threat.severity.reason])
        assert.doesNotMatch(text ?? "", /[{}]|undefined|\s{2}|``/, text);
    }
    assert.deepEqual(
      firings(rule, rule.example.rests).map(({ firing }) => firing.view.id),
      [],
    );
  });
}

test("views carry every fact of the vocabulary and no other", () => {
  const { spec, observation } = sketch([
    "entry POST /login | from=Browser; inputs=password",
    "flow Notes | from=sketch; to=Postgres; data=notes",
    "code outbound api.example @src/a.ts#f",
    "code launch git @src/a.ts#f",
    "code secret API_KEY @src/a.ts#f",
    "code file read a.txt @src/a.ts#f",
    "code crypto hash sha256 @src/a.ts#f",
  ]);
  const { map } = planMap(spec, observation, emptyModel("sketch", "stride").map);
  const component = componentOf(spec, observation, map);
  for (const kind of ["external", "process", "store", "flow"] as const) {
    const { facts } = vocabularyOf(kind);
    for (const id of Object.keys(map[sectionOf[kind]]))
      assert.deepEqual(Object.keys(viewOf(component, kind, id).facts).sort(), Object.keys(facts).sort(), id);
  }
  for (const [list, facts] of Object.entries(itemFacts)) {
    const [thing] = component.things[list as ListName];
    assert.deepEqual(Object.keys(thing?.facts ?? {}).sort(), Object.keys(facts).sort(), list);
  }
});
