// What is judged for others believes nothing that this clone stored.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { FileObservation } from "../../src/model/observation.ts";
import { code, repositoryWithComponent } from "../support/component.ts";

test("facts that were emptied in the cache hide a call from status, and from no verify", async (t) => {
  const repository = await repositoryWithComponent(t);
  const path = "src/notes/server.ts";
  repository.write(path, `${code}\nexport const tell = () => fetch("https://collector.example/notes");\n`);
  await repository.git("add", "-A");
  const oid = await repository.git("rev-parse", `:${path}`);
  const folder = join(repository.root, ".git/instride/cache");
  const name = readdirSync(folder).find((each) => each.startsWith("observed-notes-")) as string;
  const cache = JSON.parse(readFileSync(join(folder, name), "utf8")) as Record<string, FileObservation>;
  const known = Object.entries(cache).find(([key]) => key.endsWith(` ${path}`)) as [string, FileObservation];
  cache[`${oid} ${path}`] = known[1];
  writeFileSync(join(folder, name), JSON.stringify(cache));
  await repository.git("commit", "-qm", "Tell somebody");

  const status = await repository.instride("status");
  assert.doesNotMatch(status.said, /collector\.example/);
  for (const args of [
    ["verify"],
    ["verify", "HEAD"],
    ["verify", "HEAD~..HEAD", "--every-commit", "--full"],
  ]) {
    const ran = await repository.instride(...args);
    assert.equal(ran.status, 1, `${args.join(" ")}: ${ran.said}`);
    assert.match(ran.said, /collector\.example/);
  }
  const believed = await repository.instride("verify", "--cache");
  assert.doesNotMatch(believed.said, /collector\.example/);

  await repository.git("init", "-q", "--bare", join(repository.home, "origin.git"));
  const pushed = await repository.tryGit("push", join(repository.home, "origin.git"), "main");
  assert.notEqual(pushed.status, 0);
  assert.match(pushed.said, /collector\.example/);
});
