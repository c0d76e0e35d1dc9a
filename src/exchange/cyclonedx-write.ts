// Writes the threat-model parts of CycloneDX 2.0, which is a draft: experimental, and may change before its release.

import type { Asset, Level, Mitigation } from "../model/schema.ts";
import { own, sorted } from "../model/threats.ts";
import { plain, saysEncrypted } from "./text.ts";
import { storeType } from "./tm-bom-terms.ts";
import type { WriterInput, Written } from "./types.ts";
import { type Key, keyOf, type View, type ViewNode, type ViewThreat } from "./view.ts";
import { mitigationKey, mitigationLine, threatDescription, threatKey } from "./words.ts";

const zone = (key: Key): string => `${key}/zone`;
const outside = keyOf("boundaries", "");

const storeTypes: Readonly<Record<string, string>> = {
  sql: "relational",
  key_value: "key-value",
  document: "document",
  graph: "graph",
  time_series: "time-series",
  object: "object",
};

const ratings: Readonly<Record<Level, { likelihood: string; impact: string; score: string }>> = {
  none: { likelihood: "very-low", impact: "negligible", score: "info" },
  low: { likelihood: "low", impact: "low", score: "low" },
  medium: { likelihood: "medium", impact: "moderate", score: "medium" },
  high: { likelihood: "high", impact: "major", score: "high" },
  critical: { likelihood: "very-high", impact: "catastrophic", score: "critical" },
};

const riskStatus: Readonly<Record<ViewThreat["status"], string>> = {
  open: "identified",
  expired: "assessed",
  mitigated: "mitigated",
  accepted: "accepted",
  "false-positive": "retired",
};

const controlStatus: Readonly<Record<Mitigation["kind"], string>> = {
  code: "implemented",
  compensating: "implemented",
  planned: "planned",
};

const taxonomies: Readonly<Record<string, string>> = { stride: "STRIDE" };

const property = (name: string, value: string): object => ({ name: `instride:${name}`, value });

const crossings = (view: View): object[] => {
  const zones = new Map(view.nodes.map(({ key, boundary }) => [key, boundary ?? outside]));
  const pairs = new Map<string, object>();
  for (const { from, to } of view.flows) {
    const [a, b] = [zones.get(from) as string, zones.get(to) as string].sort() as [string, string];
    if (a !== b)
      pairs.set(`${a} ${b}`, { "bom-ref": `crossing/${a}/${b}`, type: "trust", zones: [zone(a), zone(b)] });
  }
  return [...pairs.values()];
};

const sensitivity = (entry: Asset): object[] =>
  entry.sensitivity === undefined ? [] : [property("sensitivity", entry.sensitivity)];

export const writeCycloneDx = ({ view, title }: WriterInput): Written => {
  const zones = [
    ...view.boundaries.map(({ key, entry, parent }) => ({
      "bom-ref": zone(key),
      name: plain(entry.name),
      description: plain(entry.description ?? entry.name),
      type: "trust",
      ...(parent === undefined ? {} : { parent: zone(parent) }),
    })),
    {
      "bom-ref": zone(outside),
      name: "Outside all boundaries",
      description: "Elements that the model puts in no boundary.",
      type: "trust",
    },
  ];
  const base = (node: ViewNode): object => ({
    "bom-ref": node.key,
    name: plain(node.name),
    description: plain(node.description ?? node.name),
    zone: zone(node.boundary ?? outside),
    ...(node.code.length === 0
      ? {}
      : { properties: node.code.map((anchor) => property("code", plain(anchor))) }),
  });
  const stores = view.nodes.filter(({ kind }) => kind === "store");
  const controls = view.threats.flatMap(({ id, threat }) =>
    sorted(threat.mitigations).map(([name, mitigation]) => ({
      "bom-ref": mitigationKey(id, name),
      name: plain(mitigation.text),
      description: mitigationLine(mitigation),
      category: mitigation.kind === "compensating" ? "compensating" : "preventive",
      status: controlStatus[mitigation.kind],
      ...(mitigation.evidence.length === 0
        ? {}
        : { properties: mitigation.evidence.map((anchor) => property("evidence", plain(anchor))) }),
    })),
  );
  const threats = view.threats.map((placed) => {
    const taxonomy = own(taxonomies, view.framework);
    const weaknesses = [...new Set(placed.threat.weakness.map((id) => Number(id.slice(4))))].filter(
      (id) => id > 0,
    );
    return {
      "bom-ref": threatKey(placed.id),
      name: plain(placed.threat.title),
      description: threatDescription(view, placed),
      ...(taxonomy === undefined || !known.has(placed.category)
        ? {}
        : { categories: [{ taxonomy, category: placed.category }] }),
      ...(weaknesses.length === 0 ? {} : { weaknesses: weaknesses.map((cweId) => ({ cweId })) }),
      affectedAssets: [placed.element],
      properties: [property("threat", placed.id), ...placed.threat.attack.map((id) => property("capec", id))],
    };
  });
  const risks = view.threats.map((placed) => {
    const { likelihood, impact, score } = ratings[placed.level];
    return {
      "bom-ref": keyOf("risks", placed.id),
      name: plain(placed.threat.title),
      statement: plain(placed.threat.scenario),
      relatedThreats: [threatKey(placed.id)],
      residualRisk: {
        likelihood: { level: likelihood },
        impact: { level: impact },
        score: { level: score },
        rationale: plain(placed.threat.severity.reason),
      },
      status: riskStatus[placed.status],
    };
  });
  const blueprint = {
    "bom-ref": "blueprint",
    name: plain(title),
    description: plain(view.summary ?? title),
    modelTypes: ["data-flow"],
    zones,
    boundaries: crossings(view),
    assets: view.nodes
      .filter(({ kind }) => kind !== "store")
      .map((node) => ({ ...base(node), type: node.kind === "external" ? "actor" : "process" })),
    dataStores: stores.map((node) => ({
      ...base(node),
      type: storeTypes[storeType(`${node.name} ${node.description ?? ""}`)],
      ...(node.holds.length === 0 ? {} : { dataSets: [...node.holds] }),
    })),
    dataSets: view.assets.map(({ key, entry }) => {
      const placements = stores
        .filter(({ holds }) => holds.includes(key))
        .map((node) => ({ dataStore: node.key }));
      return {
        "bom-ref": key,
        name: plain(entry.name),
        description: plain(entry.description ?? entry.name),
        ...(placements.length === 0 ? {} : { placements }),
        ...(sensitivity(entry).length === 0 ? {} : { properties: sensitivity(entry) }),
      };
    }),
    flows: view.flows.map(({ key, flow, from, to }) => ({
      "bom-ref": key,
      name: plain(flow.name),
      description: plain(flow.description ?? flow.data ?? flow.name),
      type: "data",
      source: from,
      destination: to,
      encrypted: saysEncrypted(flow.protection, flow.protocol),
      ...(flow.protocol === undefined ? {} : { protocols: [plain(flow.protocol)] }),
    })),
    assumptions: view.assumptions.map(({ key, entry }) => ({
      "bom-ref": key,
      description: plain(
        entry.description === undefined ? entry.name : `${entry.name}: ${entry.description}`,
      ),
      validity: "unverified",
    })),
  };
  const all = [...view.nodes, ...view.flows, ...view.assets, ...view.assumptions].map(({ key }) => key);
  return {
    document: {
      specFormat: "CycloneDX",
      specVersion: "2.0",
      version: 1,
      blueprints: [blueprint],
      threats: { threats },
      risks: { risks },
      controls,
    },
    references: {
      ids: [
        ...all,
        ...[...zones, ...blueprint.boundaries, ...threats, ...risks, ...controls].map(
          (each) => (each as { "bom-ref": string })["bom-ref"],
        ),
      ],
      named: [
        ...zones.flatMap((each) => ("parent" in each ? [each.parent as string] : [])),
        ...view.nodes.flatMap(({ boundary, holds }) => [zone(boundary ?? outside), ...holds]),
        ...view.flows.flatMap(({ from, to }) => [from, to]),
        ...view.threats.map(({ element }) => element),
      ],
    },
  };
};

/** Categories of STRIDE as the draft names them. */
const known: ReadonlySet<string> = new Set([
  "spoofing",
  "tampering",
  "repudiation",
  "information-disclosure",
  "denial-of-service",
  "elevation-of-privilege",
]);
