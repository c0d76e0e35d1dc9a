// Rows, items and lines of a subsection to facts.

import { type Fact, type FactKind, factKey } from "../model/fact.ts";
import type { Place } from "../model/finding.ts";
import { type Arrow, readArrows, splitProtection } from "./arrows.ts";
import { columnsOf } from "./columns.ts";
import { readInWords, readLabels } from "./labels.ts";
import { type Item, itemName } from "./lists.ts";
import { joinRoute, mentionedRoute, readRoutes, splitRoute } from "./routes.ts";
import type { Row } from "./tables.ts";
import { asName, oneLine } from "./text.ts";
import type { SubsectionKind } from "./types.ts";

/** The kinds of facts that the security section states. */
export type StatedKind = Exclude<SubsectionKind, "out-of-scope">;

/** Facts of a row; none when it has no name. */
export const factsOfRow = (kind: StatedKind, row: Row): Fact[] => {
  const cells: Record<string, string> = {};
  for (const [field, cell] of Object.entries(row.cells)) cells[field] = oneLine(cell);
  const { name = "", ...fields } = cells;
  const make = (factName: string, more: Record<string, string> = {}): Fact =>
    factOf(kind, factName, row.text, row.at, { ...fields, ...more });
  switch (kind) {
    case "flow":
      return flowsOfRow(cells, row);
    case "entry": {
      const { method, route } = fields;
      const path = route ?? (name.startsWith("/") ? name : undefined);
      const names =
        method !== undefined && path !== undefined
          ? joinRoute(method, path)
          : (readRoutes(name === "" ? (route ?? "") : name)?.names ?? [name === "" ? (route ?? "") : name]);
      return names.filter((entry) => entry !== "").map((entry) => make(asName(entry), splitRoute(entry)));
    }
    case "boundary": {
      const ends = fields["from"] !== undefined && fields["to"] !== undefined;
      const boundary =
        name !== "" ? name : ends ? `${fields["from"]} -> ${fields["to"]}` : (fields["between"] ?? "");
      return boundary === "" ? [] : [make(asName(boundary))];
    }
    default:
      return name === "" ? [] : [make(asName(name))];
  }
};

const flowsOfRow = (cells: Readonly<Record<string, string>>, row: Row): Fact[] => {
  const { from, to } = cells;
  if (from !== undefined && to !== undefined) {
    const said =
      cells["protection"] === undefined && cells["data"] !== undefined ? splitProtection(cells["data"]) : {};
    return [flowFact(row, { ...cells, ...said, from, to })];
  }
  const arrows = readArrows(cells["name"] ?? from ?? to ?? "");
  if (arrows !== undefined) {
    const { name: _name, ...others } = cells;
    return arrows.map((arrow) =>
      flowFact(row, { ...arrowFields(arrow), ...others, from: arrow.from, to: arrow.to }),
    );
  }
  const name = cells["name"] ?? cells["data"] ?? row.text;
  return [factOf("flow", asName(name), row.text, row.at, cells)];
};

/** Facts of a list item or a line of prose that is written like one. */
export const factsOfItem = (kind: StatedKind, item: Item, at: Place): Fact[] => {
  const labels = { ...readInWords(item.text, kind), ...readLabels(item.text, columnsOf[kind]) };
  const description: Record<string, string> =
    item.lead.length > 0 && item.rest !== "" ? { description: item.rest } : {};
  if (kind === "asset" && labels["sensitivity"] !== undefined && description["description"] !== undefined) {
    description["description"] = description["description"].replace(/^\([^()]*\)[:.,;\s—–-]*/, "");
  }
  const make = (name: string, more: Record<string, string> = {}): Fact =>
    factOf(kind, name, item.text, at, { ...description, ...more, ...labels });
  switch (kind) {
    case "flow": {
      const arrows = readArrows(item.own);
      if (arrows === undefined) return [make(itemName(item))];
      const { from: _from, to: _to, ...others } = labels;
      return arrows.map((arrow) => flowFact({ text: item.text, at }, { ...arrowFields(arrow), ...others }));
    }
    case "entry": {
      const routes = readRoutes(item.own);
      if (routes !== undefined) {
        const said: Record<string, string> = routes.rest === "" ? {} : { description: routes.rest };
        return routes.names.map((name) => make(name, { ...said, ...splitRoute(name) }));
      }
      const mentioned = item.code === undefined ? mentionedRoute(item.own) : undefined;
      if (mentioned !== undefined) return [make(mentioned, splitRoute(mentioned))];
      const names = item.lead.length > 0 ? item.lead : [item.code ?? itemName(item)];
      return names.flatMap((name) =>
        (readRoutes(name)?.names ?? [asName(name)]).map((entry) => make(entry, splitRoute(entry))),
      );
    }
    case "asset":
      return [
        make(
          itemName(item).replace(/\s*\([^()]*\)$/, (note) =>
            readInWords(note, kind)["sensitivity"] === undefined ? note : "",
          ),
        ),
      ];
    default:
      return [make(itemName(item))];
  }
};

const arrowFields = (arrow: Arrow): { from: string; to: string } & Record<string, string> => ({
  from: arrow.from,
  to: arrow.to,
  ...(arrow.data === undefined ? {} : { data: arrow.data }),
  ...(arrow.protection === undefined ? {} : { protection: arrow.protection }),
  ...(arrow.label === undefined ? {} : { name: arrow.label }),
  ...(arrow.twoWay ? { direction: "both" } : {}),
});

const flowFact = (
  source: { readonly text: string; readonly at: Place },
  fields: { readonly from: string; readonly to: string } & Readonly<Record<string, string>>,
): Fact => {
  const data = fields["data"] === undefined ? "" : `: ${fields["data"].replace(/\.$/, "")}`;
  return factOf("flow", asFlowName(`${fields.from} -> ${fields.to}${data}`), source.text, source.at, fields);
};

/** Only the length is bounded: full stops and colons are part of a flow's name. */
const asFlowName = (name: string): string => (name.length <= 200 ? name : name.slice(0, 200).trimEnd());

const factOf = (
  kind: FactKind,
  name: string,
  text: string,
  at: Place,
  fields: Readonly<Record<string, string>>,
): Fact => ({ key: factKey(kind, name), kind, name, text, at, fields });

/** A flow under a name that says how it is protected, for when another of the same ends and data is protected differently. */
export const withProtection = (flow: Fact): Fact => {
  const name = `${flow.name} (${flow.fields["protection"] ?? "protection not stated"})`;
  return { ...flow, name, key: factKey("flow", name) };
};
