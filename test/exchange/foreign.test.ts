// Files as the other tools write them, and files that nobody should be able to do harm with.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { exportModel } from "../../src/exchange/export.ts";
import { type ImportFormat, importFormats } from "../../src/exchange/formats.ts";
import { type Imported, importModel } from "../../src/exchange/import.ts";
import { stride } from "../../src/frameworks/stride.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { exampleModel } from "../model/example.ts";
import { source } from "./source.ts";

const read = (format: ImportFormat, value: unknown): Imported =>
  importModel(format, "theirs.json", typeof value === "string" ? value : JSON.stringify(value), {
    component: "shop",
    framework: stride,
    decisions: false,
  });
const model = (format: ImportFormat, value: unknown): ThreatModel => {
  const found = read(format, value);
  assert.deepEqual(found.findings, []);
  assert.ok(found.model !== undefined);
  assert.deepEqual(parseModel("x", printModel(found.model)).findings, []);
  return found.model;
};

test("Threat Dragon: boxes, flows, threats of a model that was drawn by hand", () => {
  const made = model("threat-dragon", {
    version: "2.6.2",
    summary: { title: "Shop", owner: "Kim", description: "", id: 0 },
    detail: {
      contributors: [],
      reviewer: "",
      diagramTop: 1,
      threatTop: 1,
      diagrams: [
        {
          id: 0,
          title: "Main",
          diagramType: "STRIDE",
          thumbnail: "",
          version: "2.6.2",
          cells: [
            {
              id: "b1",
              shape: "trust-boundary-box",
              zIndex: -1,
              position: { x: 100, y: 0 },
              size: { width: 500, height: 300 },
              data: { type: "tm.BoundaryBox", name: "Data centre", hasOpenThreats: false },
            },
            {
              id: "a1",
              shape: "actor",
              zIndex: 1,
              position: { x: 0, y: 0 },
              size: { width: 60, height: 60 },
              data: { type: "tm.Actor", name: "Customer", threats: [], hasOpenThreats: false },
            },
            {
              id: "p1",
              shape: "process",
              zIndex: 1,
              position: { x: 200, y: 50 },
              size: { width: 100, height: 100 },
              data: {
                type: "tm.Process",
                name: "Checkout",
                hasOpenThreats: true,
                threats: [
                  {
                    id: "b6f0a1d2-31c4-4a55-9f0e-1d2c3b4a5f60",
                    title: "Forged order",
                    type: "Spoofing",
                    status: "Open",
                    severity: "High",
                    description: "Somebody orders as another customer.",
                    mitigation: "Sign orders",
                    modelType: "STRIDE",
                    number: 1,
                  },
                ],
              },
            },
            {
              id: "f1",
              shape: "flow",
              zIndex: 2,
              source: { cell: "a1" },
              target: { cell: "p1" },
              data: {
                type: "tm.Flow",
                name: "Order",
                protocol: "HTTPS",
                isEncrypted: true,
                threats: [],
                hasOpenThreats: false,
              },
            },
            {
              id: "f2",
              shape: "flow",
              zIndex: 2,
              source: { x: 1, y: 1 },
              target: { cell: "p1" },
              data: { type: "tm.Flow", name: "Loose end", hasOpenThreats: false },
            },
          ],
        },
      ],
    },
  });
  assert.equal(made.map.processes["p1"]?.boundary, "b1");
  assert.equal(made.map.externals["a1"]?.boundary, undefined);
  assert.deepEqual(
    { ...made.map.flows["f1"] },
    {
      ...made.map.flows["f1"],
      name: "Order",
      from: "a1",
      to: "p1",
      protocol: "HTTPS",
      protection: "encrypted",
    },
  );
  const [threat] = threatsOf(made);
  assert.match(threat?.id ?? "", /^S-[a-z2-7]{5}$/);
  assert.deepEqual(
    [threat?.element, threat?.category, threat?.threat.severity.level],
    ["p1", "spoofing", "high"],
  );
});

test("Threat Composer: a statement in pieces becomes a threat under the application", () => {
  const made = model("threat-composer", {
    schema: 1,
    applicationInfo: { name: "Shop", description: "Sells things." },
    assumptions: [
      { id: "1c7f1f5e-9f0a-4d3c-8a53-6c8f0f3e7a11", numericId: 1, content: "Staff laptops are managed." },
    ],
    mitigations: [
      {
        id: "2c7f1f5e-9f0a-4d3c-8a53-6c8f0f3e7a11",
        numericId: 1,
        content: "Sign orders",
        status: "mitigationInProgress",
      },
    ],
    mitigationLinks: [
      {
        mitigationId: "2c7f1f5e-9f0a-4d3c-8a53-6c8f0f3e7a11",
        linkedId: "3c7f1f5e-9f0a-4d3c-8a53-6c8f0f3e7a11",
      },
    ],
    threats: [
      {
        id: "3c7f1f5e-9f0a-4d3c-8a53-6c8f0f3e7a11",
        numericId: 1,
        threatSource: "A customer",
        prerequisites: "with an account",
        threatAction: "change a price",
        impactedGoal: ["integrity"],
        impactedAssets: ["orders"],
        metadata: [
          { key: "STRIDE", value: ["T"] },
          { key: "Priority", value: "Medium" },
        ],
      },
    ],
  });
  const [threat] = threatsOf(made);
  assert.deepEqual(
    [threat?.element, threat?.category, threat?.threat.title],
    ["shop", "tampering", "change a price"],
  );
  assert.equal(
    threat?.threat.scenario,
    "A customer with an account can change a price, resulting in reduced integrity, negatively impacting orders",
  );
  assert.deepEqual(threat?.threat.assets, ["orders"]);
  assert.equal(made.summary, "Sells things.");
  assert.deepEqual(
    Object.values(made.map.assumptions).map(({ name }) => name),
    ["Staff laptops are managed."],
  );
});

test("TM-BOM: a threat without a category gets one by its weakness, and that is said", () => {
  const found = read("tm-bom", {
    version: "1.0.2",
    scope: { title: "Shop", description: "Sells things." },
    trust_zones: [{ symbolic_name: "dc", title: "Data centre", description: "" }],
    actors: [],
    components: [{ symbolic_name: "checkout", title: "Checkout", description: "", trust_zone: "dc" }],
    data_stores: [],
    data_sets: [],
    data_flows: [],
    threats: [
      {
        symbolic_name: "forged-order",
        title: "Forged order",
        description: "",
        event: "An order under another name",
        threat_persona: "x",
        sources: [],
        components_affected: ["checkout"],
        weaknesses: [{ cwe_id: 400 }],
      },
    ],
    risks: [
      {
        symbolic_name: "r",
        title: "r",
        description: "",
        threats: ["forged-order"],
        level: "very_high",
        impact_description: "Money",
      },
    ],
  });
  assert.equal(found.notes.length, 1);
  assert.match(found.notes[0] as string, /Forged order.*denial-of-service/);
  const [threat] = threatsOf(found.model as ThreatModel);
  assert.deepEqual(
    [threat?.category, threat?.threat.severity.level, threat?.threat.severity.reason],
    ["denial-of-service", "high", "Money"],
  );
});

test("OTM in YAML: a component inside a component lies in its zone, a file is an anchor", () => {
  const made = model(
    "otm",
    [
      "otmVersion: 0.2.0",
      "project: {name: Shop, id: shop}",
      "trustZones:",
      "  - {id: cloud, name: Cloud, risk: {trustRating: 10}}",
      "components:",
      "  - {id: web, name: Web, type: web-service, parent: {trustZone: cloud}, threats: [{threat: t1, state: mitigated}]}",
      "  - id: db",
      "    name: Orders",
      "    type: postgres-database",
      "    parent: {component: web}",
      "    representations: [{representation: code, id: r, file: src/db.ts, line: 3}]",
      "dataflows:",
      "  - {id: f, name: rows, source: web, destination: db}",
      "threats:",
      "  - {id: t1, name: Rows read, categories: [Information disclosure], cwes: ['200'], risk: {likelihood: 50, impact: 90}}",
    ].join("\n"),
  );
  assert.equal(made.map.stores["db"]?.boundary, "cloud");
  assert.deepEqual(made.map.stores["db"]?.code, ["src/db.ts"]);
  const [threat] = threatsOf(made);
  assert.deepEqual(
    [threat?.category, threat?.threat.severity.level, threat?.threat.status],
    ["information-disclosure", "medium", "open"],
  );
  assert.deepEqual(threat?.threat.weakness, ["CWE-200"]);
});

test("what can't be read is said with its place", () => {
  const broken = read(
    "threat-dragon",
    '{\n  "version": "2.0",\n  "summary": {"title": 7},\n  "detail": {}\n}',
  );
  assert.deepEqual(
    broken.findings.map(({ at, message }) => [at.line, message.includes("summary.title")]),
    [[3, true]],
  );
  const syntax = read("tm-bom", '{\n  "version": "1",\n  oops\n}');
  assert.equal(syntax.findings.length, 1);
  assert.equal(syntax.findings[0]?.at.line, 3);
  const old = read("threat-dragon", { version: "1.6.1", summary: { title: "x" }, detail: {} });
  assert.match(old.findings[0]?.message ?? "", /open the file there and save it again/);
  assert.equal(read("otm", "otmVersion: &a 1\nproject: *a\n").model, undefined);
});

test("a file of another format is refused by every reader", () => {
  for (const written of importFormats)
    for (const wanted of importFormats)
      if (written !== wanted) {
        const { findings } = read(wanted, exportModel(written, source(exampleModel())));
        assert.ok(findings.length > 0, `${written} as ${wanted}`);
      }
});

test("a file with too much in it is refused", () => {
  const cells = Array.from({ length: 5001 }, (_, index) => ({
    id: `n${index}`,
    shape: "actor",
    data: { type: "tm.Actor", name: "x" },
  }));
  const many = read("threat-dragon", {
    version: "2.0",
    summary: { title: "x" },
    detail: { diagrams: [{ cells }] },
  });
  assert.ok(many.findings.length > 0);
  const long = read("tm-bom", " ".repeat(8 * 1024 * 1024 + 1));
  assert.match(long.findings[0]?.message ?? "", /at most/);
});

test("a file that names one thing half a million times is read once through", () => {
  const made = model("tm-bom", {
    version: "1",
    scope: { title: "x", description: "" },
    components: [{ symbolic_name: "a", title: "a", description: "" }],
    threats: [{ symbolic_name: "t", title: "t", description: "", event: "", components_affected: ["a"] }],
    controls: Array.from({ length: 100 }, (_, index) => ({
      symbolic_name: `c${index}`,
      title: "c",
      description: `control ${index}`,
      threats: Array.from({ length: 5000 }, () => "t"),
    })),
  });
  assert.equal(Object.keys(threatsOf(made)[0]?.threat.mitigations ?? {}).length, 100);
});

test("names with which programs can be fooled are names", () => {
  const evil = [
    "__proto__",
    "constructor",
    "toString",
    "a\u202eb",
    "<script>",
    "=1+1",
    "*x",
    "!!js/function",
    "- a: b",
    "#",
  ];
  const made = model("tm-bom", {
    version: "1",
    scope: { title: "x", description: "" },
    components: evil.map((name) => ({ symbolic_name: name, title: name, description: name })),
    threats: evil.map((name) => ({
      symbolic_name: name,
      title: name,
      description: name,
      components_affected: [name],
      event: "",
    })),
    controls: evil.map((name) => ({
      symbolic_name: name,
      title: name,
      description: name,
      threats: [name],
      status: name,
    })),
    extensions: JSON.parse('{"npmjs.com/package/instride/categories/v1": {"__proto__": "tampering"}}'),
  });
  assert.equal(Object.keys(made.map.processes).length, evil.length);
  assert.equal(threatsOf(made).length, evil.length);
  assert.equal(({} as Record<string, unknown>)["tampering"], undefined);
});

for (const format of importFormats)
  test(`${format}: any change to a file gives a model whose parts fit, or findings`, () => {
    const text = exportModel(format, source(exampleModel()));
    const values: unknown[] = [];
    const paths: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]): void => {
      // Lines of the attachment may be anything that a model file may be, whose checks have tests of their own.
      if (
        typeof path.at(-1) === "number" &&
        path.at(-2) === (format === "threat-composer" ? "value" : "model")
      )
        return;
      if (String(path.at(-2)).endsWith("model/v1")) return;
      values.push(value);
      paths.push(path);
      if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index]);
      else if (typeof value === "object" && value !== null)
        for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
    };
    walk(JSON.parse(text), []);
    const other = fc.oneof(
      fc.constantFrom(null, "", 0, -1, [], {}, true, "x".repeat(2000)),
      fc.string(),
      fc.constantFrom(...values),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...paths.slice(1)), other), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const document = JSON.parse(text) as unknown;
          for (const [path, value] of changes) {
            const holder = path
              .slice(0, -1)
              .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
            if (typeof holder === "object" && holder !== null)
              (holder as Record<string | number, unknown>)[path.at(-1) as string] = structuredClone(value);
          }
          const found = read(format, document);
          if (found.model === undefined) assert.ok(found.findings.length > 0);
          else assert.deepEqual(parseModel("x", printModel(found.model)).findings, []);
        },
      ),
      { numRuns: 150, endOnFailure: true },
    );
  });
