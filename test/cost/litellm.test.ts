import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseLiteLlm } from "../../src/cost/litellm.ts";
import { priceOf } from "../../src/cost/prices.ts";
import { noTokens } from "../../src/cost/usage.ts";

const file = {
  sample_spec: { mode: "one of: chat, embedding", input_cost_per_token: 0, output_cost_per_token: 0 },
  "claude-sonnet-4-5": {
    cache_creation_input_token_cost: 3.75e-6,
    cache_creation_input_token_cost_above_1hr: 6e-6,
    cache_read_input_token_cost: 3e-7,
    input_cost_per_token: 3e-6,
    input_cost_per_token_above_200k_tokens: 6e-6,
    output_cost_per_token: 1.5e-5,
    output_cost_per_token_above_200k_tokens: 2.25e-5,
    cache_read_input_token_cost_above_200k_tokens: 6e-7,
    litellm_provider: "anthropic",
    max_input_tokens: 200_000,
    mode: "chat",
    supports_prompt_caching: true,
  },
  "gpt-x": {
    input_cost_per_token: "2e-06",
    output_cost_per_token: 8e-6,
    input_cost_per_token_batches: 1e-6,
    mode: "chat",
  },
  "ollama/some": { input_cost_per_token: 0, output_cost_per_token: 0, mode: "chat" },
  "dall-e": { input_cost_per_pixel: 1e-8, mode: "image_generation" },
};

test("LiteLLM's per-token prices become prices per million", () => {
  const { table, skipped } = parseLiteLlm(file, { asOf: "2026-11-20" });
  assert.deepEqual(skipped, ["sample_spec", "dall-e"]);
  assert.deepEqual(table[0], {
    models: ["claude-sonnet-4-5"],
    rates: { input: 3, output: 15, cacheWrite5m: 3.75, cacheWrite1h: 6, cacheRead: 0.3 },
    tiers: [
      {
        abovePrompt: 200_000,
        rates: { input: 6, output: 22.5, cacheWrite5m: 3.75, cacheWrite1h: 6, cacheRead: 0.6 },
      },
    ],
    source: "LiteLLM model_prices_and_context_window.json",
    asOf: "2026-11-20",
  });
});

test("A price that the file states as zero is zero, and a cache price that it leaves out is unknown", () => {
  const { table } = parseLiteLlm(file);
  const free = priceOf("ollama/some", { ...noTokens, input: 9, output: 9 }, {}, table);
  assert.ok("usd" in free && free.usd === 0);
  assert.deepEqual(priceOf("gpt-x", { ...noTokens, cacheRead: 9 }, {}, table), {
    unknown: "no price for cacheRead tokens of model 'gpt-x'",
  });
});

test("The batch factor is the file's own", () => {
  const { table } = parseLiteLlm(file);
  const priced = priceOf("gpt-x", { ...noTokens, output: 1e6 }, { batch: true }, table);
  assert.ok("usd" in priced && priced.usd === 4);
});

test("A file that is no object of models is refused", () => {
  for (const value of [null, [], "x", 3]) assert.throws(() => parseLiteLlm(value), TypeError);
});

test("Any JSON object is read or skipped, entry by entry", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (json) => {
      const { table, skipped } = parseLiteLlm(json);
      assert.equal(table.length + skipped.length, Object.keys(json).length);
    }),
  );
});
