// Every export of every model: valid by the published schema, and whole by the rules that no schema holds.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import { exportModel } from "../../src/exchange/export.ts";
import { exportFormats, type ModelFormat } from "../../src/exchange/formats.ts";
import { validate, withoutSchemas } from "../support/published.ts";
import { generatedModel, knownModels } from "./models.ts";
import { source } from "./source.ts";

const modelFormats = exportFormats.filter((format): format is ModelFormat => format !== "sarif");
const read = (format: ModelFormat, text: string): unknown =>
  format === "threagile" ? parse(text) : JSON.parse(text);

for (const format of modelFormats) {
  test(`${format}: the published schema takes the models of this repository`, {
    skip: withoutSchemas,
  }, () => {
    for (const model of knownModels())
      assert.deepEqual(
        validate(format, read(format, exportModel(format, source(model)))),
        [],
        model.component,
      );
  });

  test(`${format}: the published schema takes any model`, { skip: withoutSchemas }, () => {
    fc.assert(
      fc.property(generatedModel, fc.boolean(), (model, plain) => {
        assert.deepEqual(validate(format, read(format, exportModel(format, source(model, plain)))), []);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
}
