// A commit whose change is answered by a fork of the developer's session, through real hooks and the stand-in.

import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryWithComponent } from "../../support/component.ts";
import type { Ran, TestRepository } from "../../support/repository.ts";
import { forkSession, reply, StandIn } from "./stand-in.ts";

const session = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const skip = process.platform === "win32" ? "the stand-in is a script with a shebang" : false;

const configure = (repository: TestRepository): void => {
  const config = JSON.parse(repository.read("instride.config.json")) as Record<string, unknown>;
  repository.write(
    "instride.config.json",
    `${JSON.stringify({ ...config, agent: "claude-code", "claude-code": { "timeout-seconds": 30 } }, undefined, 2)}\n`,
  );
};

const edit = (repository: TestRepository): void => {
  repository.write(
    "src/notes/server.ts",
    repository
      .read("src/notes/server.ts")
      .replace('createNote(person, "note")', 'createNote(person, "other note")'),
  );
};

const commit = (repository: TestRepository, standIn: StandIn, env: Record<string, string>): Promise<Ran> =>
  repository.run("git", ["commit", "-qam", "Change the note"], {
    env: { INSTRIDE_CLAUDE_COMMAND: standIn.command, ...env },
  });

const newRecord = async (
  repository: TestRepository,
): Promise<{ mode: string; agent: string; usage: unknown[] }> => {
  const paths = await repository.git(
    "show",
    "--name-only",
    "--format=",
    "--diff-filter=A",
    "HEAD",
    "--",
    ".instride",
  );
  return JSON.parse(repository.read(paths)) as Awaited<ReturnType<typeof newRecord>>;
};

test("the fork's answer is committed as resumed-context, with its tokens", { skip }, async (t) => {
  const repository = await repositoryWithComponent(t);
  const standIn = new StandIn(t);
  standIn.acts({
    print: reply({
      operations: [
        {
          op: "no-change",
          about: ["notes"],
          reason: "The text of the note is another; who may write it and where it goes is the same.",
        },
      ],
    }),
  });
  configure(repository);
  edit(repository);
  const ran = await commit(repository, standIn, { CLAUDE_CODE_SESSION_ID: session });
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.said, /notes: claude-code answered from a fork of your session: 912 new, 41,000 cached/);
  const record = await newRecord(repository);
  assert.equal(record.mode, "resumed-context");
  assert.equal(record.agent, "claude-code");
  assert.equal(record.usage.length, 1);
  const committed = await repository.git("show", "HEAD");
  for (const id of [session, forkSession])
    assert.doesNotMatch(committed, new RegExp(id), "session ids are private");
  assert.equal(standIn.start?.cwd, repository.root);
  assert.equal(standIn.start?.env["GIT_INDEX_FILE"], undefined);
});

test("a session noted for the work tree is forked when the commit is made elsewhere", { skip }, async (t) => {
  const repository = await repositoryWithComponent(t);
  const standIn = new StandIn(t);
  standIn.acts({ print: "" });
  configure(repository);
  repository.write(".git/instride/session.json", JSON.stringify({ session_id: session }));
  edit(repository);
  await commit(repository, standIn, {});
  assert.equal(standIn.start?.args[2], session);
});

test("without an answer the rules agent answers, which is said in one line, and nothing spent is lost", {
  skip,
}, async (t) => {
  const repository = await repositoryWithComponent(t);
  const standIn = new StandIn(t);
  standIn.acts({
    print: reply(undefined, { subtype: "error_max_budget_usd", is_error: true }),
    exit: 1,
  });
  configure(repository);
  edit(repository);
  const ran = await commit(repository, standIn, { CLAUDE_CODE_SESSION_ID: session });
  assert.equal(ran.status, 0, ran.said);
  assert.match(
    ran.said,
    /^instride: notes: claude-code did not answer \(the budget of max-usd was used up\); the rules agent answers instead$/m,
  );
  const record = await newRecord(repository);
  assert.equal(record.mode, "rules");
  assert.equal(record.usage.length, 1);
});
