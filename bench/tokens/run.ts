// What one arm did at one commit, and what all of it cost.

import { priceOf } from "../../src/cost/prices.ts";
import { sumUsage, type Totals } from "../../src/cost/usage.ts";
import type { Usage } from "../../src/model/provenance.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Series } from "./series.ts";

export interface Sent {
  /** Tokens of each HTTP request, in order. */
  readonly usage: readonly Usage[];
  /** In which way the update was answered. */
  readonly way: string;
}

export interface Arm {
  readonly id: string;
  readonly title: string;
  /** How it is modelled, for the report. */
  readonly model: string;
  readonly batch: boolean;
  /** False when the time between commits changes nothing. */
  readonly gaps: boolean;
  /** True when it decides by prices itself, so that it runs for each kind of price list. */
  readonly byPrice: boolean;
  /** Its variants, each with one entry a commit: the cheapest counts. Text says why it can't run on this series. */
  readonly run: (
    series: Series,
    endpoint: Endpoint,
    setting: Setting,
  ) => Promise<readonly (readonly Sent[])[] | string>;
}

export interface Setting {
  readonly model: string;
  readonly gapMs: number;
}

/** US dollars on a model; undefined when a price is not known. */
export const usdOf = (usages: readonly Usage[], model: string, batch: boolean): number | undefined => {
  let usd = 0;
  for (const usage of usages) {
    const priced = priceOf(model, usage, batch ? { batch } : {});
    if ("unknown" in priced) return undefined;
    usd += priced.usd;
  }
  return usd;
};

/** Assumed speeds, for orders of magnitude: tokens a second read anew, read from the cache, and written. */
export const speeds = { fresh: 10_000, cached: 100_000, output: 70, roundTripMs: 800 } as const;

/** Modelled wall time of requests that follow one another, in seconds. */
export const secondsOf = (usages: readonly Usage[]): number =>
  usages.reduce(
    (sum, { input, cacheWrite5m, cacheWrite1h, cacheRead, output }) =>
      sum +
      speeds.roundTripMs / 1000 +
      (input + cacheWrite5m + cacheWrite1h) / speeds.fresh +
      cacheRead / speeds.cached +
      output / speeds.output,
    0,
  );

/** Mean of each class a commit. */
export const meanTokens = (sent: readonly Sent[]): Totals => {
  const sum = sumUsage(sent.flatMap(({ usage }) => usage));
  const each = (value: number): number => Math.round(value / sent.length);
  return {
    input: each(sum.input),
    cacheWrite5m: each(sum.cacheWrite5m),
    cacheWrite1h: each(sum.cacheWrite1h),
    cacheRead: each(sum.cacheRead),
    output: each(sum.output),
    thinking: each(sum.thinking),
  };
};
