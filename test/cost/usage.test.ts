import assert from "node:assert/strict";
import { test } from "node:test";
import {
  effectiveInput,
  hitRate,
  noTokens,
  priceOfAll,
  sumUsage,
  usageByModel,
} from "../../src/cost/usage.ts";
import type { Usage } from "../../src/model/provenance.ts";

const usage = (model: string, some: Partial<Usage>): Usage => ({ ...noTokens, ...some, model });

test("Sums keep the classes apart and stay estimates once one part is", () => {
  const one = { input: 1, cacheWrite5m: 2, cacheWrite1h: 3, cacheRead: 4, output: 5, thinking: 6 };
  const two = { input: 2, cacheWrite5m: 4, cacheWrite1h: 6, cacheRead: 8, output: 10, thinking: 12 };
  assert.deepEqual(sumUsage([one, one]), two);
  assert.deepEqual(sumUsage([one, { ...one, estimated: true }]), { ...two, estimated: true });
  assert.deepEqual(sumUsage([]), noTokens);
});

test("Usage is summed for each model", () => {
  assert.deepEqual(
    usageByModel([usage("a", { input: 1 }), usage("b", { input: 5 }), usage("a", { output: 2 })]),
    [usage("a", { input: 1, output: 2 }), usage("b", { input: 5 })],
  );
});

test("The hit rate counts writes and uncached input against reads", () => {
  const rate = hitRate({
    ...noTokens,
    cacheRead: 60,
    cacheWrite5m: 15,
    cacheWrite1h: 5,
    input: 20,
    output: 999,
  });
  assert.equal(rate, 0.6);
  assert.equal(hitRate(noTokens), undefined);
});

test("Effective input weighs writes 1.25 and 2 and reads by the model's own ratio", () => {
  const some = { ...noTokens, input: 100, cacheWrite5m: 100, cacheWrite1h: 100, cacheRead: 1000, output: 7 };
  const effective = (model: string) => {
    const found = effectiveInput(model, some);
    assert.ok("tokens" in found);
    return Math.round(found.tokens * 1000) / 1000;
  };
  assert.equal(effective("claude-opus-5"), 100 + 125 + 200 + 100);
  assert.equal(effective("claude-opus-5-5"), 100 + 125 + 200 + 50);
  assert.equal(effective("claude-fable-5-1"), 100 + 125 + 200 + 25);
  assert.ok("unknown" in effectiveInput("nobody", some));
});

test("Effective input of Opus 5.5's forked example is 93 % below the fresh one", () => {
  const found = effectiveInput("claude-opus-5-5", { ...noTokens, cacheRead: 80_000, input: 1_500 });
  assert.ok("tokens" in found);
  assert.equal(Math.round((1 - found.tokens / 81_500) * 100), 93);
});

test("Requests are priced one by one, so two halves of a large prompt stay in the lower tier", () => {
  const half = usage("claude-haiku-5-5", { input: 60_000 });
  const total = priceOfAll([half, half]);
  assert.ok("usd" in total);
  assert.equal(total.usd, 0.012);
  assert.ok("unknown" in priceOfAll([half, usage("nobody", { input: 1 })]));
});
