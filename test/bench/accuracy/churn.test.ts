import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { churnBetween, sumChurn } from "../../../bench/accuracy/churn.ts";
import { onProcess, threat } from "./model.ts";

const before = onProcess("tampering", { "T-aaaaa": threat(), "T-bbbbb": threat({ weakness: "CWE-20" }) });

test("a threat that ends with its reason is no churn outside a neutral commit", () => {
  const after = onProcess("tampering", { "T-aaaaa": threat() });
  assert.deepEqual(churnBetween(before, after, "removed-route"), { before: 2, churned: [] });
  assert.deepEqual(churnBetween(before, after, "moved-file"), { before: 2, churned: ["T-bbbbb"] });
});

test("the same statement under another id is churn, whatever the commit", () => {
  const after = onProcess("tampering", { "T-zzzzz": threat(), "T-bbbbb": threat({ weakness: "CWE-20" }) });
  assert.deepEqual(churnBetween(before, after, "new-route").churned, ["T-aaaaa"]);
  assert.deepEqual(churnBetween(before, after, "comment-only").churned, ["T-aaaaa"]);
});

test("a threat that a neutral commit adds is churn", () => {
  const after = onProcess("tampering", {
    "T-aaaaa": threat(),
    "T-bbbbb": threat({ weakness: "CWE-20" }),
    "T-ccccc": threat({ weakness: "CWE-22" }),
  });
  assert.deepEqual(churnBetween(before, after, "renamed-symbol").churned, ["T-ccccc"]);
  assert.deepEqual(churnBetween(before, after, "new-route").churned, []);
});

test("a model does not churn against itself", () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^T-[a-z2-7]{5}$/), { maxLength: 6 });
  const plants = fc.constantFrom("comment-only", "moved-file", "new-route", "spec-only" as const);
  fc.assert(
    fc.property(ids, plants, (some, plant) => {
      const same = onProcess("tampering", Object.fromEntries(some.map((id) => [id, threat()])));
      assert.deepEqual(churnBetween(same, same, plant), { before: some.length, churned: [] });
    }),
  );
});

test("sums keep every id", () => {
  assert.deepEqual(
    sumChurn([
      { before: 2, churned: ["a"] },
      { before: 3, churned: [] },
    ]),
    { before: 5, churned: ["a"] },
  );
});
