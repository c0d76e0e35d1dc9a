// The plugins for Spec Kit and OpenSpec: their shape, and that what they tell agents to run exists.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { lintSpec } from "../../src/spec/lint.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { projectRoot } from "../support/repository.ts";

const file = (path: string): string => readFileSync(join(projectRoot, "plugins", path), "utf8");
const yaml = <T>(path: string): T => parse(file(path)) as T;

interface Named {
  readonly name: string;
  readonly file: string;
}

test("the preset wraps Spec Kit's template, and the result is a spec of instride's", () => {
  const preset = yaml<{
    schema_version: string;
    preset: { id: string; version: string; description: string };
    provides: { templates: (Named & { type: string; strategy: string })[] };
  }>("spec-kit/preset/preset.yml");
  assert.equal(preset.schema_version, "1.0");
  assert.equal(preset.preset.id, "instride");
  assert.ok(preset.preset.description.length < 200);
  const [template] = preset.provides.templates;
  assert.deepEqual(
    [template?.type, template?.name, template?.strategy],
    ["template", "spec-template", "wrap"],
  );
  const text = file(`spec-kit/preset/${template?.file}`);
  assert.equal(text.split("{CORE_TEMPLATE}").length, 2);
  const core =
    "# Feature Specification: Notes\n\n### User Story 1 - Write (Priority: P1)\n\nA person writes a note.\n";
  const read = parseSpec("specs/001-notes/spec.md", text.replace("{CORE_TEMPLATE}", core));
  assert.equal(read.spec?.id, "feature-name");
  assert.deepEqual(read.spec?.targets, ["src/feature-name/**"]);
  const kinds = read.reading.subsections.map(({ kind }) => kind);
  assert.deepEqual(kinds, [
    "asset",
    "entry",
    "boundary",
    "flow",
    "auth",
    "control",
    "risk",
    "assumption",
    "out-of-scope",
  ]);
  assert.deepEqual(read.spec?.facts, []);
  const codes = new Set(lintSpec(read).map(({ code }) => code));
  assert.ok(!codes.has("missing-security-section"));
});

test("the extension's commands are files, and its hooks are Spec Kit's moments", () => {
  const extension = yaml<{
    schema_version: string;
    extension: { id: string };
    provides: { commands: Named[] };
    hooks: Record<string, { command: string; optional: boolean; prompt: string }>;
  }>("spec-kit/extension/extension.yml");
  assert.equal(extension.schema_version, "1.0");
  const names = extension.provides.commands.map(({ name }) => name);
  for (const { name, file: path } of extension.provides.commands) {
    assert.match(name, /^speckit\.instride\.[a-z0-9-]+$/);
    assert.match(file(`spec-kit/extension/${path}`), /^---\ndescription: ".+"\n---\n/);
  }
  assert.deepEqual(Object.keys(extension.hooks), [
    "after_specify",
    "after_plan",
    "after_tasks",
    "after_implement",
  ]);
  for (const { command } of Object.values(extension.hooks)) assert.ok(names.includes(command), command);
});

test("OpenSpec's schema has a template for each artifact, and security stands between design and tasks", () => {
  const schema = yaml<{
    name: string;
    version: number;
    artifacts: { id: string; generates: string; template: string; instruction: string; requires: string[] }[];
    apply: { requires: string[]; tracks: string };
  }>("openspec/instride/schema.yaml");
  assert.equal(schema.name, "instride");
  const ids = schema.artifacts.map(({ id }) => id);
  assert.deepEqual(ids, ["proposal", "specs", "design", "threat-model", "tasks"]);
  for (const [index, { template, requires, instruction }] of schema.artifacts.entries()) {
    assert.ok(existsSync(join(projectRoot, "plugins/openspec/instride/templates", template)), template);
    for (const id of requires) assert.ok(ids.indexOf(id) >= 0 && ids.indexOf(id) < index, id);
    assert.ok(instruction.length > 100);
  }
  assert.deepEqual(
    readdirSync(join(projectRoot, "plugins/openspec/instride/templates")).sort(),
    schema.artifacts.map(({ template }) => template).sort(),
  );
  assert.deepEqual(schema.artifacts.find(({ id }) => id === "threat-model")?.requires, ["specs", "design"]);
  assert.ok(schema.artifacts.find(({ id }) => id === "tasks")?.requires.includes("threat-model"));
  assert.deepEqual(schema.apply, { ...schema.apply, requires: ["tasks"], tracks: "tasks.md" });
});

test("what the plugins tell people and agents to run are commands of instride", () => {
  const commands = new Set(
    readdirSync(join(projectRoot, "src/cli")).flatMap((name) =>
      [...readFileSync(join(projectRoot, "src/cli", name), "utf8").matchAll(/command\(\s*"([a-z-]+)/g)].map(
        ([, command]) => command as string,
      ),
    ),
  );
  const texts = ["spec-kit", "openspec"].flatMap((folder) =>
    readdirSync(join(projectRoot, "plugins", folder), { recursive: true })
      .map((name) => `${folder}/${String(name).split("\\").join("/")}`)
      .filter((name) => /\.(?:md|ya?ml)$/.test(name))
      .map(file),
  );
  const used = new Set(
    texts.flatMap((text) => [...text.matchAll(/npx instride ([a-z-]+)/g)].map(([, name]) => name as string)),
  );
  assert.ok(used.size >= 6, [...used].join(", "));
  for (const name of used) assert.ok(commands.has(name), name);
});
