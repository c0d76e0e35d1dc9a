// The first screen of the report: the few numbers that decide where to look, and one row for each component.

import { type Level, levels } from "../../model/schema.ts";
import { pageCode, pageLabel, pageText } from "../foreign.ts";
import { signOffText } from "../status.ts";
import { gravest, levelBadge, lines, linkTo, plural, scoped, table } from "./parts.ts";
import type { Report, ReportedComponent } from "./types.ts";

const openCount = ({ standing }: ReportedComponent, least: Level = "none"): number =>
  standing.threats.open
    .filter(({ level }) => levels.indexOf(level) >= levels.indexOf(least))
    .reduce((sum, { count }) => sum + count, 0);

const figures = (components: readonly ReportedComponent[]): string => {
  const total = (count: (component: ReportedComponent) => number): number =>
    components.reduce((sum, component) => sum + count(component), 0);
  const inStep = total(({ standing }) => Number(standing.inStep));
  const rows: [string, string][] = [
    ...(components.length > 1 ? [["Components", String(components.length)] as [string, string]] : []),
    ["In step", components.length > 1 ? `${inStep} of ${components.length}` : inStep === 1 ? "yes" : "no"],
    ["Open threats", String(total((each) => openCount(each)))],
    ["of them high or critical", String(total((each) => openCount(each, "high")))],
    ["Mitigated", String(total(({ standing }) => standing.threats.mitigated))],
    ["Accepted", String(total(({ standing }) => standing.threats.accepted))],
    ["Provisional", String(total(({ standing }) => standing.threats.provisional))],
  ];
  return `<dl class="figures">${rows.map(([label, value]) => `<div><dt>${label}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
};

const openCell = ({ id, standing }: ReportedComponent): string => {
  const counts = new Map(standing.threats.open.map(({ level, count }) => [level, count]));
  const parts = gravest
    .filter((level) => counts.has(level))
    .map((level) => `<span class="pair">${counts.get(level)} ${levelBadge(level)}</span>`);
  return parts.length === 0 ? "0" : linkTo(scoped(id, "threats"), parts.join(" "));
};

/** In step or not, and if not, why. */
export const stateMarkup = ({ standing, problems }: ReportedComponent): string =>
  standing.inStep
    ? '<span class="status" data-status="mitigated">in step</span>'
    : `<strong class="gap">stale</strong>${problems.length === 0 ? "" : `<br><span class="muted">${plural(problems.length, "finding")}</span>`}`;

export const renderOverview = ({ components }: Report): string =>
  [
    figures(components),
    table(
      "Components",
      [
        ...["Component", "State", "Open"].map((title) => ({ title })),
        ...["Mitigated", "Accepted", "Provisional"].map((title) => ({ title, number: true })),
        ...["Modes", "Owner", "Signed off"].map((title) => ({ title })),
      ],
      components.map((component) => {
        const { id, title, owner, standing } = component;
        return [
          `${linkTo(scoped(id, "component"), pageText(title))}<br>${pageCode(id)}`,
          stateMarkup(component),
          openCell(component),
          String(standing.threats.mitigated),
          String(standing.threats.accepted),
          String(standing.threats.provisional),
          standing.modes.map((mode) => `<span class="mode">${pageLabel(mode)}</span>`).join("<br>"),
          owner === undefined ? '<span class="muted">not stated</span>' : pageText(owner),
          lines((standing.signOffs ?? []).map((each) => pageText(signOffText(each)))) ||
            '<span class="muted">not yet</span>',
        ];
      }),
    ),
  ].join("\n");
