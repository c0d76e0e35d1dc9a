// `instride trend`: coverage and freshness of every component over the commits of a branch: table, JSON, CSV or a plot.

import { openRepository } from "../git/repository.ts";
import { coverageOverTime } from "../history/over-time.ts";
import { renderTrend } from "../report/trend-text.ts";
import { csvOf, objectsOf } from "../report/typed-table.ts";
import { type CommandContext, print } from "./context.ts";
import type { Outcome } from "./outcome.ts";
import { wholeHistory } from "./whole-history.ts";

export interface TrendOptions {
  /** A revision, or a range `A..B`; left out: HEAD with all its history. */
  readonly revision?: string;
  readonly format: "text" | "json" | "csv" | "svg";
}

export const trend = async (context: CommandContext, options: TrendOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { range, history, needs } = await wholeHistory(context, repository, options.revision, {
    judge: true,
  });
  const over = coverageOverTime(history);
  if (options.format === "json") {
    const value = {
      range: { label: range.label, from: history.from, to: history.to },
      complete: history.complete,
      ...(needs === undefined ? {} : { needs }),
      series: objectsOf(over.series),
      components: objectsOf(over.components),
    };
    print(context, JSON.stringify(value, undefined, 2));
  } else if (options.format === "csv") print(context, csvOf(over.series));
  else if (options.format === "svg") print(context, over.svg);
  else
    print(
      context,
      renderTrend(over, { colour: context.colour.out, width: context.width, what: range.label }),
    );
  return "clean";
};
