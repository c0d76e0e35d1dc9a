// A spec for the record: its prose, and of long tables and lists the rows that the change can touch. A spec of a hundred
// routes would otherwise cost as much as the rest of the record at every commit.

/** Tables and lists up to this many rows are shown whole. */
const rowsAtMost = 12;

type Kind = "row" | "item" | undefined;

/** Items are one line long: what runs on over several lines is prose, and stays. */
const kindOf = (line: string): Kind =>
  /^\s{0,3}\|/.test(line) ? "row" : /^\s{0,3}(?:[-*+]|\d{1,9}[.)])\s/.test(line) ? "item" : undefined;

const isRule = (line: string | undefined): boolean =>
  line !== undefined && /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/.test(line);

const shortened = (
  lines: readonly string[],
  kind: Kind,
  isWanted: (line: string) => boolean,
): readonly string[] => {
  const head = kind === "row" && isRule(lines[1]) ? 2 : 0;
  const rows = lines.slice(head);
  if (rows.length <= rowsAtMost) return lines;
  const wanted = rows.filter(isWanted);
  const kept = wanted.slice(0, rowsAtMost);
  const left = rows.length - kept.length;
  const why = kept.length < wanted.length ? " or that are too many to show" : "";
  return [
    ...lines.slice(0, head),
    ...kept,
    `(${left} more ${kind === "row" ? "rows" : "items"}, which the change does not touch${why})`,
  ];
};

/** @param names texts that stand in the rows that are wanted: names of map entries, and cells of changed facts */
export const specSlice = (text: string, names: readonly string[]): string => {
  const wanted = names.filter((name) => name.length > 2);
  const isWanted = (line: string): boolean => wanted.some((name) => line.includes(name));
  const out: string[] = [];
  let block: string[] = [];
  let kind: Kind;
  const flush = (): void => {
    out.push(...shortened(block, kind, isWanted));
    block = [];
  };
  let fence: string | undefined;
  for (const line of text.split("\n")) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    const now = fence === undefined && mark === undefined ? kindOf(line) : undefined;
    if (mark !== undefined) fence = fence === undefined ? mark : mark.startsWith(fence) ? undefined : fence;
    if (now !== kind) flush();
    kind = now;
    if (now === undefined) out.push(line);
    else block.push(line);
  }
  flush();
  return out.join("\n");
};
