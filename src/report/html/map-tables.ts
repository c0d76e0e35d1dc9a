// The architecture map as tables: what the diagram draws, in words, and what it can't draw.

import { type ArchitectureMap, type MapSection, mapSections } from "../../model/schema.ts";
import { sorted } from "../../model/threats.ts";
import { kindTitles } from "../elements.ts";
import { pageCode, pageText } from "../foreign.ts";
import { boundariesOf } from "../nesting.ts";
import { codeList, lines, linkTo, namesOn, scoped, sentence, table, threatLink } from "./parts.ts";

interface Named {
  readonly name: string;
  readonly description?: string | undefined;
  readonly code: readonly string[];
  readonly because?: string | undefined;
}

type Rows = readonly { readonly id: string; readonly cells: readonly string[] }[];

const described = (entry: Named, ...more: (string | undefined)[]): string =>
  lines([
    entry.description && pageText(entry.description),
    ...more,
    entry.because && `On the map because: ${pageText(entry.because)}`,
  ]);

const maybe = (label: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : `${label}: ${pageText(text)}`;

const stated = (text: string | undefined): string =>
  text === undefined ? '<span class="muted">not stated</span>' : pageText(text);

interface Drawn {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: Rows;
}

/** Elements and flows: the text alternative of the diagram. */
const drawnTables = (component: string, map: ArchitectureMap): Drawn[] => {
  const name = namesOn(component, map);
  const parents = boundariesOf(map);
  const at = (id: string): string => scoped(component, "map", id);
  const names = (ids: readonly string[]): string => [...ids].sort().map(name).join(", ");
  const element = (kind: string, id: string, entry: Named, ...more: (string | undefined)[]) => {
    const parent = parents.get(id);
    return {
      id: at(id),
      cells: [
        linkTo(scoped(component, "coverage", id), pageText(entry.name)),
        kind,
        parent === undefined ? "" : name(parent),
        described(entry, ...more),
        codeList(entry.code),
      ],
    };
  };
  return [
    {
      title: "Elements",
      columns: ["Element", "Kind", "Inside", "What it is", "Code"],
      rows: [
        ...sorted(map.externals).map(([id, entry]) =>
          element(kindTitles.external, id, entry, maybe("Trust", entry.trust)),
        ),
        ...sorted(map.processes).map(([id, entry]) =>
          element(kindTitles.process, id, entry, maybe("Runs as", entry.runs)),
        ),
        ...sorted(map.stores).map(([id, entry]) =>
          element(
            kindTitles.store,
            id,
            entry,
            entry.holds.length === 0 ? undefined : `Holds ${names(entry.holds)}`,
          ),
        ),
      ],
    },
    {
      title: "Data flows",
      columns: ["Flow", "From", "To", "Data", "Protocol", "Protection"],
      rows: sorted(map.flows).map(([id, flow]) => ({
        id: at(id),
        cells: [
          linkTo(scoped(component, "coverage", id), pageText(flow.name)),
          name(flow.from),
          name(flow.to),
          described(
            flow,
            flow.data && pageText(flow.data),
            flow.assets.length === 0 ? undefined : `Carries ${names(flow.assets)}`,
          ),
          stated(flow.protocol),
          stated(flow.protection),
        ],
      })),
    },
    {
      title: "Trust boundaries",
      columns: ["Boundary", "Inside", "What it is"],
      rows: sorted(map.boundaries).map(([id, entry]) => ({
        id: at(id),
        cells: [
          pageText(entry.name),
          names([...parents].filter(([, outer]) => outer === id).map(([inner]) => inner)),
          described(entry),
        ],
      })),
    },
  ];
};

/** What a diagram has no place for. */
const otherTables = (component: string, map: ArchitectureMap): Drawn[] => {
  const name = namesOn(component, map);
  const names = (ids: readonly string[]): string => [...ids].sort().map(name).join(", ");
  const rows = <S extends MapSection>(
    section: S,
    cells: (entry: ArchitectureMap[S][string]) => readonly string[],
  ): Rows =>
    sorted<ArchitectureMap[S][string]>(map[section] as Record<string, ArchitectureMap[S][string]>).map(
      ([id, entry]) => ({
        id: scoped(component, "map", id),
        cells: [pageText((entry as Named).name), ...cells(entry)],
      }),
    );
  return [
    {
      title: "Entry points",
      columns: ["Entry point", "Process", "Called by", "Authentication", "Authorization", "Code"],
      rows: rows("entry-points", (entry) => [
        name(entry.process),
        names(entry.from),
        stated(entry.authentication),
        stated(entry.authorization),
        codeList(entry.code),
      ]),
    },
    {
      title: "Assets",
      columns: ["Asset", "Sensitivity", "What it is"],
      rows: rows("assets", (entry) => [stated(entry.sensitivity), described(entry)]),
    },
    {
      title: "Authentication and authorization decisions",
      columns: ["Decision", "What is decided", "What it does not cover", "Code"],
      rows: rows("decisions", (entry) => [
        described(entry, sentence(entry.decides)),
        stated(entry.leaves),
        codeList(entry.code),
      ]),
    },
    {
      title: "Controls outside the code",
      columns: ["Control", "Owner", "What it does", "What it does not cover"],
      rows: rows("controls", (entry) => [stated(entry.owner), described(entry), stated(entry.leaves)]),
    },
    {
      title: "Assumptions",
      columns: ["Assumption", "Owner", "What is assumed"],
      rows: rows("assumptions", (entry) => [stated(entry.owner), described(entry)]),
    },
    {
      title: "Accepted risks",
      columns: ["Risk", "Owner", "Until", "Why", "Threats"],
      rows: rows("risks", (entry) => [
        stated(entry.owner),
        stated(entry.expires),
        described(entry, entry.reason && pageText(entry.reason)),
        [...entry.threats]
          .sort()
          .map((id) => threatLink(component, id))
          .join(", "),
      ]),
    },
    {
      title: "Set aside",
      columns: ["Fact", "Reason"],
      rows: sorted(map["set-aside"]).map(([fact, { reason }]) => ({
        id: scoped(component, "set-aside", fact),
        cells: [pageCode(fact), sentence(reason)],
      })),
    },
  ];
};

/** All sections that hold something, each under a heading; undefined when the map is empty. */
export const renderMapTables = (component: string, map: ArchitectureMap): string | undefined => {
  if (mapSections.every((section) => Object.keys(map[section]).length === 0)) return undefined;
  return [...drawnTables(component, map), ...otherTables(component, map)]
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ title, columns, rows }) =>
        `<h4>${title}</h4>\n${table(
          `${title} of ${component}`,
          columns.map((column) => ({ title: column })),
          rows,
        )}`,
    )
    .join("\n");
};
