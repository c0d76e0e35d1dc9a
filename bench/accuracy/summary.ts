// Sums over systems, and the comparison that the bench exists for. Pure.

import { lacking, type ModeName, type ModeResult, type SystemResult } from "./evaluate.ts";
import { type Group, groups } from "./score.ts";
import type { Plant } from "./truth.ts";

export interface Share {
  readonly part: number;
  readonly of: number;
}

export interface Totals {
  readonly systems: number;
  readonly recall: Readonly<Record<Group, Share>>;
  /** Statements that hold, of those that the corpus can judge. */
  readonly precision: Share;
  readonly unfounded: number;
  readonly wrong: number;
  readonly stale: number;
  readonly severe: Share;
  readonly unjudged: number;
  readonly churn: Share;
}

const sum = <T>(all: readonly T[], of: (each: T) => number): number =>
  all.reduce((total, each) => total + of(each), 0);

export const resultsOf = (systems: readonly SystemResult[], mode: ModeName): ModeResult[] =>
  systems.flatMap(({ modes }) => modes[mode] ?? []);

export const totalsOf = (systems: readonly SystemResult[], mode: ModeName): Totals => {
  const all = resultsOf(systems, mode);
  const scores = all.map(({ score }) => score);
  const found = (group: Group): Share => ({
    part: sum(scores, ({ recall }) => recall[group].found.length),
    of: sum(scores, ({ recall }) => recall[group].found.length + recall[group].missed.length),
  });
  const borneOut = sum(scores, (score) => score.borneOut);
  const unfounded = sum(scores, (score) => score.unfounded.length);
  const wrong = sum(scores, (score) => score.wrong.length);
  const stale = sum(scores, (score) => score.stale.length);
  return {
    systems: all.length,
    recall: Object.fromEntries(groups.map((group) => [group, found(group)])) as Record<Group, Share>,
    precision: { part: borneOut, of: borneOut + unfounded + wrong + stale },
    unfounded,
    wrong,
    stale,
    severe: {
      part: sum(scores, ({ threats }) => threats.severe),
      of: sum(scores, ({ threats }) => threats.living),
    },
    unjudged: sum(scores, ({ threats }) => threats.unjudged),
    churn: {
      part: sum(all, ({ churn }) => churn.churned.length),
      of: sum(all, ({ churn }) => churn.before),
    },
  };
};

/** How a system's kept model stands against the fresh one that was given spec and code. */
export interface Comparison {
  readonly system: string;
  readonly commits: number;
  readonly kept: number;
  readonly fresh: number;
  readonly of: number;
  /** Planted truths that the fresh model has and the kept one lacks. */
  readonly lacks: readonly string[];
  /** The other way round. */
  readonly has: readonly string[];
  readonly wrong: { readonly kept: number; readonly fresh: number };
  readonly stale: { readonly kept: number; readonly fresh: number };
  readonly holds: boolean;
}

export const compareKept = (systems: readonly SystemResult[]): Comparison[] =>
  systems.flatMap(({ system, commits, modes }) => {
    const kept = modes.kept?.score;
    const fresh = modes["fresh-with-spec"]?.score;
    if (kept === undefined || fresh === undefined) return [];
    const lacks = Object.values(lacking(kept, fresh)).flat();
    const foundIn = (score: typeof kept): number => sum(groups, (group) => score.recall[group].found.length);
    return [
      {
        system,
        commits,
        kept: foundIn(kept),
        fresh: foundIn(fresh),
        of: foundIn(kept) + sum(groups, (group) => kept.recall[group].missed.length),
        lacks,
        has: Object.values(lacking(fresh, kept)).flat(),
        wrong: { kept: kept.wrong.length, fresh: fresh.wrong.length },
        stale: { kept: kept.stale.length, fresh: fresh.stale.length },
        holds: lacks.length === 0 && kept.wrong.length <= fresh.wrong.length,
      },
    ];
  });

export interface PlantTotals {
  readonly plant: Plant;
  readonly commits: number;
  readonly begun: Share;
  readonly ended: Share;
}

/** What was taken up at once, by kind of change, in the order of their names. */
export const byPlant = (systems: readonly SystemResult[], mode: ModeName): PlantTotals[] => {
  const all = resultsOf(systems, mode).flatMap(({ uptake }) => uptake);
  return [...new Set(all.map(({ plant }) => plant))].sort().map((plant) => {
    const some = all.filter((each) => each.plant === plant);
    return {
      plant,
      commits: some.length,
      begun: { part: sum(some, ({ begun }) => begun.found), of: sum(some, ({ begun }) => begun.of) },
      ended: { part: sum(some, ({ ended }) => ended.dropped), of: sum(some, ({ ended }) => ended.of) },
    };
  });
};
