import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import type { EntryBody } from "../../src/agents/context/entry.ts";
import {
  contextStore,
  contextsFolder,
  exportToRef,
  fetchContexts,
  importFromRef,
  listContexts,
  loadContext,
  pruneContexts,
  pushContexts,
} from "../../src/git/contexts.ts";
import { openRepository } from "../../src/git/repository.ts";
import { newRepository } from "../support/repository.ts";

const opening = (component = "notes"): EntryBody => ({
  kind: "open",
  opening: {
    component,
    agent: "claude",
    model: "m",
    effort: null,
    frame: "f",
    endpoint: "",
    origin: "generated",
  },
});
const message = (text: string): EntryBody => ({
  kind: "message",
  message: { role: "user", content: [{ type: "text", text }] },
});

const place = async (t: TestContext) => {
  const made = await newRepository(t, { installed: false });
  const repository = await openRepository(made.root, made.env);
  let now = Date.UTC(2030, 0, 1);
  return { made, repository, store: contextStore(repository, () => (now += 1000)) };
};

test("a context is added to, never rewritten, and each state has a digest of its own", async (t) => {
  const { repository, store } = await place(t);
  const first = await store.append("notes", [opening()]);
  const [stored] = await listContexts(repository, "notes");
  const before = readFileSync(stored?.file ?? "", "utf8");
  const second = await store.append("notes", [message("a"), message("b")], first.id);
  assert.ok(readFileSync(stored?.file ?? "", "utf8").startsWith(before));
  assert.notEqual(first.digest, second.digest);
  assert.equal((await store.latest("notes"))?.digest, second.digest);
  assert.deepEqual(
    second.messages.map(({ content }) => content[0]?.["text"]),
    ["a", "b"],
  );
});

test("key order of what the model said is kept, because an echo must be the same bytes", async (t) => {
  const { store } = await place(t);
  const body: EntryBody = {
    kind: "message",
    message: {
      role: "assistant",
      content: [{ type: "tool_use", id: "t", name: "n", input: { z: 1, a: { y: 2, b: 3 } } }],
    },
  };
  const { id } = await store.append("notes", [opening(), body]);
  const context = await store.latest("notes");
  assert.equal(context?.id, id);
  assert.equal(JSON.stringify(context?.messages[0]), JSON.stringify(body.message));
});

test("files are private to their owner", { skip: process.platform === "win32" }, async (t) => {
  const { repository, store } = await place(t);
  await store.append("notes", [opening()]);
  const [stored] = await listContexts(repository, "notes");
  assert.equal(statSync(stored?.file ?? "").mode & 0o777, 0o600);
  assert.equal(statSync(dirname(stored?.file ?? "")).mode & 0o777, 0o700);
});

test("an altered line is found, and the context is not used", async (t) => {
  const { repository, store } = await place(t);
  const { id } = await store.append("notes", [opening(), message("the token is hashed"), message("b")]);
  const file = join(contextsFolder(repository), "notes", `${id}.jsonl`);
  writeFileSync(file, readFileSync(file, "utf8").replace("hashed", "stored"));
  assert.match((await loadContext({ file })).damage ?? "", /line 2 was altered/);
  assert.equal(await store.latest("notes"), undefined);
  await assert.rejects(store.append("notes", [message("c")], id), /damaged/);
});

test("a last line that a crash cut off is no damage, and the next entry follows on the one before", async (t) => {
  const { repository, store } = await place(t);
  const { id } = await store.append("notes", [opening(), message("a")]);
  const file = join(contextsFolder(repository), "notes", `${id}.jsonl`);
  appendFileSync(file, '{"seq":2,"at":"20');
  const context = await store.append("notes", [message("b")], id);
  assert.equal(context.messages.length, 2);
  assert.equal((await loadContext({ file })).damage, undefined);
});

test("many writers at once lose nothing", async (t) => {
  const { store } = await place(t);
  const { id } = await store.append("notes", [opening()]);
  await Promise.all(Array.from({ length: 20 }, (_, n) => store.append("notes", [message(String(n))], id)));
  assert.equal((await store.latest("notes"))?.messages.length, 20);
});

test("the lock of a process that has died is taken over", async (t) => {
  const { repository, store } = await place(t);
  const folder = join(contextsFolder(repository), "notes");
  mkdirSync(folder, { recursive: true });
  const { hostname } = await import("node:os");
  writeFileSync(join(folder, "lock"), `999999999 ${hostname()}`);
  await store.append("notes", [opening()]);
  assert.equal((await listContexts(repository, "notes")).length, 1);
});

test("pruning keeps the newest", async (t) => {
  const { repository, store } = await place(t);
  for (let n = 0; n < 4; n++) {
    await store.append("notes", [opening(), message(String(n))]);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const newest = (await listContexts(repository, "notes"))[0];
  await pruneContexts(repository, "notes", { contexts: 1 });
  assert.deepEqual(
    (await listContexts(repository, "notes")).map(({ id }) => id),
    [newest?.id],
  );
});

test("a component's name can't lead out of the folder", async (t) => {
  const { store } = await place(t);
  for (const name of ["../x", "a/b", "", "."])
    await assert.rejects(async () => store.append(name, [opening(name)]));
});

test("contexts travel through a remote without credentials, and can be resumed there but not continued", async (t) => {
  const one = await place(t);
  const other = await place(t);
  const secret = `ghp_${"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}`;
  const decision: EntryBody = { kind: "decision", decision: { about: "x", decision: "y", why: "z" } };
  const { id } = await one.store.append("notes", [opening(), message(`key ${secret}`), decision]);
  const remote = join(one.made.root, "..", "remote.git");
  await one.made.git("init", "-q", "--bare", remote);
  assert.equal(await exportToRef(one.repository, "notes"), "refs/instride/contexts/notes");
  await pushContexts(one.repository, remote, ["notes"]);
  assert.deepEqual(await fetchContexts(other.repository, remote), ["notes"]);
  assert.deepEqual(await importFromRef(other.repository, "notes"), [id]);
  assert.deepEqual(await importFromRef(other.repository, "notes"), []);
  const context = await other.store.latest("notes");
  assert.equal(context?.decisions.length, 1);
  assert.match(context?.sealed ?? "", /another machine/);
  assert.ok(!JSON.stringify(context).includes(secret));
});
