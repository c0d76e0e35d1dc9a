// Markdown to spec. Total: whatever the bytes are, there is a reading, and findings that say what could not be read.

import type { Root } from "mdast";
import { slug } from "../model/fact.ts";
import { type Finding, sortFindings } from "../model/finding.ts";
import { decode } from "./decode.ts";
import { type FrontMatterReading, readFrontMatter } from "./front-matter.ts";
import { readInterface } from "./interface.ts";
import { parseMarkdown } from "./markdown.ts";
import { readOutline } from "./outline.ts";
import { linesIn, type PlaceAt, placesIn } from "./place.ts";
import { findingOf, type Report } from "./problem.ts";
import { readSecurity } from "./security.ts";
import { statementsIn } from "./statements.ts";
import { survey } from "./survey.ts";
import type { ReadSpec, Spec } from "./types.ts";

/**
 * Parses a spec.
 * @param path repository-relative POSIX path, for places and for the id that is suggested when there is none
 * @returns the spec, undefined when its front matter could not be read; never throws
 */
export const parseSpec = (path: string, bytes: Uint8Array | string): ReadSpec => {
  const findings: Finding[] = [];
  const report: Report = (problem) => findings.push(findingOf(problem));
  const decoded = decode(path, bytes, report);
  const source = decoded ?? "";
  const placeAt = placesIn(path, source);
  const root = parseMarkdown(path, source, placeAt, report);
  const front = decoded === undefined ? undefined : frontMatterOf(path, root, source, placeAt, report);
  const outline = readOutline(path, root);
  const security = readSecurity(path, outline.security, linesIn(path, source), report);
  const id = front?.values.id || suggestedId(path);
  const { title = outline.title, owner, framework } = front?.values ?? {};
  const draft: Spec = {
    path,
    id,
    title: title || outline.title || id,
    targets: front?.values.targets ?? [],
    tests: front?.values.tests ?? [],
    ...(owner ? { owner } : {}),
    ...(framework ? { framework } : {}),
    summary: outline.summary,
    interface: readInterface(path, outline.interface, report),
    facts: security.facts,
    outOfScope: security.outOfScope,
    unread: security.unread,
    headings: outline.headings.map(({ text }) => text),
    statements: statementsIn(path, outline.further),
  };
  return {
    ...(front === undefined ? {} : { spec: draft }),
    reading: {
      draft,
      source,
      ...(front === undefined ? {} : { frontMatter: front.keys }),
      titled: Boolean(title || outline.title),
      headings: outline.headings,
      subsections: security.subsections,
      placeholders: survey(path, root, source, placeAt, report),
      repeated: security.repeated,
      cells: security.cells,
    },
    findings: sortFindings(findings),
  };
};

/** The id that a spec gets when its front matter has none: from its file's name. */
export const suggestedId = (path: string): string =>
  slug((path.split("/").pop() ?? path).replace(/\.(?:md|markdown)$/i, ""));

const frontMatterOf = (
  path: string,
  root: Root,
  source: string,
  placeAt: PlaceAt,
  report: Report,
): FrontMatterReading | undefined => {
  const first = root.children[0];
  if (first?.type === "yaml") {
    const end = first.position?.end.offset ?? source.length;
    const start =
      (/\r\n|\n|\r/.exec(source)?.index ?? 0) + (source.startsWith("\r\n", source.search(/[\r\n]/)) ? 2 : 1);
    const raw = source.slice(start, end).replace(/(?:\r\n|\n|\r|^)---[ \t]*$/, "");
    return readFrontMatter(raw, start, placeAt, report);
  }
  if (source === "" && root.children.length === 0) {
    report({
      code: "missing-front-matter",
      at: { path, line: 1, column: 1 },
      message: "Unexpected empty file, expected front matter between `---` lines",
      next: "write one with `instride new`",
    });
    return undefined;
  }
  const fence = /^\s*(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)/.exec(source);
  const [message, next] =
    fence === null
      ? [
          "Unexpected text, expected front matter between `---` lines",
          "start the file with `---`, `id:`, `targets:`, `---`",
        ]
      : fence[1] === "+++"
        ? ["Unexpected TOML front matter, expected YAML between `---` lines", "rewrite it as YAML"]
        : source.startsWith("---")
          ? [
              "Unexpected front matter without an end, expected a closing `---` line",
              "add a line `---` after the last key",
            ]
          : [
              "Unexpected blank before the front matter, expected `---` on line 1",
              "remove what stands before it",
            ];
  report({ code: "missing-front-matter", at: placeAt(0), message, next });
  return undefined;
};
