// Where a substitution ends. Iterative, with a stack of its own, so that no nesting is too deep for it.

import { type Delimiter, readBody, readDelimiter } from "./heredoc.ts";

type Opened = "(" | "{" | '"';

/** Index of the closing backtick for one whose inside begins at `from`; the source's length when there is none. */
export const endOfBackticks = (source: string, from: number): number => {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "`") return at;
  }
  return source.length;
};

/** Index of the quote that ends `$'…'`, whose inside begins at `from`. */
export const endOfAnsi = (source: string, from: number): number => {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "'") return at;
  }
  return source.length;
};

const indexOrEnd = (source: string, char: string, from: number): number => {
  const at = source.indexOf(char, from);
  return at === -1 ? source.length : at;
};

/**
 * Index of the bracket or quote that closes what was opened just before `from`; the source's length when it is never
 * closed. Knows quotes, comments, nested substitutions and here-documents, whose bodies may hold anything.
 */
export const endOf = (source: string, opened: Opened, from: number): number => {
  const stack: Opened[] = [opened];
  let pending: Delimiter[] = [];
  let at = from;
  while (at < source.length) {
    const char = source[at] as string;
    const top = stack.at(-1) as Opened;
    const next = source[at + 1];
    if (char === "\\") at += 1;
    else if (char === "`") at = endOfBackticks(source, at + 1);
    else if (char === "$" && (next === "(" || next === "{")) {
      stack.push(next);
      at += 1;
    } else if (char === "$" && next === "'" && top !== '"') at = endOfAnsi(source, at + 2);
    else if (char === '"') {
      if (top === '"') stack.pop();
      else stack.push('"');
    } else if (top === '"') {
      // Everything else is plain inside double quotes.
    } else if (char === "'") at = indexOrEnd(source, "'", at + 1);
    else if (top === "{") {
      if (char === "}") stack.pop();
    } else if (char === "(") stack.push("(");
    else if (char === ")") stack.pop();
    else if (char === "#" && /[\s;&|(]/.test(source[at - 1] ?? " ")) at = indexOrEnd(source, "\n", at) - 1;
    else if (char === "<" && next === "<" && source[at + 2] === "<") at += 2;
    else if (char === "<" && next === "<") {
      const delimiter = readDelimiter(source, at);
      pending.push(delimiter);
      at = delimiter.end - 1;
    } else if (char === "\n" && pending.length > 0) {
      let body = at + 1;
      for (const delimiter of pending) body = readBody(source, body, delimiter).end;
      pending = [];
      at = body - 1;
    }
    if (stack.length === 0) return at;
    at += 1;
  }
  return source.length;
};
