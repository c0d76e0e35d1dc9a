// Globs of specs and code: git's own `:(glob)` language, so that the hooks' shell, git and this file agree on
// which paths a spec drives. A leading `!` excludes.

import picomatch from "picomatch";

const options = { dot: true, nobrace: true, noext: true, nonegate: true, strictSlashes: true } as const;

export type PathTest = (path: string) => boolean;

/** A path in git's quoted form, as a glob has to see it. Bytes that are no ASCII stay escaped: no glob names them. */
const unquoted = (path: string): string =>
  path.startsWith('"')
    ? path
        .slice(1, -1)
        .replace(/\\(?:([0-7]{3})|(.))/g, (all, octal: string | undefined, char: string | undefined) => {
          if (octal === undefined) return char ?? "";
          const code = Number.parseInt(octal, 8);
          return code < 0x80 ? String.fromCharCode(code) : all;
        })
    : path;

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
  return (path) => {
    const name = unquoted(path);
    return yes(name) && !no(name);
  };
};

/**
 * The including globs as pathspecs for git. Exclusions are left out: in one list with others' pathspecs they would hide
 * what another component includes, and git 2.39 applies `:(exclude,glob)` patterns that begin with a wildcard to
 * fewer paths than the pattern matches.
 */
export const pathspecsOf = (globs: readonly string[]): string[] =>
  globs.filter((glob) => !glob.startsWith("!")).map((glob) => `:(glob)${glob}`);
