import assert from "node:assert/strict";
import test from "node:test";
import {
  accountsFor,
  elementsOf,
  type Support,
  unaccounted,
  unanswered,
  unsupported,
} from "../../src/model/coverage.ts";
import { type Fact, type FactKind, factKey } from "../../src/model/fact.ts";
import { exampleModel } from "./example.ts";

const fact = (kind: FactKind, name: string): Fact => ({
  key: factKey(kind, name),
  kind,
  name,
  text: name,
  at: { path: "specs/sessions.md", line: 1 },
  fields: {},
});

test("elements come by section, then id", () => {
  assert.deepEqual(
    elementsOf(exampleModel()).map(({ id, kind }) => `${kind} ${id}`),
    ["external browser", "process api", "store redis", "flow api-redis", "flow browser-api"],
  );
});

test("a living threat or a reason answers a question; a retired threat does not", () => {
  const model = exampleModel();
  const questions = [
    { element: "api", category: "spoofing" },
    { element: "api", category: "repudiation" },
    { element: "api", category: "tampering" },
    { element: "constructor", category: "toString" },
  ];
  assert.deepEqual(unanswered(model, questions), questions.slice(2));
  const threat = model.answers["api"]?.["spoofing"]?.threats["S-aaaaa"];
  assert.ok(threat);
  threat.status = "retired";
  assert.deepEqual(unanswered(model, questions), [questions[0], ...questions.slice(2)]);
});

test("facts are accounted for under name, id, covers, in a threat, or set aside", () => {
  const model = exampleModel();
  const facts = [
    fact("asset", "Session Tokens"),
    fact("asset", "tokens"),
    fact("entry", "post /sessions/"),
    fact("flow", "Login request"),
    fact("flow", "browser-api"),
    fact("boundary", "Cluster"),
    fact("control", "Gateway rate limit"),
    fact("store", "Redis"),
  ];
  assert.deepEqual(unaccounted(model, facts), []);
  const others = [
    fact("entry", "GET /health"),
    fact("secret", "REDIS_URL"),
    fact("risk", "No MFA"),
    fact("risk", "No MFA"),
  ];
  assert.deepEqual(
    unaccounted(model, others).map(({ key }) => key),
    ["entry:GET /health", "secret:REDIS_URL", "risk:no-mfa"],
  );
  model.map["set-aside"]["entry:GET /health"] = { reason: "Says ok." };
  model.map.stores["redis"]?.covers.push("secret:REDIS_URL");
  const threat = model.answers["redis"]?.["tampering"]?.threats["T-bbbbb"];
  threat?.covers.push("risk:no-mfa");
  assert.deepEqual(unaccounted(model, others), []);
  assert.ok(accountsFor(model).has("entry:post-sessions"));
  Object.assign(threat ?? {}, { status: "retired" });
  assert.deepEqual(unaccounted(model, others).length, 1);
});

const support = (fields: Partial<Support> = {}): Support => ({
  specKeys: new Set(),
  codeKeys: new Set(),
  anchorResolves: () => false,
  observed: true,
  ...fields,
});
const loose = (fields: Partial<Support>, model = exampleModel()): string[] =>
  unsupported(model, support(fields)).map(({ section, id }) => `${section}.${id}`);

test("a statement is supported by spec, code, an anchor that resolves, or its own reason", () => {
  const all = loose({});
  assert.equal(all.length, 10);
  assert.ok(!loose({ specKeys: new Set(["asset:session-tokens"]) }).includes("assets.tokens"));
  assert.ok(!loose({ codeKeys: new Set(["store:Redis"]) }).includes("stores.redis"));
  assert.ok(!loose({ anchorResolves: (anchor) => anchor.endsWith("#login") }).includes("processes.api"));
  const model = exampleModel();
  Object.assign(model.map.controls["gateway"] ?? {}, { because: "Seen in the console." });
  assert.ok(!loose({}, model).includes("controls.gateway"));
});

test("ends, callers and boundaries are held up by what refers to them; stores and assets are not", () => {
  const left = loose({ specKeys: new Set(["flow:login-request"]) });
  assert.deepEqual(left, [
    "stores.redis",
    "flows.api-redis",
    "assets.tokens",
    "entry-points.post-sessions",
    "controls.gateway",
  ]);
  const { reason } = unsupported(exampleModel(), support()).find(({ id }) => id === "api") ?? {};
  assert.match(reason ?? "", /`Session API`; not found: `src\/sessions\/login\.ts#login`/);
});

test("what nothing holds up is told what would hold it up", () => {
  const model = exampleModel();
  model.map.externals["ghost"] = { name: "Ghost", code: [], covers: [] };
  const { reason } = unsupported(model, support()).find(({ id }) => id === "ghost") ?? {};
  assert.match(reason ?? "", /`Ghost`; give it a flow or an entry point that it calls, or a `because`/);
});

test("what points at code that nobody observed is believed", () => {
  assert.ok(loose({}).includes("processes.api"));
  assert.ok(!loose({ observed: false }).includes("processes.api"));
  assert.ok(loose({ observed: false }).includes("stores.redis"));
});
