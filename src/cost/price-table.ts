// List prices of Claude models, with the day and kind of source of every row. A table can be replaced as a whole.

/** USD per million tokens. A class that is left out has no known price, which is not the same as free. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly cacheRead?: number;
}

/** Rates that replace the row's own once the whole prompt, cached tokens included, has more tokens than `abovePrompt`. */
export interface Tier {
  readonly abovePrompt: number;
  readonly rates: Rates;
}

export interface PriceRow {
  readonly models: readonly string[];
  readonly rates: Rates;
  /** In ascending order of `abovePrompt`. */
  readonly tiers?: readonly Tier[];
  /** Factor of the batch interface; left out: not known. */
  readonly batch?: number;
  /** Factor of inference pinned to the United States; left out: not offered. */
  readonly geoUs?: number;
  /** Base rates of fast mode; its cache rates keep their ratio to input. Left out: not offered. */
  readonly fast?: { readonly input: number; readonly output: number };
  /** First day of this price (`YYYY-MM-DD`); left out: always. */
  readonly from?: string;
  /** First day on which it no longer held. */
  readonly until?: string;
  readonly source: string;
  /** Day of the source (`YYYY-MM-DD`, or `YYYY-MM`), or "undated". */
  readonly asOf: string;
}

export type PriceTable = readonly PriceRow[];

const rates = (
  input: number,
  output: number,
  cacheWrite5m: number,
  cacheWrite1h: number,
  cacheRead: number,
): Rates => ({ input, output, cacheWrite5m, cacheWrite1h, cacheRead });

const vendor = "platform.claude.com documentation";
const thirdParty = "third-party report, not confirmed by the vendor's price page";
const batch = 0.5;
const geoUs = 1.1;

export const prices: PriceTable = [
  {
    models: ["claude-fable-5-2", "claude-mythos-5-2"],
    rates: rates(8, 40, 10, 16, 0.2),
    batch,
    geoUs,
    source: `${thirdParty}; the 1h write is inferred as twice the input price`,
    asOf: "2026-11-09",
  },
  {
    models: ["claude-fable-5-1"],
    rates: rates(10, 50, 12.5, 20, 0.25),
    batch,
    geoUs,
    source: vendor,
    asOf: "2026-09",
  },
  {
    models: ["claude-fable-5"],
    rates: rates(10, 50, 12.5, 20, 1),
    batch,
    geoUs,
    source: vendor,
    asOf: "2026-08-21",
  },
  {
    models: ["claude-opus-5-5"],
    rates: rates(4, 20, 5, 8, 0.2),
    batch,
    geoUs,
    fast: { input: 8, output: 40 },
    source: `${vendor}; fast mode: ${thirdParty}`,
    asOf: "2026-10",
  },
  {
    models: ["claude-opus-5", "claude-opus-4-8"],
    rates: rates(5, 25, 6.25, 10, 0.5),
    batch,
    geoUs,
    fast: { input: 10, output: 50 },
    source: vendor,
    asOf: "2026-08-21",
  },
  {
    models: ["claude-opus-4-7", "claude-opus-4-6"],
    rates: rates(5, 25, 6.25, 10, 0.5),
    batch,
    geoUs,
    source: vendor,
    asOf: "2026-08-21",
  },
  {
    models: ["claude-opus-4-5"],
    rates: rates(5, 25, 6.25, 10, 0.5),
    batch,
    source: vendor,
    asOf: "2026-08-21",
  },
  {
    models: ["claude-sonnet-5-5"],
    rates: rates(2, 10, 2.5, 4, 0.1),
    batch,
    geoUs,
    from: "2026-10-07",
    source: thirdParty,
    asOf: "2026-10-25",
  },
  {
    models: ["claude-sonnet-5-5"],
    rates: rates(2, 10, 2.5, 4, 0.2),
    batch,
    geoUs,
    until: "2026-10-07",
    source: thirdParty,
    asOf: "2026-10-16",
  },
  {
    models: ["claude-sonnet-5"],
    rates: rates(2, 10, 2.5, 4, 0.2),
    batch,
    geoUs,
    source: vendor,
    asOf: "2026-08-21",
  },
  {
    models: ["claude-sonnet-4-6"],
    rates: rates(3, 15, 3.75, 6, 0.3),
    batch,
    geoUs,
    source: vendor,
    asOf: "2026-08-21",
  },
  {
    models: ["claude-sonnet-4-5"],
    rates: rates(3, 15, 3.75, 6, 0.3),
    batch,
    source: vendor,
    asOf: "2026-08-21",
  },
  {
    models: ["claude-haiku-5-5"],
    rates: rates(0.1, 0.5, 0.125, 0.2, 0.01),
    tiers: [{ abovePrompt: 100_000, rates: rates(0.5, 2.5, 0.625, 1, 0.05) }],
    batch,
    geoUs,
    source: thirdParty,
    asOf: "2026-10",
  },
  {
    models: ["claude-haiku-4-5"],
    rates: rates(1, 5, 1.25, 2, 0.1),
    batch,
    source: vendor,
    asOf: "2026-08-21",
  },
];
