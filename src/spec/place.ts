// Places: from syntax nodes and from offsets. Both count lines as Markdown does: LF, CRLF and a lone CR each end one.

import type { Nodes } from "mdast";
import type { Place } from "../model/finding.ts";

/** The place of a syntax node. */
export const placeOf = (path: string, node: Pick<Nodes, "position">): Place => {
  const position = node.position;
  if (position === undefined) return { path, line: 1, column: 1 };
  return {
    path,
    line: position.start.line,
    column: position.start.column,
    endLine: position.end.line,
    endColumn: position.end.column,
  };
};

/** The place of the text between two offsets (UTF-16 code units) of a source. */
export type PlaceAt = (start: number, end?: number) => Place;

/** Prepares a source for looking up places by offset. */
export const placesIn = (path: string, source: string): PlaceAt => {
  let starts: number[] | undefined;
  const point = (offset: number): { line: number; column: number } => {
    starts ??= lineStarts(source);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
  return (start, end) => {
    const from = point(start);
    if (end === undefined) return { path, ...from };
    const to = point(end);
    return { path, ...from, endLine: to.line, endColumn: to.column };
  };
};

const lineStarts = (source: string): number[] => {
  const starts = [0];
  for (const ending of source.matchAll(/\r\n|\n|\r/g)) starts.push(ending.index + ending[0].length);
  return starts;
};

/** The place of a whole line, from its first to its last character that is not white space. */
export type LineAt = (line: number) => Place;

export const linesIn = (path: string, source: string): LineAt => {
  let lines: string[] | undefined;
  return (line) => {
    lines ??= source.split(/\r\n|\n|\r/);
    const text = lines[line - 1] ?? "";
    const column = text.length - text.trimStart().length + 1;
    return { path, line, column, endLine: line, endColumn: Math.max(text.trimEnd().length + 1, column) };
  };
};
