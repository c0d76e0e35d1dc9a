import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { pathProblem, writeLimits, writeProblems } from "../../src/safety/paths.ts";

const rules = { targets: ["src/**"], tests: ["test/**"] };

const refused: readonly string[] = [
  "",
  "/etc/passwd",
  "~/x",
  "../src/a.ts",
  "src/../../a.ts",
  "src/./a.ts",
  "src//a.ts",
  "src\\a.ts",
  "C:/src/a.ts",
  "src/a\u0000.ts",
  "src/a\u202e.ts",
  "src/*.ts",
  "src/nul.ts",
  "src/a.",
  "README.md",
  ".git/hooks/pre-commit",
  "src/.git/config",
  "src/.env",
  "src/.npmrc",
  ".husky/pre-commit",
  "src/.github/workflows/x.yml",
  "src/package.json",
  "src/Dockerfile",
  "src/a.threats.yaml",
  "src/a.threats.md",
  ".instride/records/x/0123456789ab.json",
];

for (const path of refused)
  test(`refused: ${JSON.stringify(path)}`, () => assert.notEqual(pathProblem(path, rules), undefined));

test("what targets and tests match is written", () => {
  for (const path of ["src/a.ts", "src/deep/er/b.py", "test/a.test.ts"])
    assert.equal(pathProblem(path, rules), undefined);
});

test("a wildcard never reaches hooks, CI files, dot files or manifests; a target that names one outright does", () => {
  for (const path of [
    "package.json",
    ".husky/pre-commit",
    ".github/workflows/ci.yml",
    "Jenkinsfile",
    ".env.example",
  ]) {
    assert.notEqual(pathProblem(path, { targets: ["**"], tests: [] }), undefined, path);
    assert.equal(pathProblem(path, { targets: [path], tests: [] }), undefined, path);
  }
});

test("git's and instride's own files are never written, not even when named outright", () => {
  for (const path of [".git/config", "instride.config.json", "specs/a.threats.yaml", ".instride/watch/a"])
    assert.notEqual(pathProblem(path, { targets: [path], tests: [] }), undefined, path);
});

test("an exclusion holds", () => {
  assert.notEqual(pathProblem("src/gen/a.ts", { targets: ["src/**", "!src/gen/**"], tests: [] }), undefined);
});

test("no path that is let through leaves its folder", () => {
  const part = fc.constantFrom("..", ".", "src", "a", "", "~", "C:", "\\", "x.ts", ".git");
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const path = parts.join("/");
      if (pathProblem(path, rules) !== undefined) return;
      assert.match(path, /^(?:src|test)\//);
      assert.ok(!path.split("/").some((each) => ["..", ".", ""].includes(each)));
    }),
  );
});

test("sizes, twins by case and binary content are refused together", () => {
  const problems = writeProblems(
    [
      { path: "src/a.ts", content: "x".repeat(writeLimits.fileBytes + 1) },
      { path: "src/B.ts", content: "x" },
      { path: "src/b.ts", content: "x\u0000" },
    ],
    rules,
  );
  assert.deepEqual(
    problems.map(({ path }) => path),
    ["src/a.ts", "src/b.ts", "src/b.ts"],
  );
});
