// List items and lines of prose to a lead ("**Name.**", "`POST /sessions` -", "name:") and what it says.

import type { ListItem, Nodes, Paragraph, PhrasingContent } from "mdast";
import { asName, isSilent, linesOf, oneLine, textOf } from "./text.ts";

export interface Item {
  /** Set apart by bold, code marks, a colon or a dash. Several when code marks stand in a row. */
  readonly lead: readonly string[];
  /** The code marks that the item starts with, set apart or not. */
  readonly code?: string;
  /** What follows the lead, without what is nested. */
  readonly rest: string;
  /** Own text, without what is nested. */
  readonly own: string;
  /** Texts of what is nested, one for each nested item or block. */
  readonly nested: readonly string[];
  /** Everything on one line. */
  readonly text: string;
}

export const readItem = (item: ListItem): Item => {
  const blocks = item.children.filter((child) => !isSilent(child));
  const [first, ...others] = blocks;
  const nested = (first?.type === "paragraph" ? others : blocks).flatMap(nestedTexts);
  const own = first?.type === "paragraph" ? first : undefined;
  return withNested(own === undefined ? readLine("") : readParagraph(own), nested);
};

/** Reads a paragraph as if it were an item of a list. */
export const readParagraph = (paragraph: Paragraph): Item => {
  const own = textOf(paragraph);
  const marked = markedLead(paragraph.children);
  const item = marked === undefined ? readLine(own) : { ...marked, own, nested: [], text: own };
  const first = paragraph.children[0];
  return first?.type === "inlineCode" ? { ...item, code: oneLine(first.value) } : item;
};

/** Reads a line of plain text: `name: text` or `name - text`. */
export const readLine = (line: string): Item => {
  const own = oneLine(line);
  const match = /^(.{1,80}?)(?::\s+|\s+[—–]\s*|\s+--?\s+)(\S.*)$/.exec(own);
  const name = match?.[1] ?? "";
  const isName = name !== "" && !/[.!?]\s/.test(name) && name.split(" ").length <= 10;
  return { lead: isName ? [name] : [], rest: isName ? (match?.[2] ?? "") : own, own, nested: [], text: own };
};

const withNested = (item: Item, nested: readonly string[]): Item => ({
  ...item,
  nested,
  text: nested.reduce(
    (text, next) => (text === "" ? next : /[.;:!?]$/.test(text) ? `${text} ${next}` : `${text}; ${next}`),
    item.own,
  ),
});

const nestedTexts = (node: Nodes): string[] => {
  if (node.type === "list" || node.type === "listItem" || node.type === "blockquote") {
    return (node.children as Nodes[]).flatMap(nestedTexts);
  }
  if (isSilent(node)) return [];
  const text = textOf(node);
  return text === "" ? [] : [text];
};

/** A lead in bold, in emphasis or in code marks, when something sets it apart from what follows. */
const markedLead = (children: readonly PhrasingContent[]): { lead: string[]; rest: string } | undefined => {
  const start = children.findIndex((child) => !isSilent(child) && textOf(child) !== "");
  const first = children[start];
  if (first === undefined) return undefined;
  if (first.type === "inlineCode") return codeLead(children.slice(start));
  if (first.type !== "strong" && first.type !== "emphasis") return undefined;
  const name = textOf(first);
  const after = oneLine(
    children
      .slice(start + 1)
      .map(linesOf)
      .join(""),
  );
  const closed = /[.:]$/.test(name);
  if (!closed && after !== "" && !/^[:.,;(—–-]/.test(after)) return undefined;
  return { lead: [name.replace(/[.:\s]+$/, "")], rest: after.replace(/^[:.,;—–-]+\s*/, "") };
};

/** "`POST /a`, `POST /b` - text". */
const codeLead = (children: readonly PhrasingContent[]): { lead: string[]; rest: string } | undefined => {
  const lead: string[] = [];
  let next = 0;
  for (; next < children.length; next += 1) {
    const child = children[next] as PhrasingContent;
    if (child.type === "inlineCode") lead.push(oneLine(child.value));
    else if (
      !(
        children[next + 1]?.type === "inlineCode" && /^\s*(?:,|;|&|\/|and|or|, and)?\s*$/.test(linesOf(child))
      )
    )
      break;
  }
  const after = oneLine(children.slice(next).map(linesOf).join(""));
  if (after !== "" && !/^[:.,;(—–-]/.test(after)) return undefined;
  return { lead, rest: after.replace(/^[:.,;—–-]+\s*/, "") };
};

/** The name of a statement: its lead, or its first sentence. */
export const itemName = (item: Item): string =>
  asName(item.lead[0] ?? (item.own === "" ? item.text : item.own));
