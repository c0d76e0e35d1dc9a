// The architecture map in Markdown: one table or list for each section of the map.

import type { ArchitectureMap } from "../model/schema.ts";
import { sorted } from "../model/threats.ts";
import { anchorLink, codeSpan, html, markdown } from "./foreign.ts";
import { facts, type HtmlRow, htmlTable } from "./html-table.ts";
import { boundariesOf } from "./nesting.ts";
import { item, labelled, sentence } from "./prose.ts";
import { codeHtml, codeLinks, mapAnchor, type References } from "./references.ts";

/** What every entry of the map may carry beside its own fields. */
interface Entry {
  readonly name: string;
  readonly description?: string | undefined;
  readonly code: readonly string[];
  readonly covers: readonly string[];
  readonly because?: string | undefined;
}

const nameCell = (entry: Entry, ...more: (string | undefined)[]): string =>
  facts([
    `<strong>${html(entry.name)}</strong>`,
    entry.description && html(entry.description),
    ...more,
    entry.because && `On the map because: ${html(entry.because)}`,
    ...[...entry.covers].sort().map((key) => `Covers <code>${html(key)}</code>`),
  ]);

const entryItem = (id: string, entry: Entry, lead: string, ...more: (string | undefined)[]): string =>
  item(mapAnchor(id), [
    `**${markdown(entry.name)}**${lead}${entry.description === undefined && more.every((line) => line === undefined) ? "" : ":"}`,
    entry.description === undefined ? undefined : sentence(entry.description),
    ...more,
    labelled("On the map because", entry.because),
    entry.covers.length === 0 ? undefined : `Covers ${[...entry.covers].sort().map(codeSpan).join(", ")}.`,
    entry.code.length === 0 ? undefined : `Code: ${codeLinks(entry.code)}.`,
  ]);

type Section = (map: ArchitectureMap, to: References) => string | undefined;

const list = (items: readonly string[]): string | undefined =>
  items.length === 0 ? undefined : items.join("\n");
const table = (head: readonly string[], rows: readonly HtmlRow[]): string | undefined =>
  rows.length === 0 ? undefined : htmlTable(head, rows);
const htmlLinks = (ids: readonly string[], to: References): string =>
  [...ids].sort().map(to.htmlLink).join("<br>\n");
const links = (ids: readonly string[], to: References): string => [...ids].sort().map(to.link).join(", ");

const elements: Section = (map, to) => {
  const boundaries = boundariesOf(map);
  const row = (kind: string, [id, entry]: [string, Entry], ...more: (string | undefined)[]): HtmlRow => {
    const boundary = boundaries.get(id);
    return {
      anchor: mapAnchor(id),
      cells: [
        nameCell(entry, ...more),
        kind,
        boundary === undefined ? "" : to.htmlLink(boundary),
        codeHtml(entry.code),
      ],
    };
  };
  return table(
    ["Element", "Kind", "Inside", "Code"],
    [
      ...sorted(map.externals).map((entry) =>
        row("External entity", entry, entry[1].trust && `Trust: ${html(entry[1].trust)}`),
      ),
      ...sorted(map.processes).map((entry) =>
        row("Process", entry, entry[1].runs && `Runs as: ${html(entry[1].runs)}`),
      ),
      ...sorted(map.stores).map((entry) =>
        row("Data store", entry, ...[...entry[1].holds].sort().map((id) => `Holds ${to.htmlLink(id)}`)),
      ),
    ],
  );
};

const flows: Section = (map, to) =>
  table(
    ["Flow", "From", "To", "Data", "Protocol", "Protection"],
    sorted(map.flows).map(([id, flow]) => ({
      anchor: mapAnchor(id),
      cells: [
        nameCell(flow, flow.code.length === 0 ? undefined : codeHtml(flow.code)),
        to.htmlLink(flow.from),
        to.htmlLink(flow.to),
        facts([
          flow.data && html(flow.data),
          ...[...flow.assets].sort().map((asset) => `Carries ${to.htmlLink(asset)}`),
        ]),
        html(flow.protocol ?? "not stated"),
        html(flow.protection ?? "not stated"),
      ],
    })),
  );

const entryPoints: Section = (map, to) =>
  table(
    ["Entry point", "Process", "Called by", "Authentication", "Authorization", "Code"],
    sorted(map["entry-points"]).map(([id, entry]) => ({
      anchor: mapAnchor(id),
      cells: [
        nameCell(entry),
        to.htmlLink(entry.process),
        htmlLinks(entry.from, to),
        html(entry.authentication ?? "not stated"),
        html(entry.authorization ?? "not stated"),
        codeHtml(entry.code),
      ],
    })),
  );

const boundaries: Section = (map, to) => {
  const parents = boundariesOf(map);
  const inside = (id: string): string[] =>
    [...parents].filter(([, outer]) => outer === id).map(([inner]) => inner);
  return list(
    sorted(map.boundaries).map(([id, entry]) => {
      const ids = inside(id);
      return entryItem(id, entry, "", ids.length === 0 ? undefined : `Inside: ${links(ids, to)}.`);
    }),
  );
};

const assets: Section = (map) =>
  list(
    sorted(map.assets).map(([id, asset]) =>
      entryItem(id, asset, asset.sensitivity === undefined ? "" : ` (${asset.sensitivity})`),
    ),
  );

const decisions: Section = (map) =>
  list(
    sorted(map.decisions).map(([id, entry]) =>
      entryItem(id, entry, "", sentence(entry.decides), labelled("Does not cover", entry.leaves)),
    ),
  );

const controls: Section = (map) =>
  list(
    sorted(map.controls).map(([id, entry]) =>
      entryItem(
        id,
        entry,
        "",
        entry.owner === undefined ? "Owner: not stated." : labelled("Owner", entry.owner),
        labelled("Does not cover", entry.leaves),
      ),
    ),
  );

const assumptions: Section = (map) =>
  list(
    sorted(map.assumptions).map(([id, entry]) => entryItem(id, entry, "", labelled("Owner", entry.owner))),
  );

const threatLink = (id: string): string => `[${id}](${anchorLink(id)})`;

const risks: Section = (map) =>
  list(
    sorted(map.risks).map(([id, risk]) =>
      entryItem(
        id,
        risk,
        "",
        risk.reason === undefined ? undefined : sentence(risk.reason),
        labelled("Owner", risk.owner),
        labelled("Accepted until", risk.expires),
        risk.threats.length === 0
          ? undefined
          : `Carried by ${[...risk.threats].sort().map(threatLink).join(", ")}.`,
      ),
    ),
  );

const setAside: Section = (map) =>
  list(sorted(map["set-aside"]).map(([fact, { reason }]) => `- ${codeSpan(fact)}:\n  ${sentence(reason)}`));

const sections: readonly (readonly [title: string, none: string, section: Section])[] = [
  ["Elements", "None on the map yet.", elements],
  ["Data flows", "None on the map yet.", flows],
  ["Entry points", "None on the map.", entryPoints],
  ["Trust boundaries", "None on the map.", boundaries],
  ["Assets", "None on the map.", assets],
  ["Authentication and authorization decisions", "None on the map.", decisions],
  ["Controls outside the code", "None stated.", controls],
  ["Assumptions", "None stated.", assumptions],
  ["Accepted risks", "None stated.", risks],
  ["Set aside", "Nothing was set aside.", setAside],
];

/** All sections, each under its heading; an empty one says so. */
export const renderMapSections = (map: ArchitectureMap, to: References): string =>
  sections.map(([title, none, section]) => `### ${title}\n\n${section(map, to) ?? none}`).join("\n\n");
