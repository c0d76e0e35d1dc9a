import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryWithComponent } from "../support/component.ts";
import type { TestRepository } from "../support/repository.ts";

const threat = {
  title: "Whoever reads the log of the database sees notes",
  scenario:
    "An operator turns the statement log on; every insert is written to it with its values. Whoever reads the log reads the notes of all people.",
  weakness: ["CWE-532"],
  code: ["src/notes/server.ts#createNote"],
  severity: {
    level: "medium",
    reason:
      "Who: operators of the log store. Needs: statement logging. Gets: all new notes. Detected by: nobody.",
  },
  status: "open",
  check: "Look for log_statement in the settings of the database.",
};

interface Model {
  readonly map: { readonly stores: Readonly<Record<string, unknown>> };
}

const storeOf = async (repository: TestRepository): Promise<string> => {
  const model = JSON.parse((await repository.instride("show", "notes", "--json")).stdout) as Model;
  return Object.keys(model.map.stores)[0] as string;
};

const submit = (repository: TestRepository, operations: unknown, ...more: string[]) =>
  repository.run(process.execPath, [repository.cli, "submit", "--agent", "claude", "--file", "-", ...more], {
    input: JSON.stringify({ component: "notes", operations }),
  });

test("what an agent came to know of a component in step is staged at once, with a record of its own", async (t) => {
  const repository = await repositoryWithComponent(t);
  const element = await storeOf(repository);
  const add = { op: "add", element, category: "information-disclosure", threat };
  const ran = await submit(repository, [add]);
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.stdout, /^staged for notes, whose code did not change/);
  const staged = (await repository.git("diff", "--cached", "--name-only")).split("\n");
  assert.deepEqual(
    staged.map((path) => path.replace(/[0-9a-f]{12}/, "ID")),
    [".instride/records/notes/ID.json", "specs/notes.threats.md", "specs/notes.threats.yaml"],
  );
  await repository.git("commit", "-qm", "Note what the statement log shows");
  assert.match(
    await repository.git("log", "-1", "--format=%(trailers)"),
    /^Threat-Model: notes [0-9a-f]{12}/,
  );
  const record = JSON.parse(await repository.git("show", `HEAD:${staged[0]}`));
  assert.equal(record.mode, "in-session");
  assert.equal(record.agent, "claude");
  assert.equal(record.threats.added.length, 1);
  assert.deepEqual(record.claims, {});
  assert.ok(record.usage[0].output > 0 && record.usage[0].estimated);
  assert.equal((await repository.instride("verify", "HEAD")).status, 0);
  assert.equal(await repository.git("status", "--porcelain"), "");
});

test("a change of the map alone has its record too, and what changes nothing stages nothing", async (t) => {
  const repository = await repositoryWithComponent(t);
  const element = await storeOf(repository);
  const put = { op: "put", section: "stores", id: element, value: { description: "Statement log off" } };
  assert.equal((await submit(repository, [put])).status, 0);
  const staged = await repository.git("diff", "--cached", "--name-only");
  assert.match(staged, /^\.instride\/records\/notes\//);
  await repository.git("commit", "-qm", "Say what the store logs");
  const again = await submit(repository, [{ op: "no-change", about: [], reason: "looked again" }], "--json");
  assert.deepEqual(JSON.parse(again.stdout).staged, []);
  assert.equal(await repository.git("status", "--porcelain"), "");
});

test("a wrong answer stages nothing, and a component that is out of step is asked by its brief", async (t) => {
  const repository = await repositoryWithComponent(t);
  const element = await storeOf(repository);
  const bad = await submit(repository, [
    {
      op: "add",
      element,
      category: "information-disclosure",
      threat: { ...threat, code: ["src/gone.ts#x"] },
    },
  ]);
  assert.equal(bad.status, 1);
  assert.match(bad.stdout, /not taken; nothing was changed/);
  assert.equal(await repository.git("status", "--porcelain"), "");
  const unnamed = await repository.run(process.execPath, [repository.cli, "submit", "--file", "-"], {
    input: JSON.stringify({ operations: [] }),
  });
  assert.match(unnamed.stdout, /no brief is open; expected the id of a component/);
  repository.write(
    "src/notes/server.ts",
    `${repository.read("src/notes/server.ts")}export const more = fetch("https://example.test/");\n`,
  );
  const stale = await submit(repository, [{ op: "no-change", about: [], reason: "nothing" }]);
  assert.equal(stale.status, 1, stale.said);
  assert.equal(await repository.git("diff", "--cached", "--name-only"), "");
});

test("an unstaged edit of the model by its author stays, and has the new threat merged in", async (t) => {
  const repository = await repositoryWithComponent(t);
  const element = await storeOf(repository);
  const path = "specs/notes.threats.yaml";
  repository.write(path, `# Ada reads this\n${repository.read(path)}`);
  const add = { op: "add", element, category: "information-disclosure", threat };
  const ran = await submit(repository, [add]);
  assert.equal(ran.status, 0, ran.said);
  assert.match(repository.read(path), /^# Ada reads this/);
  assert.match(repository.read(path), /Whoever reads the log/);
  assert.doesNotMatch(await repository.git("show", `:${path}`), /Ada/);
});
