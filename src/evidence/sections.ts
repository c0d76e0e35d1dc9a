// A package's report, section by section: gaps first, then the population, then what shows that it is whole.

import { type About, completenessSection } from "./completeness.ts";
import { type GapKindName, gapKind, gapKinds, isNote } from "./gap-kinds.ts";
import { populationTable } from "./population-table.ts";
import { type Section, tableOf } from "./section.ts";
import type { Evidence, Gap } from "./types.ts";

const countedGaps = (gaps: readonly Gap[]): { kind: GapKindName; count: number }[] =>
  (Object.keys(gapKinds) as GapKindName[])
    .map((kind) => ({ kind, count: gaps.filter((gap) => gap.kind === kind).length }))
    .filter(({ count }) => count > 0);

const summary = ({ gaps, rows }: Evidence): Section => ({
  id: "gaps-by-kind",
  title: "Gaps",
  text: [
    "What is missing, contradicts itself or went around the rules comes first. A gap says that evidence is not there or does not fit; it does not say that anybody did wrong.",
  ],
  table: tableOf(
    [
      { key: "kind" },
      { key: "title", head: "Gap", width: 26 },
      { key: "count", head: "Count", width: 8, kind: "number" },
      { key: "changes", head: "Changes", width: 8, kind: "number" },
      { key: "why", head: "Why it matters", width: 58 },
    ],
    countedGaps(gaps).map(({ kind, count }) => [
      kind,
      `${gapKind(kind).title}${isNote(kind) ? " (note)" : ""}`,
      count,
      rows.filter(({ commit }) => gaps.some((gap) => gap.kind === kind && gap.commit === commit)).length,
      gapKind(kind).why,
    ]),
  ),
  empty: "No gap was found in this period.",
});

const gapList = ({ gaps, rows }: Evidence): Section => {
  const seqs = new Map(rows.map(({ commit, seq }) => [commit, String(seq)]));
  return {
    id: "gaps",
    title: "Each gap",
    text: [],
    table: tableOf(
      [
        { key: "kind" },
        { key: "gap", head: "Gap", width: 22 },
        { key: "seq", head: "#", width: 5, kind: "number" },
        { key: "commit", head: "Commit", width: 12, kind: "id" },
        { key: "component", head: "Component", width: 12 },
        { key: "what", head: "What was found", width: 49 },
        { key: "path" },
      ],
      gaps.map(({ kind, commit = "", component, what, path }) => [
        kind,
        gapKind(kind).title,
        seqs.get(commit) ?? "",
        commit,
        component,
        what,
        path,
      ]),
    ),
    empty: "No gap was found in this period.",
  };
};

const components = ({ components: all, request }: Evidence): Section => ({
  id: "components",
  title: "Components at the end",
  text: [
    `Each component as ${request.end.revision} (${request.end.commit}) holds it, judged by every rule on ${request.asOf}.`,
  ],
  table: tableOf(
    [
      { key: "component", head: "Component", width: 16 },
      { key: "title" },
      { key: "owner", head: "Owner", width: 13 },
      { key: "in_step", head: "In step", width: 7 },
      { key: "files", head: "Files", width: 6, kind: "number" },
      { key: "changes", head: "Changes", width: 8, kind: "number" },
      { key: "open", head: "Open", width: 6, kind: "number" },
      { key: "highest_open", head: "Highest open", width: 9 },
      { key: "mitigated", head: "Mitigated", width: 8, kind: "number" },
      { key: "accepted", head: "Accepted", width: 8, kind: "number" },
      { key: "false_positive", kind: "number" },
      { key: "retired", head: "Retired", width: 7, kind: "number" },
      { key: "provisional", head: "Provisional", width: 9, kind: "number" },
      { key: "sign_offs", head: "Sign-offs", width: 22 },
      { key: "spec" },
      { key: "model" },
    ],
    all.map((each) => [
      each.id,
      each.title,
      each.owner,
      each.inStep ? "yes" : "no",
      each.files,
      each.changes,
      each.open,
      each.highestOpen,
      each.mitigated,
      each.accepted,
      each.falsePositive,
      each.retired,
      each.provisional,
      each.signOffs
        .map(({ by, on, fits }) => `${by} on ${on}${fits ? "" : " (an earlier model)"}`)
        .join("; ") || "none",
      each.spec,
      each.model,
    ]),
  ),
  empty: "The end of the period holds no component.",
});

const acceptances = ({ acceptances: all, request }: Evidence): Section => ({
  id: "accepted-risks",
  title: "Accepted risks at the end",
  text: [`Risks that a person accepted in a threat model, or that a spec states, as of ${request.asOf}.`],
  table: tableOf(
    [
      { key: "component", head: "Component", width: 14 },
      { key: "id", head: "Id", width: 10 },
      { key: "title", head: "Risk", width: 28 },
      { key: "level", head: "Level", width: 8 },
      { key: "accepted_by", head: "By", width: 16 },
      { key: "accepted_on", head: "On", width: 9 },
      { key: "until", head: "Until", width: 9 },
      { key: "state", head: "State", width: 8 },
      { key: "reason", head: "Reason", width: 24 },
    ],
    all.map((each) => [
      each.component,
      each.id,
      each.title,
      each.level,
      each.by,
      each.on,
      each.until,
      each.expired ? "expired" : "in force",
      each.reason,
    ]),
  ),
  empty: "No risk is accepted.",
});

const population = (evidence: Evidence): Section => ({
  id: "population",
  title: "Population",
  text: [
    `Every change from ${evidence.request.start.revision} (not with it) to ${evidence.request.end.revision}, ${evidence.request.firstParent ? "along the first parents" : "all commits of the range"}, oldest first: ${evidence.rows.length}. Dates are what commits claim. CSV and workbook have more columns.`,
  ],
  table: populationTable(evidence),
});

const merges = ({ bindings, rows }: Evidence): Section => ({
  id: "merges",
  title: "Reconciliation with the forge",
  text:
    bindings === undefined
      ? ["No merge list of the forge was given (--merges), so the population is compared with git alone."]
      : [
          `The list has ${bindings.length} merges; ${bindings.filter((each) => each.rows.length > 0).length} are in the population. Changes without a merge: ${rows.filter(({ change }) => change === undefined).length}.`,
          "A squash or a rebase makes new commits. They are tied to what was reviewed by the tree that merging it gives, and by the identity of the patch.",
        ],
  ...(bindings === undefined
    ? {}
    : {
        table: tableOf(
          [
            { key: "merge", head: "Merge", width: 8 },
            { key: "commit", head: "Landed as", width: 14, kind: "id" as const },
            { key: "method", head: "How", width: 10 },
            { key: "same", head: "What is the same", width: 16 },
            { key: "rows", head: "Changes", width: 9 },
            { key: "why", head: "Found", width: 43 },
          ],
          bindings.map((each) => {
            const seqs = rows.filter(({ commit }) => each.rows.includes(commit)).map(({ seq }) => seq);
            return [each.id, each.commit, each.method, each.by, seqs.join(", "), each.why];
          }),
        ),
      }),
});

/** Where each sample's own folder is, in the order of the draw. */
export const sampleFolder = (at: number, commit: string): string =>
  `samples/${String(at + 1).padStart(3, "0")}-${commit.slice(0, 12)}`;

const samples = ({ samples: drawn, rows }: Evidence): Section[] => {
  if (drawn === undefined) return [];
  const byId = new Map(rows.map((row) => [row.commit, row]));
  return [
    {
      id: "samples",
      title: "Samples",
      text: [
        `${drawn.commits.length} of ${rows.length} changes, drawn with the seed "${drawn.seed}": those whose SHA-256 of seed, NUL and commit id comes first. Each has a sheet, its patch, its signature report and the threat models as they stood.`,
      ],
      table: tableOf(
        [
          { key: "sample", head: "Sample", width: 7, kind: "number" },
          { key: "seq", head: "#", width: 6, kind: "number" },
          { key: "commit", head: "Commit", width: 13, kind: "id" },
          { key: "title", head: "Title", width: 34 },
          { key: "author", head: "Author", width: 18 },
          { key: "folder", head: "Folder", width: 22 },
          { key: "tested_by" },
          { key: "result" },
        ],
        drawn.commits.map((commit, at) => {
          const row = byId.get(commit);
          return [
            at + 1,
            row?.seq ?? "",
            commit,
            row?.title ?? "",
            row?.author.name ?? "",
            sampleFolder(at, commit),
            "",
            "",
          ];
        }),
      ),
    },
  ];
};

/** The report. @param more further sections; one with the id of a section here takes its place */
export const sectionsOf = (evidence: Evidence, about: About, more: readonly Section[] = []): Section[] => [
  summary(evidence),
  gapList(evidence),
  components(evidence),
  ...[acceptances(evidence)].filter(({ id }) => !more.some((other) => other.id === id)),
  ...more,
  completenessSection(evidence, about),
  ...samples(evidence),
  merges(evidence),
  population(evidence),
];
