import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { BlobReader } from "../../src/git/blob-reader.ts";
import {
  type CommitRange,
  changesBetween,
  emptyTree,
  surveyRange,
  walkRange,
} from "../../src/git/history.ts";
import { type LoggedCommit, LogParser } from "../../src/git/log-parser.ts";
import { decodePath } from "../../src/git/paths.ts";
import { openRepository, type Repository } from "../../src/git/repository.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

const open = async (
  t: TestContext,
  initArgs: readonly string[] = [],
): Promise<{ test: TestRepository; repository: Repository }> => {
  const made = await newRepository(t, { installed: false, initArgs });
  return { test: made, repository: await openRepository(made.root, made.env) };
};

const commit = async (
  repository: TestRepository,
  files: Record<string, string | undefined>,
): Promise<string> => {
  for (const [path, content] of Object.entries(files))
    if (content === undefined) repository.remove(path);
    else repository.write(path, content);
  await repository.git("add", "-A");
  await repository.git("commit", "-q", "--allow-empty", "-m", "work");
  return repository.git("rev-parse", "HEAD");
};

const walk = async (
  repository: Repository,
  range: Partial<CommitRange> & { to: string },
): Promise<LoggedCommit[]> => {
  const commits: LoggedCommit[] = [];
  const { batches } = walkRange(repository, { from: undefined, firstParent: false, ...range });
  for await (const batch of batches) commits.push(...batch);
  return commits;
};

test("commits come parents first, each with what it changed against its first parent", async (t) => {
  const { test: made, repository } = await open(t);
  const root = await commit(made, { "a.txt": "1", "b.txt": "1" });
  await made.git("checkout", "-qb", "side");
  const side = await commit(made, { "c.txt": "1" });
  await made.git("checkout", "-q", "main");
  const empty = await commit(made, {});
  const removed = await commit(made, { "a.txt": undefined });
  await made.git("merge", "-q", "--no-edit", "side");
  const merge = await made.git("rev-parse", "HEAD");
  const commits = await walk(repository, { to: merge });
  const shown = new Map(
    commits.map((each) => [each.id, each.changes.map(({ path, entry }) => [path, entry?.mode])]),
  );
  assert.deepEqual(shown.get(root), [
    ["a.txt", "100644"],
    ["b.txt", "100644"],
  ]);
  assert.deepEqual(shown.get(side), [["c.txt", "100644"]]);
  assert.deepEqual(shown.get(empty), []);
  assert.deepEqual(shown.get(removed), [["a.txt", undefined]]);
  assert.deepEqual(shown.get(merge), [["c.txt", "100644"]]);
  const order = commits.map(({ id }) => id);
  for (const { id, parents } of commits)
    for (const parent of parents) assert.ok(order.indexOf(parent) < order.indexOf(id));
  assert.equal(order.at(-1), merge);
  const first = await walk(repository, { to: merge, from: root, firstParent: true });
  assert.deepEqual(
    first.map(({ id }) => id),
    [empty, removed, merge],
  );
  const survey = await surveyRange(repository, { from: undefined, to: merge, firstParent: false });
  assert.equal(survey.commits, 5);
  assert.equal(survey.children.get(root), 2);
  assert.equal(survey.children.get(side), undefined);
});

test("settings of people do not change what is read", async (t) => {
  const { test: made, repository } = await open(t);
  for (const [name, value] of [
    ["log.showRoot", "false"],
    ["diff.renames", "copies"],
    ["log.showSignature", "true"],
    ["log.decorate", "full"],
    ["color.ui", "always"],
    ["log.diffMerges", "separate"],
    ["core.abbrev", "7"],
  ] as const)
    await made.git("config", name, value);
  await commit(made, { "a.txt": "the same content\n" });
  await commit(made, { "a.txt": undefined, "b.txt": "the same content\n" });
  const commits = await walk(repository, { to: "HEAD" });
  assert.deepEqual(
    commits.map(({ changes }) => changes.map(({ path }) => path)),
    [["a.txt"], ["a.txt", "b.txt"]],
  );
  assert.match(commits[0]?.changes[0]?.entry?.oid ?? "", /^[0-9a-f]{40}$/);
});

test("a walk that is slow to be read loses nothing, and one that fails says why", async (t) => {
  const { test: made, repository } = await open(t);
  await commit(made, { "a.txt": "1" });
  const { batches } = walkRange(repository, { from: undefined, to: "HEAD", firstParent: false });
  await new Promise((resolve) => setTimeout(resolve, 200)); // git has ended long before anybody reads
  const commits: LoggedCommit[] = [];
  for await (const batch of batches) commits.push(...batch);
  assert.equal(commits.length, 1);
  await assert.rejects(walk(repository, { to: "nowhere" }), /git log failed/);
});

test("the way from nothing to a tree is its listing, in either object format", async (t) => {
  for (const format of ["sha1", "sha256"]) {
    const { test: made, repository } = await open(t, [`--object-format=${format}`]);
    const head = await commit(made, { "a b.txt": "1", "ä.txt": "2", "new\nline": "3" });
    const changes = await changesBetween(repository, emptyTree(head), head);
    assert.deepEqual(
      changes.map(({ path }) => path).sort(),
      ["a b.txt", decodePath(Buffer.from("new\nline")), "ä.txt"].sort(),
    );
    assert.equal(changes[0]?.entry?.oid.length, head.length);
  }
});

test("many blobs are read in one stream, missing ones are told, repeated ones kept", async (t) => {
  const { test: made, repository } = await open(t);
  const big = "x".repeat(300_000);
  await commit(made, { empty: "", small: "one\ntwo\n", big });
  const ids = await Promise.all(
    ["empty", "small", "big"].map((path) => made.git("rev-parse", `HEAD:${path}`)),
  );
  const missing = "1".repeat(40);
  const reader = new BlobReader(repository);
  const found = await reader.readAll([...ids, missing, ...ids]);
  assert.deepEqual(
    ids.map((id) => found.get(id)?.toString("utf8")),
    ["", "one\ntwo\n", big],
  );
  assert.equal(found.has(missing), false);
  assert.equal((await reader.read(ids[1] as string))?.length, 8);
  const unanswered = reader.read("2".repeat(40));
  reader.close();
  await unanswered.catch((error: Error) => assert.match(error.message, /git cat-file failed/));
});

test("a git that does not know batch commands yet is asked in the older way", async (t) => {
  const { test: made } = await open(t);
  await commit(made, { "a.txt": "1", "b.txt": "2" });
  const ids = await Promise.all(["a.txt", "b.txt"].map((path) => made.git("rev-parse", `HEAD:${path}`)));
  const folder = join(made.home, "bin");
  const real = (await made.run("sh", ["-c", "command -v git"])).stdout.trim();
  mkdirSync(folder);
  const script = `#!/bin/sh\ncase "$*" in *--batch-command*) echo "unknown option" >&2; exit 129 ;; esac\nexec '${real}' "$@"\n`;
  writeFileSync(join(folder, "git"), script);
  chmodSync(join(folder, "git"), 0o755);
  const older = await openRepository(made.root, { ...made.env, PATH: `${folder}:${made.env["PATH"]}` });
  const reader = new BlobReader(older);
  const first = reader.read(ids[0] as string);
  assert.equal((await first)?.toString(), "1");
  assert.equal((await reader.read(ids[1] as string))?.toString(), "2");
  reader.close();
});

test("the log is parsed the same however its bytes are cut into pieces", () => {
  const oid = (digit: string): string => digit.repeat(40);
  const commits: LoggedCommit[] = [
    {
      id: oid("a"),
      parents: [],
      committed: 1,
      changes: [{ path: "x", entry: { mode: "100644", oid: oid("1") } }],
    },
    { id: oid("b"), parents: [oid("a")], committed: 2, changes: [] },
    {
      id: oid("c"),
      parents: [oid("b"), oid("a")],
      committed: 3,
      changes: [
        { path: decodePath(Buffer.from(":odd\nname")), entry: undefined },
        { path: '"\\377"', entry: { mode: "160000", oid: oid("2") } },
      ],
    },
  ];
  const raw = Buffer.concat([
    Buffer.from(`${oid("a")} 1 \0\n:000000 100644 ${oid("0")} ${oid("1")} A\0x\0`),
    Buffer.from(`${oid("b")} 2 ${oid("a")}\0`),
    Buffer.from(
      `${oid("c")} 3 ${oid("b")} ${oid("a")}\0\n:100644 000000 ${oid("1")} ${oid("0")} D\0:odd\nname\0`,
    ),
    Buffer.concat([Buffer.from(`:000000 160000 ${oid("0")} ${oid("2")} A\0`), Buffer.from([0xff, 0])]),
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(raw.length), { maxLength: 12 }), (cuts) => {
      const parser = new LogParser();
      const parsed: LoggedCommit[] = [];
      let start = 0;
      for (const cut of [...cuts, raw.length].sort((a, b) => a - b)) {
        parsed.push(...parser.push(raw.subarray(start, cut)));
        start = cut;
      }
      parsed.push(...parser.end());
      assert.deepEqual(parsed, commits);
    }),
  );
});
