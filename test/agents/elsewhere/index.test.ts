// Adapters over real refs, notes and files, as the other tools lay them.

import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { describeNote } from "../../../src/agents/elsewhere/git-ai.ts";
import { findContexts, nameOf, readContext } from "../../../src/agents/elsewhere/index.ts";
import { openRepository } from "../../../src/git/repository.ts";
import { newRepository, type TestRepository } from "../../support/repository.ts";

const ulid = "01JABCDEFGHJKMNPQRSTVWXYZ0";
const old = "a3b2c4d5e6f7";

const transcript = `${[
  { type: "user", message: { role: "user", content: "Add POST /notes with key AKIAABCDEFGHIJKLMNOP" } },
  { type: "assistant", message: { role: "assistant", content: [{ type: "text", text: "Session first." }] } },
]
  .map((line) => JSON.stringify(line))
  .join("\n")}\n`;

/** A tree from paths and contents, without touching index or work tree. */
const treeOf = async (
  repository: TestRepository,
  files: Readonly<Record<string, string>>,
): Promise<string> => {
  const index = join(repository.home, "tree-index");
  const env = { GIT_INDEX_FILE: index };
  await repository.run("git", ["read-tree", "--empty"], { env });
  for (const [path, content] of Object.entries(files)) {
    const { stdout } = await repository.run("git", ["hash-object", "-w", "--stdin"], { input: content });
    await repository.run("git", ["update-index", "--add", "--cacheinfo", `100644,${stdout.trim()},${path}`], {
      env,
    });
  }
  return (await repository.run("git", ["write-tree"], { env })).stdout.trim();
};

const commitTree = async (repository: TestRepository, tree: string): Promise<string> =>
  (await repository.git("commit-tree", tree, "-m", "checkpoint")).trim();

const commit = (repository: TestRepository, message: string): Promise<string> =>
  repository.git("commit", "-q", "--allow-empty", "-m", message);

test("an Entire checkpoint is found by its ref and linked to the commit whose trailer names it", async (t) => {
  const repository = await newRepository(t, { installed: false });
  await commit(repository, `Add notes\n\nEntire-Checkpoint: ${ulid}`);
  const tree = await treeOf(repository, {
    "metadata.json": "{}",
    "0/metadata.json": JSON.stringify({ agent: "Claude Code" }),
    "0/transcript.jsonl": transcript,
    "0/full.jsonl": "{}\n",
    "0/prompt.txt": "Add POST /notes",
    "1/prompt.txt": "Now add tests",
    "1/content_hash.txt": "abc",
  });
  const ref = `refs/entire/checkpoints/${ulid.slice(-2)}/${ulid}`;
  await repository.git("update-ref", ref, await commitTree(repository, tree));
  await repository.git("update-ref", "refs/entire/checkpoints/zz/not-an-id", "HEAD");
  const opened = await openRepository(repository.root, repository.env);
  const head = await repository.git("rev-parse", "HEAD");
  assert.deepEqual(await findContexts(opened), [
    { source: "entire", id: ulid, provenance: { where: ref, commit: head } },
  ]);
  assert.deepEqual(await readContext(opened, `entire:${ulid}`), {
    source: "entire",
    id: ulid,
    provenance: { where: ref, commit: head, agent: "Claude Code" },
    text: "user: Add POST /notes with key [aws-access-key removed]\n\nassistant: Session first.\n\nuser: Now add tests",
    cut: 0,
    removed: ["aws-access-key"],
  });
});

test("a checkpoint of the older branch is found by the commit that names it", async (t) => {
  const repository = await newRepository(t, { installed: false });
  await commit(repository, `Add notes\n\nEntire-Checkpoint: ${old}`);
  await commit(repository, "Entire-Checkpoint: ffffffffffff");
  const tree = await treeOf(repository, {
    [`${old.slice(0, 2)}/${old.slice(2)}/metadata.json`]: JSON.stringify({ agent: "Cursor" }),
    [`${old.slice(0, 2)}/${old.slice(2)}/full.jsonl`]: transcript,
  });
  await repository.git("update-ref", "refs/heads/entire/checkpoints/v1", await commitTree(repository, tree));
  const opened = await openRepository(repository.root, repository.env);
  const found = await findContexts(opened);
  assert.deepEqual(found.map(nameOf), [`entire:${old}`]);
  const read = await readContext(opened, `entire:${old}`);
  assert.equal(read?.provenance.agent, "Cursor");
  assert.match(read?.text ?? "", /^user: Add POST \/notes/);
});

test("a git-ai note says who wrote which lines, and keeps ids of conversations to itself", async (t) => {
  const repository = await newRepository(t, { installed: false });
  await commit(repository, "Add notes");
  const note = [
    "src/notes/server.ts",
    "  s_0123456789abcd::t_1 1-20,25",
    "  h_0123456789abcd 21-24",
    '"src/with space.ts"',
    "  s_unknown 3",
    "---",
    JSON.stringify({
      schema_version: "authorship/3.0.0",
      sessions: { s_0123456789abcd: { agent_id: { tool: "claude", id: "private-id", model: "opus" } } },
    }),
  ].join("\n");
  await repository.git("notes", "--ref=ai", "add", "-m", note, "HEAD");
  const opened = await openRepository(repository.root, repository.env);
  const [found] = await findContexts(opened);
  assert.equal(found?.source, "git-ai");
  const read = await readContext(opened, nameOf(found as NonNullable<typeof found>));
  assert.equal(
    read?.text,
    "src/notes/server.ts:\n  lines 1-20,25 by claude opus\n  lines 21-24 by a person\nsrc/with space.ts:\n  lines 3 by an agent",
  );
  assert.equal(read?.provenance.agent, "claude opus");
  assert.doesNotMatch(JSON.stringify(read), /private-id/);
});

test("a git-ai note of an old version still holds what was said", () => {
  const { text } = describeNote(
    `a.ts\n  abc 1\n---\n${JSON.stringify({
      prompts: {
        abc: {
          agent_id: { tool: "cursor" },
          messages: [
            { type: "user", text: "Do it" },
            { type: "assistant", text: "Done" },
          ],
        },
      },
    })}`,
  );
  assert.equal(text, "a.ts:\n  lines 1 by cursor\n\nuser: Do it\nassistant: Done");
  assert.equal(describeNote("").text, "");
  assert.equal(describeNote("---\nnot json").text, "");
});

test("SpecStory histories are listed newest first, and nothing is read through a link", async (t) => {
  const repository = await newRepository(t, { installed: false });
  repository.write(".specstory/history/2026-01-01_10-00-old.md", "# Old\n");
  repository.write(".specstory/history/2026-02-01_10-00-new.md", "# New\nAPI_TOKEN=q8Zk2LmP0xV7tR4wNs\n");
  repository.write(".specstory/history/notes.txt", "no");
  repository.write("outside.md", "secret plans");
  symlinkSync(
    join(repository.root, "outside.md"),
    join(repository.root, ".specstory/history/2026-03-01-link.md"),
  );
  const opened = await openRepository(repository.root, repository.env);
  assert.deepEqual((await findContexts(opened)).map(nameOf), [
    "specstory:2026-02-01_10-00-new.md",
    "specstory:2026-01-01_10-00-old.md",
  ]);
  const read = await readContext(opened, "specstory:2026-02-01_10-00-new.md");
  assert.equal(read?.text, "# New\nAPI_TOKEN=[secret-value removed]\n");
  for (const name of [
    "specstory:2026-03-01-link.md",
    "specstory:../../outside.md",
    "specstory:",
    "nobody:x",
    "entire:../../HEAD",
    "git-ai:0",
    "constructor:x",
  ])
    assert.equal(await readContext(opened, name), undefined, name);
});

test("a linked history folder is not followed", async (t) => {
  const repository = await newRepository(t, { installed: false });
  mkdirSync(join(repository.home, "elsewhere"));
  repository.write(".specstory/x", "");
  symlinkSync(join(repository.home, "elsewhere"), join(repository.root, ".specstory/history"));
  const opened = await openRepository(repository.root, repository.env);
  assert.deepEqual(await findContexts(opened), []);
});

test("a repository without commits, refs or notes has none", async (t) => {
  const repository = await newRepository(t, { installed: false });
  const opened = await openRepository(repository.root, repository.env);
  assert.deepEqual(await findContexts(opened), []);
});

test("context list and show print what was found, for people and for machines", async (t) => {
  const repository = await newRepository(t, { installed: false });
  const none = await repository.instride("context", "list");
  assert.match(none.stdout, /^none found/);
  repository.write(".specstory/history/2026-02-01-new.md", `# New\n\u001b[31mkey AKIAABCDEFGHIJKLMNOP\n`);
  const listed = await repository.instride("context", "list");
  assert.equal(listed.stdout, "specstory:2026-02-01-new.md  .specstory/history/2026-02-01-new.md\n");
  const shown = await repository.instride("context", "show", "specstory:2026-02-01-new.md");
  assert.equal(shown.stdout, "# New\n\ufffd[31mkey [aws-access-key removed]\n");
  assert.match(shown.stderr, /taken out: aws-access-key/);
  const json = await repository.instride("context", "show", "specstory:2026-02-01-new.md", "--json");
  assert.equal(JSON.parse(json.stdout).provenance.where, ".specstory/history/2026-02-01-new.md");
  const missing = await repository.instride("context", "show", "specstory:2026-02-01-old.md");
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /did you mean specstory:2026-02-01-new\.md\?/);
});
