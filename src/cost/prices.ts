// What tokens cost. An unknown price is answered as unknown with its reason, never as zero.

import type { Usage } from "../model/provenance.ts";
import { type PriceRow, type PriceTable, prices, type Rates } from "./price-table.ts";

/** Circumstances of a request that change its price. */
export interface PriceModifiers {
  readonly batch?: boolean;
  readonly geo?: "us";
  readonly fast?: boolean;
  /** Day of the request (`YYYY-MM-DD`), for models whose price changed; left out: the latest price. */
  readonly on?: string;
}

export const tokenClasses = ["input", "cacheWrite5m", "cacheWrite1h", "cacheRead", "output"] as const;
export type TokenClass = (typeof tokenClasses)[number];

export interface Unknown {
  readonly unknown: string;
}

export interface Priced {
  /** US dollars. */
  readonly usd: number;
  /** The same amount by class of token. */
  readonly parts: Readonly<Record<TokenClass, number>>;
  /** The row that was applied, with its source and date. */
  readonly row: PriceRow;
}

export interface Applicable {
  readonly rates: Rates;
  readonly row: PriceRow;
}

/** Tokens of the whole prompt, cached ones included. */
export const promptTokens = (usage: Omit<Usage, "model">): number =>
  usage.input + usage.cacheWrite5m + usage.cacheWrite1h + usage.cacheRead;

/** `claude-haiku-4-5-20251001` is the same model as `claude-haiku-4-5`. */
const undated = (model: string): string => model.replace(/-20\d{6}$/, "");

const rowOf = (model: string, on: string | undefined, table: PriceTable): PriceRow | undefined => {
  const holds = (row: PriceRow): boolean =>
    on === undefined
      ? row.until === undefined
      : (row.from === undefined || row.from <= on) && (row.until === undefined || on < row.until);
  const named = (name: string) => table.find((row) => row.models.includes(name) && holds(row));
  return named(model) ?? named(undated(model));
};

const scaled = (rates: Rates, factor: number): Rates => {
  const times = (rate: number | undefined) => (rate === undefined ? undefined : rate * factor);
  const [cacheWrite5m, cacheWrite1h, cacheRead] = [
    rates.cacheWrite5m,
    rates.cacheWrite1h,
    rates.cacheRead,
  ].map(times);
  return {
    input: rates.input * factor,
    output: rates.output * factor,
    ...(cacheWrite5m !== undefined && { cacheWrite5m }),
    ...(cacheWrite1h !== undefined && { cacheWrite1h }),
    ...(cacheRead !== undefined && { cacheRead }),
  };
};

/** The rates per million tokens that a prompt of this size is charged, after all modifiers. */
export const ratesOf = (
  model: string,
  prompt: number,
  modifiers: PriceModifiers = {},
  table: PriceTable = prices,
): Applicable | Unknown => {
  const row = rowOf(model, modifiers.on, table);
  if (row === undefined) return { unknown: `no price for model '${model}'` };
  if (modifiers.fast && modifiers.batch) return { unknown: "fast mode is not offered in batches" };

  let rates = row.tiers?.filter((tier) => prompt > tier.abovePrompt).at(-1)?.rates ?? row.rates;
  if (modifiers.fast) {
    if (row.fast === undefined) return { unknown: `no fast-mode price for model '${model}'` };
    rates = { ...scaled(rates, row.fast.input / rates.input), output: row.fast.output };
  }
  if (modifiers.batch) {
    if (row.batch === undefined) return { unknown: `no batch price for model '${model}'` };
    rates = scaled(rates, row.batch);
  }
  if (modifiers.geo === "us") {
    if (row.geoUs === undefined) return { unknown: `no price for US inference of model '${model}'` };
    rates = scaled(rates, row.geoUs);
  }
  return { rates, row };
};

/**
 * The price of one request in US dollars. Unknown when the model, a modifier or a class of which tokens were used has no
 * price in the table, or when a count is no number.
 */
export const priceOf = (
  model: string,
  usage: Omit<Usage, "model">,
  modifiers: PriceModifiers = {},
  table: PriceTable = prices,
): Priced | Unknown => {
  const wrong = tokenClasses.find((name) => !(Number.isFinite(usage[name]) && usage[name] >= 0));
  if (wrong !== undefined) return { unknown: `the number of ${wrong} tokens is not known` };
  const found = ratesOf(model, promptTokens(usage), modifiers, table);
  if ("unknown" in found) return found;

  const { rates, row } = found;
  const unpriced = tokenClasses.find((name) => usage[name] > 0 && rates[name] === undefined);
  if (unpriced !== undefined) return { unknown: `no price for ${unpriced} tokens of model '${model}'` };
  const dollars = (name: TokenClass) => (usage[name] * (rates[name] ?? 0)) / 1_000_000;
  const parts = Object.fromEntries(tokenClasses.map((name) => [name, dollars(name)])) as Record<
    TokenClass,
    number
  >;
  return { usd: tokenClasses.reduce((sum, name) => sum + parts[name], 0), parts, row };
};
