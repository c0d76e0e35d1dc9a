// A file that somebody edited in the other tool: the edit comes in, everything else stays as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { documentOf } from "../../src/exchange/export.ts";
import type { ImportFormat } from "../../src/exchange/formats.ts";
import { importModel } from "../../src/exchange/import.ts";
import { stride } from "../../src/frameworks/stride.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { exampleModel } from "../model/example.ts";
import { source } from "./source.ts";

// biome-ignore lint/suspicious/noExplicitAny: documents of other tools have no types here
type Doc = any;

const edited = (
  format: ImportFormat,
  edit: (document: Doc) => void,
  model = exampleModel(),
  decisions = true,
) => {
  const document = JSON.parse(JSON.stringify(documentOf(format, source(model)))) as Doc;
  edit(document);
  const read = importModel(format, "x.json", JSON.stringify(document), {
    component: model.component,
    framework: stride,
    decisions,
  });
  assert.deepEqual(read.findings, []);
  assert.deepEqual(parseModel("x", printModel(read.model as ThreatModel)).findings, []);
  return read.model as ThreatModel;
};
const cellOf = (document: Doc, name: string): Doc =>
  document.detail.diagrams[0].cells.find((cell: Doc) => cell.data.name === name);

test("a title that was changed in Threat Dragon is the only change", () => {
  const model = edited("threat-dragon", (document) => {
    cellOf(document, "Session API").data.threats[0].title = "Stolen token replayed from a log";
  });
  const expected = exampleModel();
  const threat = expected.answers["api"]?.["spoofing"]?.threats["S-aaaaa"];
  assert.ok(threat !== undefined);
  threat.title = "Stolen token replayed from a log";
  assert.equal(printModel(model), printModel(expected));
});

test("a threat that was added in Threat Dragon gets an id of ours", () => {
  const model = edited("threat-dragon", (document) => {
    cellOf(document, "Redis").data.threats.push({
      id: "0c7f1f5e-9f0a-4d3c-8a53-6c8f0f3e7a11",
      title: "Store fills up",
      type: "Denial of service",
      status: "Mitigated",
      severity: "High",
      description: "Whoever signs in often enough fills the store.",
      mitigation: "A limit on sessions",
      modelType: "STRIDE",
    });
  });
  const [id, threat] = Object.entries(model.answers["redis"]?.["denial-of-service"]?.threats ?? {})[0] ?? [];
  assert.match(id ?? "", /^D-[a-z2-7]{5}$/);
  assert.equal(threat?.severity.level, "high");
  // Nothing in the file shows that it is mitigated.
  assert.equal(threat?.status, "open");
  assert.equal(threat?.["claimed"], "mitigated (OWASP Threat Dragon 2)");
  assert.deepEqual(
    Object.values(threat?.mitigations ?? {}).map(({ kind }) => kind),
    ["planned"],
  );
});

test("a threat that was deleted is retired, never gone", () => {
  const model = edited("threat-dragon", (document) => {
    cellOf(document, "Session API").data.threats = [];
  });
  const threat = model.answers["api"]?.["spoofing"]?.threats["S-aaaaa"];
  assert.equal(threat?.status, "retired");
  assert.equal(threat?.retired?.reason, "the imported file no longer holds it");
  assert.equal(threat?.mitigations["expiry"]?.kind, "code");
});

test("a process that was deleted takes its flows and entry points along", () => {
  const model = edited("threat-dragon", (document) => {
    const [diagram] = document.detail.diagrams;
    const gone = cellOf(document, "Session API").id;
    diagram.cells = diagram.cells.filter(
      (cell: Doc) => cell.id !== gone && cell.source?.cell !== gone && cell.target?.cell !== gone,
    );
  });
  assert.deepEqual(Object.keys(model.map.processes), []);
  assert.deepEqual(Object.keys(model.map.flows), []);
  assert.deepEqual(Object.keys(model.map["entry-points"]), []);
  assert.deepEqual(Object.keys(model.map.stores), ["redis"]);
});

test("an element that was moved into another box changes its boundary alone", () => {
  const model = edited("threat-dragon", (document) => {
    const [redis, internet] = [cellOf(document, "Redis"), cellOf(document, "Internet")];
    redis.position = { x: internet.position.x + 20, y: internet.position.y + 20 };
  });
  const expected = exampleModel();
  (expected.map.stores["redis"] as { boundary: string }).boundary = "internet";
  assert.equal(printModel(model), printModel(expected));
});

for (const [format, edit] of [
  [
    "tm-bom",
    (document: Doc) => {
      document.components[0].title = "Sign-in API";
    },
  ],
  [
    "otm",
    (document: Doc) => {
      document.components.find((each: Doc) => each.id === "api").name = "Sign-in API";
    },
  ],
  [
    "threat-dragon",
    (document: Doc) => {
      cellOf(document, "Session API").data.name = "Sign-in API";
    },
  ],
] as const)
  test(`${format}: a name that was changed is the only change`, () => {
    const expected = exampleModel();
    (expected.map.processes["api"] as { name: string }).name = "Sign-in API";
    assert.equal(printModel(edited(format, edit)), printModel(expected));
  });

for (const [format, edit] of [
  [
    "tm-bom",
    (document: Doc) => {
      document.risks[0].level = "critical";
    },
  ],
  [
    "otm",
    (document: Doc) => {
      document.threats[0].risk = { likelihood: 100, impact: 100 };
    },
  ],
  [
    "threat-composer",
    (document: Doc) => {
      document.threats
        .flatMap((threat: Doc) => threat.metadata)
        .find((each: Doc) => each.key === "Priority" && each.value !== "High").value = "High";
    },
  ],
] as const)
  test(`${format}: a rating that was changed changes the level alone`, () => {
    const model = edited(format, edit);
    assert.notEqual(printModel(model), printModel(exampleModel()));
    const changed = printModel(model)
      .split("\n")
      .filter((line, index) => line !== printModel(exampleModel()).split("\n")[index]);
    assert.equal(changed.length, 1, changed.join("\n"));
    assert.match(changed[0] as string, /^ *level: (?:critical|high)$/);
  });

test("an acceptance in a file is a claim, unless a person takes it over", () => {
  const claimed = edited("threat-dragon", () => {}, exampleModel(), false).answers["redis"]?.["tampering"]
    ?.threats["T-bbbbb"];
  assert.equal(claimed?.acceptance, undefined);
  assert.equal(
    claimed?.["claimed"],
    "accepted by ada on 2031-01-01 until 2031-12-31: The cluster is closed.",
  );
  const taken = edited("threat-dragon", () => {}, exampleModel(), true).answers["redis"]?.["tampering"]
    ?.threats["T-bbbbb"];
  assert.equal(taken?.acceptance?.by, "ada");
});

test("an attachment that somebody damaged is passed over, and the file itself is read", () => {
  const model = edited("threat-dragon", (document) => {
    document.instride.model[5] = "  : : {";
  });
  const threats = model.answers["session-api"]?.["spoofing"]?.threats;
  assert.equal(threats?.["S-aaaaa"]?.title, "Stolen token replayed");
  assert.equal(model.map.processes["session-api"]?.name, "Session API");
});
