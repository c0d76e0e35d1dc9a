// Globs of specs and code: git's own `:(glob)` language, so that the hooks' shell, git and this file agree on
// which paths a spec drives. A leading `!` excludes.

import picomatch from "picomatch";

const options = { dot: true, nobrace: true, noext: true, nonegate: true, strictSlashes: true } as const;

export type PathTest = (path: string) => boolean;

/** A folder given without a glob stands for everything in it, as in a pathspec. */
const patternsOf = (glob: string): string[] => {
  if (/[*?[]/.test(glob)) return [glob];
  const folder = glob.replace(/\/+$/, "");
  return [folder, `${folder}/**`];
};

/** Tests whether a path matches any including glob and no excluding one. No globs match nothing. */
export const matcher = (globs: readonly string[]): PathTest => {
  const including = globs.filter((glob) => !glob.startsWith("!")).flatMap(patternsOf);
  const excluding = globs.filter((glob) => glob.startsWith("!")).flatMap((glob) => patternsOf(glob.slice(1)));
  if (including.length === 0) return () => false;
  const yes = picomatch(including, options);
  const no = excluding.length === 0 ? () => false : picomatch(excluding, options);
  return (path) => yes(path) && !no(path);
};

/**
 * The including globs as pathspecs for git. Exclusions are left out: in one list with others' pathspecs they would hide
 * what another component includes, and git 2.39 applies `:(exclude,glob)` patterns that begin with a wildcard to
 * fewer paths than the pattern matches.
 */
export const pathspecsOf = (globs: readonly string[]): string[] =>
  globs.filter((glob) => !glob.startsWith("!")).map((glob) => `:(glob)${glob}`);
