// The whole of it: a history with irregularities, the package made of it, and the package checked on another clone.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type EvidenceOptions, evidence } from "../../src/commands/evidence.ts";
import { evidenceVerify } from "../../src/commands/evidence-verify.ts";
import type { StoredEvidence } from "../../src/evidence/package.ts";
import { newRepository } from "../support/repository.ts";
import { filesIn } from "./files.ts";
import { plantedHistory } from "./planted.ts";
import type { SignedHistory } from "./signed-history.ts";

const options: Omit<EvidenceOptions, "range" | "out"> = {
  allowedSigners: ".instride/allowed-signers",
  asOf: "2030-06-01",
  timestampRequest: true,
  framework: [],
  json: false,
};

const temporary = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "instride-evidence-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const make = async (
  history: SignedHistory,
  out: string,
  more: Partial<EvidenceOptions> = {},
): Promise<StoredEvidence> => {
  const context = history.context({ SOURCE_DATE_EPOCH: "1906502400" });
  await evidence(context, { ...options, range: "v1..v2", out, ...more });
  return JSON.parse(readFileSync(join(out, "evidence.json"), "utf8"));
};

const check = async (
  history: SignedHistory,
  folder: string,
  more: { repository?: string; filesOnly?: boolean; key?: string } = {},
) => {
  const context = history.context();
  const outcome = await evidenceVerify(context, { folder, filesOnly: false, json: false, ...more });
  return { outcome, said: context.stdout.text };
};

test("in 500 commits with planted irregularities the package finds each of them, and nothing else", async (t) => {
  const repository = await newRepository(t, { installed: false });
  const { history, lost, commits } = await plantedHistory(repository, 500);
  assert.equal(commits, 500);
  const folder = temporary(t);
  const out = join(folder, "package");
  const { evidence: found } = await make(history, out, {
    merges: history.writeMerges(),
    previousEnd: lost,
    sample: 5,
    seed: "an auditor's choice",
    signKey: history.keyFile("bob"),
  });
  assert.equal(found.rows.length, 500);
  const ofPeriod = new Set(["history-rewritten", "acceptance-expired", "sign-off-outdated", "merge-missing"]);
  const said = ({ kind, commit = "" }: { kind: string; commit?: string | undefined }): string =>
    `${kind} ${ofPeriod.has(kind) ? "" : commit}`;
  assert.deepEqual([...new Set(found.gaps.map(said))].sort(), [...new Set(history.planted.map(said))].sort());

  const clone = join(folder, "clone");
  await repository.git("clone", "-q", "--no-local", repository.root, clone);
  const { outcome, said: report } = await check(history, out, { repository: clone });
  assert.equal(outcome, "clean", report);
  assert.match(report, /ok {4}history: changes 500/);
});

test("squash, rebase, merge and fast-forward are tied to what was reviewed by tree and patch", async (t) => {
  const repository = await newRepository(t, { installed: false });
  const { history } = await plantedHistory(repository, 0);
  const folder = temporary(t);
  const { evidence: found } = await make(history, join(folder, "package"), { merges: history.writeMerges() });
  const methods = new Map<string, string>();
  for (const { method, by, rows } of found.bindings ?? [])
    methods.set(`${method} by ${by}`, `${rows.length}`);
  assert.equal(methods.get("squash by tree and patch"), "1");
  assert.equal(methods.get("rebase by tree and patch"), "2");
  assert.equal(methods.get("merge by commit"), "1");
  assert.equal(methods.get("fast-forward by commit"), "1");
  assert.equal(methods.get("unbound by nothing"), "1");

  // Made twice, the same bytes.
  await make(history, join(folder, "again"), { merges: history.writeMerges() });
  for (const path of filesIn(join(folder, "package")))
    assert.ok(
      readFileSync(join(folder, "package", path)).equals(readFileSync(join(folder, "again", path))),
      path,
    );

  // A byte of each file in turn.
  const signed = join(folder, "signed");
  await make(history, signed, {
    merges: history.writeMerges(),
    sample: 2,
    seed: "s",
    signKey: history.keyFile("ada"),
  });
  const files = filesIn(signed).map((path) => join(signed, path));
  assert.ok(files.length > 20);
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const at of new Set([0, bytes.length >> 1, bytes.length - 1])) {
      // A change that changes nothing has an empty patch, which can only grow.
      const flipped = bytes.length === 0 ? Buffer.from([1]) : Buffer.from(bytes);
      if (bytes.length > 0) flipped[at] = (flipped[at] as number) ^ 1;
      writeFileSync(file, flipped);
      const { outcome } = await check(history, signed, { filesOnly: true });
      assert.equal(outcome, "findings", `${file} at ${at}`);
    }
    writeFileSync(file, bytes);
  }
  assert.equal((await check(history, signed, { filesOnly: true })).outcome, "clean");

  // A file more, a file less.
  writeFileSync(join(signed, "models/extra.txt"), "");
  assert.match(
    (await check(history, signed, { filesOnly: true })).said,
    /models\/extra\.txt is not in the manifest/,
  );
  rmSync(join(signed, "models/extra.txt"));
  rmSync(join(signed, "population.csv"));
  assert.match((await check(history, signed, { filesOnly: true })).said, /population\.csv is missing/);
});
