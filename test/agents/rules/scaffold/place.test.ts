import assert from "node:assert/strict";
import { test } from "node:test";
import { scaffold } from "../../../../src/agents/rules/scaffold/index.ts";
import { row, specOf } from "./specs.ts";

const paths = (
  targets: readonly string[],
  tests: readonly string[] = [],
  existing: Record<string, string> = {},
): string[] =>
  scaffold(specOf([row("GET /me", "http", [], { auth: "session" })], { targets, tests }), existing)
    .files.map(({ path }) => path)
    .filter((path) => /handlers|get-me|server|test/.test(path));

test("a folder glob gets one file for each handler in a folder of their own", () => {
  const expected = ["src/sessions/handlers/get-me.ts", "src/sessions/server.ts"];
  assert.deepEqual(paths(["src/sessions/**"]), expected);
  assert.deepEqual(paths(["src/sessions/"]), expected);
  assert.deepEqual(paths(["src/sessions/**/*.ts"]), expected);
  assert.deepEqual(paths(["migrations/*.sql", "src/sessions/**"]), expected);
});

test("a glob without sub-folders gets them flat", () => {
  assert.deepEqual(paths(["src/sessions/*.ts"]), ["src/sessions/get-me.ts", "src/sessions/server.ts"]);
  assert.deepEqual(paths(["src/*/http-*.mts"]), [
    "src/sessions/http-get-me.mts",
    "src/sessions/http-server.mts",
  ]);
  assert.deepEqual(paths(["src/**", "!src/**/handlers/**"]), ["src/get-me.ts", "src/server.ts"]);
});

test("a target that names a file gets everything", () => {
  assert.deepEqual(paths(["src/server.ts"]), ["src/server.ts"]);
});

test("tests of a glob that holds all tests get the component's own folder", () => {
  const tests = (...globs: string[]): string[] =>
    paths(["src/sessions/**"], globs).filter((path) => !path.startsWith("src"));
  assert.deepEqual(tests("test/sessions/**"), ["test/sessions/routes.test.ts"]);
  assert.deepEqual(tests("test/**"), ["test/sessions/routes.test.ts"]);
  assert.deepEqual(tests("test/**/*.spec.ts"), ["test/sessions/routes.spec.ts"]);
  assert.deepEqual(tests("test/*.test.ts"), ["test/sessions-routes.test.ts"]);
  assert.deepEqual(tests("test/sign-in.test.ts"), ["test/sign-in.test.ts"]);
  assert.deepEqual(tests("**"), ["test/sessions/routes.test.ts"]);
});

test("a file where a folder would be leaves the folder out", () => {
  assert.deepEqual(paths(["src/sessions/**"], [], { "src/sessions/handlers": "" }), [
    "src/sessions/get-me.ts",
    "src/sessions/server.ts",
  ]);
});

test("no path leaves the repository or needs quoting", () => {
  assert.deepEqual(paths(["../src/**"]), []);
  assert.deepEqual(paths(["/src/**"]), []);
  assert.deepEqual(paths(['src/"x"/**']), []);
});
