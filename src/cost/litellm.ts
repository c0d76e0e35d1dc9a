// LiteLLM's `model_prices_and_context_window.json` as a price table: USD per token there, USD per million here.

import type { PriceRow, PriceTable, Rates, Tier } from "./price-table.ts";

export interface LiteLlmPrices {
  readonly table: PriceTable;
  /** Keys that carry no usable token price, such as image models and the file's own sample entry. */
  readonly skipped: readonly string[];
}

const keys = {
  input: "input_cost_per_token",
  output: "output_cost_per_token",
  cacheWrite5m: "cache_creation_input_token_cost",
  cacheWrite1h: "cache_creation_input_token_cost_above_1hr",
  cacheRead: "cache_read_input_token_cost",
} as const;

type Entry = Readonly<Record<string, unknown>>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The file holds a few numbers as strings; a rounding to 12 digits removes what the scaling adds. */
const perMillion = (value: unknown): number | undefined => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || number < 0) return undefined;
  return Number((number * 1_000_000).toPrecision(12));
};

const ratesOf = (entry: Entry, suffix: string, base?: Rates): Rates | undefined => {
  const rate = (name: keyof typeof keys) => perMillion(entry[keys[name] + suffix]) ?? base?.[name];
  const [input, output] = [rate("input"), rate("output")];
  if (input === undefined || output === undefined) return undefined;
  const [cacheWrite5m, cacheWrite1h, cacheRead] = [
    rate("cacheWrite5m"),
    rate("cacheWrite1h"),
    rate("cacheRead"),
  ];
  return {
    input,
    output,
    ...(cacheWrite5m !== undefined && { cacheWrite5m }),
    ...(cacheWrite1h !== undefined && { cacheWrite1h }),
    ...(cacheRead !== undefined && { cacheRead }),
  };
};

const tiersOf = (entry: Entry, base: Rates): readonly Tier[] =>
  Object.keys(entry)
    .flatMap((key) => /^input_cost_per_token_above_(\d+)k_tokens$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((thousands) => {
      const rates = ratesOf(entry, `_above_${thousands}k_tokens`, base);
      return rates === undefined ? [] : [{ abovePrompt: thousands * 1000, rates }];
    });

const batchOf = (entry: Entry, base: Rates): number | undefined => {
  const input = perMillion(entry["input_cost_per_token_batches"]);
  return input === undefined || base.input === 0 ? undefined : input / base.input;
};

/**
 * Takes the parsed file as it is published. Cache prices that an entry leaves out stay unknown: the usual ratio of a read
 * to its input price differs between models. Keys are kept whole, so `bedrock/…` prices are not taken for direct ones.
 * @throws TypeError when the value is no JSON object.
 */
export const parseLiteLlm = (
  json: unknown,
  origin: { readonly source?: string; readonly asOf?: string } = {},
): LiteLlmPrices => {
  if (!isEntry(json)) throw new TypeError("Unexpected price file, expected a JSON object of models");
  const table: PriceRow[] = [];
  const skipped: string[] = [];
  for (const [model, entry] of Object.entries(json)) {
    const rates = model !== "sample_spec" && isEntry(entry) ? ratesOf(entry, "") : undefined;
    if (rates === undefined || !isEntry(entry)) {
      skipped.push(model);
      continue;
    }
    const tiers = tiersOf(entry, rates);
    const batch = batchOf(entry, rates);
    table.push({
      models: [model],
      rates,
      ...(tiers.length > 0 && { tiers }),
      ...(batch !== undefined && { batch }),
      source: origin.source ?? "LiteLLM model_prices_and_context_window.json",
      asOf: origin.asOf ?? "undated",
    });
  }
  return { table, skipped };
};
