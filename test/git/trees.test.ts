import assert from "node:assert/strict";
import { test } from "node:test";
import { indexListing } from "../../src/git/index-listing.ts";
import { openRepository } from "../../src/git/repository.ts";
import { git } from "../../src/git/run.ts";
import { listIndex } from "../../src/git/trees.ts";
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
