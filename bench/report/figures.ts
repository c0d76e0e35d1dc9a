// Figures of the token bench, found and compared.

import type { TokenFigure } from "./read.ts";

const titles: Readonly<Record<string, string>> = {
  parallel: "instride, as it chooses",
  live: "live context",
  resumed: "resumed context",
  full: "reconstruction in full",
  cached: "reconstruction with caching",
  incremental: "incremental: old model and diff",
  batch: "reconstruction through batches",
};
export const titleOf = (arm: string): string => titles[arm] ?? arm;

export const distinct = <T>(all: readonly T[]): T[] => [...new Set(all)];

export const at = (
  figures: readonly TokenFigure[],
  wanted: Partial<Pick<TokenFigure, "arm" | "lines" | "gap" | "model">>,
): TokenFigure[] =>
  figures.filter((figure) =>
    Object.entries(wanted).every(([key, value]) => figure[key as keyof TokenFigure] === value),
  );

/** Exponent of the power law that fits best: 1 follows the lines of code, 0 does not grow. */
export const exponentOf = (points: readonly (readonly [number, number])[]): number | undefined => {
  const logs = points.flatMap(([x, y]) => (x > 0 && y > 0 ? [[Math.log(x), Math.log(y)] as const] : []));
  if (logs.length < 2) return undefined;
  const mean = (pick: 0 | 1): number => logs.reduce((sum, each) => sum + each[pick], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const under = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return under === 0 ? undefined : logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / under;
};

export const costOf = (
  figures: readonly TokenFigure[],
  wanted: Parameters<typeof at>[1],
): number | undefined => at(figures, wanted)[0]?.usd ?? undefined;
