// The text of a foreign file as a value, and where each part of it stands. JSON is read as JSON; YAML by the reader of our
// own models, which knows no aliases and no tags, so that a small text can't grow.

import type { Finding, Place } from "../model/finding.ts";
import { parentOf, pointerOf } from "../model/pointer.ts";
import { readSource, type Source } from "../model/source.ts";

/** Longest file that is read, in UTF-16 code units. */
export const maxDocument: number = 8 * 1024 * 1024;

export interface ReadDocument {
  /** Undefined when the text can't be read; `findings` say why. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** The place of a part, or of what is nearest above it. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
}

/** Positions of JSON too: it is nearly all YAML, and what is not has its file's first line. */
const lookUp =
  (path: string, source: () => Source) =>
  (at: readonly PropertyKey[]): Place => {
    const { keys, values } = source();
    let pointer = pointerOf(at);
    while (pointer !== "" && !values.has(pointer) && !keys.has(pointer)) pointer = parentOf(pointer);
    const found = values.get(pointer) ?? keys.get(pointer) ?? { line: 1, column: 1 };
    return { path, line: found.line, column: found.column };
  };

const again = "export it again from the tool that it comes from";

/** Where JSON ends to be JSON: versions of Node say it as an offset, some only in words. */
const placeOfError = (path: string, text: string, { message }: Error): Place => {
  const offset = /\bposition (\d+)/.exec(message)?.[1];
  const before = text.slice(0, offset === undefined ? text.length : Number(offset)).split("\n");
  return { path, line: before.length, column: (before.at(-1) as string).length + 1 };
};

/** Reads a file. Never throws. @param yaml whether the format may also be YAML */
export const readDocument = (path: string, text: string, yaml: boolean): ReadDocument => {
  const start: Place = { path, line: 1, column: 1 };
  const failed = (at: Place, message: string, next: string): ReadDocument => ({
    value: undefined,
    findings: [{ code: "import-unreadable", severity: "error", at, message, next }],
    placeOf: () => start,
  });
  if (text.length > maxDocument)
    return failed(
      start,
      `Unexpected file of ${text.length} characters, expected at most ${maxDocument}`,
      "export parts of it on their own, each for one component",
    );
  const clean = text.replace(/^\uFEFF/, "");
  let source: Source | undefined;
  const once = (): Source => {
    source ??= readSource(clean);
    return source;
  };
  const placeOf = lookUp(path, once);
  try {
    return { value: JSON.parse(clean), findings: [], placeOf };
  } catch (error) {
    if (!yaml)
      return failed(
        placeOfError(path, clean, error as Error),
        `Unexpected content, expected JSON: ${(error as Error).message}`,
        again,
      );
    const read = once();
    const [problem] = read.problems;
    if (problem === undefined && typeof read.value === "object")
      return { value: read.value, findings: [], placeOf };
    const at = problem === undefined ? start : { path, line: problem.at.line, column: problem.at.column };
    return failed(at, problem?.message ?? "Unexpected content, expected JSON or YAML", again);
  }
};
