import assert from "node:assert/strict";
import { test } from "node:test";
import { writeComponent } from "../support/component.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

interface Printed {
  readonly rows: readonly {
    key: string;
    records: number;
    ratio?: number;
    totals: { output: number };
    cost: { usd?: number; unknown?: string };
  }[];
  readonly records: readonly { record: string; mode: string; size?: { model: number } }[];
}

const cost = async (repository: TestRepository, ...args: string[]): Promise<Printed> => {
  const ran = await repository.instride("cost", "--json", ...args);
  assert.equal(ran.status, 0, ran.said);
  return JSON.parse(ran.stdout) as Printed;
};

/** An in-session answer for what is staged. */
const answer = async (repository: TestRepository): Promise<void> => {
  const ran = await repository.run(
    process.execPath,
    [repository.cli, "submit", "--agent", "scripted", "--file", "-"],
    {
      input: JSON.stringify({
        component: "notes",
        operations: [{ op: "no-change", about: [], reason: "a constant that nothing uses yet" }],
      }),
    },
  );
  assert.equal(ran.status, 0, ran.said);
};

const history = async (t: Parameters<typeof newRepository>[0]): Promise<TestRepository> => {
  const repository = await newRepository(t);
  await writeComponent(repository);
  for (const name of ["a", "b"]) {
    repository.write(`src/notes/${name}.ts`, `export const ${name} = 1;\n`);
    await repository.git("add", "-A");
    await answer(repository);
    await repository.git("commit", "-qm", name);
  }
  return repository;
};

test("every record of the history is counted once, by mode, and the total is what the rows add up to", async (t) => {
  const repository = await history(t);
  const { rows, records } = await cost(repository, "--by", "mode");
  assert.deepEqual(
    rows.map(({ key, records: count }) => [key, count]),
    [
      ["in-session", 2],
      ["rules", 1],
      ["total", 3],
    ],
  );
  assert.equal(new Set(records.map((record) => record.record)).size, 3);
  assert.equal(rows[0]?.totals.output, rows[2]?.totals.output);
});

test("an agent without a price costs an unknown amount, never nothing, and is compared at the reference's prices", async (t) => {
  const repository = await history(t);
  const { rows } = await cost(repository, "--by", "agent");
  const scripted = rows.find((row) => row.key === "scripted");
  assert.equal(scripted?.cost.usd, undefined);
  assert.match(scripted?.cost.unknown ?? "", /no price for model 'scripted'/);
  assert.ok((scripted?.ratio ?? 0) > 1);
});

test("a squash merge loses no spend, and gc counts each record once", async (t) => {
  const repository = await history(t);
  const before = await cost(repository);
  await repository.git("checkout", "-q", "-b", "squashed", "HEAD~2");
  await repository.git("merge", "-q", "--squash", "main");
  await repository.git("commit", "-qm", "a and b");
  const squashed = await cost(repository);
  assert.deepEqual(squashed.rows.at(-1)?.totals, before.rows.at(-1)?.totals);
  await repository.instride("gc");
  await repository.git("commit", "-qm", "Fold records");
  const folded = await cost(repository);
  assert.deepEqual(
    [folded.rows.at(-1)?.records, folded.rows.at(-1)?.totals],
    [3, before.rows.at(-1)?.totals],
  );
  const onlyFold = await cost(repository, "HEAD~1..HEAD");
  assert.equal(onlyFold.rows.at(-1)?.records, 3);
});

test("an unknown range is a clear error", async (t) => {
  const repository = await newRepository(t);
  const ran = await repository.instride("cost", "nowhere..HEAD");
  assert.equal(ran.status, 2);
  assert.match(ran.said, /unknown range 'nowhere\.\.HEAD'/);
});

test("CSV neutralises what a spreadsheet would run", async (t) => {
  const repository = await history(t);
  repository.write("src/notes/c.ts", "export const c = 1;\n");
  await repository.git("add", "-A");
  await answer(repository);
  await repository.git("-c", "user.name==cmd()", "commit", "-qm", "c", "--author", "=cmd() <x@example.test>");
  const ran = await repository.instride("cost", "--by", "author", "--csv");
  assert.match(ran.stdout, /^'=cmd\(\),/m);
});
