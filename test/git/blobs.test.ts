import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readBlobs, writeBlobs } from "../../src/git/blobs.ts";
import { openRepository } from "../../src/git/repository.ts";
import { newRepository } from "../support/repository.ts";

test("blobs come back as they were written, in their order, and nothing else is left", async (t) => {
  const made = await newRepository(t, { installed: false });
  const repository = await openRepository(made.root, made.env);
  const contents = ["one\r\n", "", "three", "one\r\n"].map((text) => Buffer.from(text));
  const oids = await writeBlobs(repository, contents);
  assert.equal(oids[1], "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  assert.equal(oids[0], oids[3]);
  const read = await readBlobs(repository, oids);
  assert.deepEqual(
    oids.map((oid) => read.get(oid)),
    contents,
  );
  assert.deepEqual(await writeBlobs(repository, contents.slice(2, 3)), [oids[2]]);
  const local = join(made.root, ".git/instride");
  assert.deepEqual(existsSync(local) ? readdirSync(local) : [], []);
});

test("filters of the repository do not touch what is written", async (t) => {
  const made = await newRepository(t, { installed: false });
  made.write(".gitattributes", "* text eol=lf\n");
  await made.git("config", "core.autocrlf", "true");
  const repository = await openRepository(made.root, made.env);
  const [first, second] = await writeBlobs(repository, [Buffer.from("a\r\n"), Buffer.from("b\r\n")]);
  assert.equal(await made.git("cat-file", "-s", first as string), "3");
  assert.equal(await made.git("cat-file", "-s", second as string), "3");
});
