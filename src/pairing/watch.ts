// `.instride/watch/`: pathspecs of everything paired, one file a component, so that two branches that add specs
// never meet in one file, and a hook can leave in milliseconds without starting Node.

import { compare } from "../model/finding.ts";
import { configPath, watchFolder, watchPathOf } from "./files.ts";
import { pathspecsOf } from "./targets.ts";

/** Name of the file that watches instride's own settings and all specs; no component id begins with `_`. */
const basePath = `${watchFolder}/_instride`;

const print = (lines: readonly string[]): string => `${[...new Set(lines)].sort(compare).join("\n")}\n`;

/**
 * The watch files that a tree should hold, by path.
 * A component watches more than it pairs, never less: leaving too early is the one mistake that must not happen.
 */
export const watchFiles = (
  specGlobs: readonly string[],
  components: readonly { readonly id: string; readonly targets: readonly string[] }[],
): ReadonlyMap<string, string> => {
  const models = specGlobs.map((glob) => glob.replace(/\.md$/i, ".threats.*"));
  const files = new Map<string, string>();
  files.set(
    basePath,
    print([`:(literal)${configPath}`, ":(glob).instride/**", ...pathspecsOf([...specGlobs, ...models])]),
  );
  for (const { id, targets } of components) {
    const lines = pathspecsOf(targets);
    if (lines.length > 0) files.set(watchPathOf(id), print(lines));
  }
  return files;
};

/** Whether a path is one of the generated watch files. */
export const isWatchPath = (path: string): boolean => path.startsWith(`${watchFolder}/`);
