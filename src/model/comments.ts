// People's comments in a model. They are attached to places in the model, not to lines, so that they survive
// printing when neighbours come and go.

import { parentOf } from "./pointer.ts";

/**
 * Comments by the JSON pointer of what they belong to, each with its `#`. An item of a list goes by its value, so
 * that it is found again when the list changes. An empty string in a block is a blank line between comments.
 */
export interface Comments {
  /** Lines above a key or an item. Under the empty pointer: at the head of the file. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  /** At the end of the line on which a key or an item begins. */
  readonly end: ReadonlyMap<string, string>;
  /** Lines below the last child of a map or a list. */
  readonly after: ReadonlyMap<string, readonly string[]>;
}

export const noComments: Comments = { before: new Map(), end: new Map(), after: new Map() };

export const hasComments = (comments: Comments): boolean =>
  comments.before.size + comments.end.size + comments.after.size > 0;

/** A comment as it stands in the text, with 0-based offset and 1-based line and column. */
export interface FoundComment {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** Nothing but white space stands before it on its line. */
  readonly alone: boolean;
}

/** The start of a key of a map or of an item of a list. */
export interface FoundEntry {
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly isKey: boolean;
}

const chainOf = (entry: FoundEntry, entries: ReadonlyMap<string, FoundEntry>): FoundEntry[] => {
  const chain: FoundEntry[] = [];
  for (let pointer = entry.pointer; pointer !== ""; pointer = parentOf(pointer)) {
    const found = entries.get(pointer);
    if (found !== undefined) chain.push(found);
  }
  return chain;
};

/** Attaches comments to entries; both come in the order of the text. */
export const attachComments = (found: readonly FoundComment[], entries: readonly FoundEntry[]): Comments => {
  const before = new Map<string, string[]>();
  const end = new Map<string, string>();
  const after = new Map<string, string[]>();
  const byPointer = new Map(entries.map((entry) => [entry.pointer, entry]));
  let last: { block: string[]; line: number } | undefined;
  const push = (into: Map<string, string[]>, pointer: string, comment: FoundComment): void => {
    const block = into.get(pointer) ?? [];
    if (last?.block === block && comment.line > last.line + 1) block.push("");
    block.push(comment.text);
    into.set(pointer, block);
    last = { block, line: comment.line };
  };

  let next = 0;
  for (const comment of found) {
    while (
      next < entries.length &&
      ((entries[next] as FoundEntry).line < comment.line ||
        ((entries[next] as FoundEntry).line === comment.line && !comment.alone))
    )
      next++;
    const following = entries[next];
    const preceding = entries[next - 1];
    if (!comment.alone && preceding !== undefined) {
      let first = next;
      while (first > 0 && (entries[first - 1] as FoundEntry).line === comment.line) first--;
      const onLine = entries.slice(first, next);
      const owner = onLine.find((entry) => entry.isKey) ?? onLine[0];
      if (owner !== undefined && !end.has(owner.pointer)) end.set(owner.pointer, comment.text);
      else push(before, (owner ?? preceding).pointer, comment);
      continue;
    }
    // A comment that is indented deeper than what follows closes the block above it.
    const closes =
      preceding === undefined
        ? undefined
        : chainOf(preceding, byPointer).find((entry) => entry.column <= comment.column);
    if (following === undefined) push(after, closes === undefined ? "" : parentOf(closes.pointer), comment);
    else if (closes !== undefined && comment.column > following.column && closes.column > following.column)
      push(after, parentOf(closes.pointer), comment);
    else push(before, following.pointer, comment);
  }
  return { before, end, after };
};

/**
 * Moves comments whose place is gone to the nearest place above that is there. `isShown` tells which places are
 * printed, `isOpen` which of them have children.
 */
export const rehome = (
  comments: Comments,
  isShown: (pointer: string) => boolean,
  isOpen: (pointer: string) => boolean,
): Comments => {
  const before = new Map<string, readonly string[]>();
  const end = new Map<string, string>();
  const after = new Map<string, readonly string[]>();
  const moved: [string, readonly string[]][] = [];
  const ancestor = (pointer: string): string => {
    let up = pointer;
    while (up !== "" && !isShown(up)) up = parentOf(up);
    return up;
  };
  for (const [pointer, lines] of comments.before)
    if (isShown(pointer)) before.set(pointer, lines);
    else moved.push([pointer, lines]);
  for (const [pointer, line] of comments.end)
    if (isShown(pointer)) end.set(pointer, line);
    else moved.push([pointer, [line]]);
  for (const [pointer, lines] of comments.after)
    if (isOpen(pointer)) after.set(pointer, lines);
    else moved.push([pointer, lines]);
  for (const [pointer, lines] of moved) {
    const home = ancestor(pointer);
    before.set(home, [...(before.get(home) ?? []), ...lines]);
  }
  return { before, end, after };
};
