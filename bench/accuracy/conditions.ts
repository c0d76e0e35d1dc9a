// What made the figures, and how large the corpus is.

import { execFileSync } from "node:child_process";
import { rulesVersion } from "../../src/agents/rules/version.ts";
import { release } from "../../src/version.ts";
import { loadTree } from "./load.ts";
import type { Conditions, Corpus } from "./results.ts";
import { specPathOf } from "./series.ts";
import type { System } from "./truth.ts";

/** @param agent the agent's own name, or the model's */
export const conditionsOf = (agent: string): Conditions => ({
  instride: release,
  agent: agent === "rules" ? `instride-rules/${rulesVersion}` : agent,
  framework: "stride",
  node: process.versions.node,
  git: execFileSync("git", ["--version"], { encoding: "utf8" }).trim().replace("git version ", ""),
  system: `${process.platform} ${process.arch}`,
});

const linesOf = (text: string): number => text.split("\n").length - 1;

export const corpusOf = (systems: readonly System[]): Corpus => {
  const languages: Corpus["languages"] = {};
  const counted: Record<string, number> = languages;
  for (const { language } of systems) counted[language] = (counted[language] ?? 0) + 1;
  const series = systems.filter((system) => system.series.length > 0);
  return {
    systems: systems.length,
    languages,
    lines: systems
      .flatMap(({ id }) => [...loadTree(id)].filter(([path]) => path !== specPathOf(id)))
      .reduce((sum, [, text]) => sum + linesOf(text), 0),
    series: series.length,
    commits: series.reduce((sum, system) => sum + system.series.length, 0),
    truths: systems.reduce(
      (sum, { truth: { traps: _, ...truths } }) =>
        sum + Object.values(truths).reduce((count, list) => count + list.length, 0),
      0,
    ),
    traps: systems.reduce((sum, { truth }) => sum + truth.traps.length, 0),
  };
};
