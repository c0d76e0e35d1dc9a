// The outline of a spec: title, summary, and which blocks stand under which heading of which part.

import type { Heading, Paragraph, Root, RootContent } from "mdast";
import type { Place } from "../model/finding.ts";
import { isInterfaceHeading, isSecurityHeading, subsectionKind } from "./headings.ts";
import { placeOf } from "./place.ts";
import { isSilent, textOf } from "./text.ts";
import type { HeadingReading, SubsectionKind } from "./types.ts";

export interface Section {
  readonly title: string;
  readonly at: Place;
  /** What the heading itself names. */
  readonly role?: HeadingReading["role"];
  /** The subsection that the blocks belong to, by this heading or by one above it. */
  readonly kind?: SubsectionKind;
  readonly body: RootContent[];
}

export interface Outline {
  readonly title?: string;
  readonly summary: string;
  readonly headings: readonly HeadingReading[];
  /** The security section: what stands right under its heading, then its subsections in their order. */
  readonly security: readonly Section[];
  readonly interface: readonly Section[];
  /** Blocks of every other section below the title, and those beside the interface's tables. */
  readonly further: readonly RootContent[];
}

/** A paragraph in bold below a real heading counts as one, one level below all others. */
const boldDepth = 7;

interface Open {
  readonly depth: number;
  readonly part: "security" | "interface";
}

export const readOutline = (path: string, root: Root): Outline => {
  const headings: HeadingReading[] = [];
  const parts: Record<Open["part"], Section[]> = { security: [], interface: [] };
  let open: Open | undefined;
  let subsection: { depth: number; kind: SubsectionKind } | undefined;
  let current: Section | undefined;
  let title: string | undefined;
  let summary: string | undefined;
  let beforeTitle: string | undefined;
  const further: RootContent[] = [];

  for (const node of root.children) {
    const heading = asHeading(node, open?.part === "security");
    if (heading === undefined) {
      current?.body.push(node);
      if (node.type === "paragraph" && open === undefined) {
        if (title !== undefined) summary ??= textOf(node) || undefined;
        else if (headings.length === 0) beforeTitle ??= textOf(node) || undefined;
      }
      if (open?.part !== "security" && headings.length > 1) further.push(node);
      continue;
    }
    const { text, depth } = heading;
    if (open !== undefined && depth <= open.depth) open = subsection = current = undefined;
    if (subsection !== undefined && depth <= subsection.depth) subsection = undefined;
    if (title !== undefined && summary === undefined) summary = "";
    if (depth === 1) title ??= text || undefined;

    const role = roleOf(text, open);
    const at = placeOf(path, node);
    if (role === "security") {
      open = { depth, part: "security" };
      subsection = undefined;
    } else if (role === "interface") {
      open = { depth, part: "interface" };
    } else if (role !== undefined && open?.part === "security") {
      subsection = { depth, kind: role };
    }
    headings.push({
      text,
      depth,
      at,
      ...(role === undefined ? {} : { role }),
      inSecurity: open?.part === "security" && role !== "security",
    });
    if (open !== undefined) {
      current = {
        title: text,
        at,
        ...(role === undefined ? {} : { role }),
        ...(subsection === undefined ? {} : { kind: subsection.kind }),
        body: [],
      };
      parts[open.part].push(current);
    }
  }
  return {
    ...(title === undefined ? {} : { title }),
    summary: summary || beforeTitle || "",
    headings,
    further,
    ...parts,
  };
};

const roleOf = (text: string, open: Open | undefined): HeadingReading["role"] => {
  if (open?.part === "security") return subsectionKind(text);
  if (isSecurityHeading(text)) return "security";
  if (open === undefined && isInterfaceHeading(text)) return "interface";
  return undefined;
};

const asHeading = (node: RootContent, inSecurity: boolean): { text: string; depth: number } | undefined => {
  if (node.type === "heading") return { text: headingText(node), depth: node.depth };
  if (!inSecurity || node.type !== "paragraph") return undefined;
  const shown = node.children.filter((child) => !isSilent(child));
  const text = shown.length === 1 && shown[0]?.type === "strong" ? headingText(node) : "";
  return text !== "" && subsectionKind(text) !== undefined ? { text, depth: boldDepth } : undefined;
};

const headingText = (node: Heading | Paragraph): string => textOf(node);
