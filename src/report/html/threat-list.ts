// All threats of the report, by component, with filters. The filters work when the page's script does; without it every
// threat is listed and the form is not shown.

import { type PlacedThreat, threatsOf } from "../../model/threats.ts";
import { pageLabel, pageText } from "../foreign.ts";
import { gravest, namesOn, plural, scoped } from "./parts.ts";
import { byUrgency, renderThreat } from "./threat.ts";
import type { Report, ReportedComponent } from "./types.ts";

type Choice = readonly [value: string, label: string];

const select = (name: string, label: string, all: string, choices: readonly Choice[]): string =>
  `<label>${label} <select name="${name}"><option value="">${all}</option>${choices
    .map(([value, text]) => `<option value="${pageLabel(value)}">${pageLabel(text)}</option>`)
    .join("")}</select></label>`;

const statuses: readonly Choice[] = [
  ["open", "open"],
  ["expired", "acceptance expired"],
  ["mitigated", "mitigated"],
  ["accepted", "accepted"],
  ["false-positive", "false positive"],
  ["retired", "retired"],
  ["provisional", "provisional"],
];

/** Categories of every framework of the report, each once. */
const categoriesOf = (components: readonly ReportedComponent[]): Choice[] => [
  ...new Map(
    components.flatMap(({ framework }) => framework.categories.map(({ id, title }): Choice => [id, title])),
  ),
];

const form = (components: readonly ReportedComponent[], total: number): string =>
  [
    '<form class="filters screen" hidden aria-label="Filter threats">',
    select(
      "level",
      "Severity",
      "all",
      gravest.map((level): Choice => [level, level === "critical" ? level : `${level} or graver`]),
    ),
    select("status", "Status", "all", statuses),
    select("category", "Category", "all", categoriesOf(components)),
    components.length > 1
      ? select(
          "component",
          "Component",
          "all",
          components.map(({ id }): Choice => [id, id]),
        )
      : "",
    '<label>Text <input type="search" name="text" autocomplete="off" spellcheck="false"></label>',
    '<button type="reset">Show all</button>',
    '<button type="button" name="unfold" aria-pressed="false">Open all</button>',
    "</form>",
    `<p class="count" role="status">${plural(total, "threat")}</p>`,
  ].join("\n");

const group = (component: ReportedComponent, threats: readonly PlacedThreat[], today: string): string => {
  const { id, title, model, framework } = component;
  const heading = `<h3 id="${scoped(id, "threats")}">${pageText(title)} <span class="kind">${pageLabel(id)}</span></h3>`;
  if (model === undefined || threats.length === 0)
    return `<section class="group">${heading}<p>${model === undefined ? "No threat model that can be read." : "No threat yet."}</p></section>`;
  const place = { component: id, framework, today, nameOf: namesOn(id, model.map) };
  return [
    `<section class="group">`,
    heading,
    ...threats.map((threat) => renderThreat(threat, place)),
    "</section>",
  ].join("\n");
};

export const renderThreatList = ({ components, today }: Report): string => {
  const all = components.map((component) => ({
    component,
    threats: component.model === undefined ? [] : threatsOf(component.model).sort(byUrgency(today)),
  }));
  const total = all.reduce((sum, { threats }) => sum + threats.length, 0);
  return [
    form(components, total),
    ...all.map(({ component, threats }) => group(component, threats, today)),
  ].join("\n");
};
