// One threat of the report: a line to scan, and everything that is known of it below.

import type { Framework } from "../../frameworks/types.ts";
import { compare } from "../../model/finding.ts";
import type { Mitigation, Threat } from "../../model/schema.ts";
import { effectiveLevel, effectiveStatus } from "../../model/status.ts";
import type { PlacedThreat } from "../../model/threats.ts";
import { pageCode, pageLabel, pageText } from "../foreign.ts";
import { asksForWork, codeList, gravest, levelBadge, sentence, statusBadge, threatAnchor } from "./parts.ts";

/** What a threat needs of its surroundings. */
export interface ThreatPlace {
  readonly component: string;
  readonly framework: Framework;
  readonly today: string;
  /** A link to what the map calls by this id. */
  readonly nameOf: (id: string) => string;
}

/** What asks for work first, the gravest first, then by id. */
export const byUrgency =
  (today: string) =>
  (a: PlacedThreat, b: PlacedThreat): number => {
    const rank = ({ threat }: PlacedThreat): number => {
      const status = effectiveStatus(threat, today);
      return status === "retired" ? 2 : asksForWork(status) ? 0 : 1;
    };
    const level = ({ threat }: PlacedThreat): number => gravest.indexOf(effectiveLevel(threat));
    return rank(a) - rank(b) || level(a) - level(b) || compare(a.id, b.id);
  };

const weaknessLink = (id: string): string => {
  const match = /^(CWE|CAPEC)-(\d+)$/.exec(id);
  return match === null
    ? pageCode(id)
    : `<a rel="noreferrer" href="https://${match[1]?.toLowerCase()}.mitre.org/data/definitions/${match[2]}.html">${id}</a>`;
};

const mitigationItem = (mitigation: Mitigation, nameOf: ThreatPlace["nameOf"]): string => {
  const { text, evidence, control, owner, leaves, kind } = mitigation;
  const kinds = { code: "in code", compensating: "outside the code", planned: "planned" } as const;
  return `<li><span class="kind">${kinds[kind]}</span> ${[
    sentence(text),
    control === undefined ? undefined : `Control: ${nameOf(control)}.`,
    owner === undefined ? undefined : `Owner: ${sentence(owner)}`,
    leaves === undefined ? undefined : `Leaves: ${sentence(leaves)}`,
    evidence.length === 0 ? undefined : `<br>${codeList(evidence)}`,
  ]
    .filter((part) => part !== undefined)
    .join(" ")}</li>`;
};

const mitigations = (threat: Threat, nameOf: ThreatPlace["nameOf"]): string => {
  const all = Object.entries(threat.mitigations).sort(([a], [b]) => compare(a, b));
  return all.length === 0
    ? threat["false-positive"] === undefined
      ? "nothing today"
      : "nothing has to"
    : `<ul>${all.map(([, each]) => mitigationItem(each, nameOf)).join("")}</ul>`;
};

/** What people decided, and what an agent holds against it. */
const decisions = (threat: Threat): [string, string][] => {
  const { acceptance, override, disagreement, notes, retired } = threat;
  const falsePositive = threat["false-positive"];
  const rows: [string, string | undefined][] = [
    [
      "Accepted",
      acceptance &&
        `by ${pageText(acceptance.by)} on ${pageText(acceptance.on)}${acceptance.until === undefined ? ", without an end" : ` until ${pageText(acceptance.until)}`}: ${sentence(acceptance.reason)}`,
    ],
    [
      "False positive",
      falsePositive && `says ${pageText(falsePositive.by)}: ${sentence(falsePositive.reason)}`,
    ],
    [
      "Severity set",
      override &&
        `to ${override.level} by ${pageText(override.by)}: ${sentence(override.reason)} The answer says ${threat.severity.level}.`,
    ],
    ["Disagreement", disagreement && sentence(disagreement)],
    ["Notes", notes && sentence(notes)],
    [
      "Retired",
      retired &&
        `${sentence(retired.reason)}${retired.change === undefined ? "" : ` Change: ${sentence(retired.change)}`}`,
    ],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
};

const list = (ids: readonly string[], nameOf: (id: string) => string): string | undefined =>
  ids.length === 0 ? undefined : [...ids].sort(compare).map(nameOf).join(", ");

const fields = (threat: Threat, nameOf: ThreatPlace["nameOf"]): [string, string][] => {
  const rows: [string, string | undefined][] = [
    ...decisions(threat),
    ["What stops it", mitigations(threat, nameOf)],
    [
      "What is left",
      `${sentence(threat.severity.reason)}${threat.severity.vector === undefined ? "" : ` ${pageCode(threat.severity.vector)}`}`,
    ],
    ["Next step", threat.next && sentence(threat.next)],
    ["How to check", threat.check && sentence(threat.check)],
    ["Assets", list(threat.assets, nameOf)],
    ["Entry points", list(threat["entry-points"], nameOf)],
    ["Code", threat.code.length === 0 ? undefined : codeList(threat.code)],
    ["Weakness", list([...threat.weakness, ...threat.attack], weaknessLink)],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
};

/** Statuses of the filter: the effective one, and whether nobody has looked yet. */
const statusKeys = (threat: Threat, today: string): string =>
  [effectiveStatus(threat, today), ...(threat.provisional === true ? ["provisional"] : [])].join(" ");

export const renderThreat = ({ id, element, category, threat }: PlacedThreat, place: ThreatPlace): string => {
  const { component, framework, today, nameOf } = place;
  const title = framework.categories.find((each) => each.id === category)?.title ?? category;
  const data = {
    component,
    level: effectiveLevel(threat),
    status: statusKeys(threat, today),
    category,
  };
  return [
    `<details class="threat"${Object.entries(data)
      .map(([key, value]) => ` data-${key}="${pageLabel(value)}"`)
      .join("")}>`,
    `<summary><span class="id">${pageLabel(id)}</span> ${levelBadge(effectiveLevel(threat))} ${statusBadge(threat, today)}${threat.provisional === true ? ' <span class="status" data-status="provisional">provisional</span>' : ""} <span class="what">${pageText(threat.title)}</span></summary>`,
    `<div class="body" id="${threatAnchor(component, id)}">`,
    `<p class="kind">${pageText(title)} · ${nameOf(element)}</p>`,
    `<p>${sentence(threat.scenario)}</p>`,
    "<dl>",
    ...fields(threat, nameOf).map(([label, value]) => `<div><dt>${label}</dt><dd>${value}</dd></div>`),
    "</dl>",
    "</div>",
    "</details>",
  ].join("\n");
};
