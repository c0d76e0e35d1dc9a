// What the models are worth: planted truths that each way of making them states, and what it gets wrong.

import { count, percent } from "../../src/report/figures.ts";
import { rangePlot } from "../../src/report/html/row-plots.ts";
import type { AccuracyRun, Read } from "./read.ts";
import { type Block, plot, type Section, table, text } from "./section.ts";

const titles: Readonly<Record<string, string>> = {
  kept: "kept by deltas",
  "fresh-with-spec": "made afresh, spec and code",
  "fresh-from-code": "made afresh, code alone",
};

interface Sum {
  readonly found: number;
  readonly of: number;
}

const shareText = ({ found, of }: Sum): string =>
  of === 0 ? "none asked" : `${count(found)} of ${count(of)} (${percent(found / of)})`;

const scoresOf = (run: AccuracyRun, mode: string) => run.systems.flatMap(({ modes }) => modes[mode] ?? []);

const recallOf = (run: AccuracyRun, mode: string, group: string): Sum =>
  scoresOf(run, mode).reduce(
    (sum, { score }) => {
      const own = score.recall[group];
      const [found, missed] = [own?.found.length ?? 0, own?.missed.length ?? 0];
      return { found: sum.found + found, of: sum.of + found + missed };
    },
    { found: 0, of: 0 },
  );

const blocksOf = (agent: string, run: AccuracyRun): readonly Block[] => {
  const modes = [...new Set(run.systems.flatMap(({ modes: all }) => Object.keys(all)))];
  const groups = [
    ...new Set(
      modes.flatMap((mode) => scoresOf(run, mode).flatMap(({ score }) => Object.keys(score.recall))),
    ),
  ];
  const sum = (mode: string, of: (each: ReturnType<typeof scoresOf>[number]) => number): number =>
    scoresOf(run, mode).reduce((total, each) => total + of(each), 0);
  const title = (mode: string): string => titles[mode] ?? mode;
  const made = Object.entries(run.conditions)
    .flatMap(([name, value]) => (typeof value === "string" ? [`${name} ${value}`] : []))
    .join(", ");
  return [
    text(`Answered by ${agent}: ${run.systems.length} systems. Conditions: ${made}.`),
    plot(
      rangePlot({
        id: `recall-${agent.replace(/\W+/g, "-")}`,
        title: `Planted truths found, ${agent}.`,
        says: "Per cent of what was planted. What lies outside the code (controls, accepted risks, assumptions) nobody can read from code alone.",
        series: modes.map(title),
        rows: groups.map((group) => ({
          name: group,
          values: modes.map((mode) => {
            const { found, of } = recallOf(run, mode, group);
            return of === 0 ? undefined : { y: (100 * found) / of };
          }),
        })),
        axis: "per cent",
        format: (value) => `${Math.round(value)} %`,
        linear: true,
      }),
    ),
    table({
      caption: `Accuracy by way of making the model, ${agent}`,
      head: [
        "way",
        ...groups.map((group) => `${group} found`),
        "precision",
        "wrong",
        "unfounded",
        "stale",
        "ids lost",
        "critical and high",
      ],
      rows: modes.map((mode) => {
        const [held, unfounded, wrong, stale] = [
          sum(mode, ({ score }) => score.borneOut),
          sum(mode, ({ score }) => score.unfounded.length),
          sum(mode, ({ score }) => score.wrong.length),
          sum(mode, ({ score }) => score.stale.length),
        ];
        return [
          title(mode),
          ...groups.map((group) => shareText(recallOf(run, mode, group))),
          shareText({ found: held, of: held + unfounded + wrong + stale }),
          ...[wrong, unfounded, stale].map(count),
          shareText({
            found: sum(mode, ({ churn }) => churn.churned.length),
            of: sum(mode, ({ churn }) => churn.before),
          }),
          shareText({
            found: sum(mode, ({ score }) => score.threats.severe),
            of: sum(mode, ({ score }) => score.threats.living),
          }),
        ];
      }),
    }),
  ];
};

export const accuracySection = (read: Read<Readonly<Record<string, AccuracyRun>>>): Section => ({
  id: "accuracy",
  title: "What the models are worth",
  blocks:
    "missing" in read
      ? [text(read.missing)]
      : [
          text("`bench/ACCURACY.md` says how each figure is measured, and where the models fall short."),
          ...Object.entries(read.value).flatMap(([agent, run]) => blocksOf(agent, run)),
        ],
});
