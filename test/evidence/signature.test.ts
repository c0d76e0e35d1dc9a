// The traps of git's own verdicts, seen on git 2.39.5, against what a package makes of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAllowedSigners, speaksFor } from "../../src/evidence/allowed-signers.ts";
import { judgeSignature, type SignedCommit } from "../../src/evidence/signature.ts";

const key = "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const file = `# people
ada@example.test,a.l@example.test namespaces="git",valid-before="20300201Z" ssh-ed25519 ${key} Ada

not an entry
`;
const allowed = parseAllowedSigners(file);
const fingerprint = allowed[0]?.fingerprint ?? "";
const ada = { name: "Ada", email: "ada@example.test" };
const bob = { name: "Bob", email: "bob@example.test" };
const inTime = Date.UTC(2030, 0, 10) / 1000;
const late = Date.UTC(2030, 2, 1) / 1000;

const commit = (over: Partial<SignedCommit> = {}): SignedCommit => ({
  author: ada,
  committer: ada,
  committed: inTime,
  floor: inTime,
  ...over,
});
const good = { state: "G", signer: "ada@example.test", fingerprint, present: true };
const verdict = (
  seen: Partial<typeof good>,
  over: Partial<SignedCommit> = {},
  signers: typeof allowed | undefined = allowed,
): string => judgeSignature({ ...good, ...seen }, signers, commit(over)).verdict;

test("the file is read line by line, with principals, options and times", () => {
  assert.equal(allowed.length, 1);
  assert.deepEqual(allowed[0]?.principals, ["ada@example.test", "a.l@example.test"]);
  assert.equal(allowed[0]?.validBefore, Date.UTC(2030, 1, 1) / 1000);
  assert.match(fingerprint, /^SHA256:[A-Za-z0-9+/]{43}$/);
});

test("an allowed key counts for its own people alone", () => {
  assert.equal(verdict({}), "good");
  assert.equal(verdict({}, { author: bob, committer: ada }), "good");
  assert.equal(verdict({}, { author: { name: "Ada", email: "A.L@example.test" }, committer: bob }), "good");
  assert.equal(verdict({}, { author: bob, committer: bob }), "wrong-signer");
  assert.equal(verdict({}, { author: { name: "Ada", email: "" }, committer: bob }), "wrong-signer");
});

test("a date that is forged into the key's time is no help", () => {
  assert.equal(verdict({}, { committed: inTime, floor: late }), "expired-key");
  assert.equal(verdict({ state: "U" }, { committed: late, floor: late }), "expired-key");
});

test("git's letters other than G are never good", () => {
  assert.equal(verdict({ state: "U", fingerprint: "SHA256:other" }), "unknown-key");
  assert.equal(verdict({ state: "B" }), "bad");
  assert.equal(verdict({ state: "R" }), "revoked");
  assert.equal(verdict({ state: "X" }), "expired-key");
  assert.equal(verdict({ state: "E" }), "uncheckable");
  assert.equal(verdict({ state: "N", present: false }), "none");
  assert.equal(verdict({ state: "N", present: true }), "uncheckable");
  assert.equal(judgeSignature({ ...good, state: "U" }, undefined, commit()).verdict, "uncheckable");
  assert.equal(verdict({ fingerprint: "0123456789ABCDEF" }), "uncheckable");
});

test("principals may be patterns, and a pattern may exclude", () => {
  assert.ok(speaksFor(["*@example.test"], "ada@EXAMPLE.test"));
  assert.ok(!speaksFor(["*@example.test", "!eve@*"], "eve@example.test"));
  assert.ok(!speaksFor(["a.a@example.test"], "axa@example.test"));
  assert.ok(!speaksFor(["*"], ""));
});
