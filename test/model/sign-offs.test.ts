import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyModel } from "../../src/model/empty.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { signOffDigest, signOffsOf } from "../../src/model/sign-offs.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";

const signedBy = (model: ThreatModel, ...names: readonly string[]): ThreatModel => ({
  ...model,
  "sign-offs": Object.fromEntries(
    names.map((name) => [name, { by: name, on: "2031-02-01", digest: signOffDigest(model) }]),
  ),
});

test("a sign-off fits the model that was read, after printing and beside other sign-offs", () => {
  const model = signedBy(emptyModel("notes", "stride"), "Ada", "Ben");
  const read = parseModel("notes.threats.yaml", printModel(model)).model;
  assert.deepEqual(read === undefined ? [] : signOffsOf(read), [
    { by: "Ada", on: "2031-02-01", fits: true },
    { by: "Ben", on: "2031-02-01", fits: true },
  ]);
});

test("whatever changes in the model, the sign-off is for another one", () => {
  const model = signedBy(emptyModel("notes", "stride"), "Ada");
  assert.deepEqual(
    signOffsOf({ ...model, summary: "Keeps notes." }).map(({ fits }) => fits),
    [false],
  );
});
