// The files of a package, as bytes by path. Pure: the same evidence gives the same bytes.

import type { About } from "./completeness.ts";
import { printCsv } from "./csv.ts";
import { evidencePage } from "./page.ts";
import { evidencePdf } from "./pdf.ts";
import { type SampleParts, sampleFiles } from "./sample-files.ts";
import type { Section } from "./section.ts";
import { sampleFolder, sectionsOf } from "./sections.ts";
import type { Evidence, Row } from "./types.ts";
import { workbook } from "./xlsx.ts";

export interface PackageInput {
  readonly evidence: Evidence;
  readonly about: About;
  /** Threat models and renderings at the end, by path. */
  readonly models: ReadonlyMap<string, Buffer>;
  /** Of each sample, in the order of the draw. */
  readonly samples: readonly SampleParts[];
  /** The allowed-signers file of the base revision. */
  readonly signers: string | undefined;
  /** The forge's list, as it was given. */
  readonly merges: string | undefined;
  /** Further sections. */
  readonly more?: readonly Section[];
}

export const evidencePath = "evidence.json";
export const signersCopy = "inputs/allowed-signers";
export const mergesCopy = "inputs/merges";

/** What `evidence.json` holds. */
export interface StoredEvidence {
  readonly instride: 1;
  readonly about: About;
  readonly evidence: Evidence;
}

const readme = ({ evidence, about }: PackageInput): string =>
  `Evidence of ${evidence.request.start.commit}..${evidence.request.end.commit}
made ${about.made} by ${about.tool} ${about.version}

Read index.html or evidence.pdf. evidence.xlsx and the CSV files have every column; evidence.json has everything.

To check this folder on any machine, with a clone of the repository and Node 20 or later:

  npx instride@${about.version.replace(/\+.*/, "")} evidence verify <this folder> --repository <clone>

It compares every file with manifest.json, reads the history again with git, and compares row by row. Nothing is sent
anywhere.

CSV cells that begin with =, +, -, @ or | begin with an apostrophe here, so that no spreadsheet runs them.

  inputs/    what was read besides the history: allowed signers of the base revision, the forge's list
  models/    threat models as they stood at the end
  samples/   a folder for each sample, with its sheet, its patch and its signature report
`;

/** All files but the manifest and what is about it. */
export const packageFiles = async (input: PackageInput): Promise<Map<string, Buffer>> => {
  const { evidence, about, models, samples, signers, merges, more = [] } = input;
  const sections = sectionsOf(evidence, about, more);
  const stored: StoredEvidence = { instride: 1, about, evidence };
  const files = new Map<string, Buffer>([
    ["README.txt", Buffer.from(readme(input))],
    ["index.html", Buffer.from(evidencePage(evidence, about, sections))],
    ["evidence.pdf", await evidencePdf(evidence, about, sections)],
    ["evidence.xlsx", workbook(sections)],
    [evidencePath, Buffer.from(`${JSON.stringify(stored, undefined, 1)}\n`)],
  ]);
  for (const { id, table } of sections)
    if (table !== undefined)
      files.set(
        `${id}.csv`,
        Buffer.from(
          printCsv(
            table.columns.map(({ key }) => key),
            table.rows,
          ),
        ),
      );
  if (signers !== undefined) files.set(signersCopy, Buffer.from(signers));
  if (merges !== undefined) files.set(mergesCopy, Buffer.from(merges));
  for (const [path, bytes] of models) files.set(`models/${path}`, bytes);
  const rows = new Map(evidence.rows.map((row) => [row.commit, row]));
  for (const [at, parts] of samples.entries()) {
    const commit = evidence.samples?.commits[at] as string;
    const folder = sampleFolder(at, commit);
    for (const [path, bytes] of sampleFiles(evidence, rows.get(commit) as Row, at + 1, parts))
      files.set(`${folder}/${path}`, bytes);
  }
  return files;
};

/** The counts that the manifest names. */
export const countsOf = ({
  rows,
  gaps,
  components,
  samples,
  bindings,
}: Evidence): Record<string, number> => ({
  rows: rows.length,
  gaps: gaps.length,
  components: components.length,
  samples: samples?.commits.length ?? 0,
  merges: bindings?.length ?? 0,
});
