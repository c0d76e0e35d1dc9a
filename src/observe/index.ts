// Static observation: what code observably has, without running it.

import { compare } from "../model/finding.ts";
import type { FileObservation, Observation } from "../model/observation.ts";
import { languageOf } from "./languages.ts";
import { observeScript } from "./typescript/observe.ts";

export { resolveAnchor } from "./anchor.ts";
export { diffObservation } from "./diff.ts";
export { isCode, languageOf } from "./languages.ts";

/** Longest source that is parsed, in UTF-16 code units. What is longer was generated, or is meant to keep a parser busy. */
export const maxSource: number = 1024 * 1024;

/**
 * Observes one file. Undefined when its language is not observed or it is too long. Never throws on any text; a source with syntax
 * errors gives what could be read and `partial: true`.
 */
export const observeFile = (path: string, source: string): FileObservation | undefined => {
  const language = languageOf(path, source);
  if (source.length > maxSource) return undefined;
  return language === "typescript" || language === "javascript"
    ? observeScript(path, language, source)
    : undefined;
};

/** Observes files by path; code that is not observed is listed, data and prose are left out. */
export const observe = (files: ReadonlyMap<string, string>): Observation => {
  const observed: [string, FileObservation][] = [];
  const unobserved: string[] = [];
  for (const [path, source] of files) {
    const file = observeFile(path, source);
    if (file !== undefined) observed.push([path, file]);
    else if (languageOf(path, source) !== undefined) unobserved.push(path);
  }
  return { files: Object.fromEntries(observed), unobserved: unobserved.sort(compare) };
};
