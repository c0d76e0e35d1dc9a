// The coverage matrix: elements down, categories across. Every cell begins with a line that never changes, and so does
// every threat in it, so that neighbours can change on two branches.

import type { Framework } from "../frameworks/types.ts";
import type { ElementKind, Threat } from "../model/schema.ts";
import { effectiveLevel } from "../model/status.ts";
import { type Cell, type Element, kindTitles } from "./elements.ts";
import { anchorLink, attribute, html } from "./foreign.ts";
import { statusWord } from "./threat-state.ts";

/** What the matrix says of a threat: the level of what is open, else how it was settled. */
const standing = (threat: Threat): string => {
  const state = statusWord(threat);
  if (state !== "open") return state;
  const level = effectiveLevel(threat);
  return level === "high" || level === "critical" ? `<strong>${level}</strong>` : level;
};

const cellLines = (cell: Cell): string[] => {
  if (cell.live.length > 0)
    return [
      ...cell.live.flatMap(([id, threat]) => [
        `<a href="${anchorLink(id)}">${id}</a>`,
        `${standing(threat)}<br>`,
      ]),
      "</td>",
    ];
  if (cell.notApplicable !== undefined) return ["n/a</td>"];
  return [cell.asked ? "<strong>no answer</strong></td>" : "</td>"];
};

export const threatsAnchor = (element: string): string => `threats-${element}`;

type ElementOnMap = Element & { readonly kind: ElementKind };

const rowLines = (element: ElementOnMap, categories: ReadonlySet<string>): string[] => [
  '<tr valign="top">',
  `<th align="left"><a href="${anchorLink(threatsAnchor(element.id))}">${html(element.name)}</a><br>`,
  `<sub>${kindTitles[element.kind].toLowerCase()}</sub></th>`,
  ...element.cells
    .filter(({ category }) => categories.has(category))
    .flatMap((cell) => [`<td title="${attribute(`${element.id} / ${cell.category}`)}">`, ...cellLines(cell)]),
  "</tr>",
];

/** HTML, because a Markdown table would keep a whole row on one line. Elements off the map have no row. */
export const renderMatrix = (elements: readonly Element[], framework: Framework): string => {
  const rows = elements.filter((element): element is ElementOnMap => element.kind !== undefined);
  if (rows.length === 0) return "No element is on the map yet, so no question was asked.";
  const categories = new Set(framework.categories.map(({ id }) => id));
  return [
    "<table>",
    "<thead>",
    '<tr valign="top">',
    '<th align="left">Element</th>',
    ...framework.categories.map(({ title }) => `<th align="left">${html(title)}</th>`),
    "</tr>",
    "</thead>",
    "<tbody>",
    ...rows.flatMap((element) => rowLines(element, categories)),
    "</tbody>",
    "</table>",
  ].join("\n");
};
