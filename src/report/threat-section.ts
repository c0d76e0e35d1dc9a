// The threats of one element in Markdown, by question. Every question begins with a line that never changes, answered or
// not, so that a change to one answer never touches the lines of another.

import { compare } from "../model/finding.ts";
import type { Mitigation, Threat } from "../model/schema.ts";
import { effectiveLevel } from "../model/status.ts";
import { isLiving } from "../model/threats.ts";
import { type Cell, type Element, kindTitles } from "./elements.ts";
import { anchorId, anchorLink, codeSpan, markdown } from "./foreign.ts";
import { threatsAnchor } from "./matrix.ts";
import { sentence, sentenceWith } from "./prose.ts";
import { codeLinks, mapAnchor, type References } from "./references.ts";
import { statusText } from "./threat-state.ts";

/** Explained once, above the threats. */
const provisional = "provisional";

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const weaknessLink = (id: string): string => {
  const [catalogue, number] = id.split("-") as [string, string];
  return `[${id}](https://${catalogue.toLowerCase()}.mitre.org/data/definitions/${number}.html)`;
};

/** One line: what it does, where it is, who runs it, what it leaves. */
const mitigationLine = (mitigation: Mitigation, to: References): string => {
  const { text, evidence, control, owner, leaves, kind } = mitigation;
  const where = [
    kind === "compensating" ? "outside the code" : undefined,
    control === undefined ? undefined : to.link(control),
    owner === undefined ? undefined : `owner: ${markdown(owner)}`,
    evidence.length === 0 ? undefined : codeLinks(evidence),
  ].filter((part) => part !== undefined);
  const lead = sentenceWith(text, where.join(", "));
  return leaves === undefined ? lead : `${lead} Leaves: ${sentence(leaves)}`;
};

/** Nothing has to stop what people call a false positive. */
const unstopped = (threat: Threat): string[] =>
  threat["false-positive"] === undefined ? ["- **What stops it:** nothing today."] : [];

const mitigationLines = (threat: Threat, to: References): string[] => {
  const all = Object.entries(threat.mitigations).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = (kinds: readonly string[]): string[] =>
    all.filter(([, { kind }]) => kinds.includes(kind)).map(([, one]) => `  - ${mitigationLine(one, to)}`);
  const standing = lines(["code", "compensating"]);
  const planned = lines(["planned"]);
  return [
    ...(standing.length === 0 ? unstopped(threat) : ["- **What stops it:**", ...standing]),
    ...(planned.length === 0 ? [] : ["- **Planned:**", ...planned]),
  ];
};

const linkList = (label: string, links: readonly string[]): string[] =>
  links.length === 0 ? [] : [`- **${label}:** ${links.join(", ")}`];

const field = (label: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`- **${label}:** ${sentence(text)}`];

/** What people decided, and what an agent holds against it. */
const peopleLines = (threat: Threat): string[] => {
  const { acceptance, override, disagreement, notes } = threat;
  const falsePositive = threat["false-positive"];
  return [
    ...(acceptance === undefined
      ? []
      : [
          `- **Accepted${acceptance.until === undefined ? "" : ` until ${acceptance.until}`}** by ${markdown(acceptance.by)} on ${acceptance.on}: ${sentence(acceptance.reason)}`,
        ]),
    ...(falsePositive === undefined
      ? []
      : [`- **False positive**, says ${markdown(falsePositive.by)}: ${sentence(falsePositive.reason)}`]),
    ...(override === undefined
      ? []
      : [
          `- **Severity set to ${override.level}** by ${markdown(override.by)}: ${sentence(override.reason)} The answer says ${threat.severity.level}.`,
        ]),
    ...field("Disagreement", disagreement),
    ...field("Notes", notes),
  ];
};

const severityLine = ({ severity }: Threat): string =>
  `- **What is left:** ${sentence(severity.reason)}${severity.vector === undefined ? "" : ` ${codeSpan(severity.vector)}`}`;

const threatBlock = (id: string, threat: Threat, to: References): string =>
  [
    `#### <a id="${anchorId(id)}"></a>${id}: ${markdown(threat.title)}`,
    "",
    [
      `**${capital(effectiveLevel(threat))}**`,
      statusText(threat),
      ...(threat.provisional === true ? [provisional] : []),
    ].join(" · "),
    "",
    sentence(threat.scenario),
    "",
    ...linkList("Assets", [...threat.assets].sort().map(to.link)),
    ...linkList("Entry points", [...threat["entry-points"]].sort().map(to.link)),
    ...linkList("Code", threat.code.length === 0 ? [] : [codeLinks(threat.code)]),
    ...mitigationLines(threat, to),
    severityLine(threat),
    ...field("How to check", threat.check),
    ...field("Next step", threat.next),
    ...linkList("Weakness", [...threat.weakness, ...threat.attack].map(weaknessLink)),
    ...peopleLines(threat),
  ].join("\n");

const retiredBlock = (id: string, threat: Threat): string =>
  [
    `#### <a id="${anchorId(id)}"></a>${id}: ${markdown(threat.title)} (retired)`,
    "",
    threat.retired === undefined
      ? "Retired without a stated reason."
      : `Retired: ${sentence(threat.retired.reason)}`,
    ...(threat.retired?.change === undefined ? [] : [`Change: ${sentence(threat.retired.change)}`]),
  ].join("\n");

/** The answer to one question in a line: links to its threats, why it does not apply, or that it is open. */
const answerLine = ({ live, notApplicable, asked }: Cell, to: References): string => {
  if (live.length > 0) return live.map(([id]) => `[${id}](${anchorLink(id)})`).join(", ");
  if (notApplicable === undefined) return asked ? "no answer yet" : "not asked";
  const rests = notApplicable["rests-on"];
  return [
    `not applicable. ${sentence(notApplicable.reason)}`,
    rests.length === 0 ? undefined : `Rests on ${[...rests].sort().map(to.link).join(", ")}.`,
    notApplicable.provisional === true ? `(${capital(provisional)}.)` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(" ");
};

/** Living and retired threats by id: one that ends stays where it is. */
const threatBlocks = ({ live, retired }: Cell, to: References): string[] =>
  [...live, ...retired]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([id, threat]) => [
      isLiving(threat) ? threatBlock(id, threat, to) : retiredBlock(id, threat),
      "",
    ]);

/** What the element is; a flow says where it leads. */
const kindLine = ({ id, kind, ends }: Element, to: References): string => {
  if (kind === undefined) return "No longer on the map.";
  const route = ends === undefined ? "" : ` from ${to.link(ends.from)} to ${to.link(ends.to)}`;
  return `${kindTitles[kind]}${route}, [on the map](${anchorLink(mapAnchor(id))}).`;
};

/** A heading, then each question with its answer and its threats. */
export const renderElement = (element: Element, to: References): string =>
  [
    `### <a id="${anchorId(threatsAnchor(element.id))}"></a>${markdown(element.name)}`,
    "",
    kindLine(element, to),
    "",
    ...element.cells
      .filter(
        ({ asked, live, retired, notApplicable }) =>
          asked || live.length > 0 || retired.length > 0 || notApplicable !== undefined,
      )
      .flatMap((cell) => [
        `**${markdown(cell.title)}:**`,
        answerLine(cell, to),
        "",
        ...threatBlocks(cell, to),
      ]),
  ]
    .join("\n")
    .trimEnd();
