import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { estimateTokens, generationOf, languageOf } from "../../src/cost/estimate.ts";
import { loadO200k } from "../../src/cost/o200k.ts";

test("Without a tokenizer, tokens follow the measured characters per token of the language", () => {
  const text = "x".repeat(21_000);
  assert.equal(estimateTokens(text, { generation: "v5", language: "typescript" }).tokens, 10_000);
  assert.equal(estimateTokens(text, { generation: "v5" }).tokens, Math.ceil(21_000 / 2.08));
  assert.equal(
    estimateTokens(text, { generation: "v5", language: "cobol" }).tokens,
    Math.ceil(21_000 / 2.08),
  );
});

test("The older tokenizer makes about a fifth fewer tokens", () => {
  const text = "const a = 1;\n".repeat(1000);
  const [old, now] = (["v3", "v5"] as const).map((generation) => estimateTokens(text, { generation }).tokens);
  assert.ok(old && now);
  assert.equal((now / old).toFixed(2), "1.24");
});

test("An o200k counter is multiplied by the measured ratio and narrows the band", () => {
  const text = "a".repeat(4000);
  const counted = estimateTokens(text, { generation: "v5", countO200k: () => 1000 });
  assert.deepEqual(counted, { tokens: 1454, estimated: true, low: 1264, high: 1891 });
  const plain = estimateTokens(text, { generation: "v5" });
  const width = ({ tokens, low, high }: typeof plain) => (high - low) / tokens;
  assert.ok(width(counted) < width(plain));
});

test("A Chinese character costs about one token", () => {
  assert.equal(estimateTokens("威胁模型".repeat(100), { generation: "v5" }).tokens, 400);
});

test("The estimate lies within its band and grows with the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary" }),
      fc.constantFrom("v3" as const, "v5" as const),
      (a, b, generation) => {
        const [one, both] = [estimateTokens(a, { generation }), estimateTokens(a + b, { generation })];
        assert.ok(one.low <= one.tokens && one.tokens <= one.high);
        assert.ok(one.tokens <= both.tokens);
        assert.equal(one.tokens === 0, a === "");
      },
    ),
  );
});

test("Models map to their tokenizer, and a model not known as old counts as new", () => {
  for (const model of [
    "claude-3-opus-20240229",
    "claude-sonnet-4-20250514",
    "claude-opus-4-6",
    "claude-haiku-4-5-20251001",
  ])
    assert.equal(generationOf(model), "v3", model);
  for (const model of [
    "claude-opus-4-7",
    "claude-opus-4-8",
    "claude-sonnet-5",
    "claude-haiku-5-5",
    "llama-4",
  ])
    assert.equal(generationOf(model), "v5", model);
});

test("A path's extension names its language", () => {
  assert.equal(languageOf("src/a.test.ts"), "typescript");
  assert.equal(languageOf("README.MD"), "markdown");
  assert.equal(languageOf("Makefile"), undefined);
});

test("o200k tokens are counted offline, and text that looks like a mark of the tokenizer is text", async () => {
  const countO200k = await loadO200k();
  const text = "export const add = (a: number, b: number): number => a + b;\n".repeat(50);
  const estimated = estimateTokens(text, { generation: "v5", language: "typescript", countO200k });
  assert.equal(estimated.tokens, Math.ceil(countO200k(text) * 1.503));
  assert.ok(estimated.low < estimated.tokens && estimated.tokens < estimated.high);
  assert.ok(countO200k("<|endoftext|>") > 1);
});
