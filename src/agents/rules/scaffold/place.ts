// Where the generated modules go: paths that the spec's own globs match, and nowhere else.

import { matcher, type PathTest } from "../../../pairing/targets.ts";
import { kebab, words } from "./names.ts";
import type { Module } from "./types.ts";

/** Tells whether a path can be a file: false when some file stands where its folder would be. */
export type Free = (path: string) => boolean;

/** The path of each module, or undefined when the globs leave no place for TypeScript. */
export const place = (
  modules: readonly Module[],
  globs: readonly string[],
  id: string,
  free: Free,
): ReadonlyMap<Module, string> | undefined => {
  const word = kebab(words(id)) || "component";
  const usable = globs.filter(names);
  const matches = matcher(usable);
  const fits: PathTest = (path) => isCode(path) && matches(path) && free(path);
  const including = usable.filter((glob) => !glob.startsWith("!"));
  const patterns = including.filter((glob) => isOpen(glob)).map(asPattern);
  for (const layout of layouts(word)) {
    const found = new Map<Module, string>();
    for (const module of modules) {
      const path = patterns
        .flatMap((glob) => candidates(glob, word, layout(module, glob), module.role))
        .find(fits);
      if (path !== undefined) found.set(module, path);
    }
    const distinct = new Set([...found.values()].map((path) => path.toLowerCase())).size;
    if (found.size === modules.length && distinct === found.size) return found;
  }
  return inFewFiles(
    modules,
    including.filter((glob) => !isOpen(glob)),
    patterns,
    word,
    fits,
  );
};

/** A glob that says something: `!` and `/` do not. */
const names = (glob: string): boolean => /[^!/]/.test(glob);

/** Tests whether a path is one of the spec's tests. */
export const testsOf = (globs: readonly string[]): PathTest => matcher(globs.filter(names));

interface Wanted {
  readonly folders: readonly string[];
  readonly stem: string;
}

/** From the roomiest layout to the narrowest. Tests of a glob that holds all tests get a folder of their own. */
const layouts = (word: string): ((module: Module, glob: string) => Wanted)[] => {
  const own = (module: Module, glob: string): readonly string[] =>
    module.role === "test" && fixedFolders(glob) < 2 ? [word] : [];
  return [
    (module, glob) => ({
      folders: [...own(module, glob), ...(module.folder === undefined ? [] : [module.folder])],
      stem: module.stem,
    }),
    (module, glob) => ({ folders: own(module, glob), stem: module.stem }),
    (module) => ({ folders: [], stem: module.role === "test" ? `${word}-${module.stem}` : module.stem }),
  ];
};

const fixedFolders = (glob: string): number => glob.split("/").findIndex((segment) => /[*?[]/.test(segment));

/** A glob, or a folder given without one: both leave the name of the file open. */
const isOpen = (glob: string): boolean => /[*?[]/.test(glob) || !/\.[^/.]+$/.test(glob.replace(/\/+$/, ""));

const asPattern = (glob: string): string => (/[*?[]/.test(glob) ? glob : `${glob.replace(/\/+$/, "")}/**`);

const isCode = (path: string): boolean =>
  /\.m?ts$/.test(path) &&
  !/\.d\.m?ts$/.test(path) &&
  // Nothing outside the repository, and no name that a file system or a specifier would read differently.
  !/[\u0000-\u001f\u007f\\:"'`<>|?*#%]/.test(path) &&
  path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");

/** Paths that a glob could match, best first; the glob itself has the last word. */
const candidates = (
  glob: string,
  word: string,
  { folders, stem }: Wanted,
  role: Module["role"],
): string[] => {
  const segments = glob.split("/");
  const last = segments.at(-1) ?? "";
  const fixed = segments.slice(0, -1).flatMap((segment) => (segment === "**" ? [] : [filled(segment, word)]));
  const marked = /[._-](?:test|spec)\./.test(last);
  const name = role === "test" && !marked ? `${stem}.test` : stem;
  const files = last === "**" ? [`${name}.ts`] : fileNames(last, name);
  const bare = fixed.length === 0 && segments[0] === "**";
  const roots = bare ? [[role === "test" ? "test" : "src"], []] : [[]];
  return roots.flatMap((root) => files.map((file) => [...root, ...fixed, ...folders, file].join("/")));
};

/** A folder that a segment with wildcards matches. */
const filled = (segment: string, word: string): string =>
  segment
    .replace(/\*+/g, word)
    .replace(/\?/g, "x")
    .replace(/\[([^\]!^])[^\]]*\]/g, "$1");

const fileNames = (pattern: string, name: string): string[] => {
  const single = pattern.replace(/\?/g, "x").replace(/\[([^\]!^])[^\]]*\]/g, "$1");
  const first = single.indexOf("*");
  if (first < 0) return [];
  const before = single.slice(0, first);
  const rest = single.slice(first).replace(/^\*+/, "");
  return [
    `${before}${name}${rest.replace(/\*+/g, "")}`,
    `${before}${name}${rest.replace(/\*+$/, "ts").replace(/\*+/g, "")}`,
    `${before}${name}${rest.replace(/\*+/g, "")}.ts`,
  ];
};

/** Targets that name their files: a module goes to the file of its own name, the rest to the main one. */
const inFewFiles = (
  modules: readonly Module[],
  named: readonly string[],
  patterns: readonly string[],
  word: string,
  fits: PathTest,
): ReadonlyMap<Module, string> | undefined => {
  const role = modules[0]?.role ?? "code";
  const files = [
    ...named,
    ...patterns.flatMap((glob) => candidates(glob, word, { folders: [], stem: word }, role)),
  ].filter(fits);
  const stemOf = (path: string): string =>
    (path.split("/").at(-1) ?? "").replace(/(?:\.test|\.spec)?\.m?ts$/, "");
  const main = files.find((path) => ["server", "main", "index", word].includes(stemOf(path))) ?? files[0];
  if (main === undefined) return undefined;
  return new Map(
    modules.map((module) => [module, files.find((path) => stemOf(path) === module.stem) ?? main]),
  );
};
