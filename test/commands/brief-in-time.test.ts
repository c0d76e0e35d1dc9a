import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { briefInTime } from "../../src/commands/brief-in-time.ts";
import { guardRequest } from "../../src/commands/guard.ts";
import { code, spec } from "../support/component.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

/** A repository in whose work tree a component waits for its threat model. */
const waiting = async (t: TestContext): Promise<TestRepository> => {
  const repository = await newRepository(t);
  repository.write("specs/notes.md", spec);
  repository.write("src/notes/server.ts", code);
  return repository;
};

const asked = (repository: TestRepository): string[] => {
  const folder = ".git/instride/asked";
  return repository.exists(folder) ? readdirSync(join(repository.root, folder)) : [];
};

const commit = (repository: TestRepository, options = ""): string =>
  JSON.stringify({
    tool_name: "Bash",
    cwd: repository.root,
    tool_input: { command: `git commit ${options} -m x` },
  });

test("an agent's commit is stopped once, with the brief", async (t) => {
  const repository = await waiting(t);
  const place = { cwd: "/", env: repository.env };
  const stopped = await guardRequest("claude", commit(repository), place);
  assert.equal(stopped.status, 2, stopped.stderr);
  assert.match(stopped.stderr, /Threat model brief [0-9a-f]{12}: notes/);
  assert.equal(asked(repository).length, 1);
  assert.equal((await guardRequest("claude", commit(repository), place)).status, 0);
});

test("a brief that takes too long is left to the pre-commit hook: nothing counts as asked", async (t) => {
  const repository = await waiting(t);
  const place = { cwd: repository.root, env: repository.env };
  assert.equal(await briefInTime(place, 0), undefined);
  assert.deepEqual(asked(repository), []);
  assert.match((await briefInTime(place, 600_000)) ?? "", /^Threat model brief /);
});

test("a refusal waits for no brief", async (t) => {
  const repository = await waiting(t);
  const { status, stderr } = await guardRequest("claude", commit(repository, "-n"), {
    cwd: "/",
    env: repository.env,
  });
  assert.equal(status, 2);
  assert.match(stderr, /^instride: refused: git commit -n skips git hooks/);
  assert.deepEqual(asked(repository), []);
});

test("a folder that is no repository, or can't be read, has no brief", async () => {
  assert.equal(await briefInTime({ cwd: "/nowhere", env: {} }, 600_000), undefined);
});
