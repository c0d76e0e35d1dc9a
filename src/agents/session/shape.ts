// The operations that an answer may hold, as far as a brief can need them: fields of a section that nothing in the change
// speaks of would cost tokens at every commit.

import type { FactKind } from "../../model/fact.ts";
import type { MapSection } from "../../model/schema.ts";
import { isDecidedByPeople } from "../../model/threats.ts";
import type { Brief } from "./brief.ts";

/** The fields of each section's entries, beside those that all have. */
const fieldsOf: Readonly<Record<MapSection, string>> = {
  "entry-points": "process, from [ids], authentication, authorization",
  flows: "from, to, data, protocol, protection, assets [ids]",
  externals: "boundary, trust",
  processes: "boundary, runs",
  stores: "boundary, holds [asset ids]",
  decisions: "decides (required), leaves",
  boundaries: "inside [ids]",
  assets: "sensitivity public|internal|confidential|secret",
  controls: "owner, leaves",
  assumptions: "owner",
  risks: "owner, reason, expires, threats [ids]",
};

/** What any change of code may bring. */
const usual: readonly MapSection[] = [
  "entry-points",
  "flows",
  "externals",
  "processes",
  "stores",
  "decisions",
];

const onDemand: readonly (readonly [MapSection, FactKind])[] = [
  ["boundaries", "boundary"],
  ["assets", "asset"],
  ["controls", "control"],
  ["assumptions", "assumption"],
  ["risks", "risk"],
];

const sectionLines = (briefs: readonly Brief[]): string[] => {
  const kinds = new Set(
    briefs.flatMap(({ unaccounted, appeared }) => [...unaccounted, ...appeared].map(({ kind }) => kind)),
  );
  const isFirst = briefs.some(({ first }) => first);
  const wanted = onDemand.filter(([, kind]) => isFirst || kinds.has(kind)).map(([section]) => section);
  const left = onDemand.map(([section]) => section).filter((section) => !wanted.includes(section));
  return [
    ...[...usual, ...wanted].map((section) => `    ${section}: ${fieldsOf[section]}`),
    ...(left.length === 0 ? [] : [`    further sections: ${left.join(" ")}`]),
  ];
};

/** One line for each operation; fields that are left out keep their value. */
export const operationLines = (briefs: readonly Brief[]): string[] => [
  '  {"op":"put","section":"…","id":"kebab","value":{"name":"POST /x","code":["path#symbol"],"covers":["fact key"],…}}  names and ids in these; "because" when neither spec nor code shows it',
  ...sectionLines(briefs),
  '  {"op":"add","element":"id","category":"…","threat":{"title":"…","scenario":"who, from where, with what; the steps; the asset","weakness":["CWE-n"],"attack":["CAPEC-n"],"assets":["id"],"entry-points":["id"],"code":["path#symbol"],"severity":{"level":"low|medium|high|critical","reason":"…"},"status":"open|mitigated","mitigations":{"kebab":{"kind":"code|compensating|planned","text":"…","evidence":["path#symbol"],"control":"id","owner":"…","leaves":"…"}},"check":"…","next":"…"}}  code needs evidence, compensating a control or owner; "distinct":"word" beside "threat" for a second one of the same weakness',
  '  {"op":"update","id":"X-…","set":{…}}  {"op":"retire","id":"X-…","reason":"…"}  {"op":"drop","section":"…","id":"…","reason":"…"}  {"op":"summarise","text":"what it does, where its risk lies"}',
  ...(briefs.some(({ threats }) => threats.some(({ threat }) => isDecidedByPeople(threat)))
    ? ['  {"op":"disagree","id":"X-…","text":"…"}  beside what a person decided; nothing else changes that']
    : []),
  '  {"op":"answer","element":"id","category":"…","reason":"the fact that makes it not apply","rests-on":["id, fact key or anchor"]}',
  '  {"op":"no-change","about":["element/category", "element", "X-…"],"reason":"why the answers there still hold"}',
  '  {"op":"set-aside","fact":"kind:name","reason":"…"}',
  "Anchors are path#symbol, never lines. Accepting a risk is a person's act.",
];
