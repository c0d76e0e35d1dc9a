import assert from "node:assert/strict";
import { test } from "node:test";
import { rulesAgent } from "../../../src/agents/rules/agent.ts";
import { rulesVersion } from "../../../src/agents/rules/version.ts";
import type { Operation } from "../../../src/model/delta.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { isLiving, type PlacedThreat, threatsOf } from "../../../src/model/threats.ts";
import { apply, code, gapsOf, requestFor, specText, update } from "./sessions.ts";

const living = (model: ThreatModel): PlacedThreat[] =>
  threatsOf(model).filter(({ threat }) => isLiving(threat));

const about = (model: ThreatModel, element: string, category: string, weakness: string): PlacedThreat => {
  const found = threatsOf(model).find(
    (each) => each.element === element && each.category === category && each.threat.weakness[0] === weakness,
  );
  assert.ok(found !== undefined, `no ${weakness} at ${element}/${category}`);
  return found;
};

const kinds = (operations: readonly Operation[]): string[] =>
  [...new Set(operations.map(({ op }) => op))].sort();

const first = update({});

test("an empty model is filled without a problem, a gap or an unsupported statement", () => {
  assert.deepEqual(first.problems, []);
  assert.deepEqual(gapsOf(first), []);
});

test("private members and folders with a mark in their names are anchored", () => {
  const outcome = update({
    code: {
      ...code,
      "src/c#/mailer.ts": `import { spawn } from "node:child_process";
export class Mailer {
  #start(to: string) {
    return spawn("sendmail", [to]);
  }
}
`,
    },
  });
  assert.deepEqual(outcome.problems, []);
  assert.deepEqual(gapsOf(outcome), []);
  assert.match(JSON.stringify(outcome.model), /src\/c%23\/mailer\.ts#Mailer\.#start/);
});

test("a small service comes out with a readable number of threats of mixed severity, all of them provisional", () => {
  const threats = living(first.model);
  assert.ok(threats.length >= 12 && threats.length <= 28, String(threats.length));
  const levels = threats.map(({ threat }) => threat.severity.level);
  assert.ok(levels.filter((level) => level === "medium").length >= 4, levels.join(" "));
  assert.ok(
    levels.filter((level) => level === "high" || level === "critical").length <= threats.length / 4,
    levels.join(" "),
  );
  assert.ok(threats.every(({ threat }) => threat.provisional === true));
  assert.ok(threats.some(({ threat }) => threat.status === "mitigated"));
});

test("every threat names things of this component and says who, what is left and how to check", () => {
  const names = /sessions|Postgres|Browser|Support staff|Mail provider|DATABASE_URL/;
  for (const { id, threat } of living(first.model)) {
    assert.match(threat.title, names, id);
    assert.match(threat.scenario, names, id);
    assert.match(threat.severity.reason, /^Who: .+ Needs: .+ Gets: .+ Noticed by: /, id);
    assert.ok(threat.check !== undefined, id);
    assert.ok(threat.status === "mitigated" || threat.next !== undefined, id);
  }
});

test("every reason why there is no threat is about its element and rests on something of the map", () => {
  for (const [element, categories] of Object.entries(first.model.answers))
    for (const [category, { "not-applicable": none }] of Object.entries(categories)) {
      if (none === undefined) continue;
      assert.ok(none["rests-on"].length > 0, `${element}/${category}`);
      assert.match(none.reason, /`[^`]+`/, `${element}/${category}`);
    }
});

test("the same inputs again are no change, in one operation and one short sentence", () => {
  const again = update({ model: first.model, changes: [{ path: "src/http.ts", before: "a", after: "b" }] });
  const [operation] = again.delta.operations;
  assert.equal(again.delta.operations.length, 1);
  assert.ok(operation?.op === "no-change");
  assert.ok(operation.reason.length < 60, operation.reason);
  assert.deepEqual(again.problems, []);
});

test("the delta does not depend on the order of the files", () => {
  const reversed = Object.fromEntries(Object.entries(code).reverse());
  assert.deepEqual(update({ code: reversed }).delta, first.delta);
});

test("the agent signs as rules and costs no tokens", async () => {
  const answer = await rulesAgent.update(requestFor({}));
  assert.deepEqual(
    [answer.mode, answer.agent, answer.usage],
    ["rules", `instride-rules/${rulesVersion}`, []],
  );
  assert.deepEqual(answer.delta, first.delta);
});

test("an accepted risk of the spec is carried by the threat that it is about", () => {
  const { id, threat } = about(first.model, "sessions", "elevation-of-privilege", "CWE-613");
  assert.deepEqual(threat.covers, ["risk:sessions-of-an-administrator-outlive-the-loss-of-the-role"]);
  assert.match(threat.severity.reason, /identity team, until 2031-01-31/);
  assert.deepEqual(
    Object.values(first.model.map.risks).map(({ threats }) => threats),
    [[id]],
  );
});

test("a control outside the code mitigates with its owner and what it leaves", () => {
  const { threat } = about(first.model, "sessions", "spoofing", "CWE-307");
  assert.equal(threat.status, "mitigated");
  assert.equal(threat.severity.level, "low");
  const [mitigation] = Object.values(threat.mitigations);
  assert.equal(mitigation?.kind, "compensating");
  assert.equal(mitigation?.owner, "platform team");
  assert.match(mitigation?.leaves ?? "", /many addresses/);
});

test("evidence in the code mitigates with its anchor, and its end opens the threat again under the same id", () => {
  const before = about(first.model, "postgres", "information-disclosure", "CWE-522");
  assert.equal(before.threat.status, "mitigated");
  assert.deepEqual(before.threat.mitigations["token-hash"]?.evidence, ["src/guard.ts#hashToken"]);
  const plain = Object.fromEntries(
    Object.entries(code).map(([path, text]) => [
      path,
      text
        .replace(/^export const hashToken.*$/m, "")
        .replace(/hashToken\((\w+)\)/g, "$1")
        .replace(/import .*(createHash|hashToken).*\n/g, ""),
    ]),
  );
  const after = update({ model: first.model, code: plain });
  assert.deepEqual(after.problems, []);
  assert.deepEqual(gapsOf(after), []);
  const again = about(after.model, "postgres", "information-disclosure", "CWE-522");
  assert.equal(again.id, before.id);
  assert.equal(again.threat.status, "open");
  assert.equal(again.threat.mitigations["token-hash"], undefined);
  assert.equal(again.threat.severity.level, "medium");
});

test("a new route and a new call add what they bring and leave the ids of the rest alone", () => {
  const more = {
    ...code,
    "src/http.ts": (code["src/http.ts"] ?? "").replace(
      "  response.writeHead(404)",
      `  if (request.method === "POST" && url.pathname === "/imports") return importFrom(await request.json(), response);\n  response.writeHead(404)`,
    ),
    "src/imports.ts": `export const importFrom = async ({ source }, response) => response.end(await (await fetch(source)).text());\n`,
  };
  const after = update({ model: first.model, code: more });
  assert.deepEqual(after.problems, []);
  assert.deepEqual(gapsOf(after), []);
  assert.ok(after.model.map["entry-points"]["post-imports"] !== undefined);
  const ssrf = about(after.model, "sessions", "elevation-of-privilege", "CWE-918");
  assert.match(ssrf.threat.scenario, /POST \/imports/);
  assert.deepEqual(ssrf.threat.code, ["src/imports.ts#importFrom"]);
  const ids = new Set(threatsOf(after.model).map(({ id }) => id));
  for (const { id } of threatsOf(first.model)) assert.ok(ids.has(id), id);
  assert.deepEqual(
    after.mapChanges.filter(({ change }) => change === "dropped"),
    [],
  );
  assert.deepEqual(kinds(update({ model: after.model, code: more }).delta.operations), ["no-change"]);
});

test("a route that is gone leaves the map, and threats that stood on it alone are retired with its name", () => {
  const spec = specText.replace(/^.*DELETE \/sessions\/:id.*\n/gm, "");
  const less = Object.fromEntries(
    Object.entries(code).map(([path, text]) => [
      path,
      text
        .replace(/^.*const match = .*\n.*return revoke.*\n/m, "")
        .replace(/export const revoke[\s\S]*?\n};\n/, "")
        .replace(", revoke", ""),
    ]),
  );
  const after = update({
    model: first.model,
    spec,
    code: less,
    was: { spec: specText, code },
  });
  assert.deepEqual(after.problems, []);
  assert.deepEqual(gapsOf(after), []);
  assert.equal(after.model.map["entry-points"]["delete-sessions-id"], undefined);
  const gone = about(after.model, "sessions", "elevation-of-privilege", "CWE-639");
  assert.equal(gone.threat.status, "retired");
  assert.equal(gone.threat.retired?.reason, "`DELETE /sessions/:id` is gone from spec and code");
});

test("a provider that is gone takes its elements along and retires their threats", () => {
  const spec = specText.replace(/^.*[Mm]ail provider.*\n/gm, "").replace(/^- \*\*Cluster.*\n/m, "");
  const { "src/mail.ts": _mail, ...rest } = code;
  const less = {
    ...rest,
    "src/sessions.ts": (code["src/sessions.ts"] ?? "").replace(/^.*notifyDevice.*\n/gm, ""),
  };
  const after = update({ model: first.model, spec, code: less });
  assert.deepEqual(after.problems, []);
  assert.deepEqual(gapsOf(after), []);
  assert.deepEqual(Object.keys(after.model.map.externals), ["browser", "platform-probe", "support-staff"]);
  const outage = about(after.model, "sessions-to-mail-provider", "denial-of-service", "CWE-754");
  assert.match(outage.threat.retired?.reason ?? "", /Mail provider.* is gone/);
});

test("a protection that the spec takes away turns the flow's answer into a threat", () => {
  const spec = specText.replace("| TLS, verified certificate |", "| plain TCP, no TLS |");
  const after = update({
    model: first.model,
    spec,
    changes: [{ path: "specs/sessions.md", before: specText, after: spec }],
  });
  assert.deepEqual(after.problems, []);
  assert.equal(after.model.map.flows["sessions-to-postgres"]?.protection, "plain TCP, no TLS");
  const { threat } = about(after.model, "sessions-to-postgres", "information-disclosure", "CWE-319");
  assert.equal(threat.status, "open");
  assert.equal(
    after.model.answers["sessions-to-postgres"]?.["information-disclosure"]?.["not-applicable"],
    undefined,
  );
});

/** The model as an agent that knew the code, or a person, would have left it. */
const confirmed = (): ThreatModel => {
  const model = structuredClone(first.model);
  for (const categories of Object.values(model.answers))
    for (const answer of Object.values(categories)) {
      delete answer["not-applicable"]?.provisional;
      for (const threat of Object.values(answer.threats)) delete threat.provisional;
    }
  return model;
};

test("what others wrote is neither changed nor retired nor stamped, whatever the code does", () => {
  const model = confirmed();
  const after = update({
    model,
    code: { ...code, "src/guard.ts": (code["src/guard.ts"] ?? "").replace(/hashToken/g, "digest") },
  });
  assert.deepEqual(after.problems, []);
  assert.deepEqual(after.changed, []);
  assert.deepEqual(after.retired, []);
  assert.deepEqual(after.model.answers, model.answers);
});

test("an entry that others' threats name stays on the map, with the reason, when its code is gone", () => {
  const model = confirmed();
  const spec = specText.replace(/^.*DELETE \/sessions\/:id.*\n/gm, "");
  const less = {
    ...code,
    "src/http.ts": (code["src/http.ts"] ?? "").replace(/^.*const match = .*\n.*return revoke.*\n/m, ""),
  };
  const after = update({ model, spec, code: less, was: { spec: specText, code } });
  assert.deepEqual(after.problems, []);
  assert.deepEqual(after.retired, []);
  assert.match(after.model.map["entry-points"]["delete-sessions-id"]?.because ?? "", /still names it/);
});

test("a question that others answered gets a new threat only for what has come since", () => {
  const model = confirmed();
  const more = { ...code, "src/admin.ts": `export const run = (name: string) => fetch(name);\n` };
  const after = update({ model, code: more });
  assert.deepEqual(after.problems, []);
  const added = after.added.map((id) => threatsOf(after.model).find((each) => each.id === id));
  assert.ok(added.length > 0);
  assert.ok(added.every((each) => each?.threat.provisional === true));
  const old = new Set(threatsOf(model).map(({ element, category }) => `${element}/${category}`));
  for (const each of added)
    if (old.has(`${each?.element}/${each?.category}`))
      assert.deepEqual(each?.threat.code, ["src/admin.ts#run"], each?.threat.title);
});

test("a threat that someone ended after a look is not brought back", () => {
  const model = structuredClone(first.model);
  const { id, threat } = about(model, "sessions", "elevation-of-privilege", "CWE-639");
  threat.status = "retired";
  threat.retired = { reason: "the query in revoke compares the account" };
  delete threat.provisional;
  const after = update({ model });
  assert.deepEqual(kinds(after.delta.operations), ["no-change"]);
  assert.equal(about(after.model, "sessions", "elevation-of-privilege", "CWE-639").id, id);
});

test("a spec alone, with code in a language that is not observed, is answered in full", () => {
  const request = requestFor({ code: {} });
  const blind = { ...request, observation: { files: {}, unobserved: ["src/main.py"] } };
  const delta = update({ code: {} }).delta;
  const applied = apply(blind, delta);
  assert.deepEqual(applied.problems, []);
  const evidence = living(applied.model).flatMap(({ threat }) =>
    Object.values(threat.mitigations).flatMap((mitigation) => mitigation.evidence),
  );
  assert.deepEqual(evidence, []);
});
