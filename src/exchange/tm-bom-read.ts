// Reads OWASP's Threat Model Library format (TM-BOM 1.0.x).

import { z } from "zod";
import type { Level } from "../model/schema.ts";
import { list, maybe, readWith, someOf, text } from "./fields.ts";
import { readParagraphs } from "./paragraphs.ts";
import { pushTo } from "./text.ts";
import {
  attachmentName,
  categoriesName,
  controlStatus,
  levelOfRating,
  placeholders,
} from "./tm-bom-terms.ts";
import { tmBomIds } from "./tm-bom-write.ts";
import type { ForeignModel, ForeignThreat, Reader } from "./types.ts";
import { readThreatDescription } from "./words.ts";

const named = { symbolic_name: text, title: text, description: text.default("") };
const inZone = { ...named, trust_zone: maybe(text) };
const end = z.looseObject({ object: text });

const schema = z.looseObject({
  version: text,
  scope: z.looseObject({ title: text, description: text.default("") }),
  trust_zones: list(z.looseObject(named)),
  actors: list(z.looseObject(inZone)),
  components: list(z.looseObject(inZone)),
  data_stores: list(z.looseObject(inZone)),
  data_sets: list(
    z.looseObject({
      ...named,
      placements: someOf(z.looseObject({ data_store: maybe(text) })),
      data_sensitivity: someOf(text),
    }),
  ),
  data_flows: list(z.looseObject({ ...named, source: end, destination: end, encrypted: maybe(z.boolean()) })),
  assumptions: list(z.looseObject({ description: text })),
  threats: list(
    z.looseObject({
      ...named,
      event: text.default(""),
      components_affected: someOf(text),
      attack_mechanisms: someOf(z.looseObject({ capec_id: z.number().int().nonnegative() })),
      weaknesses: someOf(z.looseObject({ cwe_id: z.number().int().nonnegative() })),
    }),
  ),
  controls: list(z.looseObject({ ...named, threats: someOf(text), status: text.default("") })),
  risks: list(
    z.looseObject({ ...named, threats: someOf(text), level: maybe(text), impact_description: maybe(text) }),
  ),
  extensions: z.record(text, z.unknown()).default({}),
});
type Document = z.infer<typeof schema>;

const sensitivities = [
  ["cred", "secret"],
  ["biz", "confidential"],
  ["op", "internal"],
] as const;

const sensitivityOf = (values: readonly string[]): "secret" | "confidential" | "internal" | undefined => {
  const known = sensitivities.find(([theirs]) => values.includes(theirs))?.[1];
  return known ?? (values.length > 0 ? "confidential" : undefined);
};

const outside = "outside-all-boundaries";
/** The worst rating among the risks of a threat. */
const order: readonly Level[] = ["none", "low", "medium", "high", "critical"];

const labelled = (description: string): { text: string; fields: Record<string, string> } => {
  const [first = "", ...rest] = description.split("\n\n");
  const fields: Record<string, string> = {};
  const prose = [first];
  for (const part of rest) {
    const match = /^(Data|Protocol|Protection|Inside): ([\s\S]+)$/.exec(part);
    if (match === null) prose.push(part);
    else fields[match[1] as string] ??= match[2] as string;
  }
  return { text: prose.join("\n\n"), fields };
};

const threatsOf = (document: Document): ForeignThreat[] => {
  const categories = document.extensions[categoriesName];
  const categoryOf = (name: string): string | undefined => {
    const own = typeof categories === "object" && categories !== null && Object.hasOwn(categories, name);
    const said = own ? (categories as Record<string, unknown>)[name] : undefined;
    return typeof said === "string" ? said : undefined;
  };
  const rated = new Map<string, { level: Level; reason: string | undefined }>();
  for (const { threats, level, impact_description } of document.risks) {
    const own = Object.hasOwn(levelOfRating, level ?? "") ? levelOfRating[level as string] : undefined;
    if (own === undefined) continue;
    for (const threat of threats) {
      const worst = rated.get(threat);
      if (worst === undefined || order.indexOf(own) > order.indexOf(worst.level))
        rated.set(threat, { level: own, reason: impact_description ?? undefined });
    }
  }
  const controls = new Map<string, Document["controls"]>();
  for (const control of document.controls)
    for (const threat of new Set(control.threats)) pushTo(controls, threat, control);
  return document.threats.map((threat) => {
    const words = readThreatDescription(threat.description);
    const rating = rated.get(threat.symbolic_name);
    const against = controls.get(threat.symbolic_name) ?? [];
    const active = against.some(({ status }) => status === controlStatus.inPlace);
    return {
      ref: threat.symbolic_name,
      elements: threat.components_affected,
      title: threat.title,
      ...words,
      scenario: words.scenario || threat.event,
      category: categoryOf(threat.symbolic_name) ?? words.category,
      level: rating?.level ?? words.level,
      reason: rating?.reason ?? words.reason,
      weakness: threat.weaknesses.map(({ cwe_id }) => `CWE-${cwe_id}`),
      attack: threat.attack_mechanisms.map(({ capec_id }) => `CAPEC-${capec_id}`),
      mitigations: against.map(({ symbolic_name, title, description }) => ({
        ref: symbolic_name,
        text: description || title,
      })),
      claims:
        [words.claims, active ? "mitigated" : undefined].filter((claim) => claim !== undefined).join("; ") ||
        undefined,
    };
  });
};

const read = (document: Document): ForeignModel => {
  const held = new Map<string, string[]>();
  for (const { symbolic_name, placements } of document.data_sets)
    for (const { data_store } of placements) if (data_store != null) pushTo(held, data_store, symbolic_name);
  const node = (kind: "external" | "process" | "store") => (each: Document["actors"][number]) => {
    const { text: description, paragraphs } = readParagraphs(each.description);
    return {
      ref: each.symbolic_name,
      kind,
      name: each.title,
      description,
      boundary: each.trust_zone === outside ? undefined : (each.trust_zone ?? undefined),
      code: paragraphs.Code?.split(", ") ?? [],
      holds: held.get(each.symbolic_name) ?? [],
    };
  };
  const zones = new Map(document.trust_zones.map(({ symbolic_name, title }) => [title, symbolic_name]));
  return {
    title: document.scope.title,
    summary: document.scope.description.replace(placeholders, ""),
    nodes: [
      ...document.actors.map(node("external")),
      ...document.components.map(node("process")),
      ...document.data_stores.map(node("store")),
    ],
    flows: document.data_flows.map((flow) => {
      const { text: description, fields } = labelled(flow.description);
      return {
        ref: flow.symbolic_name,
        name: flow.title,
        description,
        from: flow.source.object,
        to: flow.destination.object,
        data: fields["Data"],
        protocol: fields["Protocol"],
        protection: fields["Protection"] ?? (flow.encrypted === true ? "encrypted" : undefined),
      };
    }),
    boundaries: document.trust_zones
      .filter(({ symbolic_name }) => symbolic_name !== outside)
      .map((zone) => {
        const { text: description, fields } = labelled(zone.description);
        const parent = fields["Inside"];
        return {
          ref: zone.symbolic_name,
          name: zone.title,
          description,
          parent: parent === undefined ? undefined : zones.get(parent),
        };
      }),
    assets: document.data_sets.map((set) => ({
      ref: set.symbolic_name,
      name: set.title,
      description: set.description,
      sensitivity: sensitivityOf(set.data_sensitivity),
    })),
    assumptions: document.assumptions.map(({ description }) => {
      const [name = "", ...rest] = description.split("\n\n");
      return { ref: name, name, description: rest.join("\n\n") };
    }),
    threats: threatsOf(document),
  };
};

export const tmBomReader: Reader = {
  attachment: (document) =>
    (document as { extensions?: Record<string, unknown> } | null)?.extensions?.[attachmentName],
  read: (document) => {
    const found = readWith(schema, document);
    return "value" in found ? read(found.value) : found.problems;
  },
  ids: tmBomIds,
};
