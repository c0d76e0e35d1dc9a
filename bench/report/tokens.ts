// What a commit costs in tokens: the parallel way beside the ways to reconstruct.

import { short, times, usd, usdTick } from "../../src/report/figures.ts";
import { linePlot } from "../../src/report/html/line-plot.ts";
import { partsPlot, rangePlot } from "../../src/report/html/row-plots.ts";
import { claims } from "./claims.ts";
import { at, costOf, distinct, exponentOf, titleOf } from "./figures.ts";
import type { Read, TokenFigure, TokenResults } from "./read.ts";
import { type Block, plot, type Section, table, text } from "./section.ts";

/** Size that the claims are held against, or the largest below it that was measured. */
const judgedLines = 20_000;

const growthPlot = (figures: readonly TokenFigure[], arms: readonly string[], gap: string, model: string) => {
  const lines = distinct(figures.map((each) => each.lines)).sort((a, b) => a - b);
  return linePlot({
    id: `growth-${gap.replace(/\W+/g, "-")}`,
    title: `Cost of a commit as the code grows, ${gap} between commits.`,
    says: `Both axes are powers of ten: a level line does not grow with the code. ${model}.`,
    series: arms.map((arm) => ({
      name: titleOf(arm),
      points: lines.flatMap((x) => {
        const y = costOf(figures, { arm, lines: x, gap, model });
        return y === undefined ? [] : [{ x, y, hint: `${titleOf(arm)}, ${x} lines: ${usd(y)}` }];
      }),
    })),
    x: { name: "lines of code", log: true },
    y: { name: "US dollars a commit", log: true },
    format: usd,
    tick: usdTick,
    formatX: short,
  });
};

const costTable = (figures: readonly TokenFigure[], arms: readonly string[], lines: number, gap: string) => {
  const models = distinct(figures.map(({ model }) => model));
  return table({
    caption: `US dollars a commit at ${lines.toLocaleString("en-US")} lines, ${gap} between commits; in brackets: times the parallel way`,
    head: ["way", ...models],
    rows: arms.map((arm) => [
      titleOf(arm),
      ...models.map((model) => {
        const [own, cost] = [
          costOf(figures, { arm: "parallel", lines, gap, model }),
          costOf(figures, { arm, lines, gap, model }),
        ];
        if (cost === undefined) return "–";
        return own === undefined || own === 0 || arm === "parallel"
          ? usd(cost)
          : `${usd(cost)} (${times(cost / own)})`;
      }),
    ]),
  });
};

const modelPlot = (figures: readonly TokenFigure[], arms: readonly string[], lines: number, gap: string) =>
  rangePlot({
    id: "by-model",
    title: `Cost of a commit by model, ${lines.toLocaleString("en-US")} lines, ${gap} between commits.`,
    says: "Each step to the right is ten times as much.",
    series: arms.map(titleOf),
    rows: distinct(figures.map(({ model }) => model)).map((model) => ({
      name: model,
      values: arms.map((arm) => {
        const y = costOf(figures, { arm, lines, gap, model });
        return y === undefined ? undefined : { y };
      }),
    })),
    axis: "US dollars a commit, powers of ten",
    format: usd,
    tick: usdTick,
  });

const tokenParts = (
  figures: readonly TokenFigure[],
  arms: readonly string[],
  lines: number,
  gap: string,
  model: string,
): readonly Block[] => {
  const rows = arms.flatMap((arm) => {
    const [found] = at(figures, { arm, lines, gap, model });
    return found === undefined || found.none !== undefined ? [] : [{ name: titleOf(arm), ...found }];
  });
  const head = ["input", "cache write 5m", "cache write 1h", "cache read", "output"];
  const cells = ({ tokens }: TokenFigure): number[] => [
    tokens.input,
    tokens.cacheWrite5m,
    tokens.cacheWrite1h,
    tokens.cacheRead,
    tokens.output,
  ];
  const title = `Tokens of a commit at ${lines.toLocaleString("en-US")} lines, ${gap} between commits, ${model}`;
  return [
    plot(
      partsPlot({
        id: "token-classes",
        title: `${title}.`,
        says: "What is read from the cache costs a tenth or less of what is not.",
        series: head,
        rows: rows.map((each) => ({ name: each.name, values: cells(each).map((y) => ({ y })) })),
        axis: "tokens",
        format: short,
      }),
    ),
    table({
      caption: title,
      head: ["way", ...head, "requests", "seconds, modelled"],
      rows: rows.map((each) => [
        each.name,
        ...[...cells(each), each.requests, each.seconds].map((value) =>
          value.toLocaleString("en-US", { maximumFractionDigits: 1 }),
        ),
      ]),
    }),
  ];
};

const growthTable = (figures: readonly TokenFigure[], arms: readonly string[], model: string) => {
  const gaps = distinct(figures.map(({ gap }) => gap));
  return table({
    caption: `Growth exponent of cost against lines of code, ${model}`,
    head: ["way", ...gaps],
    rows: arms.map((arm) => [
      titleOf(arm),
      ...gaps.map((gap) => {
        const points = at(figures, { arm, gap, model }).flatMap(({ lines, usd: cost }) =>
          cost === null ? [] : [[lines, cost] as const],
        );
        return exponentOf(points)?.toFixed(2) ?? "–";
      }),
    ]),
  });
};

const warmTable = (figures: readonly TokenFigure[]) => {
  const warm = figures.filter((each) => each.warm !== undefined && each.arm === "parallel");
  return warm.length === 0
    ? []
    : [
        table({
          caption:
            "Warm updates against their floor: the change's own input at base price and its own output",
          head: ["lines of code, gap, model", "updates", "USD", "floor", "times the floor"],
          rows: warm.map(({ lines, gap, model, warm: own }) => [
            `${lines.toLocaleString("en-US")}, ${gap}, ${model}`,
            String(own?.updates),
            usd(own?.usd ?? 0),
            usd(own?.floor ?? 0),
            own === undefined || own.floor === 0 ? "–" : `${(own.usd / own.floor).toFixed(2)} ×`,
          ]),
          long: true,
        }),
      ];
};

export const tokenSection = (read: Read<TokenResults>): Section => {
  const head = { id: "tokens", title: "What a commit costs in tokens" };
  if ("missing" in read) return { ...head, blocks: [text(read.missing)] };
  const { figures, conditions } = read.value;
  const arms = distinct(figures.map(({ arm }) => arm));
  const gaps = distinct(figures.map(({ gap }) => gap));
  const [model = ""] = distinct(figures.map((each) => each.model));
  const sizes = distinct(figures.map((each) => each.lines)).sort((a, b) => a - b);
  const lines = sizes.filter((each) => each <= judgedLines).at(-1) ?? (sizes[0] as number);
  const [firstGap = ""] = gaps;
  return {
    ...head,
    blocks: [
      text(
        "Means of a commit over a series of commits; `bench/TOKENS.md` says how each is measured and where the parallel way loses.",
      ),
      claims(figures, lines),
      ...gaps.flatMap((gap) => [
        plot(growthPlot(figures, arms, gap, model)),
        costTable(figures, arms, lines, gap),
      ]),
      plot(modelPlot(figures, arms, lines, firstGap)),
      growthTable(figures, arms, model),
      ...tokenParts(figures, arms, lines, firstGap, model),
      ...warmTable(figures),
      ...conditions.prices.map((line) => text(`Price of ${line}.`)),
    ],
  };
};
