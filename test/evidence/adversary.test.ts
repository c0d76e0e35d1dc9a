// Whoever has something to hide: packages that were edited with care, and machines that were set up to see other things.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type EvidenceOptions, evidence } from "../../src/commands/evidence.ts";
import { evidenceVerify } from "../../src/commands/evidence-verify.ts";
import { UserError } from "../../src/commands/outcome.ts";
import { type Manifest, makeManifest, printManifest } from "../../src/evidence/manifest.ts";
import type { StoredEvidence } from "../../src/evidence/package.ts";
import { newRepository } from "../support/repository.ts";
import { filesIn } from "./files.ts";
import { beginHistory } from "./planted.ts";
import type { SignedHistory } from "./signed-history.ts";

interface Scene {
  readonly history: SignedHistory;
  readonly folder: string;
}

/** Two reviewed changes and an unsigned one between v1 and v2. */
const scene = async (t: TestContext): Promise<Scene> => {
  const repository = await newRepository(t, { installed: false });
  const history = await beginHistory(repository);
  await history.filler("One\n\nReviewed-by: Bob <bob@example.test>");
  await history.filler("=cmd|' /C calc'!A0", { key: null });
  await history.filler("Three");
  await repository.git("tag", "v2");
  const folder = mkdtempSync(join(tmpdir(), "instride-adversary-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return { history, folder };
};

const make = async ({ history, folder }: Scene, name: string, more: Partial<EvidenceOptions> = {}) => {
  const out = join(folder, name);
  const context = history.context({ SOURCE_DATE_EPOCH: "1906502400" });
  const outcome = await evidence(context, {
    range: "v1..v2",
    allowedSigners: ".instride/allowed-signers",
    timestampRequest: false,
    framework: [],
    json: false,
    out,
    ...more,
  });
  const stored: StoredEvidence = JSON.parse(readFileSync(join(out, "evidence.json"), "utf8"));
  return { out, outcome, stored, evidence: stored.evidence, said: context.stdout.text };
};

const check = async (
  { history }: Scene,
  folder: string,
  more: { key?: string; repository?: string } = {},
) => {
  const context = history.context();
  const outcome = await evidenceVerify(context, { folder, filesOnly: false, json: false, ...more });
  return { outcome, said: context.stdout.text };
};

/** Writes a manifest that fits whatever the folder holds now. */
const reseal = (out: string): void => {
  const old = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Manifest;
  const files = new Map(
    filesIn(out)
      .filter((path) => path !== "manifest.json")
      .map((path) => [path, readFileSync(join(out, path))]),
  );
  writeFileSync(join(out, "manifest.json"), printManifest(makeManifest(old, files)));
};

test("a gap that is taken out of a package whose digests all fit is named", async (t) => {
  const at = await scene(t);
  const { out, stored } = await make(at, "p");
  assert.equal((await check(at, out)).outcome, "clean");
  const gaps = stored.evidence.gaps.filter(({ kind }) => kind !== "unsigned");
  assert.equal(gaps.length, stored.evidence.gaps.length - 1);
  writeFileSync(
    join(out, "evidence.json"),
    `${JSON.stringify({ ...stored, evidence: { ...stored.evidence, gaps } }, undefined, 1)}\n`,
  );
  reseal(out);
  const { outcome, said } = await check(at, out);
  assert.equal(outcome, "findings");
  assert.match(said, /the package lacks gap .*unsigned/);
  // The documents still say it: they no longer fit the data.
  assert.match(said, /evidence\.json does not say what git says/);
});

test("a document that says something else than the data is named", async (t) => {
  const at = await scene(t);
  const { out } = await make(at, "p");
  const page = readFileSync(join(out, "index.html"), "utf8");
  writeFileSync(join(out, "index.html"), page.replace("Unsigned commits", "Nothing to see"));
  reseal(out);
  const { outcome, said } = await check(at, out);
  assert.equal(outcome, "findings");
  assert.match(said, /FAIL {2}documents: 1 problem\n {6}index\.html does not say what git says/);
});

test("a package is signed by a PEM or an SSH key, and by no other", async (t) => {
  const at = await scene(t);
  const { out } = await make(at, "ssh", { signKey: at.history.keyFile("ada") });
  const trusted = `${at.history.keyFile("ada")}.pub`;
  const { outcome, said } = await check(at, out, { key: trusted });
  assert.equal(outcome, "clean", said);
  assert.match(said, /signer: the key of ada@example\.test, an allowed signer of the base revision/);
  assert.equal((await check(at, out, { key: `${at.history.keyFile("bob")}.pub` })).outcome, "findings");

  const pem = join(at.folder, "key.pem");
  await at.history.repository.run("openssl", ["genpkey", "-algorithm", "ed25519", "-out", pem]);
  const signed = await make(at, "pem", { signKey: pem });
  assert.equal((await check(at, signed.out)).outcome, "clean");
  // Without its envelope a signed package is no unsigned one.
  rmSync(join(signed.out, "manifest.dsse.json"));
  assert.match((await check(at, signed.out)).said, /manifest\.dsse\.json is missing/);
  const unsigned = await make(at, "unsigned");
  assert.equal((await check(at, unsigned.out, { key: trusted })).outcome, "findings");
});

test("what this machine replaces, configures or attributes changes nothing", async (t) => {
  const at = await scene(t);
  const { repository } = at.history;
  const before = await make(at, "before");
  const unsigned = (await repository.git("rev-list", "v1..v2")).split("\n")[1] as string;
  const fake = await at.history.commit("A harmless title", {
    tree: await repository.git("rev-parse", `${unsigned}^{tree}`),
    parents: [await repository.git("rev-parse", `${unsigned}^`)],
    move: false,
  });
  await repository.git("replace", unsigned, fake);
  assert.equal(await repository.git("log", "-1", "--format=%s", unsigned), "A harmless title");
  for (const [name, value] of [
    ["gpg.ssh.allowedSignersFile", join(at.folder, "everybody")],
    ["gpg.ssh.program", "true"],
    ["log.showSignature", "true"],
    ["diff.noprefix", "true"],
    ["diff.renames", "copies"],
    ["i18n.logOutputEncoding", "UTF-16"],
    ["log.mailmap", "true"],
  ] as const)
    await repository.git("config", name, value);
  repository.write(".git/info/attributes", "* -diff\n");
  repository.write(".mailmap", "Nobody <nobody@example.test> <ada@example.test>\n");
  const after = await make(at, "after");
  assert.deepEqual(after.evidence, before.evidence);
  assert.equal((await check(at, before.out)).outcome, "clean");
});

test("allowed signers and policy are those of START, not those of the change", async (t) => {
  const repository = await newRepository(t, { installed: false });
  const history = await beginHistory(repository);
  const eve = readFileSync(`${history.keyFile("eve")}.pub`, "utf8");
  repository.write(".instride/allowed-signers", `ada@example.test ${eve}`);
  await history.filler("Let Eve sign", { key: "eve" });
  await repository.git("tag", "v2");
  const folder = mkdtempSync(join(tmpdir(), "instride-adversary-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { evidence: found } = await make({ history, folder }, "p");
  assert.equal(found.rows[0]?.signature.verdict, "unknown-key");
  assert.ok(
    found.gaps.some(({ kind, path }) => kind === "settings-changed" && path === ".instride/allowed-signers"),
  );
});

test("a merge with its parents swapped does not hide the branch", async (t) => {
  const repository = await newRepository(t, { installed: false });
  const history = await beginHistory(repository);
  const base = await repository.git("rev-parse", "HEAD");
  const side = await history.commit("On a side branch", { move: false });
  await history.filler("On main, one");
  await repository.git("tag", "-f", "v1");
  const main = await history.filler("On main, two");
  // The side branch merges main, and main is moved there.
  await history.commit("Merge main", { parents: [side, main] });
  await repository.git("tag", "v2");
  const folder = mkdtempSync(join(tmpdir(), "instride-adversary-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { evidence: found } = await make({ history, folder }, "p");
  assert.equal(found.gaps[0]?.kind, "start-off-chain");
  assert.deepEqual(found.rows.map(({ title }) => title).sort(), [
    "Merge main",
    "On a side branch",
    "On main, two",
  ]);
  assert.notEqual(base, main);
});

test("a period follows the one before, or says that it does not", async (t) => {
  const at = await scene(t);
  const { repository } = at.history;
  const first = await make(at, "first");
  await at.history.filler("Four");
  await repository.git("tag", "v3");
  const next = await make(at, "next", { range: "v2..v3", previous: first.out });
  assert.ok(!next.evidence.gaps.some(({ kind }) => kind === "period-gap" || kind === "history-rewritten"));
  assert.equal((await check(at, next.out)).outcome, "clean");
  const late = await make(at, "late", { range: "v2~1..v3", previous: first.out });
  assert.match(
    late.evidence.gaps.find(({ kind }) => kind === "period-gap")?.what ?? "",
    /0 commits in neither, 1 in both/,
  );
});

test("dates name no period, and a shallow clone gives no package", async (t) => {
  const at = await scene(t);
  const fails = (range: string): Promise<unknown> => assert.rejects(make(at, "never", { range }), UserError);
  await fails("2030-01-01..2030-02-01");
  await fails("main@{yesterday}..main");
  await fails("v2");
  await fails("v2..v2");
  const shallow = join(at.folder, "shallow");
  await at.history.repository.git(
    "clone",
    "-q",
    "--depth",
    "2",
    `file://${at.history.repository.root}`,
    shallow,
  );
  await at.history.repository.run("git", ["fetch", "-q", "--depth", "2", "origin", "tag", "v2"], {
    cwd: shallow,
  });
  const context = { ...at.history.context(), cwd: shallow };
  await assert.rejects(
    evidence(context, {
      range: "HEAD~1..HEAD",
      allowedSigners: ".instride/allowed-signers",
      timestampRequest: false,
      framework: [],
      json: false,
      out: join(at.folder, "no"),
    }),
    /shallow/,
  );
});

test("a title that is a formula is text in CSV and page", async (t) => {
  const at = await scene(t);
  const { out } = await make(at, "p");
  assert.match(readFileSync(join(out, "population.csv"), "utf8"), /,'=cmd\|' \/C calc'!A0,/);
});
