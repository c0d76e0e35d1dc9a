// Writes AWS Threat Composer's exchange format 1 (.tc.json). It has statements and links but no diagram: elements and flows
// stand in the descriptions, and each threat names its element in metadata of its own.

import type { Level, Mitigation } from "../model/schema.ts";
import { own, sorted } from "../model/threats.ts";
import { markdown } from "../report/foreign.ts";
import { attachmentOf } from "./attachment.ts";
import { clip, plain, uuidOf } from "./text.ts";
import type { ForeignIds, WriterInput, Written } from "./types.ts";
import type { Key, View, ViewThreat } from "./view.ts";
import { mitigationKey, mitigationLine, threatKey, threatParagraphs } from "./words.ts";

/** The longest texts that the program takes, in UTF-16 code units. */
export const limits = {
  piece: 200,
  statement: 1400,
  content: 1000,
  comment: 1000,
  description: 100_000,
  tag: 30,
};

/** An asset as a threat names it. */
export const assetName = (name: string): string => clip(plain(name), limits.piece);

export const threatComposerIds = (view: View): ForeignIds => {
  const ids = new Map<string, string>();
  const give = (key: Key): void => {
    // Links take nothing but ids of 36 characters.
    ids.set(key, uuidOf(view.component, key));
  };
  for (const { key } of [...view.nodes, ...view.flows, ...view.assets, ...view.assumptions]) give(key);
  for (const { id, threat } of view.threats) {
    give(threatKey(id));
    for (const [name] of sorted(threat.mitigations)) give(mitigationKey(id, name));
  }
  return ids;
};

const goals: Readonly<Record<string, string>> = {
  spoofing: "authenticity",
  tampering: "integrity",
  repudiation: "non-repudiation",
  "information-disclosure": "confidentiality",
  "denial-of-service": "availability",
  "elevation-of-privilege": "authorization",
};
const letters: Readonly<Record<string, string>> = {
  spoofing: "S",
  tampering: "T",
  repudiation: "R",
  "information-disclosure": "I",
  "denial-of-service": "D",
  "elevation-of-privilege": "E",
};
const priorities: Readonly<Record<Level, string>> = {
  none: "Low",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "High",
};
const statuses: Readonly<Record<ViewThreat["status"], string>> = {
  open: "threatIdentified",
  expired: "threatIdentified",
  accepted: "threatIdentified",
  mitigated: "threatResolved",
  "false-positive": "threatResolvedNotUseful",
};
const mitigationStatuses: Readonly<Record<Mitigation["kind"], string>> = {
  code: "mitigationResolved",
  compensating: "mitigationResolved",
  planned: "mitigationIdentified",
};

const custom = (key: string, value: string | readonly string[]): object[] =>
  value.length === 0 ? [] : [{ key: `custom:${key}`, value }];

/** Markdown that fits; the program's own headings go down to the second level. */
const section = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : `### ${heading}\n\n${lines.join("\n")}`;
const fit = (parts: readonly string[]): string => {
  const whole = parts.filter((part) => part !== "").join("\n\n");
  if (whole.length <= limits.description) return whole;
  const kept = whole.slice(0, limits.description - 40);
  return `${kept.slice(0, kept.lastIndexOf("\n"))}\n\n… and more.`;
};

const item = (name: string, description: string | undefined): string =>
  `- ${markdown(plain(name))}${description === undefined ? "" : `: ${markdown(plain(description))}`}`;

const architecture = (view: View): string => {
  const of = (kind: string): string[] =>
    view.nodes.filter((node) => node.kind === kind).map((node) => item(node.name, node.description));
  return fit([
    section("Who calls", of("external")),
    section("Processes", of("process")),
    section("Data stores", of("store")),
    section(
      "Trust boundaries",
      view.boundaries.map(({ entry }) => item(entry.name, entry.description)),
    ),
    section(
      "Assets",
      view.assets.map(({ entry }) => item(entry.name, entry.description)),
    ),
  ]);
};

const dataflow = (view: View): string => {
  const names = new Map(view.nodes.map(({ key, name }) => [key, name]));
  return fit([
    section(
      "Flows",
      view.flows.map(({ flow, from, to }) =>
        item(
          `${names.get(from)} → ${names.get(to)}: ${flow.name}`,
          [flow.data, flow.protocol, flow.protection].filter((text) => text !== undefined).join("; ") ||
            undefined,
        ),
      ),
    ),
  ]);
};

export const writeThreatComposer = ({ view, model, title, plain: isPlain, today }: WriterInput): Written => {
  const ids = threatComposerIds(view);
  const id = (key: Key): string => ids.get(key) as string;
  const assets = new Map(view.assets.map(({ key, entry }) => [key, entry.name]));
  const elements = new Map<Key, readonly string[]>([
    ...view.nodes.map(({ key, kind, id: plainId, name }): [Key, string[]] => [
      key,
      [kind, plainId, plain(name)],
    ]),
    ...view.flows.map(({ key, id: plainId, flow }): [Key, string[]] => [
      key,
      ["flow", plainId, plain(flow.name)],
    ]),
  ]);
  const mitigations: { id: string }[] = [];
  const links: { mitigationId: string; linkedId: string }[] = [];
  const counter = { next: 1 };
  const numbered = (own: string): { id: string; numericId: number; displayOrder: number } => {
    const numericId = counter.next++;
    return { id: own, numericId, displayOrder: numericId };
  };
  const link = (mitigation: { id: string }, linkedId: string): void => {
    mitigations.push(mitigation);
    links.push({ mitigationId: mitigation.id, linkedId });
  };

  const threats = view.threats.map((placed, index) => {
    const { threat } = placed;
    const ownId = id(threatKey(placed.id));
    for (const [name, mitigation] of sorted(threat.mitigations))
      link(
        {
          ...numbered(id(mitigationKey(placed.id, name))),
          content: clip(plain(mitigation.text), limits.content),
          status: mitigationStatuses[mitigation.kind],
          metadata: [
            { key: "Comments", value: clip(mitigationLine(mitigation), limits.comment) },
            ...custom("kind", mitigation.kind),
            ...custom("evidence", [...mitigation.evidence]),
          ],
        } as { id: string },
        ownId,
      );
    const paragraphs = threatParagraphs(view, placed);
    if (placed.status === "accepted")
      // The program has no accepted threat, only a mitigation that nobody will carry out.
      link(
        {
          ...numbered(uuidOf(view.component, "acceptance", placed.id)),
          content: clip(`Accepted ${plain(paragraphs.Accepted)}`, limits.content),
          status: "mitigationResolvedWillNotAction",
          metadata: [...custom("kind", "acceptance")],
        } as { id: string },
        ownId,
      );
    const heading = plain(threat.title);
    const letter = own(letters, placed.category);
    const goal = own(goals, placed.category);
    return {
      id: ownId,
      numericId: index + 1,
      displayOrder: index + 1,
      threatAction: clip(heading, limits.piece),
      ...(goal === undefined ? {} : { impactedGoal: [goal] }),
      impactedAssets: placed.assets.map((key) => assetName(assets.get(key) as string)),
      statement: clip(`${heading}\n\n${plain(threat.scenario)}`, limits.statement),
      status: statuses[placed.status],
      tags: [placed.id],
      metadata: [
        ...(letter === undefined ? [] : [{ key: "STRIDE", value: [letter] }]),
        { key: "Priority", value: priorities[placed.level] },
        {
          key: "Comments",
          value: clip(
            Object.entries(paragraphs)
              .map(([label, text]) => `${label}: ${plain(text)}`)
              .join("\n\n"),
            limits.comment,
          ),
        },
        ...custom("threat", placed.id),
        ...custom("category", placed.category),
        ...custom("element", [...(elements.get(placed.element) as readonly string[])]),
        ...custom("level", [placed.level, plain(threat.override?.reason ?? threat.severity.reason)]),
        ...custom("scenario", plain(threat.scenario)),
        ...(threat.check === undefined ? [] : custom("check", plain(threat.check))),
        ...(threat.next === undefined ? [] : custom("next", plain(threat.next))),
        ...custom("weakness", [...threat.weakness]),
        ...custom("attack", [...threat.attack]),
        ...custom("code", [...threat.code]),
      ],
    };
  });

  const carrier = {
    ...numbered(uuidOf(view.component, "attachment")),
    content:
      "Exported from instride. This entry carries the whole model for the way back; it assumes nothing.",
    metadata: custom("instride", attachmentOf(model, today)),
  };
  const assumptions = view.assumptions.map(({ key, entry }) => ({
    ...numbered(id(key)),
    content: clip(plain(entry.name), limits.content),
    metadata:
      entry.description === undefined
        ? []
        : [{ key: "Comments", value: clip(plain(entry.description), limits.comment) }],
  }));
  const all = isPlain ? assumptions : [...assumptions, carrier];
  const document = {
    schema: 1,
    applicationInfo: {
      name: clip(plain(title), limits.piece),
      description: fit([plain(view.summary, "")]),
    },
    architecture: { description: architecture(view) },
    dataflow: { description: dataflow(view) },
    assumptions: all,
    mitigations,
    assumptionLinks: [],
    mitigationLinks: links,
    threats,
  };
  return {
    document,
    references: {
      ids: [...threats, ...mitigations, ...all].map((each) => each.id),
      named: links.flatMap((each) => [each.mitigationId, each.linkedId]),
    },
  };
};
