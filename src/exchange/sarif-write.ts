// Writes threats as SARIF 2.1.0 for code scanning: one rule a threat, because there a rule carries title, severity and
// help, and the alert's identity. Only threats that still need somebody are alerts.

import { compare } from "../model/finding.ts";
import type { Level } from "../model/schema.ts";
import { levelRank } from "../model/severity.ts";
import { sorted } from "../model/threats.ts";
import { markdown, pathLink, sarifText } from "../report/foreign.ts";
import { clip, plain } from "./text.ts";
import type { CodePlace, ExportSource, References } from "./types.ts";
import { type View, type ViewThreat, viewOf } from "./view.ts";
import { categoryTitle, mitigationLine } from "./words.ts";

export interface SarifSource extends ExportSource {
  readonly modelPath: string;
  /** The line of a threat in the model's file: where a threat without code is shown. */
  readonly lineOf: (threat: string) => number;
}

/** What GitHub takes of one run, and the longest texts of a rule. */
export const sarifLimits = {
  rules: 25_000,
  results: 25_000,
  description: 1024,
  name: 255,
  tags: 20,
  locations: 100,
};

const severities: Readonly<Record<Level, { readonly score: string; readonly level: string }>> = {
  // A score of 0 would count as none given.
  none: { score: "0.1", level: "note" },
  low: { score: "2.0", level: "note" },
  medium: { score: "5.5", level: "warning" },
  high: { score: "8.0", level: "error" },
  critical: { score: "9.5", level: "error" },
};

const uri = (path: string): string =>
  path
    .split("/")
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, "\ufffd")))
    .join("/");

const message = (text: string): string => sarifText(plain(text));

const ruleOf = (source: SarifSource, view: View, placed: ViewThreat): object => {
  const { threat, level, category } = placed;
  const title = plain(threat.title);
  const mitigations = sorted(threat.mitigations).map(([, mitigation]) => mitigationLine(mitigation));
  const facts: (readonly [string, string | undefined])[] = [
    ["Element", elementName(view, placed.element)],
    ["Category", categoryTitle(view.framework, category)],
    ["Severity", `${level}: ${threat.override?.reason ?? threat.severity.reason}`],
    ["Acceptance", placed.status === "expired" ? `ended on ${threat.acceptance?.until}` : undefined],
    ["Check", threat.check],
    ["Next", threat.next],
  ];
  const lines = facts.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text: plain(text) }]));
  return {
    id: ruleIdOf(source, placed),
    name: clip(title, sarifLimits.name),
    shortDescription: { text: clip(title, sarifLimits.description) },
    fullDescription: { text: clip(plain(threat.scenario), sarifLimits.description) },
    help: {
      text: [
        plain(threat.scenario),
        ...lines.map(({ label, text }) => `${label}: ${text}`),
        ...mitigations,
      ].join("\n"),
      markdown: [
        markdown(plain(threat.scenario)),
        lines.map(({ label, text }) => `- **${label}:** ${markdown(text)}`).join("\n"),
        ...(mitigations.length === 0
          ? []
          : ["**Against it:**", mitigations.map((line) => `- ${markdown(line)}`).join("\n")]),
      ].join("\n\n"),
    },
    defaultConfiguration: { level: severities[level].level },
    properties: {
      tags: [
        "security",
        "threat-model",
        plain(category),
        ...threat.weakness.map((id) => `external/cwe/${id.toLowerCase()}`),
        ...threat.attack.map((id) => `external/capec/${id.toLowerCase()}`),
      ].slice(0, sarifLimits.tags),
      "security-severity": severities[level].score,
      precision: threat.provisional === true ? "medium" : "high",
    },
  };
};

const elementName = (view: View, key: string): string =>
  plain(
    view.nodes.find((node) => node.key === key)?.name ??
      view.flows.find((flow) => flow.key === key)?.flow.name,
  );

const ruleIdOf = ({ model }: SarifSource, { id }: ViewThreat): string => `${model.component}/${id}`;

const locationOf = ({ path, line = 1 }: CodePlace): object => ({
  physicalLocation: {
    artifactLocation: { uri: uri(path), uriBaseId: "%SRCROOT%" },
    region: { startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
  },
});

/** Where the threat is in the code: its own anchors first, then what stands against it, else its place in the model. */
const placesOf = (source: SarifSource, { id, threat }: ViewThreat): CodePlace[] => {
  const anchors = [...threat.code, ...sorted(threat.mitigations).flatMap(([, { evidence }]) => evidence)];
  const places = [...new Set(anchors)]
    .flatMap((anchor) => source.locate(anchor) ?? [])
    .filter(({ path }) => pathLink(path) !== undefined);
  return places.length > 0 ? places : [{ path: source.modelPath, line: source.lineOf(id) }];
};

const resultOf = (source: SarifSource, placed: ViewThreat, ruleIndex: number): object => {
  const [first, ...rest] = placesOf(source, placed) as [CodePlace, ...CodePlace[]];
  const ruleId = ruleIdOf(source, placed);
  return {
    ruleId,
    ruleIndex,
    level: severities[placed.level].level,
    message: { text: message(`${placed.threat.title} (${placed.id}). ${placed.threat.scenario}`) },
    locations: [locationOf(first)],
    ...(rest.length === 0
      ? {}
      : {
          relatedLocations: rest
            .slice(0, sarifLimits.locations)
            .map((place, index) => ({ id: index + 1, ...locationOf(place) })),
        }),
    // The upload computes `primaryLocationLineHash` itself and complains about another one.
    partialFingerprints: { "instrideThreat/v1": ruleId },
  };
};

export interface SarifWritten {
  readonly document: object;
  readonly references: References;
  /** Threats that did not fit; the least severe ones. */
  readonly left: number;
}

/** All components as one run, the most severe threats first. */
export const writeSarif = (sources: readonly SarifSource[], version: string): SarifWritten => {
  const alerts = sources
    .flatMap((source) => {
      const view = viewOf(source.model, source.today);
      return view.threats
        .filter(({ status }) => status === "open" || status === "expired")
        .map((placed) => ({ source, view, placed }));
    })
    .sort(
      (a, b) =>
        levelRank(b.placed.level) - levelRank(a.placed.level) ||
        compare(ruleIdOf(a.source, a.placed), ruleIdOf(b.source, b.placed)),
    );
  const taken = alerts.slice(0, Math.min(sarifLimits.results, sarifLimits.rules));
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "instride",
            semanticVersion: version,
            rules: taken.map(({ source, view, placed }) => ruleOf(source, view, placed)),
          },
        },
        automationDetails: { id: "instride/threats/" },
        columnKind: "utf16CodeUnits",
        results: taken.map(({ source, placed }, index) => resultOf(source, placed, index)),
      },
    ],
  };
  const ids = taken.map(({ source, placed }) => ruleIdOf(source, placed));
  return { document, references: { ids, named: ids }, left: alerts.length - taken.length };
};
