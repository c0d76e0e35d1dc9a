import assert from "node:assert/strict";
import test from "node:test";
import { type Threat, threatSchema } from "../../src/model/schema.ts";
import { effectiveLevel, effectiveStatus } from "../../src/model/status.ts";

const threat = (fields: Record<string, unknown> = {}): Threat =>
  threatSchema.parse({
    title: "t",
    scenario: "s",
    severity: { level: "medium", reason: "r" },
    status: "open",
    ...fields,
  });
const acceptance = { by: "ada", reason: "r", on: "2031-01-01", until: "2031-06-30" };
const falsePositive = { by: "ada", reason: "r" };

test("people's decisions come before the agent's status, and retirement before both", () => {
  assert.equal(effectiveStatus(threat(), "2031-01-01"), "open");
  assert.equal(effectiveStatus(threat({ status: "mitigated" }), "2031-01-01"), "mitigated");
  assert.equal(effectiveStatus(threat({ status: "mitigated", acceptance }), "2031-01-01"), "accepted");
  assert.equal(
    effectiveStatus(threat({ acceptance, "false-positive": falsePositive }), "2031-01-01"),
    "false-positive",
  );
  assert.equal(
    effectiveStatus(threat({ status: "retired", "false-positive": falsePositive }), "2031-01-01"),
    "retired",
  );
});

test("an acceptance holds through the day that it names", () => {
  assert.equal(effectiveStatus(threat({ acceptance }), "2031-06-30"), "accepted");
  assert.equal(effectiveStatus(threat({ acceptance }), "2031-07-01"), "expired");
  assert.equal(
    effectiveStatus(threat({ acceptance: { by: "ada", reason: "r", on: "2031-01-01" } }), "9999-01-01"),
    "accepted",
  );
});

test("an override is the level that counts", () => {
  assert.equal(effectiveLevel(threat()), "medium");
  assert.equal(
    effectiveLevel(threat({ override: { level: "critical", by: "ada", reason: "r" } })),
    "critical",
  );
});
