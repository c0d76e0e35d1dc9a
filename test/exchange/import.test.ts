// What an export wrote comes back as the same model, with and without instride's own attachment.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { exportModel } from "../../src/exchange/export.ts";
import { formats, type ImportFormat, importFormats } from "../../src/exchange/formats.ts";
import { type Imported, importModel } from "../../src/exchange/import.ts";
import { stride } from "../../src/frameworks/stride.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { generatedModel, knownModels } from "./models.ts";
import { source } from "./source.ts";

const back = (format: ImportFormat, model: ThreatModel, plain = false, decisions = true): Imported =>
  importModel(format, `x${formats[format].suffix}`, exportModel(format, source(model, plain)), {
    component: model.component,
    framework: stride,
    decisions,
  });

for (const format of importFormats) {
  test(`${format}: the models of this repository come back the same`, () => {
    for (const model of knownModels()) {
      const { model: again, findings } = back(format, model);
      assert.deepEqual(findings, []);
      assert.equal(printModel(again as ThreatModel), printModel(model));
    }
  });

  test(`${format}: any model comes back the same`, () => {
    fc.assert(
      fc.property(generatedModel, (model) => {
        const { model: again, findings } = back(format, model);
        assert.deepEqual(findings, []);
        assert.equal(printModel(again as ThreatModel), printModel(model));
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  test(`${format}: without the attachment the living threats come back under their ids, and the parts fit`, () => {
    for (const model of knownModels()) {
      const { model: again, findings } = back(format, model, true);
      assert.deepEqual(findings, []);
      const living = threatsOf(model).filter(
        ({ threat }) =>
          threat.status !== "retired" && (format !== "tm-bom" || threat["false-positive"] === undefined),
      );
      assert.deepEqual(
        threatsOf(again as ThreatModel)
          .map(({ id, category }) => [id, category])
          .sort(),
        living.map(({ id, category }) => [id, category]).sort(),
      );
      assert.deepEqual(parseModel("x.threats.yaml", printModel(again as ThreatModel)).findings, []);
    }
  });

  test(`${format}: without the attachment any model gives one whose parts fit`, () => {
    fc.assert(
      fc.property(generatedModel, (model) => {
        const { model: again, findings } = back(format, model, true);
        assert.deepEqual(findings, []);
        assert.deepEqual(parseModel("x.threats.yaml", printModel(again as ThreatModel)).findings, []);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
}
