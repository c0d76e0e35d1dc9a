import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { parse } from "yaml";
import { printModel } from "../../src/model/yaml.ts";
import { anyModel } from "./arbitraries.ts";
import { anyDelta } from "./deltas.ts";
import { exampleModel } from "./example.ts";

const names = ["config.schema.json", "controls.schema.json", "delta.schema.json", "threat-model.schema.json"];
const validator = (name: string) =>
  new Ajv2020({ strict: true, strictTypes: false }).compile(
    JSON.parse(readFileSync(join("schemas", name), "utf8")),
  );

test("the published schemas are what the sources say", () => {
  const folder = mkdtempSync(join(tmpdir(), "schemas-"));
  try {
    const compiled = fileURLToPath(new URL("../../src", import.meta.url));
    execFileSync(process.execPath, ["scripts/schemas.mjs", folder], {
      env: { ...process.env, DIST: compiled },
    });
    assert.deepEqual(readdirSync(folder).sort(), names);
    for (const name of names)
      assert.equal(
        readFileSync(join("schemas", name), "utf8").replaceAll("\r\n", "\n"),
        readFileSync(join(folder, name), "utf8"),
        `${name}: run \`npm run build && node scripts/schemas.mjs\``,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("every schema says what it is for", () => {
  for (const name of names) {
    const { $schema, title, description } = JSON.parse(readFileSync(join("schemas", name), "utf8"));
    assert.equal($schema, "https://json-schema.org/draft/2020-12/schema");
    assert.ok(title.length > 0 && description.length > 0);
  }
});

test("printed models are valid for editors", () => {
  const isValid = validator("threat-model.schema.json");
  fc.assert(
    fc.property(anyModel, (model) => {
      assert.ok(isValid(parse(printModel(model))), JSON.stringify(isValid.errors));
    }),
    { numRuns: 50 },
  );
});

test("editors are told of unknown fields, bad ids and missing reasons", () => {
  const isValid = validator("threat-model.schema.json");
  const broken = (from: string, to: string): boolean =>
    isValid(parse(printModel(exampleModel()).replace(from, to)));
  assert.equal(broken("framework: stride", "framework: stride"), true);
  assert.equal(broken("summary:", "sumary:"), false);
  assert.equal(broken("S-aaaaa:", "S-1:"), false);
  assert.equal(broken("status: mitigated", "status: done"), false);
  assert.equal(broken("reason: Needs access to a log.", "why: Needs access to a log."), false);
});

test("deltas that the code reads are valid, and fields that people own are not", () => {
  const isValid = validator("delta.schema.json");
  fc.assert(
    fc.property(anyDelta, (delta) => {
      assert.ok(isValid(delta), JSON.stringify(isValid.errors));
    }),
    { numRuns: 50 },
  );
  assert.equal(isValid({ operations: [{ op: "update", id: "S-aaaaa", set: { acceptance: {} } }] }), false);
});
