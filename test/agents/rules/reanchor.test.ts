import assert from "node:assert/strict";
import { test } from "node:test";
import type { UpdateRequest } from "../../../src/agents/port.ts";
import { rulesDelta } from "../../../src/agents/rules/agent.ts";
import { reanchor } from "../../../src/agents/rules/reanchor.ts";
import type { Threat, ThreatModel } from "../../../src/model/schema.ts";
import { isLiving, threatsOf } from "../../../src/model/threats.ts";
import { apply, code, requestFor, specText, update } from "./sessions.ts";

/** A model that somebody who knows the code has answered for. */
const firm = (() => {
  const { request, delta } = update({});
  return apply(request, delta, false).model;
})();

type Code = Readonly<Record<string, string>>;

const changed = (now: Code): UpdateRequest => {
  const paths = [...new Set([...Object.keys(code), ...Object.keys(now)])].filter(
    (path) => code[path] !== now[path],
  );
  return requestFor({
    code: now,
    model: firm,
    was: { spec: specText, code },
    changes: paths.map((path) => ({
      path,
      ...(code[path] === undefined ? {} : { before: code[path] }),
      ...(now[path] === undefined ? {} : { after: now[path] }),
    })),
  });
};

const anchors = (model: ThreatModel): string[] =>
  threatsOf(model)
    .filter(({ threat }) => isLiving(threat))
    .flatMap(({ threat }) => [
      ...threat.code,
      ...Object.values(threat.mitigations).flatMap(({ evidence }) => evidence),
    ]);

const after = (now: Code): ThreatModel => {
  const request = changed(now);
  const { model, problems } = apply(request, rulesDelta(request));
  assert.deepEqual(problems, []);
  return model;
};

const without = ({ code: _, mitigations: __, ...rest }: Threat): unknown => rest;

const path = "src/guard.ts";
const text = code[path] ?? assert.fail("the sample has no guard");

test("anchors follow a file that moves, and nobody's word becomes provisional by it", () => {
  const { [path]: _, ...others } = code;
  const model = after({ ...others, "src/checks/guard.ts": text });
  assert.ok(anchors(firm).some((anchor) => anchor.startsWith(`${path}#`)));
  assert.deepEqual(
    anchors(model).filter((anchor) => anchor.startsWith(`${path}#`)),
    [],
  );
  assert.ok(anchors(model).some((anchor) => anchor.startsWith("src/checks/guard.ts#")));
  for (const { id, threat } of threatsOf(firm)) {
    const now = threatsOf(model).find((each) => each.id === id);
    assert.deepEqual(without(now?.threat ?? assert.fail(id)), without(threat), id);
  }
});

test("a symbol that is renamed is followed when it is the only one; else its file is named", () => {
  const one = after({ ...code, [path]: text.replaceAll("hashToken", "digestOf") });
  assert.ok(anchors(firm).includes(`${path}#hashToken`));
  assert.ok(anchors(one).includes(`${path}#digestOf`));
  const two = after({
    ...code,
    [path]: text.replaceAll("hashToken", "digestOf").replaceAll("requireRole", "needRole"),
  });
  assert.equal(
    anchors(two).some((anchor) => /#(?:hashToken|requireRole)$/.test(anchor)),
    false,
  );
  assert.ok(anchors(two).includes(path));
});

test("evidence that is gone for good is left for somebody who knows", () => {
  const { [path]: _, ...others } = code;
  for (const operation of reanchor(changed(others))) {
    if (operation.op !== "update") assert.fail(operation.op);
    for (const mitigation of Object.values(operation.set.mitigations ?? {}))
      assert.ok((mitigation?.evidence.length ?? 0) > 0);
  }
});

test("a change that moves nothing leads no anchor elsewhere", () => {
  assert.deepEqual(reanchor(changed({ ...code, [path]: `${text}\n// Said twice.\n` })), []);
});
