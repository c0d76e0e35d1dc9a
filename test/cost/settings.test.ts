import assert from "node:assert/strict";
import { test } from "node:test";
import { configSchema } from "../../src/config/schema.ts";
import { moneyOf } from "../../src/cost/money.ts";
import { pricingFrom } from "../../src/cost/settings.ts";
import { noTokens } from "../../src/cost/usage.ts";

const settings = (prices: unknown) => configSchema.parse({ prices }).prices;
const million = { ...noTokens, input: 1e6 };
const litellm = {
  "claude-opus-5-5": { input_cost_per_token: 3e-6, output_cost_per_token: 9e-6 },
  "llama-4": { input_cost_per_token: 1e-7, output_cost_per_token: 2e-7 },
};

test("Settings count before the price file, the file before our table, and what none of them knows is unknown", () => {
  const pricing = pricingFrom(
    settings({
      models: { "claude-opus-5-5": { input: 1, output: 2, "cache-read": 0.1, "as-of": "2026-11-20" } },
    }),
    { json: litellm, name: "prices.json", asOf: "2026-11-01" },
  );
  const cost = (model: string) => moneyOf(model, million, "2026-11-21", pricing);
  assert.equal(cost("claude-opus-5-5").usd, 1);
  assert.ok(Math.abs((cost("llama-4").usd ?? 0) - 0.1) < 1e-12);
  assert.equal(cost("claude-haiku-5-5").usd, 0.5);
  assert.equal(cost("nobody").usd, undefined);
  assert.equal(cost("nobody").known, 0);
  const [own, file] = pricing.table;
  assert.deepEqual([own?.asOf, own?.source], ["2026-11-20", "settings of this repository"]);
  assert.deepEqual([file?.asOf, file?.source], ["2026-11-01", "LiteLLM prices in prices.json"]);
});

test("Tiers, batch and geography of settings are taken", () => {
  const pricing = pricingFrom(
    settings({
      geo: "us",
      models: {
        local: {
          input: 1,
          output: 2,
          "geo-us": 1.5,
          tiers: [
            { "above-prompt": 500_000, input: 4, output: 8 },
            { "above-prompt": 100_000, input: 2, output: 4 },
          ],
          "as-of": "2026-11",
        },
      },
    }),
  );
  assert.equal(moneyOf("local", million, "2026-11-21", pricing).usd, 6);
  assert.equal(moneyOf("local", { ...noTokens, input: 2e5 }, "2026-11-21", pricing).usd, 0.6);
  assert.match(
    moneyOf("claude-haiku-4-5", million, "2026-11-21", pricing).unknown?.[0] ?? "",
    /US inference/,
  );
});

test("Settings without a day, with a negative price or with a path out of the repository are refused", () => {
  for (const prices of [
    { models: { a: { input: 1, output: 1 } } },
    { models: { a: { input: -1, output: 1, "as-of": "2026-11" } } },
    { file: "../prices.json" },
    { file: "/etc/passwd" },
  ])
    assert.equal(configSchema.safeParse({ prices }).success, false, JSON.stringify(prices));
});
