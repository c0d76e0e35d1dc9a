// Reads the Open Threat Model, version 0.2.x.

import { z } from "zod";
import { type Level, levels, type Mitigation } from "../model/schema.ts";
import { maybe, readWith, someOf, text } from "./fields.ts";
import { otmIds } from "./otm-write.ts";
import type { ForeignModel, ForeignNode, ForeignThreat, Reader } from "./types.ts";
import { readThreatDescription } from "./words.ts";

const attributes = maybe(z.record(text, z.unknown()));
const texts = someOf(z.union([text, z.null()])).transform((items) => items.filter((item) => item !== null));
const parent = maybe(z.looseObject({ trustZone: maybe(text), component: maybe(text) }));
const described = { id: text, name: text, description: maybe(text), attributes };
const attached = someOf(
  z.looseObject({
    threat: text,
    state: maybe(text),
    mitigations: someOf(z.looseObject({ mitigation: maybe(text), state: maybe(text) }).nullable()),
  }),
);
const schema = z.looseObject({
  otmVersion: text,
  project: z.looseObject({ name: text, description: maybe(text), attributes }),
  assets: someOf(
    z.looseObject({
      ...described,
      risk: maybe(z.looseObject({ confidentiality: maybe(z.number()), comment: maybe(text) })),
    }),
  ),
  trustZones: someOf(z.looseObject({ ...described, parent })),
  components: someOf(
    z.looseObject({
      ...described,
      type: text.default(""),
      parent,
      representations: someOf(z.looseObject({ file: maybe(text) })),
      assets: maybe(z.looseObject({ processed: texts, stored: texts })),
      threats: attached,
    }),
  ),
  dataflows: someOf(
    z.looseObject({ ...described, source: text, destination: text, assets: texts, threats: attached }),
  ),
  threats: someOf(
    z.looseObject({
      ...described,
      categories: texts,
      cwes: texts,
      risk: maybe(
        z.looseObject({
          likelihood: maybe(z.number()),
          impact: maybe(z.number()),
          impactComment: maybe(text),
        }),
      ),
    }),
  ),
  mitigations: someOf(z.looseObject(described)),
});
type Document = z.infer<typeof schema>;

const outside = "outside-all-boundaries";

const kindOf = (type: string, id: string): ForeignNode["kind"] => {
  const words = `${type} ${id}`.toLowerCase();
  if (/database|data-?store|storage|bucket|queue|cache|\bs3\b/.test(words)) return "store";
  return /client|browser|actor|user|external|mobile/.test(words) ? "external" : "process";
};

const fieldsOf = (given: Record<string, unknown> | null | undefined, key: string): string[] => {
  const value = given != null && Object.hasOwn(given, key) ? given[key] : undefined;
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
};
const fieldOf = (given: Record<string, unknown> | null | undefined, key: string): string | undefined => {
  const value = given != null && Object.hasOwn(given, key) ? given[key] : undefined;
  return typeof value === "string" ? value : undefined;
};

/** The level of likelihood times impact, 0 to 100 each, by the bands of Threat Dragon; our own word where it agrees. */
const levelOf = (
  likelihood: number | null | undefined,
  impact: number | null | undefined,
  ours: Level | undefined,
): Level | undefined => {
  if (likelihood == null || impact == null) return ours;
  const score = (likelihood * impact) / 1000;
  if (!Number.isFinite(score)) return ours;
  return score >= 9 ? "critical" : score >= 7 ? "high" : score >= 4 ? "medium" : score > 0 ? "low" : "none";
};

const sensitivityOf = (
  risk: Document["assets"][number]["risk"],
): "public" | "internal" | "confidential" | "secret" | undefined => {
  const said = /^Sensitivity: (public|internal|confidential|secret|not stated)\b/.exec(
    risk?.comment ?? "",
  )?.[1];
  if (said === "not stated") return undefined;
  if (said !== undefined) return said as "public" | "internal" | "confidential" | "secret";
  const rating = risk?.confidentiality;
  if (rating == null) return undefined;
  return rating >= 90 ? "secret" : rating >= 60 ? "confidential" : rating >= 20 ? "internal" : "public";
};

const kinds: readonly Mitigation["kind"][] = ["code", "compensating", "planned"];

const read = (document: Document): ForeignModel => {
  const mitigations = new Map(document.mitigations.map((each) => [each.id, each]));
  const places = new Map<string, { elements: string[]; states: Set<string>; against: Set<string> }>();
  for (const { id, threats } of [...document.components, ...document.dataflows])
    for (const { threat, state, mitigations: own } of threats) {
      const place = places.get(threat) ?? { elements: [], states: new Set(), against: new Set() };
      place.elements.push(id);
      if (state != null) place.states.add(state);
      for (const each of own) if (each?.mitigation != null) place.against.add(each.mitigation);
      places.set(threat, place);
    }
  const zoneOfComponent = new Map(document.components.map(({ id, parent: around }) => [id, around]));
  /** The zone around a component, which may lie inside other components. */
  const zoneOf = (id: string): string | undefined => {
    const seen = new Set<string>();
    for (
      let at: string | null | undefined = id;
      at != null && !seen.has(at);
      at = zoneOfComponent.get(at)?.component
    ) {
      seen.add(at);
      const zone = zoneOfComponent.get(at)?.trustZone;
      if (zone != null) return zone === outside ? undefined : zone;
    }
    return undefined;
  };
  const threats = document.threats.map((each): ForeignThreat => {
    const words = readThreatDescription(each.description ?? "");
    const place = places.get(each.id);
    const claimed = [...(place?.states ?? [])].filter((state) => !/^(?:exposed|open|)$/i.test(state));
    const ours = levels.find((level) => level === words.level);
    return {
      ref: each.id,
      elements: place?.elements ?? [],
      title: each.name,
      ...words,
      scenario: words.scenario || each.name,
      category: each.categories[0] ?? words.category,
      level: levelOf(each.risk?.likelihood, each.risk?.impact, ours),
      reason: words.reason ?? each.risk?.impactComment ?? undefined,
      weakness: each.cwes.map((cwe) => (/^\d+$/.test(cwe) ? `CWE-${cwe}` : cwe.toUpperCase())),
      attack: fieldsOf(each.attributes, "capecs"),
      assets: fieldsOf(each.attributes, "assets"),
      mitigations: [...(place?.against ?? [])].flatMap((id) => {
        const found = mitigations.get(id);
        if (found === undefined) return [];
        return [
          {
            ref: found.id,
            text: found.description || found.name,
            kind: kinds.find((kind) => kind === fieldOf(found.attributes, "kind")),
            evidence: fieldsOf(found.attributes, "evidence"),
          },
        ];
      }),
      claims: [words.claims, ...claimed].filter((said) => said !== undefined).join("; ") || undefined,
    };
  });
  return {
    title: document.project.name,
    summary: document.project.description ?? undefined,
    nodes: document.components.map((each) => {
      const kind = kindOf(each.type, each.id);
      const own = fieldsOf(each.attributes, "code");
      const files = each.representations.flatMap(({ file }) => file ?? []);
      return {
        ref: each.id,
        kind,
        name: each.name,
        description: each.description ?? undefined,
        boundary: zoneOf(each.id),
        code: own.length > 0 ? own : files,
        holds: kind === "store" ? (each.assets?.stored ?? []) : [],
      };
    }),
    flows: document.dataflows.map((each) => ({
      ref: each.id,
      name: each.name,
      description: each.description ?? undefined,
      from: each.source,
      to: each.destination,
      data: fieldOf(each.attributes, "data"),
      protocol: fieldOf(each.attributes, "protocol"),
      protection: fieldOf(each.attributes, "protection"),
      assets: each.assets,
    })),
    boundaries: document.trustZones
      .filter(({ id }) => id !== outside)
      .map((each) => ({
        ref: each.id,
        name: each.name,
        description: each.description ?? undefined,
        parent: each.parent?.trustZone ?? undefined,
      })),
    assets: document.assets.map((each) => ({
      ref: each.id,
      name: each.name,
      description: each.description ?? undefined,
      sensitivity: sensitivityOf(each.risk),
    })),
    assumptions: [],
    threats,
  };
};

export const otmReader: Reader = {
  attachment: (document) =>
    (document as { project?: { attributes?: { instride?: { model?: unknown } } } } | null)?.project
      ?.attributes?.instride?.model,
  read: (document) => {
    const found = readWith(schema, document);
    return "value" in found ? read(found.value) : found.problems;
  },
  ids: otmIds,
};
