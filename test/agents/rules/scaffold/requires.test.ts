import assert from "node:assert/strict";
import { test } from "node:test";
import { requiresOf } from "../../../../src/agents/rules/scaffold/requires.ts";

test("only plain words for nobody make an entry point public", () => {
  for (const cell of [
    undefined,
    "none",
    "`public`",
    "—",
    "No authentication",
    "public (limited at the gateway)",
    "none (rate-limited by the proxy)",
    "none (the token is the proof)",
    "n/a",
  ])
    assert.equal(requiresOf(cell), "public", cell);
  for (const cell of [
    "none for insiders, session otherwise",
    "public key",
    "openid",
    "no session cookie, but a key",
  ])
    assert.notEqual(requiresOf(cell), "public", cell);
});

test("a requirement keeps the spec's words", () => {
  assert.equal(requiresOf("Session"), "session");
  assert.equal(requiresOf("role `admin`"), "role admin");
  assert.equal(requiresOf("Requires: API key."), "api key");
  assert.equal(requiresOf("session; role admin"), "session, role admin");
  assert.equal(requiresOf("session; -"), "session");
});

test("a cell that cannot be read closes the entry point", () => {
  for (const cell of ["", "?", "TBD", "session?", "see below", "…", "session; TBD", "x".repeat(500)])
    assert.equal(requiresOf(cell), "denied", cell);
});

test("words for nobody with a remark that may say who may call close the entry point", () => {
  for (const cell of [
    "public (admins only)",
    "none (role admin)",
    "public (rate-limited, admins only)",
    "none (limited to staff)",
    "none (signed URL)",
    "public (the owner is asked)",
    "none (",
    "none; public (admins only)",
  ])
    assert.equal(requiresOf(cell), "denied", cell);
});

test("a remark on a requirement stays with it", () => {
  assert.equal(requiresOf("session (owner; support)"), "session (owner; support)");
  assert.equal(requiresOf("session (rate-limited)"), "session");
});
