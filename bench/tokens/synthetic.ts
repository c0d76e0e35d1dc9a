// The made-up series at one size.

import { commitsOn } from "./commits.ts";
import { componentOf, linesIn, specPath } from "./component.ts";
import { type Series, seriesOf } from "./series.ts";

export const sizes: readonly number[] = [1000, 5000, 20_000, 100_000];
export const commitsOfSeries = 12;
export const seedOfSeries = 1;

export interface Synthetic {
  readonly series: Series;
  /** Lines of code at the start. */
  readonly lines: number;
}

export const syntheticSeries = async (size: number, commits = commitsOfSeries): Promise<Synthetic> => {
  const component = componentOf(size, seedOfSeries);
  const series = await seriesOf(
    "shop",
    specPath,
    { kind: "start", spec: component.spec, files: component.files },
    commitsOn(component, commits, seedOfSeries).map(({ kind, after }) => ({
      kind,
      spec: after.spec,
      files: after.files,
    })),
  );
  return { series, lines: linesIn(component.files) };
};
