import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { defaultConfig, parseConfig } from "../../src/config/parse.ts";

test("an empty object is the default settings", () => {
  assert.deepEqual(parseConfig("c.json", "{}").config, defaultConfig());
});

test("every problem comes with its place, and a misspelt key with the right one", () => {
  const text = '{\n  "spec": ["a"],\n  "agent": "ruels",\n  "policy": {\n    "max-open": 3\n  }\n}\n';
  const { config, findings } = parseConfig("c.json", text);
  assert.equal(config, undefined);
  assert.deepEqual(
    findings.map(({ at, message }) => [at.line, at.column, /`([^`]+)`/.exec(message)?.[1]]),
    [
      [2, 11, "spec"],
      [3, 12, "agent"],
      [5, 17, "policy.max-open"],
    ],
  );
  assert.match(findings.find((finding) => finding.at.line === 2)?.message ?? "", /expected `specs`/);
});

test("a syntax error has its line", () => {
  const { findings } = parseConfig("c.json", '{\n  "specs": [\n}\n');
  assert.equal(findings[0]?.code, "bad-config");
  assert.ok((findings[0]?.at.line ?? 0) >= 2);
});

test("property: never throws", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseConfig("c.json", text)));
});
