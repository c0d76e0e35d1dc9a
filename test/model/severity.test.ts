import assert from "node:assert/strict";
import test from "node:test";
import { type Threat, threatSchema } from "../../src/model/schema.ts";
import { bandOf, checkVector, compareLevels, loadCvss, rateVector } from "../../src/model/severity.ts";

const threat = (fields: Record<string, unknown> = {}): Threat =>
  threatSchema.parse({
    title: "t",
    scenario: "s",
    severity: { level: "medium", reason: "r" },
    status: "open",
    ...fields,
  });

test("levels are ordered and scores fall into their bands", () => {
  assert.ok(compareLevels("low", "high") < 0);
  assert.deepEqual([0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map(bandOf), [
    "none",
    "low",
    "low",
    "medium",
    "medium",
    "high",
    "high",
    "critical",
    "critical",
  ]);
});

test("vectors of CVSS 3.1 and 4.0 are rated as their specifications do", async () => {
  const cvss = await loadCvss();
  const rate = (vector: string) => rateVector(cvss, vector);
  assert.deepEqual(rate("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), { score: 9.8, level: "critical" });
  assert.deepEqual(rate("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N"), { score: 3.1, level: "low" });
  assert.deepEqual(rate("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"), {
    score: 9.3,
    level: "critical",
  });
  for (const broken of [
    "CVSS:3.1/AV:N",
    "CVSS:2.0/AV:N",
    "CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "high",
    "",
  ])
    assert.equal(rate(broken), undefined, broken);
});

test("a vector and a level may differ by a band, not by more", async () => {
  const cvss = await loadCvss();
  const at = { path: "m.threats.yaml", line: 3 };
  const vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
  const check = (level: string, text: string | undefined = vector) =>
    checkVector(cvss, "S-aaaaa", threat({ severity: { level, reason: "r", vector: text } }), at);
  assert.equal(check("critical"), undefined);
  assert.equal(check("high"), undefined);
  assert.equal(check("medium")?.code, "vector-contradicts-level");
  assert.match(check("low")?.message ?? "", /expected about `critical`: its vector scores 9\.8/);
  assert.equal(check("low", "CVSS:3.1/AV:N")?.code, "bad-vector");
  assert.equal(checkVector(cvss, "S-aaaaa", threat(), at), undefined);
});
