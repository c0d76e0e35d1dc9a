// The price table that counts in a repository: its own rows first, then LiteLLM's file, then ours.

import { parseLiteLlm } from "./litellm.ts";
import type { Pricing } from "./money.ts";
import { type PriceRow, prices, type Rates } from "./price-table.ts";

/** Prices of one model as settings write them, in US dollars per million tokens. */
export interface RateSettings {
  readonly input: number;
  readonly output: number;
  readonly "cache-write-5m"?: number;
  readonly "cache-write-1h"?: number;
  readonly "cache-read"?: number;
}

export interface ModelPriceSettings extends RateSettings {
  readonly tiers?: readonly (RateSettings & { readonly "above-prompt": number })[];
  readonly batch?: number;
  readonly "geo-us"?: number;
  readonly "as-of": string;
  readonly source?: string;
}

export interface PriceSettings {
  readonly geo?: "us";
  readonly models: Readonly<Record<string, ModelPriceSettings>>;
}

const ratesFrom = (settings: RateSettings): Rates => ({
  input: settings.input,
  output: settings.output,
  ...(settings["cache-write-5m"] !== undefined && { cacheWrite5m: settings["cache-write-5m"] }),
  ...(settings["cache-write-1h"] !== undefined && { cacheWrite1h: settings["cache-write-1h"] }),
  ...(settings["cache-read"] !== undefined && { cacheRead: settings["cache-read"] }),
});

const rowFrom = (model: string, settings: ModelPriceSettings): PriceRow => ({
  models: [model],
  rates: ratesFrom(settings),
  ...(settings.tiers !== undefined && {
    tiers: [...settings.tiers]
      .sort((a, b) => a["above-prompt"] - b["above-prompt"])
      .map((tier) => ({ abovePrompt: tier["above-prompt"], rates: ratesFrom(tier) })),
  }),
  ...(settings.batch !== undefined && { batch: settings.batch }),
  ...(settings["geo-us"] !== undefined && { geoUs: settings["geo-us"] }),
  source: settings.source ?? "settings of this repository",
  asOf: settings["as-of"],
});

/** LiteLLM's `model_prices_and_context_window.json`, parsed, and where it came from. */
export interface PriceFile {
  readonly json: unknown;
  readonly name: string;
  readonly asOf?: string;
}

/** @throws TypeError when the file is no JSON object of models */
export const pricingFrom = (settings: PriceSettings, file?: PriceFile): Pricing => ({
  table: [
    ...Object.entries(settings.models).map(([model, row]) => rowFrom(model, row)),
    ...(file === undefined
      ? []
      : parseLiteLlm(file.json, {
          source: `LiteLLM prices in ${file.name}`,
          ...(file.asOf === undefined ? {} : { asOf: file.asOf }),
        }).table),
    ...prices,
  ],
  ...(settings.geo === undefined ? {} : { geo: settings.geo }),
});
