// Sums and ratios over the tokens of several requests.

import type { Usage } from "../model/provenance.ts";
import type { PriceTable } from "./price-table.ts";
import { type PriceModifiers, priceOf, promptTokens, ratesOf, type Unknown } from "./prices.ts";

/** Tokens of any number of requests. */
export type Totals = Omit<Usage, "model">;

export const noTokens: Totals = {
  input: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  cacheRead: 0,
  output: 0,
  thinking: 0,
};

/** The sum is an estimate as soon as one summand is. */
export const sumUsage = (usages: readonly Totals[]): Totals => {
  const sum = usages.reduce<Totals>(
    (a, b) => ({
      input: a.input + b.input,
      cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
      cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
      cacheRead: a.cacheRead + b.cacheRead,
      output: a.output + b.output,
      thinking: a.thinking + b.thinking,
    }),
    noTokens,
  );
  return usages.some((usage) => usage.estimated) ? { ...sum, estimated: true } : sum;
};

/** One sum a model, in order of first use. */
export const usageByModel = (usages: readonly Usage[]): readonly Usage[] =>
  [...new Set(usages.map(({ model }) => model))].map((model) => ({
    model,
    ...sumUsage(usages.filter((usage) => usage.model === model)),
  }));

/** Share of the prompt tokens that came from the cache, 0 to 1; undefined when there was no prompt. */
export const hitRate = (usage: Totals): number | undefined => {
  const prompt = promptTokens(usage);
  return prompt === 0 ? undefined : usage.cacheRead / prompt;
};

/** The prompt's price expressed as the number of uncached input tokens that cost the same. */
export const effectiveInput = (
  model: string,
  usage: Totals,
  modifiers: PriceModifiers = {},
  table?: PriceTable,
): { readonly tokens: number } | Unknown => {
  const priced = priceOf(model, { ...usage, output: 0 }, modifiers, table);
  if ("unknown" in priced) return priced;
  const found = ratesOf(model, promptTokens(usage), modifiers, table);
  if ("unknown" in found) return found;
  if (found.rates.input === 0) return { unknown: `input of model '${model}' costs nothing` };
  return { tokens: (priced.usd * 1_000_000) / found.rates.input };
};

/** Each request priced on its own, because tiers follow the size of one prompt. Unknown as soon as one price is. */
export const priceOfAll = (
  usages: readonly Usage[],
  modifiers: PriceModifiers = {},
  table?: PriceTable,
): { readonly usd: number } | Unknown => {
  let usd = 0;
  for (const usage of usages) {
    const priced = priceOf(usage.model, usage, modifiers, table);
    if ("unknown" in priced) return priced;
    usd += priced.usd;
  }
  return { usd };
};
