// Which components a tree has and what makes them up: config and the front matter of all specs. Changes seldom, so a
// sweep keeps it from commit to commit and makes a new one only when a spec's front matter or the config moved.

import { defaultConfig, parseConfig } from "../config/parse.ts";
import type { Config } from "../config/schema.ts";
import { compare, type Finding } from "../model/finding.ts";
import { configPath, modelPathOf, readablePathOf } from "./files.ts";
import { PathIndex, type TargetedSpec } from "./sweep-paths.ts";
import { matcher, type PathTest } from "./targets.ts";
import { watchFiles } from "./watch.ts";

/** What the front matter of one spec file says. */
export interface SpecHead {
  /** Undefined: the front matter can't be read; `problems` say why. */
  readonly spec?: TargetedSpec;
  readonly problems: readonly Finding[];
}

/** A spec with the places of its model and of the rendering. */
export interface LaidSpec extends TargetedSpec {
  readonly modelPath: string;
  readonly readablePath: string;
}

export interface KnownHead extends SpecHead {
  /** Undefined when the text has none: then any change of the text may matter. */
  readonly block: string | undefined;
}

export interface Layout {
  readonly config: Config;
  /** False when the tree has no config, or one that can't be used: nothing is judged there. */
  readonly configured: boolean;
  readonly heads: ReadonlyMap<string, KnownHead>;
  /** By component id; of two specs with one id the first by path. */
  readonly specs: ReadonlyMap<string, LaidSpec>;
  readonly index: PathIndex;
  readonly isSpec: PathTest;
  readonly isWatchedCode: PathTest;
  /** Watch files as the tree should hold them. */
  readonly watch: ReadonlyMap<string, string>;
  readonly problems: readonly Finding[];
}

const fence = /^\uFEFF?---[ \t]*(?:\r\n|\n|\r)(?:[\s\S]*?(?:\r\n|\n|\r))??---[ \t]*(?=[\r\n]|$)/;

/** The front matter with its fences. While it is the same, the spec drives the same code. */
export const frontMatterBlock = (text: string): string | undefined => fence.exec(text)?.[0];

export interface ReadConfig {
  readonly config: Config;
  readonly configured: boolean;
  readonly problems: readonly Finding[];
}

/** @param text content of the config file; undefined when the tree has none */
export const readConfig = (text: string | undefined): ReadConfig => {
  if (text === undefined) return { config: defaultConfig(), configured: false, problems: [] };
  const { config, findings } = parseConfig(configPath, text);
  return config === undefined
    ? { config: defaultConfig(), configured: false, problems: findings }
    : { config, configured: true, problems: [] };
};

export const makeLayout = (read: ReadConfig, heads: ReadonlyMap<string, KnownHead>): Layout => {
  const { config, configured } = read;
  const specs = new Map<string, LaidSpec>();
  const problems: Finding[] = [...read.problems];
  for (const [path, head] of [...heads].sort(([a], [b]) => compare(a, b))) {
    if (head.spec === undefined) {
      problems.push(...head.problems);
      continue;
    }
    const other = specs.get(head.spec.id);
    if (other === undefined)
      specs.set(head.spec.id, {
        ...head.spec,
        modelPath: modelPathOf(path),
        readablePath: readablePathOf(path),
      });
    else
      problems.push({
        code: "duplicate-id",
        severity: "error",
        at: { path, line: 1, column: 1 },
        message: `Unexpected id \`${head.spec.id}\`, expected one that ${other.path} does not have`,
        next: "give one of the two specs another id",
      });
  }
  return {
    config,
    configured,
    heads,
    specs,
    index: new PathIndex(specs.values()),
    isSpec: configured ? matcher(config.specs) : () => false,
    isWatchedCode: configured ? matcher(config.code) : () => false,
    watch: configured ? watchFiles(config.specs, [...specs.values()]) : new Map(),
    problems,
  };
};

export const noLayout: Layout = makeLayout(readConfig(undefined), new Map());

/** Ids of the components whose inputs may be others in the one layout than in the other. */
export const movedComponents = (before: Layout, after: Layout): Set<string> => {
  const moved = new Set<string>();
  for (const id of new Set([...before.specs.keys(), ...after.specs.keys()])) {
    const [a, b] = [before.specs.get(id), after.specs.get(id)];
    if (a?.path !== b?.path || a?.targets.join("\n") !== b?.targets.join("\n")) moved.add(id);
  }
  return moved;
};
