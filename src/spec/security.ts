// The security section: its subsections, and what each of them states.

import type { List, Paragraph, RootContent, Table } from "mdast";
import { readArrows } from "./arrows.ts";
import { columnsOf } from "./columns.ts";
import { factsOfItem, factsOfRow, type StatedKind } from "./facts.ts";
import { Ledger, type Stated } from "./ledger.ts";
import { type Item, readItem, readLine, readParagraph } from "./lists.ts";
import type { Section } from "./outline.ts";
import { type LineAt, placeOf } from "./place.ts";
import type { Report } from "./problem.ts";
import { readRecord } from "./record.ts";
import { readRoutes } from "./routes.ts";
import { readTable } from "./tables.ts";
import { isSilent, linesOf, saysNone, sentenceSaysNone, takesSomethingBack, textOf } from "./text.ts";
import type { SubsectionKind, SubsectionReading } from "./types.ts";

export interface SecurityReading extends Stated {
  readonly subsections: readonly SubsectionReading[];
}

interface Context {
  readonly path: string;
  readonly lineAt: LineAt;
  readonly report: Report;
  readonly ledger: Ledger;
}

export const readSecurity = (
  path: string,
  sections: readonly Section[],
  lineAt: LineAt,
  report: Report,
): SecurityReading => {
  const ledger = new Ledger();
  const context: Context = { path, lineAt, report, ledger };
  const subsections: SubsectionReading[] = [];
  for (const section of sections) {
    const kind = section.kind;
    const found = readBody(context, section.body, kind);
    if (kind === undefined || section.role !== kind) {
      // A heading inside a subsection adds to it.
      const open = subsections[subsections.length - 1];
      if (kind !== undefined && open?.state === "empty" && found !== "empty") {
        subsections[subsections.length - 1] = { ...open, state: found };
      }
      continue;
    }
    subsections.push({ kind, heading: section.title, at: section.at, state: found });
  }
  return { subsections, ...ledger.result() };
};

type State = SubsectionReading["state"];

const readBody = (
  context: Context,
  body: readonly RootContent[],
  kind: SubsectionKind | undefined,
): State => {
  const blocks = body.filter((node) => !isSilent(node));
  if (kind !== undefined && blocks.length === 1 && bodySaysNone(blocks[0] as RootContent)) return "none";
  const before = context.ledger.statements;
  for (const block of blocks) readBlock(context, block, kind);
  return context.ledger.statements === before ? "empty" : "stated";
};

const bodySaysNone = (block: RootContent): boolean => {
  if (block.type === "paragraph") return sentenceSaysNone(textOf(block));
  if (block.type === "list") return block.children.length === 1 && saysNone(textOf(block));
  if (block.type !== "table" || block.children.length !== 2) return false;
  const cells = block.children[1]?.children.map(textOf).filter((text) => /[\p{L}\p{N}]/u.test(text)) ?? [];
  return cells.length > 0 && saysNone(cells[0] ?? "") && !cells.some(takesSomethingBack);
};

const readBlock = (context: Context, block: RootContent, kind: SubsectionKind | undefined): void => {
  const { path, ledger } = context;
  if (kind === "out-of-scope") {
    ledger.exclude(exclusions(path, block));
  } else if (kind !== undefined && block.type === "table") {
    readRows(context, block, kind);
  } else if (kind !== undefined && block.type === "list") {
    readList(context, block, kind);
  } else if (kind !== undefined && block.type === "paragraph") {
    readProse(context, block, kind);
  } else {
    const text = textOf(block);
    if (text !== "") ledger.leave(kind ?? "security", text, placeOf(path, block));
  }
};

const readRows = ({ path, ledger, report }: Context, table: Table, kind: StatedKind): void => {
  for (const row of readTable(path, table, columnsOf[kind]).rows) {
    const facts = factsOfRow(kind, row);
    if (facts.length === 0) {
      ledger.leave(kind, row.text, row.at);
      report({
        code: "unnamed-row",
        at: row.at,
        message: "Unexpected row without a name, expected one in its first column",
        next: "name what the row is about, or remove the row",
      });
    }
    for (const fact of facts) ledger.state(fact, row.places);
  }
};

const readList = ({ path, ledger }: Context, list: List, kind: StatedKind): void => {
  const items = list.children.map(readItem);
  const record = readRecord(items, columnsOf[kind], placeOf(path, list));
  if (record !== undefined) {
    for (const fact of factsOfRow(kind, record)) ledger.state(fact);
    return;
  }
  items.forEach((item, index) => {
    if (item.text === "") return;
    const at = placeOf(path, list.children[index] ?? list);
    for (const fact of factsOfItem(kind, item, at)) ledger.state(fact);
  });
};

/** A paragraph, or each of its lines, may be written like an item of a list. What is not stays text. */
const readProse = ({ path, ledger, lineAt }: Context, paragraph: Paragraph, kind: StatedKind): void => {
  const at = placeOf(path, paragraph);
  const lines = linesOf(paragraph).split(/\r\n|\n|\r/);
  const first = at.line ?? 1;
  const placed = lines.length === (at.endLine ?? first) - first + 1;
  if (placed && lines.length > 1 && lines.every((line) => isStatement(kind, line))) {
    lines.forEach((line, index) => {
      for (const fact of factsOfItem(kind, readLine(line), lineAt(first + index))) ledger.state(fact);
    });
    return;
  }
  const item = readParagraph(paragraph);
  if (isSetApart(paragraph, item) || isStatement(kind, item.own)) {
    for (const fact of factsOfItem(kind, item, at)) ledger.state(fact);
  } else if (item.own !== "") {
    ledger.leave(kind, item.own, at);
  }
};

/** Starts with a name in bold or in code marks. A colon alone does not make prose a statement. */
const isSetApart = (paragraph: Paragraph, item: Item): boolean =>
  item.lead.length > 0 && item.rest !== "" && paragraph.children[0]?.type !== "text";

const isStatement = (kind: StatedKind, line: string): boolean =>
  (kind === "flow" && readArrows(line) !== undefined) || (kind === "entry" && readRoutes(line) !== undefined);

const exclusions = (path: string, block: RootContent): string[] => {
  if (block.type === "list") return block.children.map((item) => readItem(item).text);
  if (block.type === "table")
    return readTable(path, block, columnsOf["out-of-scope"]).rows.map((row) => row.text);
  return [textOf(block)];
};
