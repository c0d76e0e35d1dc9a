// Weaknesses that two readers take for one another.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { alignThreats } from "../../src/model/align-threats.ts";
import { type PlacedThreat, threatsOf } from "../../src/model/threats.ts";
import { areKin } from "../../src/model/weakness-kin.ts";
import { exampleModel } from "./example.ts";

const weakness = fc.integer({ min: 1, max: 1500 }).map((number) => `CWE-${number}`);

test("kin is the same from both sides, and each weakness is kin to itself", () => {
  fc.assert(
    fc.property(weakness, weakness, (a, b) => {
      assert.ok(areKin([a], [a]));
      assert.equal(areKin([a], [b]), areKin([b], [a]));
    }),
  );
  assert.ok(areKin(["CWE-113"], ["CWE-20", "CWE-93"]));
  assert.ok(!areKin(["CWE-113"], ["CWE-400"]));
  assert.ok(!areKin([], ["CWE-400"]));
});

const told = (id: string, title: string, ...weakness: string[]): PlacedThreat => {
  const [placed] = threatsOf(exampleModel());
  assert.ok(placed !== undefined);
  return { ...placed, id, threat: { ...placed.threat, title, weakness, code: [], mitigations: {} } };
};

test("kin weaknesses make a pair only where the titles share something, and an equal one comes first", () => {
  const kept = [
    told("T-aaaaa", "A header value with a line end adds headers of its own", "CWE-93"),
    told("T-bbbbb", "A mail address with a line end adds recipients", "CWE-93"),
  ];
  const pairs = (fresh: PlacedThreat): string[] => alignThreats([fresh], kept).map((pair) => pair.kept.id);
  assert.deepEqual(pairs(told("T-ccccc", "A header value injects another header", "CWE-113")), ["T-aaaaa"]);
  assert.deepEqual(pairs(told("T-ccccc", "Logs can be forged", "CWE-117")), []);
  assert.deepEqual(pairs(told("T-ccccc", "Recipients are added by an address", "CWE-93")), ["T-bbbbb"]);
});
