// The example that the project shows first, read as a security engineer would: what its model says must be so.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { scaffold } from "../../../src/agents/rules/scaffold/index.ts";
import type { Threat } from "../../../src/model/schema.ts";
import { threatsOf } from "../../../src/model/threats.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import { gapsOf, type Outcome, update } from "./sessions.ts";

const folder = "examples/sessions/";
const specText = readFileSync(`${folder}specs/sessions.md`, "utf8");
const { spec } = parseSpec("specs/sessions.md", specText);
if (spec === undefined) throw new Error("the example's spec can't be read");

const scaffolded = Object.fromEntries(
  scaffold(spec, {})
    .files.filter(({ path }) => path.startsWith("src/"))
    .map(({ path, content }) => [path, content]),
);
const edit = (path: string): Record<string, string> => ({
  [path]: readFileSync(`${folder}edits/${path}`, "utf8"),
});
const edited = {
  ...scaffolded,
  ...edit("src/sessions/routes.ts"),
  ...edit("src/sessions/handlers/post-sessions-by-id-export.ts"),
};

const first = update({ spec: specText, code: scaffolded });
const second = update({
  spec: specText,
  code: edited,
  model: first.model,
  was: { spec: specText, code: scaffolded },
});

const living = ({ model }: Outcome) => threatsOf(model).filter(({ threat }) => threat.status !== "retired");
const threatAbout = (outcome: Outcome, element: string, title: RegExp): Threat => {
  const found = living(outcome).find((each) => each.element === element && title.test(each.threat.title));
  assert.ok(found, `no threat of ${element} is called ${title}`);
  return found.threat;
};
const wordsOf = (threat: Threat): string =>
  [threat.title, threat.scenario, threat.severity.reason, threat.check, threat.next].join("\n");

test("callers are who calls, not the way they come", () => {
  const { map } = first.model;
  assert.deepEqual(Object.keys(map.externals).sort(), [
    "browser",
    "gateway",
    "load-balancer",
    "mail-provider",
    "support-console",
  ]);
  assert.deepEqual(map["entry-points"]["get-sessions"]?.from, ["browser"]);
  assert.deepEqual(map["entry-points"]["post-users-userid-sessions-revoke"]?.from, ["support-console"]);
});

test("who comes through the gateway gets no flow past it", () => {
  const ends = Object.values(first.model.map.flows).map(({ from, to }) => `${from} ${to}`);
  assert.ok(ends.includes("browser gateway"));
  assert.ok(ends.includes("gateway sessions"));
  assert.ok(!ends.includes("browser sessions"));
});

test("elements stand on the side of the boundary that the spec names", () => {
  const { boundaries } = first.model.map;
  assert.deepEqual(boundaries["internet-shop-network"]?.inside, [
    "gateway",
    "load-balancer",
    "sessions",
    "support-console",
  ]);
  assert.deepEqual(boundaries["shop-network-database-network"]?.inside, ["postgres"]);
});

test("the models are complete, accepted as they are, and stable", () => {
  for (const outcome of [first, second]) {
    assert.deepEqual(outcome.problems, []);
    assert.deepEqual(gapsOf(outcome), []);
  }
  const again = update({ spec: specText, code: edited, model: second.model });
  assert.deepEqual(
    again.delta.operations.map(({ op }) => op),
    ["no-change"],
  );
});

test("a readable number of threats, mixed in severity and status", () => {
  assert.ok(living(first).length >= 18 && living(first).length <= 25, String(living(first).length));
  const levels = new Set(living(first).map(({ threat }) => threat.severity.level));
  assert.ok(levels.has("low") && levels.has("medium"));
  const mitigated = living(first).filter(({ threat }) => threat.status === "mitigated");
  assert.ok(mitigated.length >= 5);
  for (const { threat } of mitigated) assert.ok(Object.keys(threat.mitigations).length > 0, threat.title);
});

test("controls of the code are found where they are", () => {
  const body = threatAbout(first, "sessions", /body that never ends/);
  assert.equal(body.status, "mitigated");
  assert.deepEqual(body.mitigations["size-limit"]?.evidence, ["src/sessions/http.ts#readJson"]);
  assert.deepEqual(body.mitigations["receive-deadline"]?.evidence, ["src/sessions/server.ts#createService"]);
  const errors = threatAbout(first, "sessions", /inner error/);
  assert.equal(errors.status, "mitigated");
  assert.ok(errors.mitigations["error-handler"]?.evidence.includes("src/sessions/http.ts#errorReply"));
  const guard = threatAbout(first, "sessions", /without its credential/);
  assert.equal(guard.status, "mitigated");
  assert.deepEqual(guard.mitigations["authentication"]?.evidence, [
    "src/sessions/auth.ts#guard",
    "src/sessions/routes.ts#routes",
  ]);
});

test("controls outside the code stand with their owners, and only against what they are about", () => {
  const guessing = threatAbout(first, "sessions", /tried out/);
  assert.equal(guessing.mitigations["rate-limit-outside"]?.owner, "platform team");
  assert.match(guessing.severity.reason, /Noticed by: Failed sign-in alarm/);
  for (const { threat } of living(first)) {
    if (threat.title === guessing.title) continue;
    assert.doesNotMatch(wordsOf(threat), /Failed sign-in alarm/, threat.title);
  }
});

test("what only the spec promises is planned, in its own words, and unfinished code is no evidence", () => {
  const hashes = threatAbout(first, "postgres", /password table/);
  assert.equal(hashes.status, "open");
  assert.equal(hashes.mitigations["password-hash-stated"]?.kind, "planned");
  assert.match(hashes.mitigations["password-hash-stated"]?.text ?? "", /scrypt/);
  assert.match(hashes.next ?? "", /scrypt/);
  const session = threatAbout(first, "sessions", /copied it/);
  assert.equal(session.mitigations["revocation"], undefined);
  assert.equal(session.mitigations["revocation-stated"]?.kind, "planned");
});

test("accepted risks are carried by the threats that they are about", () => {
  const link = threatAbout(first, "sessions", /reads the mail first/);
  assert.deepEqual(link.covers, ["risk:a-sign-in-link-works-for-whoever-reads-the-mail"]);
  const health = threatAbout(first, "load-balancer-to-sessions", /can be read/);
  assert.deepEqual(health.covers, ["risk:health-is-readable-without-tls-in-the-shop-network"]);
  assert.doesNotMatch(wordsOf(health), /password|token|key/i);
});

test("nothing is said that the spec or the code says otherwise", () => {
  for (const outcome of [first, second])
    for (const { threat } of living(outcome)) {
      const text = wordsOf(threat);
      assert.doesNotMatch(text, /No identity is asked|Nothing says (?:who|what)|of any size/, threat.title);
      assert.doesNotMatch(text, /no check was seen|no deadline|Through the Gateway|Internal network only/i);
    }
});

test("a new route is called like its siblings, and asks what its row of the table asks", () => {
  const entry = second.model.map["entry-points"]["post-sessions-id-export"];
  assert.deepEqual(entry?.from, ["browser"]);
  assert.equal(entry?.authentication, "session");
  const guard = threatAbout(second, "sessions", /without its credential/);
  assert.ok(guard["entry-points"].includes("post-sessions-id-export"));
});

test("a new call to an address in a setting is an external of its own, with what it is handed", () => {
  const { map } = second.model;
  assert.equal(map.externals["export-webhook"]?.name, "Export webhook");
  const flow = map.flows["sessions-to-export-webhook"];
  assert.equal(flow?.data, "the fields session, format and requestedBy");
  assert.deepEqual(flow?.covers, ["outbound:env EXPORT_WEBHOOK_URL", "secret:EXPORT_WEBHOOK_URL"]);
  assert.deepEqual(
    map.flows["sessions-to-mail-provider"],
    first.model.map.flows["sessions-to-mail-provider"],
  );
  threatAbout(second, "sessions-to-export-webhook", /of which the spec says nothing/);
  threatAbout(second, "sessions", /sets an address/);
  assert.ok(!living(second).some(({ threat }) => /ends the wait/.test(threat.title)));
});

test("the edit touches few of the threats that stand, and rewords no title", () => {
  const updates = second.delta.operations.flatMap((each) => (each.op === "update" ? [each] : []));
  assert.ok(updates.length <= 6, String(updates.length));
  for (const { id, set } of updates) {
    assert.equal(set.title, undefined, id);
    assert.equal(set.severity, undefined, id);
  }
  const reworded = updates.filter(({ set }) => set.scenario !== undefined);
  assert.ok(reworded.length <= 1, reworded.map(({ id }) => id).join(", "));
  assert.ok(!second.delta.operations.some(({ op }) => op === "retire"));
});
