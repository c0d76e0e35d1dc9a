import assert from "node:assert/strict";
import { test } from "node:test";
import { writeComponent } from "../support/component.ts";
import { startMessagesServer } from "../support/messages-api/server.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

interface Row {
  readonly key: string;
  readonly records: number;
  readonly commits: number;
  readonly compared: number;
  readonly ratio?: { readonly value: number; readonly low: number; readonly high: number };
  readonly totals: { readonly input: number; readonly output: number };
  readonly cost: { readonly usd?: number; readonly known: number; readonly unknown?: readonly string[] };
}

interface Printed {
  readonly rows: readonly Row[];
  readonly total: Row;
  readonly commits: number;
  readonly repositories: readonly string[];
  readonly methods: Readonly<Record<string, number>>;
  readonly prices: readonly { model: string; asOf: string; source: string; rates: object }[];
  readonly records: readonly {
    record: string;
    mode: string;
    commit: string;
    reconstruction?: { input: { tokens: number; low: number; high: number }; method: string };
  }[];
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
  const { rows, total, records, commits } = await cost(repository, "--by", "mode");
  assert.deepEqual(
    rows.map(({ key, records: count }) => [key, count]),
    [
      ["in-session", 2],
      ["rules", 1],
    ],
  );
  assert.equal(new Set(records.map((record) => record.record)).size, 3);
  assert.equal(rows[0]?.totals.output, total.totals.output);
  assert.deepEqual([total.records, total.commits, commits], [3, 3, 4]);
});

test("an agent without a price costs an unknown amount, never nothing, and is compared at the reference's prices", async (t) => {
  const repository = await history(t);
  const { rows } = await cost(repository, "--by", "agent");
  const scripted = rows.find((row) => row.key === "scripted");
  assert.equal(scripted?.cost.usd, undefined);
  assert.deepEqual(scripted?.cost.unknown, ["no price for model 'scripted'"]);
  assert.ok((scripted?.ratio?.value ?? 0) > 1);
  const text = await repository.instride("cost", "--by", "agent");
  assert.match(text.stdout, /^scripted .* unknown /m);
  assert.match(text.stderr, /never counted as nothing: no price for model 'scripted'/);
});

test("a squash merge loses no spend, and gc counts each record once", async (t) => {
  const repository = await history(t);
  const before = await cost(repository);
  await repository.git("checkout", "-q", "-b", "squashed", "HEAD~2");
  await repository.git("merge", "-q", "--squash", "main");
  await repository.git("commit", "-qm", "a and b");
  const squashed = await cost(repository);
  assert.deepEqual(squashed.total.totals, before.total.totals);
  assert.equal(squashed.total.compared, 3);
  await repository.instride("gc");
  await repository.git("commit", "-qm", "Fold records");
  const folded = await cost(repository);
  assert.deepEqual([folded.total.records, folded.total.totals], [3, before.total.totals]);
  assert.equal(folded.total.compared, 3, "the commits that added the records tell what they would have cost");
  assert.equal((await cost(repository, "HEAD~1..HEAD")).total.records, 0, "folding spends nothing");
});

test("records that were folded on a branch and squashed, or before a shallow clone begins, are still counted", async (t) => {
  const repository = await history(t);
  const before = await cost(repository);
  await repository.git("checkout", "-q", "-b", "folding");
  await repository.instride("gc");
  await repository.git("commit", "-qm", "Fold records");
  await repository.git("checkout", "-q", "-b", "squashed", "main~2");
  await repository.git("merge", "-q", "--squash", "folding");
  await repository.git("commit", "-qm", "a and b, folded");
  const squashed = await cost(repository);
  assert.deepEqual([squashed.total.records, squashed.total.totals], [3, before.total.totals]);
  assert.equal(squashed.total.compared, 1, "what a folded record's tree was is not known");
  await repository.git("clone", "-q", "--depth", "1", `file://${repository.root}`, "clone");
  const ran = await repository.instride("cost", "--json", "--repo", "clone");
  const shallow = JSON.parse(ran.stdout) as Printed;
  assert.deepEqual([shallow.total.records, shallow.total.totals], [3, before.total.totals]);
  assert.match(ran.stderr, /clone is a shallow clone/);
});

test("merges count what their branches added once, at the commits that added it", async (t) => {
  const repository = await history(t);
  await repository.git("checkout", "-q", "-b", "side", "HEAD~1");
  repository.write("src/notes/d.ts", "export const d = 1;\n");
  await repository.git("add", "-A");
  await answer(repository);
  await repository.git("commit", "-qm", "d");
  await repository.git("checkout", "-q", "main");
  await repository.git("merge", "-q", "--no-ff", "-m", "Merge side", "side");
  const { total, rows } = await cost(repository, "--by", "commit");
  assert.deepEqual([total.records, rows.length], [4, 4]);
  const merge = await repository.git("rev-parse", "HEAD");
  assert.ok(rows.every(({ key }) => key !== merge));
});

test("several repositories are counted together, and a clone of one of them adds nothing", async (t) => {
  const one = await history(t);
  const two = await history(t);
  two.write("src/notes/z.ts", "export const z = 3;\n");
  await two.git("add", "-A");
  await answer(two);
  await two.git("commit", "-qm", "z");
  await one.git("clone", "-q", one.root, "copy");
  const both = await cost(
    one,
    "--by",
    "repository",
    "--repo",
    one.root,
    "--repo",
    "copy",
    "--repo",
    two.root,
  );
  // Both histories begin with the same contents, so their first records are the same ones.
  assert.deepEqual(both.rows.map(({ records }) => records).sort(), [1, 3]);
  assert.equal(both.repositories.length, 3);
});

test("prices of the settings, LiteLLM's file and --prices count, in this order; the page's prices carry their day", async (t) => {
  const repository = await history(t);
  const litellm = { scripted: { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 } };
  const config = JSON.parse(repository.read("instride.config.json")) as Record<string, unknown>;
  const settings = async (prices: unknown): Promise<void> => {
    repository.write("instride.config.json", JSON.stringify({ ...config, prices }));
    await repository.git("add", "instride.config.json");
  };
  repository.write("prices.json", JSON.stringify(litellm));
  await settings({ file: "prices.json", "file-as-of": "2026-11-20" });
  const { total, prices } = await cost(repository);
  const expected = (total.totals.input * 1 + total.totals.output * 2) / 1e6;
  assert.ok(Math.abs((total.cost.usd ?? 0) - expected) < 1e-9);
  assert.deepEqual(
    prices.filter(({ model }) => model === "scripted"),
    [
      {
        model: "scripted",
        asOf: "2026-11-20",
        source: "LiteLLM prices in prices.json",
        rates: { input: 1, output: 2 },
      },
    ],
  );
  await settings({ models: { scripted: { input: 0, output: 4, "as-of": "2026-11-21" } } });
  assert.ok(
    Math.abs(((await cost(repository)).total.cost.usd ?? 0) - (total.totals.output * 4) / 1e6) < 1e-9,
  );
  await settings({});
  const named = await cost(repository, "--prices", "prices.json");
  assert.ok(Math.abs((named.total.cost.usd ?? 0) - expected) < 1e-9);
  await settings({ file: "gone.json" });
  const gone = await repository.instride("cost");
  assert.equal(gone.status, 2);
  assert.match(gone.said, /cannot read 'gone\.json', which prices\.file names/);
  repository.write("bad.json", "[]");
  assert.match(
    (await repository.instride("cost", "--prices", "bad.json")).said,
    /expected a JSON object of models/,
  );
  assert.match(
    (await repository.instride("cost", "--reference", "nobody", "--prices", "prices.json")).said,
    /no price for model 'nobody'/,
  );
});

test("tokens of the counterfactual are estimated with a band; a key lets the provider count them, once", async (t) => {
  const repository = await history(t);
  const estimated = await cost(repository);
  assert.deepEqual(estimated.methods, { o200k: 3 });
  const { input } = estimated.records[0]?.reconstruction ?? assert.fail();
  assert.ok(input.low < input.tokens && input.tokens < input.high);
  const refused = await repository.instride("cost", "--count-tokens");
  assert.equal(refused.status, 2);
  assert.match(refused.said, /no key is set/);
  const server = await startMessagesServer({ countTokens: (text) => text.length });
  t.after(() => server.close());
  Object.assign(repository.env, { ANTHROPIC_API_KEY: "test-key", ANTHROPIC_BASE_URL: server.url });
  const counted = await cost(repository, "--count-tokens");
  assert.deepEqual(counted.methods, { counted: 3 });
  const exact = counted.records[0]?.reconstruction?.input ?? assert.fail();
  assert.equal(exact.low, exact.high);
  const asked = server.requests.length;
  assert.ok(asked > 0 && server.requests.every(({ path }) => path === "/v1/messages/count_tokens"));
  await cost(repository, "--count-tokens");
  assert.equal(server.requests.length, asked);
});

test("where nothing is committed yet, or no record was made, that is said, on a page too", async (t) => {
  const repository = await newRepository(t, { installed: false });
  const before = await repository.instride("cost");
  assert.equal(before.status, 0, before.said);
  assert.match(before.stdout, /no record was added in HEAD: nothing was spent/);
  await repository.git("commit", "-q", "--allow-empty", "-m", "Begin");
  await repository.git("clone", "-q", "--bare", repository.root, "bare.git");
  const bare = await repository.instride("cost", "--repo", "bare.git", "--html", "cost.html");
  assert.equal(bare.status, 0, bare.said);
  assert.match(repository.read("cost.html"), /No record was added in HEAD/);
  const nowhere = await repository.instride("cost", "--html", "no/folder/cost.html");
  assert.equal(nowhere.status, 2);
  assert.match(nowhere.said, /cannot write 'no\/folder\/cost\.html'/);
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
  const [head = "", ...lines] = ran.stdout.trim().split(/\r?\n/);
  assert.equal(head.split(",")[0], "author");
  for (const line of lines) assert.ok(line.split(",").length >= head.split(",").length);
});
