import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sweepLocal } from "../../src/git/local.ts";

const day = 24 * 3600;

test("a sweep takes what killed processes and old versions left, and nothing else", async () => {
  const folder = mkdtempSync(join(tmpdir(), "instride-local-"));
  try {
    const made = (name: string, daysAgo: number): void => {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), "{}");
      const then = Date.now() / 1000 - daysAgo * day;
      utimesSync(join(folder, name), then, then);
    };
    made("cache/specs-0.1.0.json", 31);
    made("cache/specs-0.2.0.json", 29);
    made(`cache/specs-0.2.0.json.${process.pid}.0123abcd.tmp`, 0);
    made("cache/specs-0.2.0.json.999999999.0123abcd.tmp", 0);
    made("submissions/notes.json", 400);
    made("ledger.json", 400);
    await sweepLocal(folder);
    assert.deepEqual(readdirSync(join(folder, "cache")).sort(), [
      "specs-0.2.0.json",
      `specs-0.2.0.json.${process.pid}.0123abcd.tmp`,
    ]);
    assert.deepEqual(readdirSync(join(folder, "submissions")), ["notes.json"]);
    assert.ok(readdirSync(folder).includes("ledger.json"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
