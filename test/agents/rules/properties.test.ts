// Whatever spec and code hold, the delta applies, nothing is left open, and a second look finds nothing to do.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { UpdateRequest } from "../../../src/agents/port.ts";
import { rulesDelta } from "../../../src/agents/rules/agent.ts";
import { stride } from "../../../src/frameworks/stride.ts";
import { emptyModel } from "../../../src/model/empty.ts";
import { slug } from "../../../src/model/fact.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { apply, gapsOf } from "./sessions.ts";
import { type Sketch, sketch } from "./sketch.ts";

const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "Browser",
      "Sessions",
      "sketch",
      "Postgres",
      "Redis",
      "S3 bucket",
      "State files",
      "Mail provider",
      "Operator",
      "tokens",
      "notes",
      "the API",
      "Größe",
      "注文",
      "a/b",
      "constructor",
      "__proto__",
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .stringMatching(/^[\w {}#.:/$-]{1,30}$/)
      .map((text) => text.replace(/[|;=@]/g, "").trim() || "x"),
  },
);
const route = fc
  .tuple(
    fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE"),
    fc.constantFrom(
      "/sessions",
      "/sessions/:id",
      "/admin/list",
      "/health",
      "/hooks/x",
      "/reset/:token",
      "/login",
      "/refunds",
    ),
  )
  .map((both) => both.join(" "));
const entry = fc.oneof(
  route,
  word.map((name) => `queue ${name}`),
  word.map((name) => `command ${name}`),
);
const auth = fc.constantFrom(
  "none",
  "session cookie",
  "API key",
  "role admin",
  "password",
  "JWT",
  "signature",
);
const protection = fc.constantFrom("TLS", "none", "plain HTTP", "TLS, ends at the gateway", "unix socket");

const line = fc.oneof(
  word.map((name) => `asset ${name}`),
  fc
    .tuple(entry, word, auth)
    .map(
      ([name, from, how]) =>
        `entry ${name} | from=${from}; authentication=${how}; inputs=email,role,note:string`,
    ),
  entry.map((name) => `entry ${name}`),
  fc
    .tuple(word, word, word, protection)
    .map(
      ([from, to, data, how]) =>
        `flow ${from} to ${to} ${data} | from=${from}; to=${to}; data=${data}; protection=${how}`,
    ),
  word.map((name) => `flow ${name}`),
  fc.tuple(word, word).map(([from, to]) => `boundary ${from} -> ${to} | from=${from}; to=${to}`),
  fc.tuple(word, word).map(([name, owner]) => `control rate limit and backup of ${name} | owner=${owner}`),
  word.map((name) => `risk ${name} keys are not rotated | reason=few; expires=2030-01-01`),
  word.map((name) => `assumption ${name} is inside the cluster`),
  word.map((name) => `auth ${name} needs a session`),
  fc
    .tuple(entry, word)
    .map(([name, symbol]) => `code entry ${name} @src/http.ts#${symbol.replace(/\W/g, "") || "f"}`),
  fc.constantFrom(
    "code outbound api.mail.example @src/mail.ts#send | text=fetch('https://api.mail.example')",
    "code outbound env MAIL_URL @src/mail.ts#send",
    "code outbound dynamic url @src/load.ts#load",
    "code outbound aws s3 @src/files.ts#put",
    "code store postgres @src/db.ts#open | text=query('select ' + x)",
    "code store redis @src/cache.ts#get",
    "code store s3 @src/files.ts#put",
    "code launch git @src/git.ts#log | shell=true; text=exec(`git ${name}`)",
    "code launch sketch @src/self.ts#again",
    "code secret DATABASE_URL @src/db.ts#open",
    "code secret hard-coded key @src/sign.ts#sign | operation=literal",
    "code file write dynamic {dir}/{name} @src/files.ts#save | operation=write",
    "code crypto scrypt @src/password.ts#hash",
    "code auth requireSession @src/http.ts#list",
    "code symbol src/limit.ts#rateLimit",
  ),
);
const lines = fc.array(line, { maxLength: 14 });

const request = ({ spec, observation }: Sketch, model: ThreatModel, was?: Sketch): UpdateRequest => ({
  component: "sketch",
  spec,
  framework: stride,
  model,
  observation,
  before: was?.observation.files ?? {},
  changes: [],
  questions: [],
  unaccounted: [],
});

const settle = (asked: UpdateRequest): ThreatModel => {
  const delta = rulesDelta(asked);
  const applied = apply(asked, delta);
  assert.deepEqual(applied.problems, []);
  assert.deepEqual(gapsOf({ ...applied, request: asked, delta }), []);
  const again = rulesDelta({ ...asked, model: applied.model });
  assert.deepEqual(
    again.operations.map(({ op }) => op),
    ["no-change"],
    JSON.stringify(again.operations[0]),
  );
  return applied.model;
};

/** As the spec reader does it: of statements with one key the last stands. */
const distinct = (sketched: readonly string[]): string[] => [
  ...new Map(sketched.map((each) => [slug(each.split(" | ")[0] ?? ""), each])).values(),
];

test("any component is answered in full, and looked at again there is nothing to do", () => {
  fc.assert(
    fc.property(lines, (some) => {
      settle(request(sketch(distinct(some)), emptyModel("sketch", "stride")));
    }),
    { numRuns: 60 },
  );
});

test("any change of a component ends in a model without gaps", () => {
  fc.assert(
    fc.property(lines, lines, lines, (kept, gone, come) => {
      const before = sketch(distinct([...kept, ...gone]));
      const after = sketch(distinct([...kept, ...come]));
      settle(request(after, settle(request(before, emptyModel("sketch", "stride"))), before));
    }),
    { numRuns: 40 },
  );
});
