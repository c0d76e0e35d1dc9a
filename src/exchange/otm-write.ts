// Writes the Open Threat Model, version 0.2.0. Importers guess what an element is from the words `database` and `service` in
// its type and its id, so the types hold them on purpose and the ids never do.

import type { Asset, Level, Mitigation } from "../model/schema.ts";
import { sorted } from "../model/threats.ts";
import { attachmentOf } from "./attachment.ts";
import { type Box, layoutOf } from "./layout.ts";
import { asciiName, clip, Names, plain } from "./text.ts";
import type { CodePlace, ForeignIds, WriterInput, Written } from "./types.ts";
import { type Key, keyOf, type View, type ViewNode, type ViewThreat } from "./view.ts";
import { categoryTitle, mitigationKey, mitigationLine, threatDescription, threatKey } from "./words.ts";

const outside = keyOf("", "outside");

const quiet = (id: string): string => id.replaceAll("database", "db").replaceAll("service", "svc");

export const otmIds = (view: View): ForeignIds => {
  const names = new Names();
  const ids = new Map<string, string>();
  const give = (key: Key, id: string): void => {
    ids.set(key, names.take(id));
  };
  for (const { id } of view.threats) give(threatKey(id), id);
  for (const { key, id, kind } of view.nodes) give(key, quiet(asciiName(id, kind)));
  for (const { key, id } of view.boundaries) give(key, quiet(asciiName(id, "zone")));
  for (const { key, id } of view.flows) give(key, quiet(asciiName(id, "flow")));
  for (const { key, id } of view.assets) give(key, asciiName(id, "asset"));
  give(outside, "outside-all-boundaries");
  for (const { id, threat } of view.threats)
    for (const [name] of sorted(threat.mitigations)) {
      give(mitigationKey(id, name), `${id}-${asciiName(name, "mitigation")}`);
    }
  return ids;
};

const types = { external: "generic-client", process: "generic-service", store: "other-database" } as const;

/** Likelihood and impact, 0 to 100 each, whose product falls into the level's band in Threat Dragon. */
const ratings: Readonly<Record<Level, number>> = { none: 0, low: 40, medium: 70, high: 88, critical: 98 };

const confidentiality: Readonly<Record<NonNullable<Asset["sensitivity"]>, number>> = {
  public: 0,
  internal: 35,
  confidential: 70,
  secret: 100,
};

const stateOf: Readonly<Record<ViewThreat["status"], string>> = {
  open: "exposed",
  expired: "exposed",
  mitigated: "mitigated",
  accepted: "accepted",
  "false-positive": "not-applicable",
};

const reductions: Readonly<Record<Mitigation["kind"], number>> = { code: 50, compensating: 50, planned: 0 };

const diagram = "diagram";
const code = "code";

export const writeOtm = ({ view, model, title, plain: isPlain, today, locate }: WriterInput): Written => {
  const ids = otmIds(view);
  const id = (key: Key): string => ids.get(key) as string;
  const boxes = layoutOf(view);
  const box = (key: Key): Box => boxes.get(key) as Box;
  const zones = new Map(view.boundaries.map((boundary) => [boundary.key, boundary]));
  const zoneOf = (key: Key | undefined): Key => (key !== undefined && zones.has(key) ? key : outside);
  const needsOutside = view.nodes.some(({ boundary }) => zoneOf(boundary) === outside);

  /** Positions count from the corner of the parent. */
  const drawn = (key: Key, parent: Key | undefined): object => {
    const own = box(key);
    const corner = parent === undefined || parent === outside ? { x: 0, y: 0 } : box(parent);
    return {
      representation: diagram,
      id: `${id(key)}-${diagram}`,
      position: { x: own.x - corner.x, y: own.y - corner.y },
      size: { width: own.width, height: own.height },
    };
  };
  const shown = (key: Key, anchors: readonly string[]): object[] =>
    anchors.flatMap((anchor, index) => {
      const found: CodePlace | undefined = locate(anchor);
      if (found === undefined) return [];
      return [
        {
          representation: code,
          id: `${id(key)}-${code}-${index + 1}`,
          name: anchor,
          file: found.path,
          ...(found.line === undefined ? {} : { line: found.line }),
        },
      ];
    });

  const attached = new Map<Key, object[]>();
  for (const { id: own, element, threat, status } of view.threats) {
    const mitigations = sorted(threat.mitigations).map(([name, { kind }]) => ({
      mitigation: id(mitigationKey(own, name)),
      state: kind === "planned" ? "recommended" : "implemented",
    }));
    const list = attached.get(element) ?? [];
    list.push({
      threat: id(threatKey(own)),
      state: stateOf[status],
      ...(mitigations.length === 0 ? {} : { mitigations }),
    });
    attached.set(element, list);
  }
  const threatsAt = (key: Key): object => {
    const list = attached.get(key);
    return list === undefined ? {} : { threats: list };
  };

  const component = (node: ViewNode): object => {
    const zone = zoneOf(node.boundary);
    const stored = node.kind === "store" ? node.holds.map(id) : [];
    return {
      id: id(node.key),
      name: plain(node.name),
      type: types[node.kind],
      description: plain(node.description, ""),
      parent: { trustZone: id(zone) },
      representations: [drawn(node.key, zone), ...shown(node.key, node.code)],
      // An importer that finds one of the two lists expects the other.
      ...(stored.length === 0 ? {} : { assets: { processed: [], stored } }),
      ...threatsAt(node.key),
      ...(node.code.length === 0 ? {} : { attributes: { code: [...node.code] } }),
    };
  };

  const width = Math.max(200, ...view.nodes.map(({ key }) => box(key).x + box(key).width));
  const height = Math.max(200, ...view.nodes.map(({ key }) => box(key).y + box(key).height));
  const zone = (key: Key, name: string, description: string, parent: Key | undefined): object => ({
    id: id(key),
    name,
    type: "trust-zone",
    description,
    risk: { trustRating: 50 },
    ...(parent === undefined ? {} : { parent: { trustZone: id(parent) } }),
    representations:
      key === outside
        ? [
            {
              representation: diagram,
              id: `${id(key)}-${diagram}`,
              position: { x: 0, y: 0 },
              size: { width, height },
            },
          ]
        : [drawn(key, parent)],
  });

  // Empty lists are left out: one that is null or empty has crashed importers.
  const lists = {
    assets: view.assets.map(({ key, entry }) => ({
      id: id(key),
      name: plain(entry.name),
      description: plain(entry.description, ""),
      risk: {
        confidentiality: confidentiality[entry.sensitivity ?? "confidential"],
        integrity: 50,
        availability: 50,
        comment: `Sensitivity: ${entry.sensitivity ?? "not stated"}; integrity and availability are not rated`,
      },
    })),
    trustZones: [
      ...view.boundaries.map(({ key, entry, parent }) =>
        zone(key, plain(entry.name), plain(entry.description, ""), parent),
      ),
      ...(needsOutside
        ? [zone(outside, "Outside all boundaries", "Elements that the model puts in no boundary.", undefined)]
        : []),
    ],
    components: view.nodes.map(component),
    dataflows: view.flows.map(({ key, flow, from, to, assets }) => ({
      id: id(key),
      name: plain(flow.name),
      description: plain(flow.description, ""),
      bidirectional: false,
      source: id(from),
      destination: id(to),
      ...(assets.length === 0 ? {} : { assets: assets.map(id) }),
      ...threatsAt(key),
      attributes: Object.fromEntries(
        (["data", "protocol", "protection"] as const).flatMap((field) => {
          const text = flow[field];
          return text === undefined ? [] : [[field, plain(text)]];
        }),
      ),
    })),
    threats: view.threats.map((placed) => ({
      id: id(threatKey(placed.id)),
      name: plain(placed.threat.title),
      description: threatDescription(view, placed),
      categories: [categoryTitle(view.framework, placed.category)],
      ...(placed.threat.weakness.length === 0 ? {} : { cwes: [...placed.threat.weakness] }),
      risk: {
        likelihood: ratings[placed.level],
        impact: ratings[placed.level],
        impactComment: plain(placed.threat.severity.reason),
      },
      attributes: {
        capecs: [...placed.threat.attack],
        ...(placed.assets.length === 0 ? {} : { assets: placed.assets.map(id) }),
      },
    })),
    mitigations: view.threats.flatMap(({ id: own, threat }) =>
      sorted(threat.mitigations).map(([name, mitigation]) => ({
        id: id(mitigationKey(own, name)),
        name: clip(plain(mitigation.text), 120),
        description: mitigationLine(mitigation),
        riskReduction: reductions[mitigation.kind],
        attributes: { kind: mitigation.kind, evidence: [...mitigation.evidence] },
      })),
    ),
  };
  const document = {
    otmVersion: "0.2.0",
    project: {
      name: plain(title),
      id: asciiName(view.component, "component"),
      description: plain(view.summary, ""),
      ...(isPlain ? {} : { attributes: { instride: { model: attachmentOf(model, today) } } }),
    },
    representations: [
      { name: "Data flows", id: diagram, type: "diagram", size: { width: width + 80, height: height + 80 } },
      { name: "Code", id: code, type: "code" },
    ],
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
  return {
    document,
    references: {
      ids: [
        ...lists.trustZones,
        ...lists.components,
        ...lists.dataflows,
        ...lists.assets,
        ...lists.threats,
        ...lists.mitigations,
      ].map((each) => (each as { id: string }).id),
      named: [
        ...view.nodes.map(({ boundary }) => id(zoneOf(boundary))),
        ...view.flows.flatMap(({ from, to, assets }) => [from, to, ...assets].map(id)),
        ...view.threats.map(({ element }) => id(element)),
      ],
    },
  };
};
