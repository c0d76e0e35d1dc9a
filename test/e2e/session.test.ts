// A coding agent goes the whole way: edit, commit, brief, submit, commit. Its environment and commands are the real
// ones; only its answers are scripted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateTokens } from "../../src/cost/estimate.ts";
import { writeComponent } from "../support/component.ts";
import { newRepository, type Ran, type TestRepository } from "../support/repository.ts";

const agent = { CLAUDECODE: "1" };

const edit = `
export const removeNote = async (person: string, id: string): Promise<void> => {
  await pool.query("delete from notes where person = $1 and id = $2", [person, id]);
};

server.on("request", async (request, response) => {
  if (request.method === "DELETE" && request.url === "/notes/one") {
    await removeNote(requireSession(request.headers.authorization), "one");
    response.writeHead(204).end();
  }
});
`;

const tokens = (text: string, language: string): number =>
  estimateTokens(text, { language, generation: "v5" }).tokens;

const commitAsAgent = (repository: TestRepository): Promise<Ran> =>
  repository.run("git", ["commit", "-qm", "Remove notes"], { env: agent });

const submit = (repository: TestRepository, answer: unknown): Promise<Ran> =>
  repository.run(process.execPath, [repository.cli, "submit", "--file", "-"], {
    env: agent,
    input: JSON.stringify(answer),
  });

const prepared = async (
  t: Parameters<typeof newRepository>[0],
): Promise<{ repository: TestRepository; brief: string; id: string; process: string }> => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  repository.write("src/notes/server.ts", repository.read("src/notes/server.ts") + edit);
  await repository.git("add", "-A");
  const stopped = await commitAsAgent(repository);
  assert.equal(stopped.status, 1, stopped.said);
  const id = /Threat model brief ([0-9a-f]{12}): notes/.exec(stopped.said)?.[1];
  const process = /^ {2}(\S+): spoofing, tampering, repudiation/m.exec(stopped.said)?.[1];
  assert.ok(id !== undefined && process !== undefined, stopped.said);
  return { repository, brief: stopped.said, id, process };
};

const rightAnswer = (id: string, process: string): { brief: string; operations: unknown[] } => ({
  brief: id,
  operations: [
    {
      op: "put",
      section: "entry-points",
      id: "delete-notes-one",
      value: {
        name: "DELETE /notes/one",
        process,
        from: ["browser"],
        authentication: "session token",
        authorization: "the row is selected by the session's person",
        code: ["src/notes/server.ts#removeNote"],
      },
    },
    {
      op: "add",
      element: process,
      category: "repudiation",
      threat: {
        title: "A note deleted with a copied session leaves no trace",
        scenario:
          "Someone who has copied a session token calls `DELETE /notes/one`. removeNote deletes the row and writes nothing about it. The owner misses the note and nobody can tell who removed it, or that it was there.",
        weakness: ["CWE-778"],
        assets: [],
        "entry-points": ["delete-notes-one"],
        code: ["src/notes/server.ts#removeNote"],
        severity: {
          level: "low",
          reason:
            "Who: whoever holds one copied session. Needs: one call. Gets: one note gone. Noticed by: its owner.",
        },
        status: "open",
        check: "Delete a note and look for a record of it.",
        next: "Mark rows as deleted, with time and session, for 30 days.",
      },
      distinct: "delete",
    },
    {
      op: "no-change",
      about: [process],
      reason:
        "The new route checks the session with requireSession and selects by the session's person, as the others do; it reads no body and returns nothing.",
    },
  ],
});

test("an agent is stopped once with a brief, answers in its session, and its commit goes through in mode in-session", async (t) => {
  const { repository, brief, id, process } = await prepared(t);
  assert.match(brief, /\+ entry:DELETE \/notes\/one/);
  assert.match(brief, /nothing is changed or lost/);
  assert.equal((await repository.git("diff", "--cached", "--name-only")).trim(), "src/notes/server.ts");

  const answer = rightAnswer(id, process);
  const taken = await submit(repository, answer);
  assert.equal(taken.status, 0, taken.said);
  const committed = await commitAsAgent(repository);
  assert.equal(committed.status, 0, committed.said);
  assert.match(committed.said, /notes in step \(in-session\)/);

  const added = (await repository.git("show", "--name-only", "--diff-filter=A", "--format=", "HEAD")).split(
    "\n",
  );
  const record = added.find((path) => path.startsWith(".instride/records/notes/"));
  assert.ok(record);
  const { mode, agent: name, usage, threats } = JSON.parse(repository.read(record));
  assert.deepEqual(
    [mode, name, usage[0].estimated, threats.added.length],
    ["in-session", "claude-code", true, 1],
  );
  assert.doesNotMatch(repository.read(record), /session[-_]?id/i);
  assert.match(repository.read("specs/notes.threats.yaml"), /A note deleted with a copied session/);
  assert.equal((await repository.instride("verify", "HEAD")).status, 0);

  const asked = tokens(brief, "markdown");
  const exchange = asked + tokens(JSON.stringify(answer), "json");
  assert.ok(asked < 1_500, `the brief has about ${asked} tokens`);
  assert.ok(exchange < 2_500, `the exchange has about ${exchange} tokens`);
});

test("a wrong submission comes back with every error at once, and nothing is applied", async (t) => {
  const { repository, id, process } = await prepared(t);
  const refused = await submit(repository, {
    brief: id,
    operations: [
      { op: "retire", id: "S-aaaaa", reason: "no such threat" },
      {
        op: "put",
        section: "entry-points",
        id: "delete-notes-one",
        value: {
          name: "DELETE /notes/one",
          process,
          from: ["browser"],
          code: ["src/notes/server.ts#noSuchFunction"],
        },
      },
      { op: "update", id: "S-ff2bp", set: { acceptance: { by: "me", reason: "fine", on: "2030-01-01" } } },
    ],
  });
  assert.equal(refused.status, 1, refused.said);
  assert.match(refused.said, /operations\[0\]\.id .*unknown-threat/);
  assert.match(refused.said, /operations\[1\].*anchor-not-found/);
  assert.match(refused.said, /operations\[2\].*owned-by-people/);
  assert.match(refused.said, /unanswered-question/);
  assert.equal((await repository.git("diff", "--cached", "--name-only")).trim(), "src/notes/server.ts");
  assert.equal(repository.exists(".git/instride/submissions"), false);
});

test("an entry that nothing supports is refused at the operation that put it", async (t) => {
  const { repository, id, process } = await prepared(t);
  const answer = rightAnswer(id, process);
  const ghost = { op: "put", section: "externals", id: "ghost", value: { name: "Ghost" } };
  const refused = await submit(repository, { ...answer, operations: [...answer.operations, ghost] });
  assert.equal(refused.status, 1, refused.said);
  assert.match(
    refused.said,
    new RegExp(`operations\\[${answer.operations.length}\\] .*statement-unsupported`),
  );
  assert.match(refused.said, /give it a flow/);
});

test("unanswered, the second commit goes through with provisional answers by rules", async (t) => {
  const { repository } = await prepared(t);
  const second = await commitAsAgent(repository);
  assert.equal(second.status, 0, second.said);
  assert.match(second.said, /\(rules, provisional\)/);
  assert.equal((await repository.instride("verify", "HEAD")).status, 0);
});

test("files that change after the answer are asked about again", async (t) => {
  const { repository, id, process } = await prepared(t);
  assert.equal((await submit(repository, rightAnswer(id, process))).status, 0);
  repository.write("src/notes/extra.ts", 'export const probe = () => fetch("https://probe.example.com/");\n');
  await repository.git("add", "-A");
  const again = await commitAsAgent(repository);
  assert.equal(again.status, 1, again.said);
  assert.match(again.said, /outbound:probe\.example\.com/);
});

test("an agent can't accept a risk in a person's name", async (t) => {
  const { repository } = await prepared(t);
  const ran = await repository.run(
    process.execPath,
    [repository.cli, "accept", "S-aaaaa", "--reason", "looks fine"],
    { env: agent },
  );
  assert.equal(ran.status, 2);
  assert.match(ran.said, /a person's decision/);
});
