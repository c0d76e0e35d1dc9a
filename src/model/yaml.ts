// The threat model's file: `specs/<name>.threats.yaml`.

import { checkModel } from "./check.ts";
import { type Comments, noComments } from "./comments.ts";
import { emit, inCanonicalOrder } from "./emit.ts";
import { type Finding, type Place, sortFindings } from "./finding.ts";
import { describeIssues } from "./issues.ts";
import { fieldsAt, modelLayout } from "./layout.ts";
import { parentOf, pointerOf } from "./pointer.ts";
import { readCanonical } from "./read-canonical.ts";
import { modelSchema, type ThreatModel } from "./schema.ts";
import { shellWord } from "./shell-word.ts";
import { type Position, readSource, type Source } from "./source.ts";

export interface ParsedModel {
  /** Undefined when the file cannot be read as a model. It may be there beside findings that its parts do not fit. */
  readonly model?: ThreatModel;
  readonly comments: Comments;
  readonly findings: Finding[];
}

const conflictStart = /^<{7}(?:\s|$)/;
const conflictEnd = /^>{7}(?:\s|$)/;

const conflictMarkers = (path: string, text: string): Finding[] => {
  const findings: Finding[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const isStart = conflictStart.test(line);
    if (!isStart && !conflictEnd.test(line)) continue;
    findings.push({
      code: "conflict-marker",
      severity: "error",
      at: { path, line: index + 1, column: 1 },
      message: `Unexpected ${isStart ? "start" : "end"} of a merge conflict \`${line.slice(0, 40).trim()}\`, expected a resolved model`,
      next: `resolve both sides by threat id, or run \`git checkout --conflict=diff3 -- ${shellWord(path)}\` to begin again`,
    });
  }
  return findings;
};

const syntaxNext: Readonly<Record<string, string>> = {
  "yaml-alias": "write the value out; a model has no anchors and no aliases",
  "yaml-tag": "remove the tag",
  "duplicate-key": "merge the two entries, or give the second another id",
};

/** The position of a path: of what is nearest to it, when it is not there itself. */
const positionOf = (source: Source, path: readonly PropertyKey[], onKey: boolean): Position => {
  let pointer = pointerOf(path);
  const exact = onKey ? source.keys.get(pointer) : source.values.get(pointer);
  if (exact !== undefined) return exact;
  while (pointer !== "" && !source.keys.has(pointer) && !source.values.has(pointer))
    pointer = parentOf(pointer);
  return source.keys.get(pointer) ?? source.values.get(pointer) ?? { line: 1, column: 1 };
};

/** Longest model that is read, in UTF-16 code units: a hundred times that of a large component. */
const maxLength = 4 * 1024 * 1024;

/** A sound model in the form that the printer writes: nothing to find, so no places are needed. */
const parseCanonical = (text: string): ParsedModel | undefined => {
  const source = readCanonical(text);
  if (source === undefined) return undefined;
  const parsed = modelSchema.safeParse(source.value);
  if (!parsed.success || checkModel(parsed.data).length > 0) return undefined;
  return { model: parsed.data, comments: source.comments, findings: [] };
};

/**
 * Reads a model. Never throws: whatever is wrong is a finding with its place, all at once. A leading byte-order mark
 * is passed over.
 */
export const parseModel = (path: string, text: string): ParsedModel => {
  if (text.length > maxLength) {
    const at: Place = { path, line: 1, column: 1 };
    const message = `Unexpected model of ${text.length} characters, expected at most ${maxLength}`;
    const next = "divide the component, so that each has a model that a person can review";
    return {
      comments: noComments,
      findings: [{ code: "model-too-large", severity: "error", at, message, next }],
    };
  }
  const canonical = parseCanonical(text);
  if (canonical !== undefined) return canonical;
  const conflicts = conflictMarkers(path, text);
  if (conflicts.length > 0) return { comments: noComments, findings: conflicts };

  const source = readSource(text.replace(/^\uFEFF/, ""));
  const { comments } = source;
  const error = (code: string, at: Position, message: string, next?: string): Finding => {
    const place: Place = { path, line: at.line, column: at.column };
    return { code, severity: "error", at: place, message, ...(next === undefined ? {} : { next }) };
  };
  if (source.problems.length > 0) {
    const findings = source.problems.map((problem) =>
      error(problem.code, problem.at, problem.message, syntaxNext[problem.code]),
    );
    return { comments, findings: sortFindings(findings) };
  }
  if (source.value === undefined || source.value === null) {
    const next = "run `instride sync`, which writes it";
    const message = "Unexpected empty file, expected a threat model";
    return { comments, findings: [error("model-empty", { line: 1, column: 1 }, message, next)] };
  }

  const version = (source.value as { instride?: unknown }).instride;
  if (typeof version === "number" && version !== 1) {
    const message = `Unexpected version ${version} of the format, expected 1`;
    const next = version > 1 ? "upgrade instride" : "set `instride: 1`";
    return {
      comments,
      findings: [error("model-version", positionOf(source, ["instride"], false), message, next)],
    };
  }

  const parsed = modelSchema.safeParse(source.value);
  if (!parsed.success) {
    const problems = describeIssues(parsed.error.issues, source.value, [], (at) => fieldsAt(modelLayout, at));
    const findings = problems.map((problem) =>
      error(problem.rule, positionOf(source, problem.path, problem.onKey), problem.message),
    );
    return { comments, findings: sortFindings(findings) };
  }
  const findings = checkModel(parsed.data).map((problem) =>
    error(problem.rule, positionOf(source, problem.path, false), problem.message),
  );
  return { model: parsed.data, comments, findings: sortFindings(findings) };
};

export type { Comments };

export interface PrintOptions {
  /** People's comments, as `parseModel` found them. */
  readonly comments?: Comments;
  /** Where the model's JSON schema is, for editors; printed as the first line. */
  readonly schema?: string;
}

const editorLine = /^#\s*yaml-language-server:/;

/** The comments without an editor's line, which the option gives anew. */
const withoutEditorLine = (comments: Comments): Comments => {
  const before = new Map<string, readonly string[]>();
  for (const [pointer, lines] of comments.before) {
    const kept = lines.filter((line) => !editorLine.test(line));
    const start = kept.findIndex((line) => line !== "");
    if (start !== -1) before.set(pointer, kept.slice(start));
  }
  return { ...comments, before };
};

/**
 * Prints a model in canonical form; parsing gives back an equal model. Comments are printed where they belong, or at
 * the nearest place above when that is gone.
 */
export const printModel = (model: ThreatModel, options: PrintOptions = {}): string => {
  const comments = options.comments ?? noComments;
  if (options.schema === undefined) return emit(model, modelLayout, comments);
  const header = [`# yaml-language-server: $schema=${options.schema}`];
  return emit(model, modelLayout, withoutEditorLine(comments), header);
};

/**
 * What `parseModel` gives for the print of a model without comments, at a third of the price of parsing it.
 * Undefined when the model's parts do not fit, because their findings have places in the text.
 */
export const asParsed = (model: ThreatModel): ParsedModel | undefined =>
  checkModel(model).length > 0
    ? undefined
    : { model: inCanonicalOrder(model, modelLayout), comments: noComments, findings: [] };
