// The tip of a history is judged in other threads: real ones here, and each answer is held to what this thread says.

import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ComponentLoader } from "../../src/commands/component-at.ts";
import { JudgePool, threadsFor } from "../../src/commands/judge-pool.ts";
import { headReader } from "../../src/commands/spec-heads.ts";
import { type TipComponents, tipComponents } from "../../src/commands/tip-components.ts";
import { BlobReader } from "../../src/git/blob-reader.ts";
import { Cache } from "../../src/git/cache.ts";
import { openRepository, type Repository } from "../../src/git/repository.ts";
import { listCommit } from "../../src/git/trees.ts";
import type { Finding } from "../../src/model/finding.ts";
import { isCode } from "../../src/observe/languages.ts";
import type { SweptComponent } from "../../src/pairing/sweep.ts";
import { type History, newHistory, sweepOf } from "./histories.ts";

const names = Array.from({ length: 11 }, (_, at) => `service-${String(at).padStart(2, "0")}`);

const day = "2030-06-01";

/** Twelve components in step, then a commit that went past the hooks and leaves some of them out of step. */
const manyComponents = async (t: Parameters<typeof newHistory>[0]): Promise<History> => {
  const history = await newHistory(t);
  const { repository } = history;
  const spec = repository.read("specs/notes.md");
  for (const name of names) {
    repository.write(
      `specs/${name}.md`,
      spec.replace("id: notes", `id: ${name}`).replace("src/notes/**", `src/${name}/**`),
    );
    repository.write(`src/${name}/server.ts`, repository.read("src/notes/server.ts"));
  }
  await history.commit("More services");
  for (const name of names.slice(0, 3)) repository.write(`src/${name}/more.ts`, "export const more = 1;\n");
  for (const name of names.slice(2, 5))
    repository.write(
      `specs/${name}.threats.yaml`,
      repository.read(`specs/${name}.threats.yaml`).replace(/session/i, "visit"),
    );
  repository.write(`specs/${names[6]}.threats.yaml`, "nothing: [of the kind\n");
  repository.write(`.instride/records/${names[7]}/0123456789ab.json`, "{}\n");
  await history.commit("In a hurry", "past the hooks");
  return history;
};

const tipOf = async (history: History): Promise<TipComponents & { repository: Repository }> => {
  const context = history.context();
  const repository = await openRepository(context.cwd, context.env);
  const reader = new BlobReader(repository);
  try {
    const reads = {
      blobs: (oids: readonly string[]) => reader.readAll(oids),
      heads: headReader(await Cache.open(repository, "heads")),
      isCode,
    };
    return { repository, ...(await tipComponents(await listCommit(repository, "HEAD"), reads)) };
  } finally {
    reader.close();
  }
};

test("threads say of a tip with findings what this thread says, in the same order", async (t) => {
  const history = await manyComponents(t);
  const alone = await sweepOf(history, { full: false, threads: 0 });
  assert.deepEqual(
    names.filter((name) => alone.tip.some(({ at }) => at.path.includes(name))),
    [...names.slice(0, 5), names[6], names[7]],
  );
  for (const threads of [1, 3]) assert.deepEqual(await sweepOf(history, { full: false, threads }), alone);
  assert.deepEqual(
    await sweepOf(history, { full: true, threads: 2 }),
    await sweepOf(history, { full: true, threads: 0 }),
  );
});

test("a tip whose settings can't be read says so with threads and without", async (t) => {
  const history = await manyComponents(t);
  history.repository.write("instride.config.json", "{ specs\n");
  await history.commit("Broken settings", "past the hooks");
  const alone = await sweepOf(history, { full: false, threads: 0 });
  assert.equal(alone.configured, false);
  assert.ok(alone.tip.some(({ code }) => code === "bad-config"));
  assert.deepEqual(await sweepOf(history, { full: false, threads: 1 }), alone);
});

test("the components of a listing are those that the sweep arrives at", async (t) => {
  const history = await manyComponents(t);
  const { components } = await tipOf(history);
  assert.deepEqual(
    components.map(({ spec }) => spec.id),
    ["notes", ...names],
  );
  const [notes] = components;
  assert.deepEqual([...(notes?.inputs.keys() ?? [])], ["specs/notes.md", "src/notes/server.ts"]);
  assert.equal(notes?.records.size, 1);
  assert.ok(notes.model !== undefined && notes.readable !== undefined);
});

/** Judges here, and counts what it was asked for. */
const counting = (repository: Repository, { config }: TipComponents) => {
  const reader = new BlobReader(repository);
  const loader = new ComponentLoader(reader);
  const judged: string[] = [];
  return {
    judged,
    close: () => reader.close(),
    judge: async (component: SweptComponent): Promise<readonly Finding[]> => {
      judged.push(component.spec.id);
      return (await loader.judge(component, config, day)).findings;
    },
  };
};

test("what a thread fails at is judged here", async (t) => {
  const history = await manyComponents(t);
  const tip = await tipOf(history);
  const { repository, config, components } = tip;
  const here = counting(repository, tip);
  const alone = new JudgePool(repository, 0);
  alone.begin(components, config, day);
  const expected = await alone.finish(here.judge);
  assert.equal(here.judged.length, components.length);
  // git can't be started in a folder that is not there.
  const pool = new JudgePool({ ...repository, cwd: join(repository.root, "gone") }, 2);
  pool.begin(components, config, day);
  const again = counting(repository, tip);
  const found = await pool.finish(again.judge);
  pool.stop();
  assert.deepEqual([...again.judged].sort(), components.map(({ spec }) => spec.id).sort());
  assert.deepEqual(new Map([...found].sort()), new Map([...expected].sort()));
  here.close();
  again.close();
});

test("a thread judges all by itself while this one waits, and an error of this one is thrown", async (t) => {
  const history = await manyComponents(t);
  const { repository, config, components } = await tipOf(history);
  const pool = new JudgePool(repository, 1);
  pool.begin(components.slice(0, 8), config, day); // as many as a thread has at a time
  const found = await pool.finish(() => assert.fail("nothing is left to judge here"));
  assert.equal(found.size, 8);
  pool.stop();
  const broken = new JudgePool(repository, 0);
  broken.begin(components, config, day);
  await assert.rejects(
    broken.finish(() => Promise.reject(new Error("no such blob"))),
    /no such blob/,
  );
});

test("few components start no thread, and many no more than there are cores to spare", () => {
  assert.equal(threadsFor(19), 0);
  assert.ok(threadsFor(10_000) <= Math.min(4, Math.max(0, availableParallelism() - 1)));
});
