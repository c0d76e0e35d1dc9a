import assert from "node:assert/strict";
import { test } from "node:test";
import { makeHistory } from "../support/example-history.ts";
import { newRepository } from "../support/repository.ts";

test("The example history holds every kind of commit, is in step at its end, and its clone tells the same cost", async (t) => {
  const repository = await newRepository(t);
  await makeHistory(repository, 14);
  assert.equal((await repository.instride("verify", "HEAD")).status, 0);
  await repository.git("clone", "-q", repository.root, "clone");
  const cost = async (folder: string) => {
    const ran = await repository.instride("cost", "--by", "mode", "--json", "--repo", folder);
    return JSON.parse(ran.stdout) as {
      rows: { key: string; records: number }[];
      total: { records: number; cost: { usd?: number }; ratio?: { value: number } };
      commits: number;
    };
  };
  const [here, there] = [await cost("."), await cost("clone")];
  assert.deepEqual(there.rows, here.rows);
  assert.deepEqual(
    here.rows.map(({ key }) => key),
    ["carried", "in-session", "rules", "same-context"],
  );
  assert.ok(here.commits >= 14);
  assert.ok((here.total.cost.usd ?? 0) > 0);
  assert.ok((here.total.ratio?.value ?? 0) > 1);
});
