// What an auditor needs of one sample, as files: a sheet to read, and the bytes that it speaks of.

import { htmlCode } from "../report/foreign.ts";
import { renderPage } from "../report/html/page.ts";
import { gapKind } from "./gap-kinds.ts";
import { sectionHtml } from "./page.ts";
import { personText } from "./person.ts";
import type { Section } from "./section.ts";
import type { Evidence, Row } from "./types.ts";

export interface SampleParts {
  readonly patch: string;
  /** Bytes of the whole patch; more than `patch` has when it was cut. */
  readonly patchSize: number;
  /** What `git verify-commit --raw` printed, and its exit code. */
  readonly signature: { readonly status: number; readonly said: string };
  /** Path and content of threat models, their renderings and records, as they stood. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

const listed = (items: readonly string[]): string => (items.length === 0 ? "none" : items.join("; "));

const facts = (row: Row): (readonly [string, string])[] => [
  ["Change", `${row.seq} of the population`],
  ["Commit", row.commit],
  ["Tree", row.tree],
  ["Parents", listed(row.parents)],
  ["Patch id", row.patchId || "none: nothing changed"],
  ["Title", row.title],
  ["Author (claimed)", `${personText(row.author)}, ${row.authored}`],
  ["Co-authors (claimed)", listed(row.coAuthors)],
  ["Committer (claimed)", `${personText(row.committer)}, ${row.committed}`],
  ["Signature", `${row.signature.verdict}: ${row.signature.why}`],
  ["Signer", row.signature.signer || "none"],
  ["Signing key", row.signature.fingerprint || "none"],
  [
    "Merge",
    row.change === undefined
      ? "none known"
      : `${row.change.id}, ${row.change.method}${row.change.mergedAt === "" ? "" : `, merged at ${row.change.mergedAt}${row.change.mergedBy === "" ? "" : ` by ${row.change.mergedBy}`}`}`,
  ],
  [
    "Reviewers",
    listed(
      row.reviews.map(({ by, source, counts }) => `${by} (${source}${counts ? "" : ", does not count"})`),
    ),
  ],
  ["Files changed", String(row.files)],
  ["Components touched", listed(row.components)],
  ["State of the tree", row.state],
  [
    "Records",
    listed(
      row.records.map(({ component, id, mode, agent }) => `${component} ${id}, mode ${mode}, by ${agent}`),
    ),
  ],
  ...(["added", "changed", "retired", "reopened", "removed"] as const).map(
    (kind) => [`Threats ${kind}`, listed(row.threats[kind])] as const,
  ),
  [
    "Acceptances",
    listed(
      row.decisions.map(
        ({ threat, kind, by, until }) => `${threat} ${kind} by ${by}${until === "" ? "" : ` until ${until}`}`,
      ),
    ),
  ],
  [
    "Sign-offs",
    listed(row.signOffs.map(({ component, kind, by, on }) => `${component} ${kind} by ${by} on ${on}`)),
  ],
];

const table = (
  id: string,
  title: string,
  head: readonly [string, string],
  rows: readonly (readonly string[])[],
  empty: string,
): Section => ({
  id,
  title,
  text: [],
  table: {
    columns: [
      { key: "what", head: head[0], width: 25 },
      { key: "value", head: head[1], width: 75 },
    ],
    rows,
  },
  empty,
});

const safeName = (path: string): string =>
  path.replace(/[^\w./@+-]/g, "_").replace(/(^|\/)\.\.?(?=\/|$)/g, "$1_");

/** Files of one sample, under its folder. */
export const sampleFiles = (
  evidence: Evidence,
  row: Row,
  number: number,
  parts: SampleParts,
): Map<string, Buffer> => {
  const { patch, patchSize, signature, contents } = parts;
  const cut = Buffer.byteLength(patch) < patchSize ? `\n… cut: the whole patch has ${patchSize} bytes\n` : "";
  const files = new Map<string, Buffer>([
    ["change.patch", Buffer.from(`${patch}${cut}`)],
    [
      "signature.txt",
      Buffer.from(`git verify-commit --raw ${row.commit}\nexit code ${signature.status}\n${signature.said}`),
    ],
    ["row.json", Buffer.from(`${JSON.stringify(row, undefined, 2)}\n`)],
  ]);
  for (const [path, bytes] of contents) files.set(`at-this-commit/${safeName(path)}`, bytes);
  const gaps = evidence.gaps.filter(({ commit }) => commit === row.commit);
  const sections = [
    table(
      "gaps",
      "Gaps of this change",
      ["Gap", "What was found"],
      gaps.map(({ kind, what }) => [gapKind(kind).title, what]),
      "No gap was found in this change.",
    ),
    table("facts", "What is known", ["What", "Value"], facts(row), ""),
    table(
      "files",
      "Files of this sample",
      ["File", "Bytes"],
      [...files].map(([path, bytes]) => [path, String(bytes.length)]),
      "",
    ),
    table(
      "test",
      "Test",
      ["Question", "Answer"],
      [
        "Does the description fit the change?",
        "Did somebody who is not an author review it before it landed?",
        "Does the threat model consider it?",
        "Tested by, on, with what result",
      ].map((question) => [question, ""]),
      "",
    ),
  ];
  const page = renderPage({
    title: `Sample ${number}: ${row.title}`,
    subtitleHtml: `${htmlCode(row.commit)}, change ${row.seq} of ${evidence.rows.length} in ${htmlCode(evidence.request.start.revision)}..${htmlCode(evidence.request.end.revision)}`,
    bodyHtml: sections.map(sectionHtml).join("\n"),
    footerHtml: '<a href="../../index.html">The whole package</a>',
  });
  return new Map([["sheet.html", Buffer.from(page)], ...files]);
};
