// Code anchors: `path` or `path#symbol`. Lines are resolved when they are shown, never stored.

import { splitAnchor } from "../model/anchor.ts";
import type { Observation } from "../model/observation.ts";
import { withoutComments } from "./comments.ts";
import { languageOf } from "./languages.ts";

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** The first line of code with the word; for `Class.method` the last name, which stands alone in most languages. */
const lineOfWord = (path: string, source: string, symbol: string): number | undefined => {
  const word = symbol.split(/[.:#]+/).pop() ?? symbol;
  const code = withoutComments(languageOf(path, source), source);
  const match = new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped(word)}(?![\\p{L}\\p{N}_$])`, "u").exec(code);
  return match === null ? undefined : code.slice(0, match.index).split("\n").length;
};

/**
 * Where an anchor points. Undefined when the file is not there or has no such symbol. In files that are not observed
 * (`contents` has them) the symbol is looked for as a whole word; without contents, a known path is taken on trust.
 */
export const resolveAnchor = (
  anchor: string,
  observation: Observation,
  contents?: ReadonlyMap<string, string>,
): { line?: number } | undefined => {
  const { path, symbol = "" } = splitAnchor(anchor);
  const file = Object.hasOwn(observation.files, path) ? observation.files[path] : undefined;
  const source = contents?.get(path);
  if (file !== undefined) {
    if (symbol === "") return {};
    const known = Object.hasOwn(file.symbols, symbol) ? file.symbols[symbol] : undefined;
    if (known !== undefined) return { line: known.line };
    // A file with syntax errors may hide the symbol from the parser, not from the eye.
    const line = file.partial && source !== undefined ? lineOfWord(path, source, symbol) : undefined;
    return line === undefined ? undefined : { line };
  }
  if (source === undefined) return observation.unobserved.includes(path) ? {} : undefined;
  if (symbol === "") return {};
  const line = lineOfWord(path, source, symbol);
  return line === undefined ? undefined : { line };
};
