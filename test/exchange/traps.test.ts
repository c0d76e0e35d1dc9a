// What importers of other tools stumble over although every schema takes it.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { documentOf } from "../../src/exchange/export.ts";
import type { ModelFormat } from "../../src/exchange/formats.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { generatedModel, knownModels } from "./models.ts";
import { source } from "./source.ts";

// biome-ignore lint/suspicious/noExplicitAny: documents of other tools have no types here
type Doc = any;

/** Holds a check against the models of this repository and against generated ones. */
const holds = (
  format: ModelFormat,
  name: string,
  check: (document: Doc, model: ThreatModel) => void,
): void => {
  test(`${format}: ${name}`, () => {
    const run = (model: ThreatModel): void =>
      check(JSON.parse(JSON.stringify(documentOf(format, source(model)))), model);
    for (const model of knownModels()) run(model);
    fc.assert(fc.property(generatedModel, run), { numRuns: 60, endOnFailure: true });
  });
};
const unique = (values: string[]): void => assert.equal(new Set(values).size, values.length);
const allIn = (values: string[], known: string[]): void => {
  for (const value of values) assert.ok(known.includes(value), value);
};

holds("tm-bom", "names are unique over all kinds, and a threat affects something that is drawn", (doc) => {
  const parts = [...doc.actors, ...doc.components, ...doc.data_stores];
  const all = [
    ...parts,
    ...doc.trust_zones,
    ...doc.data_sets,
    ...doc.data_flows,
    ...doc.threats,
    ...doc.controls,
    ...doc.risks,
  ];
  unique([...all, ...doc.threat_personas].map((each: Doc) => each.symbolic_name));
  const drawn = [...parts, ...doc.data_flows].map((each: Doc) => each.symbolic_name);
  for (const threat of doc.threats) {
    assert.equal(threat.components_affected.length, 1);
    allIn(threat.components_affected, drawn);
    allIn(
      [threat.threat_persona],
      doc.threat_personas.map((each: Doc) => each.symbolic_name),
    );
    for (const weakness of threat.weaknesses) assert.equal(typeof weakness.cwe_title, "string");
    for (const attack of threat.attack_mechanisms) assert.equal(typeof attack.capec_title, "string");
  }
  const nodes = parts.map((each: Doc) => each.symbolic_name);
  allIn(
    doc.data_flows.flatMap((flow: Doc) => [flow.source.object, flow.destination.object]),
    nodes,
  );
  allIn(
    parts.map((each: Doc) => each.trust_zone),
    doc.trust_zones.map((each: Doc) => each.symbolic_name),
  );
  allIn(
    [...doc.controls, ...doc.risks].flatMap((each: Doc) => each.threats),
    doc.threats.map((each: Doc) => each.symbolic_name),
  );
});

holds("tm-bom", "no control makes a threat that is not mitigated look mitigated", (doc, model) => {
  const mitigated = new Set(
    Object.values(model.answers).flatMap((categories) =>
      Object.values(categories).flatMap(({ threats }) =>
        Object.entries(threats).flatMap(([id, { status }]) =>
          status === "mitigated" ? [id.toLowerCase()] : [],
        ),
      ),
    ),
  );
  for (const control of doc.controls)
    if (["assumed", "active", "retired", "wont_do"].includes(control.status))
      for (const threat of control.threats) assert.ok(mitigated.has(threat), threat);
});

holds(
  "threat-dragon",
  "cells are of known shapes with unique ids, flows end at cells, threats stand in data",
  (doc) => {
    const [diagram] = doc.detail.diagrams;
    const ids = diagram.cells.map((cell: Doc) => cell.id);
    unique(ids);
    const types: Record<string, string> = {
      actor: "tm.Actor",
      process: "tm.Process",
      store: "tm.Store",
      flow: "tm.Flow",
      "trust-boundary-box": "tm.BoundaryBox",
    };
    const numbers: number[] = [];
    for (const cell of diagram.cells) {
      assert.equal(cell.data.type, types[cell.shape]);
      assert.equal(cell.threats, undefined);
      if (cell.shape === "flow") allIn([cell.source.cell, cell.target.cell], ids);
      else assert.ok(cell.size.width >= 10 && cell.size.height >= 10);
      if (cell.shape === "trust-boundary-box") assert.ok(cell.zIndex < 0);
      const threats = cell.data.threats ?? [];
      assert.equal(
        cell.data.hasOpenThreats,
        threats.some((threat: Doc) => threat.status === "Open"),
      );
      for (const threat of threats) {
        assert.match(threat.status, /^(?:NotApplicable|Open|Mitigated)$/);
        assert.match(threat.severity, /^(?:TBD|Low|Medium|High|Critical)$/);
        for (const field of ["id", "title", "type", "description", "mitigation", "modelType", "score"])
          assert.equal(typeof threat[field], "string");
        assert.equal(threat.new, false);
        numbers.push(threat.number);
      }
    }
    assert.equal(doc.detail.threatTop, Math.max(0, ...numbers));
    assert.ok(!diagram.cells.some((cell: Doc) => doc.detail.diagramTop <= diagram.id && cell));
  },
);

holds(
  "threat-dragon",
  "nothing is drawn over anything else, and what is inside a box lies inside it",
  (doc) => {
    const boxes = doc.detail.diagrams[0].cells.filter((cell: Doc) => cell.position);
    const area = ({ position: { x, y }, size: { width, height } }: Doc) => ({
      x,
      y,
      r: x + width,
      b: y + height,
    });
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1)) {
        const [a, b] = [area(one), area(other)];
        const apart = a.r <= b.x || b.r <= a.x || a.b <= b.y || b.b <= a.y;
        const within = (inner: Doc, outer: Doc): boolean =>
          inner.x >= outer.x && inner.y >= outer.y && inner.r <= outer.r && inner.b <= outer.b;
        assert.ok(apart || within(a, b) || within(b, a));
      }
  },
);

holds(
  "threat-composer",
  "links join ids of 36 characters that are there, and no text is longer than the program takes",
  (doc) => {
    const of = (list: Doc[]): string[] => list.map((each: Doc) => each.id);
    unique([...of(doc.threats), ...of(doc.mitigations), ...of(doc.assumptions)]);
    for (const link of doc.mitigationLinks) {
      assert.equal(link.mitigationId.length, 36);
      allIn([link.mitigationId], of(doc.mitigations));
      allIn([link.linkedId], of(doc.threats));
    }
    for (const threat of doc.threats) {
      assert.ok(threat.threatAction.length <= 200 && threat.statement.length <= 1400);
      assert.ok(threat.impactedAssets.every((asset: string) => asset.length <= 200));
      for (const { key, value } of threat.metadata) {
        assert.match(key, /^(?:STRIDE|Priority|Comments|custom:.{1,43})$/);
        if (key === "Comments") assert.ok(value.length <= 1000);
      }
    }
    for (const each of [...doc.mitigations, ...doc.assumptions]) assert.ok(each.content.length <= 1000);
  },
);

holds(
  "otm",
  "ids are unique, parents and ends exist, types are told by their words and ids hold none of them",
  (doc) => {
    const [zones, components, flows] = [doc.trustZones ?? [], doc.components ?? [], doc.dataflows ?? []];
    const id = (each: Doc): string => each.id;
    unique([...zones, ...components, ...flows].map(id));
    for (const list of Object.values(doc)) if (Array.isArray(list)) assert.notEqual(list.length, 0);
    for (const component of components) {
      assert.deepEqual(Object.keys(component.parent), ["trustZone"]);
      allIn([component.parent.trustZone], zones.map(id));
      assert.doesNotMatch(component.id, /database|service/);
      assert.ok(
        component.representations.some((each: Doc) => each.representation === "diagram" && each.position),
      );
      if (component.assets) assert.ok(component.assets.processed && component.assets.stored);
    }
    for (const zone of zones) assert.ok(zone.representations.every((each: Doc) => each.position));
    allIn(
      flows.flatMap((flow: Doc) => [flow.source, flow.destination]),
      components.map(id),
    );
    const threats = (doc.threats ?? []).map(id);
    const mitigations = (doc.mitigations ?? []).map(id);
    for (const place of [...components, ...flows])
      for (const { threat, mitigations: own = [] } of place.threats ?? []) {
        allIn([threat], threats);
        allIn(
          own.map((each: Doc) => each.mitigation),
          mitigations,
        );
      }
    const kinds = (doc.representations as Doc[]).map(id);
    for (const component of components)
      allIn(
        component.representations.map((each: Doc) => each.representation),
        kinds,
      );
  },
);

holds(
  "threagile",
  "ids are unique and plain, targets exist, an asset lies in one boundary, nothing is tracked",
  (doc) => {
    const lists = [doc.data_assets, doc.technical_assets, doc.trust_boundaries].map(Object.values) as Doc[][];
    const ids = lists.flat().map((each) => each.id);
    unique(ids);
    for (const id of ids) assert.match(id, /^[a-zA-Z0-9-]+$/);
    const [data, assets, boundaries] = lists as [Doc[], Doc[], Doc[]];
    const of = (list: Doc[]): string[] => list.map((each) => each.id);
    for (const asset of assets) {
      for (const link of Object.values(asset.communication_links) as Doc[]) {
        allIn([link.target], of(assets));
        allIn(link.data_assets_sent, of(data));
      }
      allIn([...asset.data_assets_processed, ...asset.data_assets_stored], of(data));
    }
    unique(boundaries.flatMap((each) => each.technical_assets_inside));
    unique(boundaries.flatMap((each) => each.trust_boundaries_nested));
    allIn(
      boundaries.flatMap((each) => each.technical_assets_inside),
      of(assets),
    );
    allIn(
      boundaries.flatMap((each) => each.trust_boundaries_nested),
      of(boundaries),
    );
    for (const key of ["risk_tracking", "individual_risk_categories", "custom_risk_categories"])
      assert.equal(doc[key], undefined);
  },
);

holds("cyclonedx", "every bom-ref is given once, and every one that is named is given", (doc) => {
  const given: string[] = [];
  const named: string[] = [];
  const walk = (value: Doc, key: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, key);
    else if (typeof value === "object" && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, name);
    else if (key === "bom-ref") given.push(value);
    else if (
      [
        "source",
        "destination",
        "zone",
        "parent",
        "zones",
        "dataStore",
        "dataSets",
        "affectedAssets",
        "relatedThreats",
      ].includes(key)
    )
      named.push(value);
  };
  walk(doc, "");
  unique(given);
  allIn(named, given);
  assert.equal(doc.bomFormat, undefined);
});
