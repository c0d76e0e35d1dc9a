import assert from "node:assert/strict";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { JSDOM } from "jsdom";
import { writeComponent } from "../support/component.ts";
import { newRepository } from "../support/repository.ts";

const textOf = (page: string): string =>
  new JSDOM(page).window.document.body.textContent.replace(/\s+/g, " ");

test("the page of a repository says where each component stands, and what its history and cost are", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  const first = await repository.git("rev-parse", "HEAD");
  const ran = await repository.instride("report", "--html", "-o", "out.html");
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.stderr, /wrote out\.html/);
  const page = repository.read("out.html");
  const text = textOf(page);
  assert.match(text, /In step ?yes/);
  assert.match(text, /History: 1 commit/);
  assert.ok(text.includes(first.slice(0, 10)));
  assert.match(page, /<svg class="dfd"/);
  assert.match(text, /By component/);
  const { rows } = JSON.parse((await repository.instride("cost", "--json")).stdout);
  assert.ok(text.includes(`notes${rows[0].records}`), "the cost of the page is that of instride cost");

  const again = await repository.instride("report", "notes", "-o", "-");
  assert.equal(again.stdout, page, "the one component is the whole repository");
});

test("--at shows the models as they stood, with the history that led there", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  const then = await repository.git("rev-parse", "HEAD");
  repository.write("src/notes/more.ts", "export const more = 1;\n");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "A commit that came later");
  const before = await repository.instride("report", "--at", then, "-o", "-");
  assert.equal(before.status, 0, before.said);
  assert.doesNotMatch(before.stdout, /A commit that came later/);
  const now = await repository.instride("report", "--at", "HEAD", "-o", "-");
  assert.match(now.stdout, /A commit that came later/);
});

test("a merge stands in the history once, and the commits that it brought do not", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  await repository.git("checkout", "-qb", "topic");
  repository.write("src/notes/more.ts", "export const more = 1;\n");
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "On the topic");
  await repository.git("checkout", "-q", "main");
  await repository.git("merge", "-q", "--no-ff", "-m", "Bring the topic in", "topic");
  const { stdout } = await repository.instride("report", "-o", "-");
  assert.match(stdout, /Bring the topic in/);
  assert.doesNotMatch(stdout, /On the topic/);
});

test("before the first commit the index is reported on, without history and cost", async (t) => {
  const repository = await newRepository(t, { installed: false });
  repository.write("instride.config.json", "{}\n");
  repository.write("specs/a.md", "---\nid: a\ntitle: A\ntargets: [src/**]\n---\n\n# A\n");
  await repository.git("add", "-A");
  const ran = await repository.instride("report", "-o", "-");
  assert.equal(ran.status, 0, ran.said);
  const text = textOf(ran.stdout);
  assert.match(text, /before the first commit/);
  assert.match(text, /No threat model that can be read/);
  assert.match(text, /No commit has touched it yet/);
});

test("what can't be reported on is said, with what to do", async (t) => {
  const repository = await newRepository(t, { installed: false });
  const bare = await repository.instride("report");
  assert.equal(bare.status, 2);
  assert.match(bare.stderr, /no instride\.config\.json/);
  repository.write("instride.config.json", "{}\n");
  await repository.git("add", "-A");
  const empty = await repository.instride("report");
  assert.equal(empty.status, 2);
  assert.match(empty.stderr, /instride new/);
});

test("a link under the page's name is replaced, and what it leads to stays as it is", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  const precious = join(repository.home, "precious");
  writeFileSync(precious, "mine");
  symlinkSync(precious, join(repository.root, "instride-report.html"));
  const ran = await repository.instride("report");
  assert.equal(ran.status, 0, ran.said);
  assert.equal(readFileSync(precious, "utf8"), "mine");
  assert.match(repository.read("instride-report.html"), /^<!doctype html>/);
});

test("an unknown component, revision or folder is an error that says what there is", async (t) => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  for (const [args, said] of [
    [["report", "note"], /did you mean notes/],
    [["report", "--at", "nowhere"], /unknown revision 'nowhere'/],
    [["report", "-o", "src"], /cannot write 'src': it is no file/],
    [["report", "-o", "no/such/folder.html"], /cannot write 'no\/such\/folder\.html'/],
  ] as const) {
    const ran = await repository.instride(...args);
    assert.equal(ran.status, 2, ran.said);
    assert.match(ran.stderr, said);
  }
});
