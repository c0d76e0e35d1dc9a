// Splits a cell of inputs into one text for each input, keeping brackets, quotes and remarks together.

import { isBlank, saysNone } from "./text.ts";

/** Words that qualify the input before them: "email: string, required" declares one input. */
const qualifier =
  /^(?:optional|required|nullable|path|query|header|headers|cookie|body|unique|(?:in|from) (?:the )?\w+|default\b.*|(?:min|max)\w*\b.*|at (?:least|most)\b.*|up to\b.*|format\b.*|length\b.*)$/i;
const startsInput = /^[\p{L}_$][\p{L}\p{N}_$.-]*(?:\[\])?\s*\??\s*(?::(?!\/)|$)/u;

export const splitInputs = (cell: string): string[] => {
  const text = unwrap(cell.trim());
  if (isBlank(text) || saysNone(text) || /^no (?:input|parameter|argument|bod)\w*\.?$/i.test(text)) return [];
  const parts: string[] = [];
  for (const { text: part, hard } of pieces(text)) {
    const last = parts.length - 1;
    if (last < 0 || (startsInput.test(part) && !qualifier.test(part)) || (hard && !qualifier.test(part))) {
      parts.push(part);
    } else {
      parts[last] = `${parts[last]}, ${part}`;
    }
  }
  return parts;
};

/** `{ a: string, b: string }` as a whole lists its members. */
const unwrap = (text: string): string => (/^\{[^{}]*\}$/.test(text) ? text.slice(1, -1).trim() : text);

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Pieces between separators that stand outside brackets and quotes; `hard` when a semicolon or line break came before. */
const pieces = (text: string): { text: string; hard: boolean }[] => {
  const found: { text: string; hard: boolean }[] = [];
  const expected: string[] = [];
  let quote: string | undefined;
  let start = 0;
  let hard = true;
  const cut = (end: number, nextHard: boolean): void => {
    const piece = text
      .slice(start, end)
      .trim()
      .replace(/^[-*•]\s+/, "");
    if (piece !== "") found.push({ text: piece, hard });
    if (piece !== "" || nextHard) hard = nextHard;
    start = end + 1;
  };
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] as string;
    if (quote !== undefined) {
      if (char === quote || char === "\n") quote = undefined;
    } else if (char === '"' || (char === "'" && !/[\p{L}\p{N}]/u.test(text[index - 1] ?? ""))) {
      quote = char;
    } else if (closing[char] !== undefined) {
      expected.push(closing[char]);
    } else if (char === expected[expected.length - 1]) {
      expected.pop();
    }
    if (quote !== undefined || expected.length > 0) continue;
    if (char === ",") cut(index, false);
    else if (char === ";" || char === "\n") cut(index, true);
  }
  cut(text.length, false);
  return found;
};
