// `instride report --html`: the whole page, from values.

import { elementsOf } from "../elements.ts";
import { pageCode, pageLabel, pageText } from "../foreign.ts";
import { signOffText } from "../status.ts";
import { renderCost } from "./cost.ts";
import { renderCoverage, renderReasons } from "./coverage.ts";
import { graphOf } from "./diagram-graph.ts";
import { layOut } from "./diagram-layout.ts";
import { renderDiagram } from "./diagram-svg.ts";
import { filterScript } from "./filter-script.ts";
import { renderHistory } from "./history.ts";
import { renderMapTables } from "./map-tables.ts";
import { renderOverview, stateMarkup } from "./overview.ts";
import { renderPage } from "./page.ts";
import { linkTo, namesOn, plural, scoped, sentence } from "./parts.ts";
import { reportCss } from "./report-css.ts";
import { renderThreatList } from "./threat-list.ts";
import type { Report, ReportedComponent } from "./types.ts";

const legend =
  "External entities are rectangles, processes ellipses, data stores lie between two lines; dashed frames are trust boundaries. What is open is marked with its gravest level. Each element leads to its row of the coverage matrix. The tables below the diagram say the same in words.";

const problemList = ({ problems }: ReportedComponent): string =>
  problems.length === 0
    ? ""
    : `<div class="note"><p>What keeps it from being in step:</p><ul>${problems.map((text) => `<li>${pageText(text)}</li>`).join("")}</ul></div>`;

const modelSections = async (component: ReportedComponent, today: string): Promise<string> => {
  const { id, model, framework } = component;
  if (model === undefined)
    return `<p>No threat model that can be read: ${pageCode(`instride sync ${id}`)} writes one.</p>`;
  const elements = elementsOf(model, framework);
  const layout = await layOut(graphOf(model, today));
  const tables = renderMapTables(id, model.map);
  return [
    model.summary === undefined ? "" : `<p>${sentence(model.summary)}</p>`,
    "<h4>Data-flow diagram</h4>",
    layout.nodes.length === 0
      ? "<p>Nothing is on the map yet.</p>"
      : `<figure class="diagram"><div class="scroll" tabindex="0" role="region" aria-label="${pageLabel(`Data-flow diagram of ${id}, scrollable`)}">${renderDiagram(id, layout)}</div><figcaption>${legend}</figcaption></figure>`,
    "<h4>Coverage</h4>",
    renderCoverage(id, elements, framework, today),
    renderReasons(id, elements, namesOn(id, model.map)),
    tables === undefined
      ? ""
      : `<details><summary>The architecture map in words and tables</summary>${tables}</details>`,
  ].join("\n");
};

const componentSection = async (component: ReportedComponent, today: string): Promise<string> => {
  const { id, title, specPath, owner, standing } = component;
  const facts = [
    pageCode(specPath),
    owner === undefined ? undefined : `owner ${pageText(owner)}`,
    ...(standing.signOffs ?? []).map((each) => pageText(signOffText(each))),
  ].filter((fact) => fact !== undefined);
  return [
    `<section class="component" id="${scoped(id, "component")}">`,
    `<h3>${pageText(title)} <span class="kind">${pageLabel(id)}</span></h3>`,
    `<p>${stateMarkup(component)} · ${facts.join(" · ")} · ${linkTo(scoped(id, "threats"), "threats")}</p>`,
    problemList(component),
    await modelSections(component, today),
    "<details><summary>",
    `History: ${plural(component.history.length + component.olderCommits, "commit")}`,
    `</summary>${renderHistory(component)}</details>`,
    "</section>",
  ].join("\n");
};

const subtitle = ({ revision, commit, components, today }: Report): string =>
  [
    components.length === 1 ? undefined : plural(components.length, "component"),
    commit === undefined || revision === commit
      ? pageText(revision)
      : `${pageText(revision)}, commit ${pageCode(commit.slice(0, 12))}`,
    `acceptances judged as of ${pageLabel(today)}`,
  ]
    .filter((part) => part !== undefined)
    .join(" · ");

/** The page of one component or of many. Equal reports give equal bytes. */
export const renderReport = async (report: Report): Promise<string> => {
  const [first] = report.components;
  const single = report.components.length === 1 ? first : undefined;
  const sections: string[] = [];
  for (const component of report.components) sections.push(await componentSection(component, report.today));
  return renderPage({
    title: single === undefined ? `Threat models of ${report.repository}` : `Threat model: ${single.title}`,
    subtitleHtml: `${single === undefined ? "" : `${pageLabel(report.repository)} · `}${subtitle(report)}`,
    sections: [
      { label: "Overview", id: "overview" },
      { label: single === undefined ? "Components" : "Component", id: "components" },
      { label: "Threats", id: "threats" },
      ...(report.cost === undefined ? [] : [{ label: "Cost", id: "cost" }]),
    ],
    bodyHtml: [
      '<h2 id="overview">Overview</h2>',
      renderOverview(report),
      `<h2 id="components">${single === undefined ? "Components" : "Component"}</h2>`,
      ...sections,
      '<h2 id="threats">Threats</h2>',
      renderThreatList(report),
      ...(report.cost === undefined ? [] : ['<h2 id="cost">Cost</h2>', renderCost(report.cost)]),
    ].join("\n"),
    footerHtml: `Made by instride ${pageLabel(report.version)} from git alone. ${pageCode("instride verify")} re-checks what it says. It lists open threats: hand it to nobody who may not read the repository.`,
    css: reportCss,
    script: filterScript,
  });
};
