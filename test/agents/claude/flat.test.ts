import assert from "node:assert/strict";
import { test } from "node:test";
import { deltaInput, placed, unfold } from "../../../src/agents/claude/flat.ts";
import { answerTools, authorTools } from "../../../src/agents/claude/tools.ts";
import { parseDelta } from "../../../src/model/parse-delta.ts";
import { checkSchemas } from "../../support/messages-api/strict.ts";
import { finished } from "./desk.ts";
import { fold } from "./fold.ts";

test("a delta survives the flat shape: every operation of a whole model comes back as it was", () => {
  const { operations, problems } = unfold(deltaInput.parse(fold(finished.delta.operations)));
  assert.deepEqual(problems, []);
  const key = (each: unknown): string => JSON.stringify(each);
  const { delta } = parseDelta({ operations });
  const wanted = parseDelta(finished.delta).delta;
  assert.deepEqual(
    [...(delta?.operations ?? [])].map(key).sort(),
    [...(wanted?.operations ?? [])].map(key).sort(),
  );
});

test("all tools together keep within the limits of strict schemas", () => {
  for (const tools of [authorTools(true), authorTools(false), answerTools()])
    assert.doesNotThrow(() => checkSchemas({ tools: tools.map((tool) => ({ ...tool })) }));
});

test("the schemas use only what strict tools support", () => {
  const text = JSON.stringify(authorTools(true));
  for (const word of [
    "$ref",
    "pattern",
    "minLength",
    "minItems",
    "format",
    "oneOf",
    "anyOf",
    "default",
    "$schema",
  ])
    assert.ok(!text.includes(`"${word}":`), word);
});

test("problems name the place in what the model sent", () => {
  const { operations, places } = unfold(
    deltaInput.parse({
      put: [{ section: "flows", id: "a-b", fields: ["name: A to B"] }],
      retire: [{ id: "nope", reason: "r" }],
    }),
  );
  const { problems } = parseDelta({ operations });
  assert.deepEqual(
    placed(problems, places).map(({ path }) => path),
    ["retire[0].id"],
  );
});

test("a line that is no `key: value` is said to be none, and an empty value takes a field away", () => {
  const { operations, problems } = unfold(
    deltaInput.parse({
      put: [
        {
          section: "stores",
          id: "db",
          fields: ["no colon", "boundary:", "code: a.ts#b", "code: c.ts", "covers: store:Postgres"],
        },
      ],
    }),
  );
  assert.deepEqual(
    problems.map(({ path }) => path),
    ["put[0].fields[0]"],
  );
  assert.deepEqual(operations[0]?.["value"], {
    boundary: null,
    code: ["a.ts#b", "c.ts"],
    covers: ["store:Postgres"],
  });
});
