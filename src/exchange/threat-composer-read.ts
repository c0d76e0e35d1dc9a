// Reads AWS Threat Composer's exchange format 1 (.tc.json). It knows no diagram: where our own metadata names no element,
// every threat stands under one process, the application.

import { z } from "zod";
import { type Level, levels, type Mitigation } from "../model/schema.ts";
import { own } from "../model/threats.ts";
import { list, maybe, readWith, text } from "./fields.ts";
import { readParagraphs } from "./paragraphs.ts";
import { pushTo } from "./text.ts";
import { assetName, threatComposerIds } from "./threat-composer-write.ts";
import type { ForeignModel, ForeignNode, ForeignThreat, Reader } from "./types.ts";
import { threatKey } from "./words.ts";

const metadata = list(z.looseObject({ key: text, value: z.union([text, z.array(text)]) }));
const content = z.looseObject({ id: text, content: text, status: maybe(text), metadata });
const threat = z.looseObject({
  id: text,
  statement: maybe(text),
  threatSource: maybe(text),
  prerequisites: maybe(text),
  threatAction: maybe(text),
  threatImpact: maybe(text),
  impactedGoal: list(text),
  impactedAssets: list(text),
  status: maybe(text),
  metadata,
});
const schema = z.looseObject({
  schema: z.number().max(1),
  applicationInfo: maybe(z.looseObject({ name: maybe(text), description: maybe(text) })),
  assumptions: list(content),
  mitigations: list(content),
  mitigationLinks: list(z.looseObject({ mitigationId: text, linkedId: text })),
  threats: list(threat),
});
type Document = z.infer<typeof schema>;
type Metadata = Document["threats"][number]["metadata"];

const dataOf = (data: Metadata, key: string): readonly string[] => {
  const value = data.find((each) => each.key === key)?.value;
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
};
const custom = (data: Metadata, key: string): readonly string[] => dataOf(data, `custom:${key}`);

const sentence = (each: Document["threats"][number]): string => {
  const part = (before: string, value: string | null | undefined): string =>
    value ? `${before}${value}` : "";
  return [
    part("", each.threatSource),
    part(" ", each.prerequisites),
    part(" can ", each.threatAction),
    part(", which leads to ", each.threatImpact),
    each.impactedGoal.length === 0 ? "" : `, resulting in reduced ${each.impactedGoal.join(" and ")}`,
    each.impactedAssets.length === 0 ? "" : `, negatively impacting ${each.impactedAssets.join(" and ")}`,
  ]
    .join("")
    .trim();
};

const priorities: Readonly<Record<string, Level>> = { High: "high", Medium: "medium", Low: "low" };
const shownAs: Readonly<Record<Level, string>> = {
  none: "Low",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "High",
};
const levelOf = (data: Metadata): Level | undefined => {
  const [priority] = dataOf(data, "Priority");
  const ours = levels.find((level) => level === custom(data, "level")[0]);
  if (ours !== undefined && (priority === undefined || shownAs[ours] === priority)) return ours;
  return priority === undefined ? undefined : own(priorities, priority);
};

const claims: Readonly<Record<string, string>> = {
  threatResolved: "mitigated",
  threatResolvedNotUseful: "not useful",
};

/** Our title stands above the statement; in a foreign file the action is the nearest to one. */
const titleAndScenario = (each: Document["threats"][number]): { title: string; scenario: string } => {
  const statement = each.statement?.trim() || sentence(each);
  const [first = "", ...rest] = statement.split("\n\n");
  const whole = custom(each.metadata, "scenario")[0];
  if (rest.length > 0) {
    const said = rest.join("\n\n");
    // The statement is cut where the program cuts; the whole stands beside it, unless somebody rewrote the statement.
    const begins = said.endsWith("…") ? whole?.startsWith(said.slice(0, -1)) === true : whole === said;
    return { title: first, scenario: begins ? (whole as string) : said };
  }
  return { title: each.threatAction || statement.slice(0, 120) || "Untitled threat", scenario: statement };
};

const kinds: readonly Mitigation["kind"][] = ["code", "compensating", "planned"];

const read = (document: Document): ForeignModel => {
  const nodes = new Map<string, ForeignNode>();
  const names = new Map<string, string>();
  for (const { impactedAssets } of document.threats)
    for (const name of impactedAssets) if (name.trim() !== "") names.set(name, name);
  const mitigations = new Map(document.mitigations.map((each) => [each.id, each]));
  const against = new Map<string, string[]>();
  for (const { mitigationId, linkedId } of document.mitigationLinks) pushTo(against, linkedId, mitigationId);

  const threats = document.threats.map((each): ForeignThreat => {
    const [kind, id, name = id] = custom(each.metadata, "element");
    const ref = id ?? "";
    if (kind === "external" || kind === "process" || kind === "store")
      nodes.set(ref, { ref, kind, name: name ?? ref });
    const linked = (against.get(each.id) ?? []).flatMap((own) => mitigations.get(own) ?? []);
    const accepted = linked.filter(({ status }) => status === "mitigationResolvedWillNotAction");
    const said = [
      own(claims, each.status ?? ""),
      ...accepted.map(({ content: words }) => (words.startsWith("Accepted ") ? words : `accepted: ${words}`)),
    ].filter((claim) => claim !== undefined);
    const [, reason] = custom(each.metadata, "level");
    return {
      ref: custom(each.metadata, "threat")[0] ?? each.id,
      elements: [ref],
      ...titleAndScenario(each),
      category: custom(each.metadata, "category")[0] ?? dataOf(each.metadata, "STRIDE")[0],
      level: levelOf(each.metadata),
      reason: reason ?? readParagraphs(dataOf(each.metadata, "Comments")[0] ?? "").text,
      check: custom(each.metadata, "check")[0],
      next: custom(each.metadata, "next")[0],
      weakness: custom(each.metadata, "weakness"),
      attack: custom(each.metadata, "attack"),
      code: custom(each.metadata, "code"),
      assets: each.impactedAssets.filter((name_) => names.has(name_)),
      mitigations: linked
        .filter((mitigation) => !accepted.includes(mitigation))
        .map((mitigation) => ({
          ref: mitigation.id,
          text: mitigation.content,
          kind: kinds.find((own) => own === custom(mitigation.metadata, "kind")[0]),
          evidence: custom(mitigation.metadata, "evidence"),
        })),
      claims: said.length === 0 ? undefined : said.join("; "),
    };
  });
  return {
    title: document.applicationInfo?.name ?? undefined,
    summary: document.applicationInfo?.description ?? undefined,
    nodes: [...nodes.values()],
    // The ends of a flow are not in the file; a threat on one stands under the application.
    flows: [],
    boundaries: [],
    assets: [...names.keys()].map((name) => ({ ref: name, name })),
    assumptions: document.assumptions
      .filter((each) => custom(each.metadata, "instride").length === 0)
      .map((each) => ({
        ref: each.id,
        name: each.content,
        description: dataOf(each.metadata, "Comments")[0],
      })),
    threats,
  };
};

export const threatComposerReader: Reader = {
  attachment: (document) => {
    const found = readWith(schema, document);
    if (!("value" in found)) return undefined;
    return found.value.assumptions
      .map((each) => custom(each.metadata, "instride"))
      .find((lines) => lines.length > 0);
  },
  read: (document) => {
    const found = readWith(schema, document);
    return "value" in found ? read(found.value) : found.problems;
  },
  // A threat, an element and an asset go by what our own metadata says of them.
  ids: (view) =>
    new Map([
      ...threatComposerIds(view),
      ...[...view.nodes, ...view.flows].map(({ key, id }): [string, string] => [key, id]),
      ...view.threats.map(({ id }): [string, string] => [threatKey(id), id]),
      ...view.assets.map(({ key, entry }): [string, string] => [key, assetName(entry.name)]),
    ]),
};
