// Whether the figures hold what is claimed of them. What does not hold is said with its reason, beside what does.

import { exponentOf, type Figure, gaps } from "./figures.ts";

export interface Judged {
  readonly claim: string;
  /** Left out: this run did not measure it. */
  readonly holds?: boolean;
  /** One line a model or gap. */
  readonly rows: readonly string[];
  /** Where it does not hold: what that comes from. */
  readonly why: string;
}

/** The first claims are held against this size. */
export const judgedLines = 20_000;

export const least: Readonly<Record<string, number>> = { full: 40, cached: 3, incremental: 1.5 };
export const mostGrowth = 0.15;
export const mostOverFloor = 1.5;

/** Three significant digits. */
const dollars = (usd: number): string => `$${Number(usd.toPrecision(3))}`;

interface At {
  readonly arm: string;
  readonly lines: number;
  readonly gap: string;
  readonly model: string;
}

export const find = (figures: readonly Figure[], at: At): Figure | undefined =>
  figures.find(
    (each) =>
      each.arm === at.arm && each.lines === at.lines && each.gap === at.gap && each.model === at.model,
  );

/** How many times the parallel way's cost an arm's is. */
export const ratioOf = (figures: readonly Figure[], at: At): number | undefined => {
  const [other, own] = [find(figures, at), find(figures, { ...at, arm: "parallel" })];
  return other?.usd == null || own?.usd == null || own.usd === 0 ? undefined : other.usd / own.usd;
};

/** What a ratio that falls short comes from: the part of both bills that no way of reading can change. */
const reasonFor = (figures: readonly Figure[], at: At): string => {
  const [other, own] = [find(figures, at), find(figures, { ...at, arm: "parallel" })];
  if (other?.usd == null || own?.usd == null) return "no price";
  const reads = other.tokens.cacheRead;
  return `${at.arm} ${dollars(other.usd)} (${(other.tokens.input + other.tokens.cacheWrite5m + other.tokens.cacheWrite1h).toLocaleString("en-US")} new, ${reads.toLocaleString("en-US")} cached, ${other.tokens.output.toLocaleString("en-US")} out) against ${dollars(own.usd)} (${(own.tokens.input + own.tokens.cacheWrite5m + own.tokens.cacheWrite1h).toLocaleString("en-US")} new, ${own.tokens.cacheRead.toLocaleString("en-US")} cached, ${own.tokens.output.toLocaleString("en-US")} out)`;
};

const modelsOf = (figures: readonly Figure[]): string[] => [...new Set(figures.map(({ model }) => model))];
export const linesOf = (figures: readonly Figure[]): number[] =>
  [...new Set(figures.map(({ lines }) => lines))].sort((a, b) => a - b);
const gapsOf = (figures: readonly Figure[]): string[] => {
  const present = new Set(figures.map(({ gap }) => gap));
  return gaps.map(({ name }) => name).filter((name) => present.has(name));
};

const whyRatio =
  "Where nothing is cached, every token of the parallel way's prompt is charged as new: tools and instructions (about 4,000), the spec, the slice of the model and the change. The other way's bill is mostly the code and the whole model as an answer; the ratio is what these two sizes make it.";
const whyGrowth =
  "A short transcript that is still cached is cheaper than any record, so that small components cost less than the others.";
const whyFloor =
  "What is over the floor is the record: tools, instructions, spec and slice, read from the cache at every update, whatever the size of the change, and what a change adds to it. It weighs most where changes are small, and on models that charge a tenth of the input price for reading instead of a twentieth.";

const ratioClaim = (figures: readonly Figure[], arm: string, title: string): Judged => {
  const wanted = least[arm] ?? 1;
  let holds = true;
  const rows: string[] = [];
  for (const gap of gapsOf(figures)) {
    const parts: string[] = [];
    for (const model of modelsOf(figures)) {
      const at = { arm, lines: judgedLines, gap, model };
      const ratio = ratioOf(figures, at);
      if (ratio === undefined) continue;
      const isEnough = ratio >= wanted;
      holds &&= isEnough;
      parts.push(`${model} ${ratio.toFixed(1)} ×${isEnough ? "" : ` NOT: ${reasonFor(figures, at)}`}`);
    }
    if (parts.length > 0) rows.push(`${gap}: ${parts.join("; ")}`);
  }
  return { claim: `${title} costs at least ${wanted} × the parallel way`, holds, rows, why: whyRatio };
};

export const growthOf = (
  figures: readonly Figure[],
  arm: string,
  gap: string,
  model: string,
): number | undefined =>
  exponentOf(
    linesOf(figures).flatMap((lines) => {
      const usd = find(figures, { arm, lines, gap, model })?.usd;
      return usd == null ? [] : [[lines, usd] as const];
    }),
  );

const growthClaim = (figures: readonly Figure[]): Judged => {
  let holds = true;
  const rows = gapsOf(figures).flatMap((gap) => {
    const parts = modelsOf(figures).flatMap((model) => {
      const growth = growthOf(figures, "parallel", gap, model);
      if (growth === undefined) return [];
      const isSmall = growth <= mostGrowth;
      holds &&= isSmall;
      return [`${model} ${growth.toFixed(3)}${isSmall ? "" : " NOT"}`];
    });
    return parts.length === 0 ? [] : [`${gap}: ${parts.join("; ")}`];
  });
  return {
    claim: `the parallel way's cost grows with at most the power ${mostGrowth} of the lines of code`,
    holds,
    rows,
    why: whyGrowth,
  };
};

const floorClaim = (figures: readonly Figure[]): Judged => {
  let holds = true;
  const rows: string[] = [];
  for (const lines of linesOf(figures))
    for (const gap of gapsOf(figures)) {
      const parts = figures.flatMap(({ arm, lines: size, gap: own, warm, model, commits }) => {
        if (arm !== "parallel" || size !== lines || own !== gap || warm === undefined) return [];
        const over = warm.usd / warm.floor;
        const isSmall = over <= mostOverFloor;
        holds &&= isSmall;
        return [
          `${model} ${over.toFixed(2)} ×${isSmall ? "" : " NOT"} (${warm.updates} of ${commits}; ${dollars(warm.usd)} over ${dollars(warm.floor)}, of which reading the cache ${dollars(warm.read)} and writing to it ${dollars(warm.write)})`,
        ];
      });
      if (parts.length > 0)
        rows.push(`${lines.toLocaleString("en-US")} lines, ${gap} apart: ${parts.join("; ")}`);
    }
  return {
    claim: `a warm update costs at most ${mostOverFloor} × its floor: the change's own input at base price and its own output`,
    holds,
    rows,
    why: whyFloor,
  };
};

/** A claim about which a run has no row was not measured by it. */
export const judge = (figures: readonly Figure[]): Judged[] =>
  claims(figures).map(({ holds, ...judged }) =>
    judged.rows.length === 0 || holds === undefined ? judged : { ...judged, holds },
  );

const claims = (figures: readonly Figure[]): Judged[] => [
  ratioClaim(figures, "full", "at 20,000 lines, reconstruction in full"),
  ratioClaim(figures, "cached", "at 20,000 lines, reconstruction with caching"),
  ratioClaim(figures, "incremental", "at 20,000 lines, the incremental peer design"),
  growthClaim(figures),
  floorClaim(figures),
];
