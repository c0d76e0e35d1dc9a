import assert from "node:assert/strict";
import { test } from "node:test";
import { readBlobs } from "../../src/git/blobs.ts";
import { indexListing } from "../../src/git/index-listing.ts";
import { openRepository } from "../../src/git/repository.ts";
import { git } from "../../src/git/run.ts";
import { listIndex, listWorktree } from "../../src/git/trees.ts";
import { ChangedMeanwhile } from "../../src/git/worktree-blobs.ts";
import { newRepository } from "../support/repository.ts";

test("a listing that git made a moment ago is read as one that is asked for", async (t) => {
  const made = await newRepository(t, { installed: false });
  made.write("src/a b.ts", "export const a = 1;\n");
  made.write("src/\u00fc.ts", "");
  await made.git("add", "-A");
  made.write("src/intended.ts", "export const b = 2;\n");
  await made.git("add", "-N", "src/intended.ts");
  const repository = await openRepository(made.root, made.env);
  const { stdout } = await git(repository, indexListing);
  const asked = await listIndex(repository);
  assert.deepEqual(await listIndex(repository, [], stdout), asked);
  assert.deepEqual(
    asked.entries.map(({ path }) => path).filter((path) => path.startsWith("src/")),
    ["src/a b.ts", "src/\u00fc.ts"],
  );
});

test("of a listing that is given, git is not asked again", async (t) => {
  const made = await newRepository(t, { installed: false });
  const repository = await openRepository(made.root, made.env);
  const oid = "0123456789012345678901234567890123456789";
  const listed = Buffer.from(`100644 ${oid} 0\tgiven.ts\x00100644 ${oid} 2\ttorn.ts\x00`);
  assert.deepEqual(await listIndex(repository, [], listed), {
    entries: [{ path: "given.ts", mode: "100644", oid }],
    conflicted: ["torn.ts"],
  });
});

test("a look at the work tree stores nothing; reading a blob stores that one, as git add would", async (t) => {
  const made = await newRepository(t, { installed: false });
  await made.git("config", "core.autocrlf", "input");
  made.write("secret.txt", "marker-42\n");
  made.write("notes #1.txt", "one\r\ntwo\r\n");
  const repository = await openRepository(made.root, made.env);
  const stored = async (oid: string): Promise<boolean> =>
    (await git(repository, ["cat-file", "-e", oid], { allow: [1] })).status === 0;
  const { entries } = await listWorktree(repository);
  const oidOf = (end: string): string => entries.find(({ path }) => path.endsWith(end))?.oid as string;
  const [secret, notes] = [oidOf("secret.txt"), oidOf('notes \\0431.txt"')];
  assert.deepEqual([await stored(secret), await stored(notes)], [false, false]);
  const read = await readBlobs(repository, [notes]);
  assert.equal(read.get(notes)?.toString("utf8"), "one\ntwo\n");
  assert.deepEqual([await stored(secret), await stored(notes)], [false, true]);
});

test("a file that was written since the look is not read as what it was, nor as nothing", async (t) => {
  const made = await newRepository(t, { installed: false });
  made.write("a.txt", "before\n");
  const repository = await openRepository(made.root, made.env);
  const { entries } = await listWorktree(repository);
  const oid = entries.find(({ path }) => path === "a.txt")?.oid as string;
  made.write("a.txt", "after\n");
  await assert.rejects(readBlobs(repository, [oid]), (error) => {
    assert.ok(error instanceof ChangedMeanwhile);
    assert.equal(error.path, "a.txt");
    return true;
  });
});
