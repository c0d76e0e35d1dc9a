import assert from "node:assert/strict";
import { test } from "node:test";
import { rulesDelta } from "../../../src/agents/rules/agent.ts";
import type { ThreatModel } from "../../../src/model/schema.ts";
import { isLiving, threatsOf } from "../../../src/model/threats.ts";
import { apply, requestFor, update } from "./sessions.ts";

const spec = `---
id: links
title: Links
targets:
  - src/**
---

# Links

Shortens links.

## Security

### Assets

| Asset | Sensitivity |
| --- | --- |
| Links | confidential |

### Entry points

| Entry point | From | Authentication |
| --- | --- | --- |
| \`POST /links\` | Browser | session token |
| \`GET /links\` | Browser | session token |
`;

const server = (guard: string, more = ""): string => `import express from "express";
import { requireSession } from "./session.ts";
export const app = express();
app.post("/links", requireSession, async (request, response) => {
  response.status(201).json({});
});
app.get("/links", ${guard}async (request, response) => {
  response.json([]);
});
${more}`;
const guarded = { "src/server.ts": server("requireSession, ") };

/** Somebody who knows the code answered for it while the guard was there. */
const firm = (() => {
  const { request, delta } = update({ spec, code: guarded });
  return apply(request, delta, false).model;
})();

const after = (text: string): ThreatModel => {
  const path = "src/server.ts";
  const request = requestFor({
    spec,
    code: { [path]: text },
    model: firm,
    was: { spec, code: guarded },
    changes: [{ path, before: guarded[path], after: text }],
  });
  const { model, problems } = apply(request, rulesDelta(request));
  assert.deepEqual(problems, []);
  return model;
};

const isMissing = (model: ThreatModel): boolean =>
  threatsOf(model).some(({ threat }) => isLiving(threat) && threat.weakness.includes("CWE-287"));

test("a guard that goes is news to whoever answered while it was there", () => {
  assert.equal(isMissing(firm), false);
  assert.equal(isMissing(after(server(""))), true);
});

test("a change that touches no guard adds nothing to what was answered", () => {
  const model = after(server("requireSession, ", "export const most = 5;\n"));
  assert.deepEqual(
    threatsOf(model).map(({ id }) => id),
    threatsOf(firm).map(({ id }) => id),
  );
});
