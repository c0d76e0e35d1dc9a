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

test("a setting can't name the program of an agent: settings are data, never code", () => {
  const { findings } = parseConfig("c.json", '{"claude-code": {"command": "/tmp/evil"}}');
  assert.deepEqual(
    findings.map(({ message }) => message),
    ["Unexpected key `claude-code.command`, expected a setting that instride knows"],
  );
});

for (const glob of [
  "../specs/**/*.md",
  "specs/../../x/*.md",
  "/etc/*.md",
  "C:/specs/*.md",
  "specs\\\\..\\\\*.md",
])
  test(`a glob that may lead out of the repository is refused: ${glob}`, () => {
    for (const key of ["specs", "code"]) {
      const { config, findings } = parseConfig("c.json", `{"${key}": ["${glob}"]}`);
      assert.equal(config, undefined);
      assert.match(findings[0]?.message ?? "", new RegExp(`^Unexpected value of \`${key}\\.0\`: .*\`/\``));
    }
  });

test("globs as git reads them are fine", () => {
  const text = '{"specs": ["specs/**/*.md", "!specs/old/**"], "code": ["src/**/[ab]..ts"]}';
  assert.notEqual(parseConfig("c.json", text).config, undefined);
});

test("property: never throws", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseConfig("c.json", text)));
});
