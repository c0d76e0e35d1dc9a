// Writes OWASP's Threat Model Library format (TM-BOM 1.0.2). Its names are unique over all kinds here, because importers
// look a threat's element up by name alone.

import { sorted } from "../model/threats.ts";
import { renderMermaid } from "../report/mermaid.ts";
import { attachmentOf } from "./attachment.ts";
import { withParagraphs } from "./paragraphs.ts";
import { asciiName, clip, Names, plain, saysEncrypted } from "./text.ts";
import {
  attachmentName,
  categoriesName,
  controlStatus,
  controlStatusOf,
  persona,
  placeholders,
  ratings,
  sensitivities,
  storeType,
} from "./tm-bom-terms.ts";
import type { ForeignIds, WriterInput, Written } from "./types.ts";
import { keyOf, type View, type ViewNode } from "./view.ts";
import { mitigationKey, mitigationLine, threatDescription, threatKey } from "./words.ts";

/** The zone of elements that lie in no boundary of the map: the format wants one for each. */
const outside = keyOf("", "outside");

export const tmBomIds = (view: View): ForeignIds => {
  const names = new Names();
  const ids = new Map<string, string>();
  const give = (key: string, id: string, fallback: string): void => {
    ids.set(key, names.take(asciiName(id, fallback)));
  };
  for (const { id } of view.threats) give(threatKey(id), id, "threat");
  for (const { key, id, kind } of view.nodes) give(key, id, kind);
  for (const { key, id } of view.flows) give(key, id, "flow");
  for (const { key, id } of view.boundaries) give(key, id, "zone");
  for (const { key, id } of view.assets) give(key, id, "asset");
  for (const { key, id } of view.controls) give(key, id, "control");
  give(outside, "outside-all-boundaries", "outside");
  give(persona.symbolic_name, persona.symbolic_name, persona.symbolic_name);
  for (const { id, threat } of view.threats)
    for (const [name] of sorted(threat.mitigations)) {
      give(mitigationKey(id, name), `${id}-${name}`, "mitigation");
    }
  for (const { id } of view.threats) give(keyOf("risks", id), `risk-${id}`, "risk");
  return ids;
};

const nodeTypes = { external: "actor", process: "component", store: "data_store" } as const;

const zonesOf = (view: View, name: (key: string) => string): object[] => {
  const titles = new Map(view.boundaries.map(({ key, entry }) => [key, entry.name]));
  const zones = view.boundaries.map(({ key, entry, parent }) => ({
    symbolic_name: name(key),
    title: plain(entry.name),
    description: [
      plain(entry.description, ""),
      ...(parent === undefined ? [] : [`Inside: ${plain(titles.get(parent))}`]),
    ].join("\n\n"),
  }));
  const needed = view.boundaries.length === 0 || view.nodes.some(({ boundary }) => boundary === undefined);
  const rest = {
    title: "Outside all boundaries",
    description: "Elements that the model puts in no boundary.",
  };
  return needed ? [...zones, { symbolic_name: name(outside), ...rest }] : zones;
};

/** Pairs of zones between which a flow goes. */
const crossingsOf = (view: View, name: (key: string) => string): object[] => {
  const zones = new Map(view.nodes.map(({ key, boundary }) => [key, name(boundary ?? outside)]));
  const pairs = new Map<string, object>();
  for (const { from, to } of view.flows) {
    const [a, b] = [zones.get(from) as string, zones.get(to) as string].sort() as [string, string];
    if (a !== b) pairs.set(`${a} ${b}`, { trust_zone_a: a, trust_zone_b: b });
  }
  return [...pairs.values()];
};

const dataSetsOf = (view: View, name: (key: string) => string): object[] =>
  view.assets.map(({ key, entry }) => ({
    symbolic_name: name(key),
    title: plain(entry.name),
    description: plain(entry.description, ""),
    placements: view.nodes
      .filter(({ kind, holds }) => kind === "store" && holds.includes(key))
      .map((node) => ({ data_store: name(node.key), encrypted: false })),
    data_sensitivity: entry.sensitivity === undefined ? [] : [...sensitivities[entry.sensitivity]],
  }));

const flowsOf = (view: View, name: (key: string) => string): object[] => {
  const nodes = new Map(view.nodes.map((node) => [node.key, node]));
  const open = new Set(
    view.assets.filter(({ entry }) => entry.sensitivity === "public").map(({ key }) => key),
  );
  const end = (key: string): object => ({
    type: nodeTypes[(nodes.get(key) as ViewNode).kind],
    object: name(key),
  });
  return view.flows.map(({ key, flow, from, to, assets }) => {
    const encrypted = saysEncrypted(flow.protection, flow.protocol);
    const facts: [string, string | undefined][] = [
      ["Data", flow.data],
      ["Protocol", flow.protocol],
      ["Protection", flow.protection ?? (encrypted ? undefined : "not stated, so written as not encrypted")],
    ];
    return {
      symbolic_name: name(key),
      title: plain(flow.name),
      description: [
        plain(flow.description, ""),
        ...facts.flatMap(([label, text]) => (text === undefined ? [] : [`${label}: ${plain(text)}`])),
      ].join("\n\n"),
      source: end(from),
      destination: end(to),
      // The format can't say "unknown"; in doubt the data is sensitive and the way is open.
      has_sensitive_data: assets.length === 0 || assets.some((asset) => !open.has(asset)),
      encrypted,
    };
  });
};

const threatsOf = (view: View, name: (key: string) => string): object[] =>
  view.threats
    .filter(({ status }) => status !== "false-positive")
    .map((placed) => ({
      symbolic_name: name(threatKey(placed.id)),
      title: plain(placed.threat.title),
      description: threatDescription(view, placed),
      components_affected: [name(placed.element)],
      threat_persona: name(persona.symbolic_name),
      event: plain(placed.threat.title),
      sources: ["adversary"],
      // Threat Dragon prints "undefined" for a title that is left out.
      attack_mechanisms: placed.threat.attack.map((id) => ({
        capec_id: Number(id.slice(6)),
        capec_title: id,
      })),
      weaknesses: placed.threat.weakness.map((id) => ({ cwe_id: Number(id.slice(4)), cwe_title: id })),
    }));

const controlsOf = (view: View, name: (key: string) => string): object[] => {
  const used = new Set<string>();
  const controls = view.threats.flatMap((placed) =>
    placed.status === "false-positive"
      ? []
      : sorted(placed.threat.mitigations).map(([id, mitigation]) => {
          if (mitigation.control !== undefined) used.add(keyOf("controls", mitigation.control));
          return {
            symbolic_name: name(mitigationKey(placed.id, id)),
            title: clip(plain(mitigation.text), 120),
            description: mitigationLine(mitigation),
            threats: [name(threatKey(placed.id))],
            status: controlStatusOf(mitigation.kind, placed.status),
            priority: placed.level,
          };
        }),
  );
  const rest = view.controls
    .filter(({ key }) => !used.has(key))
    .map(({ key, entry }) => ({
      symbolic_name: name(key),
      title: plain(entry.name),
      description: plain(entry.description, ""),
      threats: [],
      status: controlStatus.unlinked,
      priority: "none",
    }));
  return [...controls, ...rest];
};

const risksOf = (view: View, name: (key: string) => string): object[] =>
  view.threats
    .filter(({ status }) => status !== "false-positive")
    .map(({ id, threat, level, status }) => ({
      symbolic_name: name(keyOf("risks", id)),
      title: plain(threat.title),
      description: `${status === "accepted" ? "Accepted. " : ""}Likelihood, impact and score follow from the level ${level}, which is what is left after the controls.`,
      threats: [name(threatKey(id))],
      ...ratings[level],
      impact_description: plain(threat.severity.reason),
    }));

export const writeTmBom = ({ view, model, title, plain: isPlain, today }: WriterInput): Written => {
  const ids = tmBomIds(view);
  const name = (key: string): string => ids.get(key) as string;
  const kept = view.threats.filter(({ status }) => status !== "false-positive");
  const zones = zonesOf(view, name) as { symbolic_name: string }[];
  const base = (node: ViewNode): object => ({
    symbolic_name: name(node.key),
    title: plain(node.name),
    description: withParagraphs(
      node.description ?? "",
      node.code.length === 0 ? {} : { Code: node.code.join(", ") },
    ),
    trust_zone: name(node.boundary ?? outside),
  });
  const ofKind = (kind: ViewNode["kind"]): ViewNode[] => view.nodes.filter((node) => node.kind === kind);
  const controls = controlsOf(view, name) as { symbolic_name: string; threats: string[] }[];
  const risks = risksOf(view, name) as { symbolic_name: string; threats: string[] }[];
  const sensitive = new Set(
    view.assets.flatMap(({ entry }) =>
      entry.sensitivity === undefined ? [] : sensitivities[entry.sensitivity],
    ),
  );
  const document = {
    $schema: "https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json",
    version: "1.0.2",
    scope: {
      title: plain(title),
      description: `${plain(view.summary, "")}${placeholders}`,
      business_criticality: "moderate",
      data_sensitivity: [...sensitive].sort(),
      exposure: "external",
      tier: "important",
    },
    diagrams: [{ title: "Data flows", type: "mermaid", source: renderMermaid(model.map) }],
    trust_zones: zones,
    trust_boundaries: crossingsOf(view, name),
    actors: ofKind("external").map((node) => ({ ...base(node), type: "user" })),
    components: ofKind("process").map(base),
    data_stores: ofKind("store").map((node) => ({
      ...base(node),
      type: storeType(`${node.name} ${node.description ?? ""}`),
    })),
    data_sets: dataSetsOf(view, name),
    data_flows: flowsOf(view, name),
    assumptions: view.assumptions.map(({ entry }) => ({
      description:
        entry.description === undefined
          ? plain(entry.name)
          : `${plain(entry.name)}\n\n${plain(entry.description)}`,
      validity: "unconfirmed",
    })),
    // Without a persona Threat Dragon's importer fails on the first threat.
    threat_personas: [{ ...persona, symbolic_name: name(persona.symbolic_name) }],
    threats: threatsOf(view, name),
    controls,
    risks,
    extensions: {
      [categoriesName]: Object.fromEntries(kept.map(({ id, category }) => [name(threatKey(id)), category])),
      ...(isPlain ? {} : { [attachmentName]: attachmentOf(model, today) }),
    },
  };
  return {
    document,
    references: {
      ids: [
        ...zones.map((zone) => zone.symbolic_name),
        ...[...view.nodes, ...view.flows, ...view.assets].map(({ key }) => name(key)),
        ...kept.map(({ id }) => name(threatKey(id))),
        ...controls.map((control) => control.symbolic_name),
        ...risks.map((risk) => risk.symbolic_name),
      ],
      named: [
        ...view.nodes.map(({ boundary }) => name(boundary ?? outside)),
        ...view.flows.flatMap(({ from, to }) => [name(from), name(to)]),
        ...kept.map(({ element }) => name(element)),
        ...[...controls, ...risks].flatMap(({ threats }) => threats),
      ],
    },
  };
};
