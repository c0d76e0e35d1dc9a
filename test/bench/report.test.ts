import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { exponentOf } from "../../bench/report/figures.ts";
import { type BenchResults, readBenches, readResults } from "../../bench/report/read.ts";
import { benchMarkdown, benchPage } from "../../bench/report/render.ts";
import { noTokens } from "../../src/cost/usage.ts";
import { withoutBrowser } from "../support/browser.ts";
import { closeChromium, openPage } from "../support/chromium.ts";

after(closeChromium);

const ways = [
  ["parallel", 0.01, 0.05],
  ["live", 0.02, 0.2],
  ["full", 0.0004, 1],
  ["cached", 0.0003, 0.9],
  ["incremental", 0.002, 0.4],
] as const;

const figures = [1000, 5000, 20_000, 100_000].flatMap((lines) =>
  ["2 minutes", "a day"].flatMap((gap) =>
    ["claude-opus-5-5", "claude-haiku-5-5"].flatMap((model) =>
      ways.map(([arm, base, growth]) => ({
        arm,
        lines,
        gap,
        model,
        tokens: { ...noTokens, input: lines, cacheRead: lines * 2, output: 300 },
        requests: 2,
        usd: arm === "live" && gap === "a day" ? null : base * lines ** growth,
        seconds: 12,
        ...(arm === "parallel" ? { warm: { updates: 3, usd: 0.012, floor: 0.01 } } : {}),
      })),
    ),
  ),
);

const mode = (found: number) => ({
  score: {
    recall: {
      map: { found: Array.from({ length: found }, String), missed: ["x"] },
      outside: { found: [], missed: found > 5 ? [] : ["y"] },
    },
    borneOut: found,
    unfounded: [],
    wrong: ["<b>wrong</b>"],
    stale: [],
    threats: { living: 9, severe: 1 },
  },
  churn: { before: 10, churned: [] },
});

const results: BenchResults = {
  latency: {
    value: {
      hooks: {
        title: "The hook <process>",
        method: "in turn",
        machine: "a | b",
        rows: [
          { name: "node -e 0", value: "77 ms", ratio: 1, shown: "1.00 ×" },
          { name: "stale", value: "144 ms", ratio: 1.9, shown: "1.90 ×", budget: "stale" },
        ],
      },
    },
  },
  tokens: { value: { conditions: { prices: ["claude-opus-5-5: 4 in, 20 out"] }, figures } },
  accuracy: {
    value: {
      rules: {
        conditions: { agent: "instride-rules/0.2.0", node: "20" },
        systems: [{ system: "a", commits: 4, modes: { kept: mode(9), "fresh-from-code": mode(3) } }],
      },
    },
  },
};
const budgets = { stale: 5 };

test("The exponent is that of the power law", () => {
  const points = [1000, 5000, 20_000].map((x) => [x, 3 * x ** 0.15] as const);
  assert.ok(Math.abs((exponentOf(points) ?? 0) - 0.15) < 1e-9);
  assert.equal(exponentOf(points.slice(0, 1)), undefined);
});

test("One report holds tokens with ratios, accuracy and time, as Markdown", () => {
  const text = benchMarkdown(results, budgets);
  assert.match(text, /\| instride, as it chooses \| \$/);
  assert.match(text, /\| reconstruction in full \|.*\(\d[\d,.]* ×\)/);
  assert.match(text, /\| instride, as it chooses \| 0\.05 \| 0\.05 \|/);
  assert.match(text, /1\.20 ×/);
  assert.match(
    text,
    /\| a warm update: at most 1\.5 × its floor \| 1\.20 to 1\.20 × \| holds in all 16 cases \|/,
  );
  assert.match(text, /reconstruction in full: at least 40 × .*\| holds in all 4 cases \|/);
  assert.match(text, /\| kept by deltas \| 9 of 10 \(90 %\)/);
  assert.match(text, /\| stale \| 144 ms \| 1\.90 × \| 5 \|/);
  assert.doesNotMatch(text, /undefined|NaN/);
});

test("What was not measured is said, and the rest stands", () => {
  const text = benchMarkdown(
    {
      ...results,
      tokens: { missing: "Not measured here: `npm run bench:tokens` writes bench/tokens/results.json." },
    },
    budgets,
  );
  assert.match(text, /Not measured here: `npm run bench:tokens`/);
  assert.match(text, /kept by deltas/);
  assert.deepEqual(Object.keys(readBenches("/nowhere")), ["latency", "tokens", "accuracy"]);
  assert.match(benchPage(readBenches("/nowhere"), {}), /Not measured here/);
});

test("Results of another shape are no reason to fail", () => {
  const schema = z.object({ a: z.number() });
  assert.deepEqual(readResults("x.json", "npm run x", schema, '{"a":1}'), { value: { a: 1 } });
  assert.match(
    JSON.stringify(readResults("x.json", "npm run x", schema, '{"a":"b"}')),
    /another shape.*at a/,
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (some) => {
      const read = readResults("x.json", "npm run x", schema, some);
      assert.ok("value" in read || read.missing.includes("npm run x"));
    }),
  );
});

test("The page asks for nothing, fits its window and prints whole", { skip: withoutBrowser }, async (t) => {
  const document = benchPage(results, budgets);
  assert.doesNotMatch(document, /<process>|<b>|<script/);
  for (const width of [390, 1280]) {
    const { page, complaints } = await openPage(t, document, { width, scheme: "dark" });
    assert.deepEqual(complaints, []);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"), 0);
    assert.ok((await page.locator("figure.plot").count()) >= 6);
    assert.equal((await page.locator("figure.plot ~ .scroll table").count()) > 0, true);
  }
});
