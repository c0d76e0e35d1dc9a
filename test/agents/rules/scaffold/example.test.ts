import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scaffold } from "../../../../src/agents/rules/scaffold/index.ts";
import { lintSpec } from "../../../../src/spec/lint.ts";
import { parseSpec } from "../../../../src/spec/parse.ts";
import type { Spec } from "../../../../src/spec/types.ts";
import { compile, runTests, withProject, write } from "./project.ts";

const folder = "examples/sessions";
const read = parseSpec("specs/sessions.md", readFileSync(join(folder, "specs/sessions.md")));
const spec = read.spec as Spec;
const edits = readdirSync(join(folder, "edits"), { recursive: true })
  .map((name) => String(name).replaceAll("\\", "/"))
  .filter((name) => statSync(join(folder, "edits", name)).isFile())
  .map((path) => ({ path, content: readFileSync(join(folder, "edits", path), "utf8") }));

test("the example spec is read in full and lints clean", () => {
  assert.deepEqual(lintSpec(read), []);
  assert.deepEqual(spec.unread, []);
  assert.equal(spec.interface.length, 7);
  assert.deepEqual(scaffold(spec, {}).notes, []);
});

test("the example compiles and its tests pass, before and after the edit", () => {
  withProject(scaffold(spec, {}).files, (project) => {
    assert.equal(compile(project), "");
    const before = runTests(project);
    assert.equal(before.status, 0, before.output);
    write(project, edits);
    assert.equal(compile(project), "");
    const after = runTests(project);
    assert.equal(after.status, 0, after.output);
    assert.equal(after.passed, before.passed + 2);
  });
});

test("the edit only adds to what was scaffolded", () => {
  const scaffolded = new Map(scaffold(spec, {}).files.map(({ path, content }) => [path, content]));
  for (const { path, content } of edits) {
    const lines = new Set(content.split("\n"));
    const lost = (scaffolded.get(path) ?? "").split("\n").filter((line) => !lines.has(line));
    assert.deepEqual(lost, [], path);
  }
});
