// Arbitrary deltas for the example model: some hold, some do not.

import fc from "fast-check";
import { text } from "./arbitraries.ts";
import { letters } from "./example.ts";

const element = fc.constantFrom("api", "redis", "browser-api", "browser", "worker", "nobody");
const category = fc.constantFrom(...Object.keys(letters));
const threatId = fc.constantFrom("S-aaaaa", "T-bbbbb", "X-zzzzz");
const level = fc.constantFrom("low", "medium", "high");
const severity = fc.record({ level, reason: text });
const mitigations = fc.constantFrom(
  {},
  { limit: { text: "A limit.", kind: "code", evidence: ["src/sessions/limit.ts#limit"] } },
  { gateway: { text: "The gateway.", kind: "compensating", control: "gateway" } },
  { later: { text: "Some day.", kind: "planned" } },
);
const list = (...items: string[]) => fc.subarray(items);

const threat = fc.record(
  {
    title: text,
    scenario: text,
    severity,
    weakness: list("CWE-294", "CWE-770", "CWE-79"),
    status: fc.constantFrom("open", "mitigated"),
    mitigations,
    assets: list("tokens"),
    next: text,
  },
  { requiredKeys: ["title", "scenario", "severity"] },
);

const operation = fc.oneof(
  fc.record({
    op: fc.constant("put"),
    section: fc.constant("processes"),
    id: fc.constantFrom("worker", "api"),
    value: fc.record({ name: text, runs: fc.oneof(text, fc.constant(null)) }),
  }),
  fc.record({
    op: fc.constant("put"),
    section: fc.constant("assets"),
    id: fc.constantFrom("tokens", "passwords"),
    value: fc.record({ name: text, description: text }),
  }),
  fc.record({
    op: fc.constant("drop"),
    section: fc.constantFrom("flows", "stores", "controls"),
    id: fc.constantFrom("api-redis", "redis", "gateway"),
    reason: text,
  }),
  fc.record({ op: fc.constant("add"), element, category, threat }),
  fc.record({
    op: fc.constant("update"),
    id: threatId,
    set: fc.record(
      { title: text, severity, mitigations, check: fc.oneof(text, fc.constant(null)) },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ op: fc.constant("retire"), id: threatId, reason: text }),
  fc.record({
    op: fc.constant("answer"),
    element,
    category,
    reason: text,
    "rests-on": list("gateway", "tokens"),
  }),
  fc.record({
    op: fc.constant("set-aside"),
    fact: fc.constantFrom("entry:GET /health", "secret:X"),
    reason: text,
  }),
  fc.record({ op: fc.constant("disagree"), id: threatId, text }),
  fc.record({ op: fc.constant("summarise"), text }),
  fc.record({ op: fc.constant("no-change"), reason: text }),
);

export const anyDelta: fc.Arbitrary<unknown> = fc
  .array(operation, { maxLength: 5 })
  .map((operations) => ({ operations }));
