// Small pieces of the report: ids, links between statements, badges, tables.

import { compare } from "../../model/finding.ts";
import { type ArchitectureMap, type Level, levels, mapSections, type Threat } from "../../model/schema.ts";
import { type EffectiveStatus, effectiveLevel, effectiveStatus } from "../../model/status.ts";
import { anchorId, pageCode, pageLabel, pageText } from "../foreign.ts";
import { statusWord } from "../threat-state.ts";

/** An id that no other component's statement has: dots join the parts, and no part holds one. */
export const scoped = (component: string, part: string, id?: string): string =>
  [component, part, ...(id === undefined ? [] : [id])].map(anchorId).join(".");

export const threatAnchor = (component: string, id: string): string => scoped(component, "threat", id);

const target = (id: string): string => `#${encodeURIComponent(id)}`;

/** A link within the page around markup that is safe already. */
export const linkTo = (id: string, markup: string): string => `<a href="${target(id)}">${markup}</a>`;

export const threatLink = (component: string, id: string): string =>
  `<a class="threat-id" href="${target(threatAnchor(component, id))}">${pageLabel(id)}</a>`;

/** Foreign text as a sentence. */
export const sentence = (text: string): string =>
  `${pageText(text)}${/[.!?…:]["”’)]?$/u.test(text) ? "" : "."}`;

/** Level in words and colour. */
export const levelBadge = (level: Level): string =>
  `<span class="badge" data-level="${level}">${level}</span>`;

/** Statuses that still ask something of somebody. */
export const asksForWork = (status: EffectiveStatus): boolean => status === "open" || status === "expired";

export const statusBadge = (threat: Threat, today: string): string => {
  const status = effectiveStatus(threat, today);
  return `<span class="status" data-status="${status}">${statusWord(threat, today)}</span>`;
};

/** From critical to none. */
export const gravest: readonly Level[] = [...levels].reverse();

/** The gravest level among threats that still ask for work, and how many do. */
export const openOf = (
  threats: readonly Threat[],
  today: string,
): { readonly count: number; readonly level: Level } | undefined => {
  const open = threats.filter((threat) => asksForWork(effectiveStatus(threat, today)));
  const level = gravest.find((each) => open.some((threat) => effectiveLevel(threat) === each));
  return level === undefined ? undefined : { count: open.length, level };
};

export interface Column {
  readonly title: string;
  readonly number?: boolean;
}

/** A table that scrolls by itself, by keyboard too. The first cell of a row is its heading. Cells are safe markup. */
export const table = (
  label: string,
  columns: readonly Column[],
  rows: readonly (readonly string[] | { readonly id: string; readonly cells: readonly string[] })[],
  foot?: readonly string[],
): string => {
  const attributes = (at: number): string => (columns[at]?.number === true ? ' class="number"' : "");
  const row = (cells: readonly string[], id?: string): string =>
    `<tr${id === undefined ? "" : ` id="${id}"`}>${cells
      .map((cell, at) => (at === 0 ? `<th scope="row">${cell}</th>` : `<td${attributes(at)}>${cell}</td>`))
      .join("")}</tr>`;
  return [
    `<div class="scroll" tabindex="0" role="region" aria-label="${pageLabel(label)}"><table>`,
    `<thead><tr>${columns.map(({ title }, at) => `<th scope="col"${attributes(at)}>${pageText(title)}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map((each) => ("cells" in each ? row(each.cells, each.id) : row(each))),
    "</tbody>",
    ...(foot === undefined ? [] : [`<tfoot>${row(foot)}</tfoot>`]),
    "</table></div>",
  ].join("\n");
};

/** Several facts in one cell, each on its own line. */
export const lines = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== "").join("<br>");

export const codeList = (anchors: readonly string[]): string =>
  [...anchors].sort(compare).map(pageCode).join("<br>");

/** Names of what the map holds, linked to the place where it is described. */
export const namesOn = (component: string, map: ArchitectureMap): ((id: string) => string) => {
  const names = new Map<string, string>();
  for (const section of mapSections)
    for (const [id, { name }] of Object.entries<{ name: string }>(map[section])) names.set(id, name);
  return (id) => {
    const name = names.get(id);
    return name === undefined ? pageCode(id) : linkTo(scoped(component, "map", id), pageText(name));
  };
};

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
