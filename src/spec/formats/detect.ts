// Specs as other tools lay them out, told by their paths alone. They are read, never rewritten.

import { compare } from "../../model/finding.ts";

export const specFormats = ["tessl", "openspec", "spec-kit", "kiro"] as const;
export type SpecFormat = (typeof specFormats)[number];

export interface Detected {
  readonly format: SpecFormat;
  /** The file that holds the requirements. */
  readonly path: string;
  /** Capability, feature or file: what the format calls it, as a name to start from. */
  readonly name: string;
  /** A proposed change to a spec, not a spec that holds. */
  readonly change: boolean;
}

interface Layout {
  readonly format: SpecFormat;
  /** The group `name` is the name. */
  readonly pattern: RegExp;
  readonly change?: true;
}

// The first layout that matches is the one; archived changes match none.
const layouts: readonly Layout[] = [
  { format: "tessl", pattern: /^(?:.*\/)?(?<name>[^/]+)\.spec\.md$/ },
  { format: "openspec", pattern: /^openspec\/specs\/(?<name>.+)\/spec\.md$/ },
  {
    format: "openspec",
    pattern: /^openspec\/changes\/(?!archive\/)[^/]+\/specs\/(?<name>.+)\/spec\.md$/,
    change: true,
  },
  { format: "spec-kit", pattern: /^specs\/\d{3,}-(?<name>[^/]+)\/spec\.md$/ },
  { format: "kiro", pattern: /^\.kiro\/specs\/(?<name>[^/]+)\/requirements\.md$/ },
];

export const detectFormat = (path: string): Detected | undefined => {
  for (const { format, pattern, change } of layouts) {
    const name = pattern.exec(path)?.groups?.["name"];
    if (name !== undefined) return { format, path, name: name.replaceAll("/", "-"), change: change === true };
  }
  return undefined;
};

/** Every spec of another tool among the paths, in the order of the paths. */
export const detectFormats = (paths: readonly string[]): Detected[] =>
  [...new Set(paths)].sort(compare).flatMap((path) => detectFormat(path) ?? []);
