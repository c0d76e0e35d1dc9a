// From the text of a file in another tool's format to a model. Never throws, whatever the text: what is wrong is a finding
// with its place.

import type { Framework } from "../frameworks/types.ts";
import type { Finding } from "../model/finding.ts";
import { sortFindings } from "../model/finding.ts";
import { dotted } from "../model/pointer.ts";
import type { ThreatModel } from "../model/schema.ts";
import { type Attachment, readAttachment } from "./attachment.ts";
import { buildModel, inverse } from "./build.ts";
import { withoutDecisions } from "./decisions.ts";
import { readDocument } from "./document.ts";
import { documentOf } from "./export.ts";
import { formats, type ImportFormat } from "./formats.ts";
import { otmReader } from "./otm-read.ts";
import { rebaseModel } from "./rebase.ts";
import { threatComposerReader } from "./threat-composer-read.ts";
import { threatDragonReader } from "./threat-dragon-read.ts";
import { tmBomReader } from "./tm-bom-read.ts";
import { type FieldProblem, type ForeignModel, mostParts, type Reader } from "./types.ts";
import { viewOf } from "./view.ts";

const readers: Readonly<Record<ImportFormat, Reader>> = {
  "tm-bom": tmBomReader,
  "threat-dragon": threatDragonReader,
  "threat-composer": threatComposerReader,
  otm: otmReader,
};

export interface ImportOptions {
  readonly component: string;
  readonly framework: Framework;
  /** Takes over people's decisions as they stand in instride's own attachment; only a person may ask for it. */
  readonly decisions: boolean;
}

export interface Imported {
  /** Undefined when the file can't be read. */
  readonly model?: ThreatModel;
  readonly title?: string;
  /** The file carries instride's own model. */
  readonly attached: boolean;
  /** What was guessed or left out, one line each. */
  readonly notes: readonly string[];
  /** Decisions that came in as claims, one line each. */
  readonly claims: readonly string[];
  readonly findings: readonly Finding[];
}

const isProblems = (read: ForeignModel | readonly FieldProblem[]): read is readonly FieldProblem[] =>
  Array.isArray(read);

const tooMany = (file: ForeignModel): string | undefined => {
  const parts =
    file.nodes.length +
    file.flows.length +
    file.boundaries.length +
    file.assets.length +
    file.assumptions.length;
  if (parts > mostParts) return `${parts} parts`;
  return file.threats.length > mostParts ? `${file.threats.length} threats` : undefined;
};

const known = (reader: Reader, attachment: Attachment | undefined): ReadonlyMap<string, string> =>
  attachment === undefined ? new Map() : inverse(reader.ids(viewOf(attachment.model, attachment.on)));

/** What our own export of the attached model says to this reader: the ground on which edits are told apart. */
const shownBy = (format: ImportFormat, { model, on }: Attachment): ForeignModel | undefined => {
  const document = documentOf(format, {
    model,
    title: model.component,
    today: on,
    plain: true,
    locate: () => undefined,
  });
  const read = readers[format].read(JSON.parse(JSON.stringify(document)));
  return isProblems(read) ? undefined : read;
};

/** Reads a file. @param path as findings name it */
export const importModel = (
  format: ImportFormat,
  path: string,
  text: string,
  options: ImportOptions,
): Imported => {
  const none = { attached: false, notes: [], claims: [] };
  const document = readDocument(path, text, format === "otm");
  if (document.findings.length > 0) return { ...none, findings: document.findings };
  const problem = (at: readonly PropertyKey[], message: string): Finding => ({
    code: "import-unreadable",
    severity: "error",
    at: document.placeOf(at),
    message,
    next: `is it a file of ${formats[format].title}? --format says which one to expect`,
  });
  const reader = readers[format];
  const file = reader.read(document.value);
  if (isProblems(file)) {
    const findings = file.slice(0, 50).map(({ path: at, message }) => {
      const where = at.length === 0 ? "content" : `value of \`${dotted(at)}\``;
      return problem(at, `Unexpected ${where}: ${message}`);
    });
    return { ...none, findings: sortFindings(findings) };
  }
  const many = tooMany(file);
  if (many !== undefined)
    return {
      ...none,
      findings: [problem([], `Unexpected ${many}, expected at most ${mostParts} in one file`)],
    };

  const attachment = readAttachment(reader.attachment(document.value));
  const built = { ...options, from: formats[format].title, known: known(reader, attachment) };
  const seen = buildModel(file, built);
  const shown = attachment === undefined ? undefined : shownBy(format, attachment);
  const whole =
    attachment === undefined || shown === undefined
      ? seen.model
      : rebaseModel(attachment.model, buildModel(shown, built).model, seen.model);
  const named = { ...whole, component: options.component };
  const undecided = options.decisions ? { model: named, notes: [] } : withoutDecisions(named);
  return {
    model: undecided.model,
    ...(file.title === undefined ? {} : { title: file.title }),
    attached: attachment !== undefined,
    // With the attachment nothing was guessed that an edit did not bring in.
    notes: attachment === undefined ? seen.notes : [],
    claims: undecided.notes,
    findings: [],
  };
};
