import assert from "node:assert/strict";
import { test } from "node:test";
import { type PriceTable, prices } from "../../src/cost/price-table.ts";
import { type PriceModifiers, priceOf } from "../../src/cost/prices.ts";
import { noTokens, type Totals } from "../../src/cost/usage.ts";

const tokens = (some: Partial<Totals>): Totals => ({ ...noTokens, ...some });
const usd = (
  model: string,
  some: Partial<Totals>,
  modifiers?: PriceModifiers,
  table?: PriceTable,
): number => {
  const priced = priceOf(model, tokens(some), modifiers, table);
  assert.ok("usd" in priced, JSON.stringify(priced));
  return priced.usd;
};
const unknown = (
  model: string,
  some: Partial<Totals>,
  modifiers?: PriceModifiers,
  table?: PriceTable,
): string => {
  const priced = priceOf(model, tokens(some), modifiers, table);
  assert.ok("unknown" in priced, JSON.stringify(priced));
  return priced.unknown;
};
const close = (actual: number, expected: number, within = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

const fresh = { input: 81_500, output: 6_000 };
const forked = { cacheRead: 80_000, input: 1_500, output: 6_000 };

test("Opus 5.5 with an 80K prefix costs $0.446 fresh and $0.142 forked", () => {
  close(usd("claude-opus-5-5", fresh), 0.446);
  close(usd("claude-opus-5-5", forked), 0.142);
});

test("A fork saves 68 % on Opus 5.5, 65 % on Opus 5 and 70 % on Fable 5.2", () => {
  for (const [model, saved] of [
    ["claude-opus-5-5", 0.68],
    ["claude-opus-5", 0.65],
    ["claude-fable-5-2", 0.7],
  ] as const)
    close(1 - usd(model, forked) / usd(model, fresh), saved, 0.005);
});

test("Haiku 5.5 above 100K prices every token anew, so a 150K fork loses to a 60K fresh read", () => {
  const fork = usd("claude-haiku-5-5", { cacheRead: 150_000, input: 1_500, output: 6_000 });
  const read = usd("claude-haiku-5-5", { input: 61_500, output: 6_000 });
  close(fork, 0.0233, 0.00006);
  close(read, 0.0092, 0.00006);
  assert.ok(fork / read > 2.5);
});

test("A tier begins above its limit and counts cached tokens", () => {
  close(usd("claude-haiku-5-5", { cacheRead: 99_999, input: 1 }), 0.0009999_9 + 0.0000001);
  close(usd("claude-haiku-5-5", { cacheRead: 99_999, cacheWrite1h: 2 }), (99_999 * 0.05 + 2 * 1) / 1e6);
  close(usd("claude-haiku-5-5", { cacheRead: 100_001, output: 1000 }), (100_001 * 0.05 + 1000 * 2.5) / 1e6);
});

test("Each class has its own price", () => {
  const priced = priceOf("claude-opus-5", {
    input: 1e6,
    cacheWrite5m: 1e6,
    cacheWrite1h: 1e6,
    cacheRead: 1e6,
    output: 1e6,
    thinking: 4e5,
  });
  assert.ok("usd" in priced);
  assert.deepEqual(priced.parts, {
    input: 5,
    cacheWrite5m: 6.25,
    cacheWrite1h: 10,
    cacheRead: 0.5,
    output: 25,
  });
  assert.equal(priced.usd, 46.75);
  assert.equal(priced.row.asOf, "2026-08-21");
});

test("An unknown model is unknown and never free", () => {
  assert.match(unknown("llama-4", { input: 10 }), /no price for model 'llama-4'/);
});

test("A count that is no number makes the price unknown", () => {
  assert.match(unknown("claude-opus-5", { cacheRead: Number.NaN }), /cacheRead/);
  assert.match(unknown("claude-opus-5", { input: -1 }), /input/);
});

test("A dated id has the price of its dateless name", () => {
  assert.equal(usd("claude-haiku-4-5-20251001", { input: 1e6 }), 1);
});

test("Batch halves every class, US inference adds a tenth, and both multiply", () => {
  const some = { input: 1e6, cacheWrite5m: 1e6, cacheWrite1h: 1e6, cacheRead: 1e6, output: 1e6 };
  const base = usd("claude-opus-5-5", some);
  close(usd("claude-opus-5-5", some, { batch: true }), base / 2);
  close(usd("claude-opus-5-5", some, { geo: "us" }), base * 1.1);
  close(usd("claude-opus-5-5", some, { batch: true, geo: "us" }), base * 0.55);
  assert.match(unknown("claude-haiku-4-5", some, { geo: "us" }), /US inference/);
});

test("Fast mode has its own base price, which the cache multipliers follow", () => {
  close(usd("claude-opus-5-5", { input: 1e6, output: 1e6, cacheWrite5m: 1e6 }, { fast: true }), 8 + 40 + 10);
  assert.match(unknown("claude-sonnet-5-5", { input: 1 }, { fast: true }), /fast/);
  assert.match(unknown("claude-opus-5-5", { input: 1 }, { fast: true, batch: true }), /batches/);
});

test("Sonnet 5.5 reads cost 0.20 before 2026-10-07 and 0.10 from that day", () => {
  close(usd("claude-sonnet-5-5", { cacheRead: 1e6 }, { on: "2026-10-06" }), 0.2);
  close(usd("claude-sonnet-5-5", { cacheRead: 1e6 }, { on: "2026-10-07" }), 0.1);
  close(usd("claude-sonnet-5-5", { cacheRead: 1e6 }), 0.1);
});

test("A caller's table replaces ours", () => {
  const table: PriceTable = [
    { models: ["local"], rates: { input: 1, output: 2 }, source: "ours", asOf: "2026-11" },
  ];
  assert.equal(usd("local", { input: 1e6, output: 1e6 }, {}, table), 3);
  assert.match(unknown("local", { cacheRead: 1 }, {}, table), /no price for cacheRead tokens/);
  assert.match(unknown("claude-opus-5", { input: 1 }, {}, table), /no price for model/);
});

test("Every row names its source and day, has all five prices, and no model has two prices on one day", () => {
  const seen = new Map<string, string[]>();
  for (const row of prices) {
    assert.ok(row.source.length > 0);
    assert.match(row.asOf, /^2026-\d\d(-\d\d)?$/);
    for (const rates of [row.rates, ...(row.tiers ?? []).map((tier) => tier.rates)]) {
      assert.ok(rates.cacheWrite5m && rates.cacheWrite1h && rates.cacheRead);
      close(rates.cacheWrite5m, rates.input * 1.25);
      close(rates.cacheWrite1h, rates.input * 2);
      assert.ok(rates.cacheRead < rates.input);
    }
    for (const model of row.models)
      seen.set(model, [...(seen.get(model) ?? []), `${row.from}..${row.until}`]);
  }
  const twice = [...seen].filter(([, spans]) => spans.length > 1);
  assert.deepEqual(twice, [["claude-sonnet-5-5", ["2026-10-07..undefined", "undefined..2026-10-07"]]]);
});
