// SARIF as code scanning takes it: the published schema, and GitHub's own rules, which are stricter.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { exportSarif } from "../../src/exchange/export.ts";
import { type SarifSource, sarifLimits } from "../../src/exchange/sarif-write.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { exampleModel, newThreat } from "../model/example.ts";
import { validate, withoutSchemas } from "../support/published.ts";
import { generatedModel, knownModels } from "./models.ts";
import { source } from "./source.ts";

interface Rule {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  properties: { tags: string[]; "security-severity": string; precision: string };
}
interface Location {
  physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> };
}
interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: Location[];
  partialFingerprints: Record<string, string>;
}
interface Log {
  runs: [{ tool: { driver: { rules: Rule[] } }; results: Result[] }];
}

const of = (model: ThreatModel, more: Partial<SarifSource> = {}): SarifSource => ({
  ...source(model),
  modelPath: `specs/${model.component}.threats.yaml`,
  lineOf: () => 7,
  ...more,
});
const written = (...sources: SarifSource[]): Log => JSON.parse(exportSarif(sources, "1.2.3").text) as Log;

/** What GitHub asks for beyond the schema. */
const check = (log: Log): void => {
  const { rules } = log.runs[0].tool.driver;
  const { results } = log.runs[0];
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  for (const rule of rules) {
    for (const text of [
      rule.shortDescription.text,
      rule.fullDescription.text,
      rule.help.text,
      rule.help.markdown,
    ])
      assert.notEqual(text.trim(), "", rule.id);
    assert.ok(rule.shortDescription.text.length <= 1024 && rule.fullDescription.text.length <= 1024);
    assert.ok(rule.name.length > 0 && rule.name.length <= 255);
    assert.ok(rule.properties.tags.includes("security") && rule.properties.tags.length <= 20);
    const severity = Number(rule.properties["security-severity"]);
    assert.ok(severity > 0 && severity <= 10 && severity !== 9, `severity ${severity}`);
    assert.match(rule.properties.precision, /^(?:very-high|high|medium|low)$/);
  }
  for (const result of results) {
    assert.equal(rules[result.ruleIndex]?.id, result.ruleId);
    assert.match(result.level, /^(?:note|warning|error)$/);
    assert.notEqual(result.message.text.trim(), "");
    const [first] = result.locations;
    assert.ok(first !== undefined);
    const { uri } = first.physicalLocation.artifactLocation;
    assert.doesNotMatch(uri, /^[a-z]+:|^\/|\\|(?:^|\/)\.\.(?:\/|$)/i);
    for (const side of ["startLine", "startColumn", "endLine", "endColumn"])
      assert.ok((first.physicalLocation.region[side] as number) >= 1);
    assert.deepEqual(Object.keys(result.partialFingerprints), ["instrideThreat/v1"]);
  }
};

test("the models of this repository are valid for code scanning", { skip: withoutSchemas }, () => {
  const [, ...models] = knownModels();
  const log = written(...models.map((model) => of(model)));
  check(log);
  assert.ok(log.runs[0].results.length > 20);
  assert.deepEqual(validate("sarif", log), []);
});

test("any model is valid for code scanning", { skip: withoutSchemas }, () => {
  fc.assert(
    fc.property(generatedModel, (model) => {
      const log = written(of(model));
      check(log);
      assert.deepEqual(validate("sarif", log), []);
    }),
    { numRuns: 100, endOnFailure: true },
  );
});

test("only threats that still need somebody are alerts", () => {
  const ids = written(of(exampleModel())).runs[0].results.map(({ ruleId }) => ruleId);
  assert.deepEqual(ids, []); // one is mitigated, the other accepted
  const later = written(of(exampleModel(), { today: "2032-01-01" })).runs[0].results;
  assert.deepEqual(
    later.map(({ ruleId }) => ruleId),
    ["sessions/T-bbbbb"],
  );
});

test("an alert points at the first line of code that is there, else at the threat in its model", () => {
  const model = exampleModel();
  const threat = model.answers["redis"]?.["tampering"]?.threats["T-bbbbb"];
  assert.ok(threat !== undefined);
  delete threat.acceptance;
  const place = (log: Log): [string, number | undefined] => {
    const location = log.runs[0].results[0]?.locations[0]?.physicalLocation;
    return [location?.artifactLocation.uri as string, location?.region["startLine"]];
  };
  assert.deepEqual(place(written(of(model))), ["specs/sessions.threats.yaml", 7]);
  threat.code = ["src/gone.ts#x", "src/a b/[id]/#1.ts#put"];
  const locate = (anchor: string) =>
    anchor.startsWith("src/gone") ? undefined : { path: "src/a b/[id]/#1.ts", line: 12 };
  assert.deepEqual(place(written(of(model, { locate }))), ["src/a%20b/%5Bid%5D/%231.ts", 12]);
  const outside = of(model, { locate: () => ({ path: "../elsewhere/1.ts", line: 12 }) });
  assert.deepEqual(place(written(outside)), ["specs/sessions.threats.yaml", 7]);
});

test("the most severe threats come first, and no more than code scanning takes", () => {
  const model = exampleModel();
  const threats = model.answers["redis"]?.["tampering"]?.threats;
  assert.ok(threats !== undefined);
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  const id = (index: number): string =>
    `T-${[20, 15, 10, 5, 0].map((shift) => letters[(index >> shift) & 31]).join("")}`;
  for (let index = 0; index < sarifLimits.results + 5; index++)
    threats[id(index)] = {
      ...(newThreat({
        severity: { level: index === 9 ? "critical" : "low", reason: "r" },
      }) as (typeof threats)[string]),
      status: "open",
      attack: [],
      assets: [],
      "entry-points": [],
      code: [],
      covers: [],
      mitigations: {},
    };
  const { text, left } = exportSarif([of(model)], "1");
  const { results } = (JSON.parse(text) as Log).runs[0];
  assert.equal(results.length, sarifLimits.results);
  assert.equal(results[0]?.ruleId, `sessions/${id(9)}`);
  assert.equal(left, 5);
});

test("the same model gives the same bytes", () => {
  for (const model of knownModels())
    assert.equal(exportSarif([of(model)], "1").text, exportSarif([of(structuredClone(model))], "1").text);
});
