import assert from "node:assert/strict";
import { test } from "node:test";
import { isBot, personOf, samePerson } from "../../src/evidence/person.ts";

test("services and coding agents are told from people", () => {
  for (const text of [
    "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
    "Claude <noreply@anthropic.com>",
    "ci-bot <x@example.test>",
    "GitHub Actions <a@b.test>",
    "Jo <dependabot@example.test>",
    "copilot",
  ])
    assert.ok(isBot(personOf(text)), text);
  for (const text of [
    "Ada <ada@example.test>",
    "Claude Monet <claude@monet.test>",
    "Abbott <abbott@example.test>",
    "Robot Jones <jones@example.test>",
    "Devin Smith <devin@example.test>",
  ])
    assert.ok(!isBot(personOf(text)), text);
});

test("people are the same by address; by name only where one has none", () => {
  assert.ok(samePerson(personOf("Ada <ADA@example.test>"), personOf("A. L. <ada@example.test>")));
  assert.ok(!samePerson(personOf("Ada <ada@example.test>"), personOf("Ada <ada@other.test>")));
  assert.ok(samePerson(personOf("Ada"), personOf("ada <ada@example.test>")));
  assert.ok(!samePerson(personOf(""), personOf("")));
});
