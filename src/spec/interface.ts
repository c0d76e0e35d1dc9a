// The interface section: tables, lists and headings that name routes, commands, functions and queues.

import type { List, Table } from "mdast";
import type { Place } from "../model/finding.ts";
import { headerName } from "./columns.ts";
import { readInputs } from "./inputs.ts";
import { inputFields, interfaceColumns } from "./interface-columns.ts";
import { readLabels } from "./labels.ts";
import { readItem } from "./lists.ts";
import type { Section } from "./outline.ts";
import { placeOf } from "./place.ts";
import type { Report } from "./problem.ts";
import { joinRoute, readRoutes, splitRoute } from "./routes.ts";
import { readTable } from "./tables.ts";
import { isBlank, oneLine, quote, saysNone, textOf } from "./text.ts";
import type { InterfaceInput, InterfaceRow } from "./types.ts";

/** What a table row, a list item or a heading with its blocks says, before it is interpreted. */
interface Draft {
  readonly names: readonly string[];
  readonly cells: Readonly<Record<string, string>>;
  readonly places: Readonly<Record<string, Place>>;
  readonly kind: InterfaceRow["kind"] | undefined;
  readonly at: Place;
  /** Fields that have a column, whatever this row says in it. */
  readonly columns?: readonly string[];
}

export const readInterface = (path: string, sections: readonly Section[], report: Report): InterfaceRow[] =>
  sections.flatMap((section) => draftsOf(path, section)).flatMap((draft) => rowsOf(draft, report));

const draftsOf = (path: string, section: Section): Draft[] => {
  const kind = kindOfHeading(section.title);
  const named = section.role === undefined ? headingName(section.title) : undefined;
  if (named !== undefined) return [draftOfHeading(path, section, named, kind)];
  return section.body.flatMap((block) => {
    if (block.type === "table") return draftsOfTable(path, block, kind);
    return block.type === "list" ? draftsOfList(path, block, kind) : [];
  });
};

const draftsOfTable = (path: string, table: Table, kind: Draft["kind"]): Draft[] => {
  const { headers, fields, rows } = readTable(path, table, interfaceColumns);
  const nameHeader = headerName(headers[fields.indexOf("name")] ?? "");
  return rows.map(({ cells, places, at }) => ({
    names: namesOfCells(cells),
    cells,
    places,
    kind: kindOfWord(cells["kind"] ?? "") ?? kindOfWord(nameHeader) ?? kind,
    at,
    columns: fields,
  }));
};

const namesOfCells = (cells: Readonly<Record<string, string>>): string[] => {
  const name = cells["name"] ?? cells["route"] ?? "";
  const path = cells["route"] ?? (name.startsWith("/") ? name : undefined);
  if (cells["method"] !== undefined && path !== undefined) return joinRoute(cells["method"], path);
  const routes = readRoutes(name)?.names;
  return [...(routes ?? (name === "" || saysNone(name) ? [] : [oneLine(name)]))];
};

const draftsOfList = (path: string, list: List, kind: Draft["kind"]): Draft[] =>
  list.children.flatMap((node) => {
    const item = readItem(node);
    if (item.text === "" || saysNone(item.text)) return [];
    const routes = readRoutes(item.own);
    const names = routes?.names ?? (item.lead.length > 0 ? item.lead : [item.code ?? item.own]);
    const rest =
      routes?.rest ??
      (item.lead.length > 0 ? item.rest : item.own.slice((item.code ?? item.own).length).trim());
    const cells = cellsOfText(rest, item.nested);
    const at = placeOf(path, node);
    return [{ names, cells, places: {}, kind, at }];
  });

/** `POST /sessions (email: string, password: string) -> 201; auth: none`, with more under it. */
const cellsOfText = (text: string, nested: readonly string[]): Record<string, string> => {
  const cells: Record<string, string> = {};
  const inline = /^\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*(.*)$/.exec(text);
  let rest = inline === null ? text : (inline[2] as string);
  if (inline !== null && /:/.test(inline[1] as string)) cells["inputs"] = inline[1] as string;
  else if (inline !== null) rest = text;
  const output = /^(?:->|→|=>|⇒)\s*([^;.—]+?)(?:\s+[—–-]\s+|[;.]\s*|$)(.*)$/.exec(rest);
  if (output !== null) {
    cells["output"] = output[1] as string;
    rest = output[2] as string;
  }
  Object.assign(cells, readLabels(rest, interfaceColumns));
  const said = rest.replace(/^[:.,;—–-]+\s*/, "");
  if (said !== "") cells["description"] ??= said;
  let open: string | undefined;
  for (const line of nested) {
    const [field, value] = labelled(line) ?? [];
    if (field !== undefined && value !== undefined) {
      if (value !== "") cells[field] = joined(cells[field], value);
      open = field;
    } else if (/^[\w$.-]+\??\s*:\s/.test(line) || open === "inputs") {
      cells["inputs"] = joined(cells["inputs"], line);
    } else {
      cells[open ?? "description"] = joined(cells[open ?? "description"], line);
    }
  }
  return cells;
};

const joined = (before: string | undefined, text: string): string =>
  before === undefined ? text : `${before}\n${text}`;

const fieldOfLabel = new Map(
  [...interfaceColumns]
    .reverse()
    .flatMap(([field, headers]) => headers.map((header) => [header, field] as const)),
);

/** "Inputs: email: string" is the field `inputs` with its value. Labels that name the row itself are not taken. */
const labelled = (line: string): [field: string, value: string] | undefined => {
  const match = /^([\p{L} ]{2,30}?)\s*[:=]\s*(.*)$/su.exec(line);
  const field = match === null ? undefined : fieldOfLabel.get(headerName(match[1] as string));
  return field === undefined ||
    field === "name" ||
    field === "kind" ||
    field === "route" ||
    field === "method"
    ? undefined
    : [field, match?.[2] as string];
};

/** A heading below the interface section that is a route, a call or a command in code marks. */
const headingName = (title: string): string | undefined => {
  if (readRoutes(title) !== undefined) return title;
  return /^[\p{L}\p{N}_$.]+\([^)]*\)/u.test(title) ? title : undefined;
};

const draftOfHeading = (path: string, section: Section, name: string, kind: Draft["kind"]): Draft => {
  const lines: string[] = [];
  const inputs: string[] = [];
  for (const block of section.body) {
    if (block.type === "table") inputs.push(...declaredIn(path, block));
    else if (block.type === "list")
      lines.push(...block.children.flatMap((item) => itemLines(readItem(item))));
    else if (block.type === "paragraph") lines.push(textOf(block));
  }
  const cells = cellsOfText("", lines);
  if (inputs.length > 0) cells["inputs"] = joined(cells["inputs"], inputs.join("\n"));
  return { names: readRoutes(name)?.names ?? [name], cells, places: {}, kind, at: section.at };
};

const itemLines = (item: { own: string; nested: readonly string[] }): string[] => [item.own, ...item.nested];

/** A table of parameters under a route's heading: Name, Type, Required, In, Constraints. */
const declaredIn = (path: string, table: Table): string[] => {
  const { fields, rows } = readTable(path, table, [
    ["name", ["name", "parameter", "param", "field", "input", "argument"]],
    ["type", ["type"]],
    ["required", ["required", "mandatory"]],
    ["in", ["in", "location"]],
    ["limits", ["constraints", "limits", "range", "length", "validation", "rules", "allowed"]],
  ]);
  if (!fields.includes("type")) return [];
  return rows.map(({ cells }) => {
    const optional = /^(?:no|n|false|optional)\b/i.test(cells["required"] ?? "") ? "?" : "";
    const notes = [cells["limits"], cells["in"]]
      .filter((note) => note !== undefined && !isBlank(note))
      .join(", ");
    return `${cells["name"] ?? ""}${optional}: ${oneLine(cells["type"] ?? "")}${notes === "" ? "" : ` (${oneLine(notes)})`}`;
  });
};

const rowsOf = (draft: Draft, report: Report): InterfaceRow[] => {
  const { cells, places, at } = draft;
  const call =
    draft.names.length === 1 ? /^([\p{L}\p{N}_$.]+)\((.*)\)/u.exec(draft.names[0] as string) : null;
  const declared = inputFields.flatMap(([field, where]) => {
    const text = cells[field];
    return text === undefined
      ? []
      : readInputs(text, where).map((read) => ({ ...read, at: places[field] ?? at }));
  });
  if (declared.length === 0 && call !== null && /:/.test(call[2] as string)) {
    declared.push(...readInputs(call[2] as string).map((read) => ({ ...read, at: places["name"] ?? at })));
  }
  for (const { input, text, readable, at: place } of declared) {
    if (readable) continue;
    report({
      code: "interface-input-unreadable",
      at: place,
      message: `Unexpected input \`${quote(text)}\`, expected a type such as \`${/^[\w$.-]{1,60}$/.test(input.name) ? input.name : "name"}: string (1..100)\``,
      next: "declare name, type and limits; code is scaffolded from them",
    });
  }
  const inputs = declared.map(({ input }) => input);
  const errors = splitErrors(cells["errors"] ?? "");
  const asksAuth = draft.columns?.some((field) => field === "auth" || field === "role") === true;
  return draft.names.map((name) => {
    const route = splitRoute(name);
    const auth = [cells["auth"], cells["role"]]
      .filter((part) => part !== undefined)
      .map(oneLine)
      .join("; ");
    return {
      name: oneLine(name),
      kind: route !== undefined ? "http" : (draft.kind ?? kindOfName(name)),
      ...(route ?? (name.startsWith("/") ? { route: oneLine(name) } : {})),
      inputs: route === undefined ? inputs : inPath(inputs, route.route),
      ...(cells["output"] === undefined ? {} : { output: oneLine(cells["output"]) }),
      ...(auth !== "" ? { auth } : asksAuth ? { authLeftBlank: true as const } : {}),
      errors,
      ...(cells["description"] === undefined ? {} : { description: oneLine(cells["description"]) }),
      at,
    };
  });
};

/** An input that the route itself names travels in the path. */
const inPath = (inputs: readonly InterfaceInput[], route: string): readonly InterfaceInput[] => {
  const named = new Set(
    [...route.matchAll(/[:{[<]([\p{L}\p{N}_$]+(?:-[\p{L}\p{N}_$]+)*)/gu)].map((match) => match[1]),
  );
  if (named.size === 0) return inputs;
  return inputs.map((input) =>
    input.in === undefined && named.has(input.name) ? { ...input, in: "path" } : input,
  );
};

const splitErrors = (text: string): string[] =>
  isBlank(text) || saysNone(text)
    ? []
    : (text.match(/(?:\([^()]*\)|[^,;\n()]|[()])+/g) ?? []).map(oneLine).filter((part) => part !== "");

const kindOfWord = (word: string): InterfaceRow["kind"] | undefined => {
  const name = word.trim().toLowerCase();
  if (/^(?:http|route|endpoint|rest)s?$/.test(name)) return "http";
  if (/^(?:commands?|cli)$/.test(name)) return "command";
  if (/^(?:functions?|methods?|calls?|signatures?)$/.test(name)) return "function";
  return /^(?:queues?|topics?|events?|messages?|consumers?|subscriptions?)$/.test(name) ? "queue" : undefined;
};

const kindOfHeading = (title: string): InterfaceRow["kind"] | undefined => {
  for (const word of title.split(/\W+/)) {
    const kind = kindOfWord(word);
    // "Routes" holds routes; a row below it that has no method is still something else.
    if (kind !== undefined && kind !== "http") return kind;
  }
  return undefined;
};

const kindOfName = (name: string): InterfaceRow["kind"] => {
  if (name.startsWith("/")) return "http";
  if (/^(?:queue|topic|event|subject|consumes?)\b/i.test(name)) return "queue";
  if (/^[\p{L}\p{N}_$.]+\s*\(.*\)/u.test(name)) return "function";
  return /\s--?\w|^\$ |^[\w-]+(?: [\w-]+){0,2}(?: (?:\[.*\]|<.*>|[A-Z_]+))*$/.test(name) && / /.test(name)
    ? "command"
    : "other";
};
