import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryWithComponent } from "../support/component.ts";

test("commands that look at the work tree leave a stray file out of git's object database", async (t) => {
  const repository = await repositoryWithComponent(t);
  repository.write("stray.txt", "marker-42\n");
  repository.write("src/notes/server.ts", "export const changed = 1;\n");
  const oid = await repository.git("hash-object", "stray.txt");
  for (const args of [
    ["lint"],
    ["status"],
    ["brief"],
    ["brief", "notes", "--json"],
    ["new", "other"],
    ["generate", "notes", "--dry-run"],
  ]) {
    const ran = await repository.instride(...args);
    assert.ok(ran.status < 2, `${args.join(" ")}: ${ran.said}`);
    const there = await repository.tryGit("cat-file", "-e", oid);
    assert.notEqual(there.status, 0, args.join(" "));
  }
});
