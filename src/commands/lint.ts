// `instride lint`: every problem of every spec at once, read from the working tree, as its author is editing it.

import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { openRepository, type Repository } from "../git/repository.ts";
import { listWorktree } from "../git/trees.ts";
import type { Finding } from "../model/finding.ts";
import { nearest } from "../model/nearest.ts";
import { specBlobs } from "../pairing/inputs.ts";
import { explainRule, lintSpecs, ruleIds } from "../spec/lint.ts";
import { parseSpec } from "../spec/parse.ts";
import type { CommandContext } from "./context.ts";
import { print } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { type FindingFormat, printFindings } from "./show-findings.ts";
import { loadConfig } from "./workspace.ts";

export interface LintOptions {
  /** Files or folders; none: every spec of the config. */
  readonly paths: readonly string[];
  readonly format: FindingFormat;
  readonly explain?: string;
}

/** A rule's page in Markdown. @throws UserError, with the nearest rule, when there is none. */
export const explanationOf = (rule: string): string => {
  const text = explainRule(rule);
  if (text !== undefined) return text;
  const close = nearest(rule, ruleIds);
  throw new UserError(`no rule '${rule}'`, {
    next: close === undefined ? `rules: ${ruleIds.join(", ")}` : `did you mean ${close}?`,
  });
};

export interface Linted {
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
}

/** Lints files or folders of the work tree; none: every spec of the config. @throws UserError for an unreadable path. */
export const lintPaths = async (
  context: CommandContext,
  repository: Repository,
  named: readonly string[],
): Promise<Linted> => {
  const { entries } = await listWorktree(repository);
  const { config } = await loadConfig(repository, entries);
  const all = specBlobs(config.specs, entries).map((entry) => entry.path);
  const wanted = named.map((path) =>
    relative(repository.root, resolve(context.cwd, path)).split(sep).join("/"),
  );
  const paths =
    wanted.length === 0
      ? all
      : [
          ...new Set(
            wanted.flatMap((path) => {
              const under = all.filter((each) => each === path || path === "" || each.startsWith(`${path}/`));
              return under.length > 0 ? under : [path];
            }),
          ),
        ];
  const specs = await Promise.all(
    paths.map(async (path) => {
      let bytes: Buffer;
      try {
        bytes = await readFile(join(repository.root, path));
      } catch (error) {
        throw new UserError(
          `cannot read '${path}': ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`,
          {
            next: "name a spec, or a folder that holds specs",
          },
        );
      }
      return parseSpec(path, bytes);
    }),
  );
  return { paths, findings: lintSpecs(specs) };
};

export const lint = async (context: CommandContext, options: LintOptions): Promise<Outcome> => {
  if (options.explain !== undefined) {
    print(context, explanationOf(options.explain));
    return "clean";
  }
  const repository = await openRepository(context.cwd, context.env);
  const { paths, findings } = await lintPaths(context, repository, options.paths);
  printFindings(context, findings, options.format, paths.length === 1 ? "1 spec" : `${paths.length} specs`);
  return findings.some((finding) => finding.severity !== "info") ? "findings" : "clean";
};
