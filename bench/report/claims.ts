// What is asked of the figures, beside what was measured. Where it does not hold, the cases are named; bench/TOKENS.md
// says what each comes from.

import { times } from "../../src/report/figures.ts";
import { at, costOf, distinct, exponentOf, titleOf } from "./figures.ts";
import type { TokenFigure } from "./read.ts";
import { type Block, table } from "./section.ts";

/** The least that each other way must cost, in times the parallel way. */
const least = { full: 40, cached: 3, incremental: 1.5 } as const;
const mostGrowth = 0.15;
const mostOverFloor = 1.5;

interface Case {
  readonly value: number;
  /** Gap, and size where sizes differ. */
  readonly where: string;
  readonly model: string;
}

const sized = (lines: number): string => `${lines.toLocaleString("en-US")} lines`;

const failing = (cases: readonly Case[]): string =>
  distinct(cases.map(({ where }) => where))
    .map((where) => {
      const models = cases.filter((each) => each.where === where).map(({ model }) => model);
      return `${where} (${models.join(", ")})`;
    })
    .join("; ");

const verdict = (
  asked: string,
  cases: readonly Case[],
  isHeld: (value: number) => boolean,
  measured: (values: readonly number[]) => string,
): string[] => {
  if (cases.length === 0) return [asked, "–", "not measured"];
  const not = cases.filter(({ value }) => !isHeld(value));
  return [
    asked,
    measured(cases.map(({ value }) => value)),
    not.length === 0
      ? `holds in all ${cases.length} cases`
      : `does not hold in ${not.length} of ${cases.length} cases: ${failing(not)}`,
  ];
};

const ratioCases = (figures: readonly TokenFigure[], arm: string, lines: number): Case[] =>
  at(figures, { arm, lines }).flatMap(({ gap, model, usd: cost }) => {
    const own = costOf(figures, { arm: "parallel", lines, gap, model });
    return cost === null || own === undefined || own === 0
      ? []
      : [{ value: cost / own, where: `${gap} between commits`, model }];
  });

const growthCases = (figures: readonly TokenFigure[]): Case[] => {
  const own = at(figures, { arm: "parallel" });
  return distinct(own.map(({ gap }) => gap)).flatMap((gap) =>
    distinct(own.map(({ model }) => model)).flatMap((model) => {
      const points = at(own, { gap, model }).flatMap(({ lines, usd: cost }) =>
        cost === null ? [] : [[lines, cost] as const],
      );
      const value = exponentOf(points);
      return value === undefined ? [] : [{ value, where: `${gap} between commits`, model }];
    }),
  );
};

const floorCases = (figures: readonly TokenFigure[]): Case[] =>
  figures.flatMap(({ warm, gap, lines, model }) =>
    warm === undefined || warm.floor === 0
      ? []
      : [{ value: warm.usd / warm.floor, where: `${sized(lines)}, ${gap} between commits`, model }],
  );

const rangeOfTimes = (values: readonly number[]): string =>
  `${times(Math.min(...values))} to ${times(Math.max(...values))}`;
const rangeIn =
  (unit: string) =>
  (values: readonly number[]): string =>
    `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}${unit}`;

export const claims = (figures: readonly TokenFigure[], lines: number): Block =>
  table({
    caption: "What is asked, and whether it holds on every model at every gap",
    head: ["asked", "measured", "verdict"],
    rows: [
      ...Object.entries(least).map(([arm, wanted]) =>
        verdict(
          `${titleOf(arm)}: at least ${wanted} × the parallel way at ${sized(lines)}`,
          ratioCases(figures, arm, lines),
          (value) => value >= wanted,
          rangeOfTimes,
        ),
      ),
      verdict(
        `the parallel way's growth exponent against lines of code: at most ${mostGrowth}`,
        growthCases(figures),
        (value) => value <= mostGrowth,
        rangeIn(""),
      ),
      verdict(
        `a warm update: at most ${mostOverFloor} × its floor`,
        floorCases(figures),
        (value) => value <= mostOverFloor,
        rangeIn(" ×"),
      ),
    ],
    words: [1, 2],
  });
