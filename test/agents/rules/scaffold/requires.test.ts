import assert from "node:assert/strict";
import { test } from "node:test";
import { requiresOf } from "../../../../src/agents/rules/scaffold/requires.ts";

test("only plain words for nobody make an entry point public", () => {
  for (const cell of [
    undefined,
    "",
    "none",
    "`public`",
    "—",
    "No authentication",
    "public (limited at the gateway)",
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
  for (const cell of ["?", "TBD", "session?", "see below", "…", "session; TBD", "x".repeat(500)])
    assert.equal(requiresOf(cell), "denied", cell);
});
