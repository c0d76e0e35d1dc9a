// `init` and `new --from` in repositories that hold specs of other tools.

import assert from "node:assert/strict";
import { test } from "node:test";
import { newRepository } from "../../support/repository.ts";

const openspec = `# Notes Specification

## Purpose
Keeps notes of signed-in people.

## Requirements

### Requirement: Write a note
The system SHALL store a note sent to \`POST /notes\`.
`;

test("init says what it found and leaves specs of other tools alone", async (t) => {
  const repository = await newRepository(t);
  repository.remove("instride.config.json");
  repository.write("specs/001-albums/spec.md", "# Feature Specification: Albums\n");
  repository.write("specs/001-albums/plan.md", "# Plan\n");
  repository.write("openspec/specs/notes/spec.md", openspec);
  const ran = await repository.instride("init");
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.stdout, /^found OpenSpec: 1 spec; Spec Kit: 1 spec; they stay as they are\./m);
  assert.deepEqual(JSON.parse(repository.read("instride.config.json")).specs, [
    "specs/**/*.md",
    "!specs/[0-9][0-9][0-9]*-*/**",
  ]);
  assert.match((await repository.instride("lint")).said, /0 specs/);
  await repository.git("add", "-A");
  assert.equal((await repository.instride("verify")).status, 0);
  const gone = await repository.instride("init", "--uninstall");
  assert.equal(repository.exists("instride.config.json"), false, gone.said);
});

test("new --from writes a companion; a change of the other tool's spec asks again", async (t) => {
  const repository = await newRepository(t);
  repository.write("openspec/specs/notes/spec.md", openspec);
  repository.write("src/notes/server.ts", "export const add = (text: string): string => text.trim();\n");
  const ran = await repository.instride(
    "new",
    "notes",
    "--from",
    "openspec/specs/notes/spec.md",
    "--owner",
    "Ada",
  );
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.stdout, /next: fill its Security section in; instride lint specs\/notes\.md/);
  assert.equal(repository.read("openspec/specs/notes/spec.md"), openspec);
  assert.match((await repository.instride("lint")).said, /empty-subsection/);
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Pair notes");
  assert.equal((await repository.instride("verify")).status, 0);
  repository.write(
    "openspec/specs/notes/spec.md",
    openspec.replace("store a note", "store and index a note"),
  );
  await repository.git("add", "-A");
  const stale = await repository.instride("status", "--json");
  assert.deepEqual(JSON.parse(stale.stdout).components[0].stale, ["openspec/specs/notes/spec.md"]);
});

test("new --from says what it can't use", async (t) => {
  const repository = await newRepository(t);
  const missing = await repository.instride("new", "x", "--from", "openspec/specs/x/spec.md");
  assert.equal(missing.status, 2);
  assert.match(missing.said, /cannot read 'openspec\/specs\/x\/spec\.md': ENOENT/);
  const unknown = await repository.instride("new", "x", "--from", "README.md");
  assert.match(unknown.said, /'README\.md' is no spec of Tessl, OpenSpec, Spec Kit or Kiro/);
  const outside = await repository.instride("new", "x", "--from", "../openspec/specs/x/spec.md");
  assert.equal(outside.status, 2);
  assert.equal(repository.exists("specs/x.md"), false);
});
