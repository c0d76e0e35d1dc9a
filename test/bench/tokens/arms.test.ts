import assert from "node:assert/strict";
import { test } from "node:test";
import { arms, type Figure, figuresFor, gaps } from "../../../bench/tokens/figures.ts";
import { find, judge } from "../../../bench/tokens/judge.ts";
import { liveEndpoint, type Purse } from "../../../bench/tokens/live.ts";
import { renderReport } from "../../../bench/tokens/report.ts";
import { syntheticSeries } from "../../../bench/tokens/synthetic.ts";
import { manualClock } from "../../support/messages-api/clock.ts";
import { startMessagesServer } from "../../support/messages-api/server.ts";

const models = ["claude-opus-5-5", "claude-haiku-5-5"];
const { series } = await syntheticSeries(1000, 3);
const quiet = (): void => {};
const figures = await figuresFor(series, 1000, { models, gaps, say: quiet });
const at = (arm: string, gap: string, model = "claude-opus-5-5"): Figure =>
  find(figures, { arm, lines: 1000, gap, model }) ?? assert.fail(`${arm} ${gap}`);

test("every arm has a price for every gap and model, and a second run gives the same numbers", async () => {
  assert.equal(figures.length, arms.length * gaps.length * models.length);
  for (const { usd, none } of figures) assert.ok((usd ?? 0) > 0, none ?? "");
  assert.deepEqual(await figuresFor(series, 1000, { models, gaps, say: quiet }), figures);
});

test("reconstruction reads everything and says everything; batches cost half of it", () => {
  const [full, batch] = [at("full", "2 minutes"), at("batch", "2 minutes")];
  assert.deepEqual(full.tokens, batch.tokens);
  assert.equal(batch.usd, (full.usd ?? 0) / 2);
  assert.equal(full.tokens.cacheRead, 0);
  assert.ok(full.tokens.output > 10_000);
  assert.ok((at("cached", "2 minutes").usd ?? 0) < (full.usd ?? 0));
  assert.equal(at("cached", "a day").usd, full.usd);
});

test("the incremental arm answers with the same delta as the parallel way, so that only what is read differs", () => {
  for (const { name } of gaps)
    assert.equal(at("incremental", name).tokens.output, at("parallel", name).tokens.output);
});

test("the product's choice is warm at two minutes, and reads nothing from the cache after a day", () => {
  assert.ok(at("parallel", "2 minutes").warm !== undefined);
  assert.equal(at("parallel", "a day").tokens.cacheRead, 0);
  assert.equal(at("parallel", "a day").warm, undefined);
});

test("a claim of which nothing was measured is not said to hold", () => {
  for (const { claim, holds } of judge(figures))
    if (/20,000|grows/.test(claim)) assert.equal(holds, undefined, claim);
});

test("the report names the conditions, every arm, the losses and the sources of what others published", () => {
  const text = renderReport({
    conditions: {
      tool: "0",
      sdk: "1",
      node: "20",
      estimator: "by length",
      prices: ["one"],
      seed: 1,
      source: "test",
      endpoint: "loopback",
    },
    sizes: [],
    figures,
  });
  for (const { title } of arms) assert.ok(text.includes(title), title);
  for (const part of ["## Where the parallel way loses", "gh-aw-firewall#1715", "seed 1", "by length"])
    assert.ok(text.includes(part), part);
  assert.doesNotMatch(text, /undefined|NaN/);
});

test("without a key there is no live endpoint", () => {
  assert.equal(liveEndpoint({ ANTHROPIC_API_KEY: "" }, { limit: 1, spent: 0 }, quiet), undefined);
});

test("a live run stops before its limit, and keeps what it has measured", async (t) => {
  const server = await startMessagesServer({
    clock: manualClock(),
    script: () => ({
      content: [
        { type: "tool_use", name: "submit_delta", input: { no_change: [{ reason: "same", about: [] }] } },
      ],
    }),
  });
  t.after(() => server.close());
  const purse: Purse = { limit: 0.08, spent: 0 };
  const env = { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: server.url };
  const open = liveEndpoint(env, purse, quiet) ?? assert.fail();
  const ran = await figuresFor(series, 1000, {
    models: ["claude-haiku-5-5"],
    gaps: [{ name: "at once", ms: 0 }],
    say: quiet,
    open,
    arms: ["full", "cached"],
  });
  assert.ok(purse.spent > 0 && purse.spent <= purse.limit, String(purse.spent));
  assert.ok(ran.some(({ usd }) => usd !== null));
  const tight: Purse = { limit: 0.0005, spent: 0 };
  const stopped = await figuresFor(series, 1000, {
    models: ["claude-haiku-5-5"],
    gaps: [{ name: "at once", ms: 0 }],
    say: quiet,
    open: liveEndpoint(env, tight, quiet) ?? assert.fail(),
    arms: ["full", "parallel"],
  });
  for (const { none } of stopped) assert.match(none ?? "", /spend limit|limit of/);
  assert.equal(tight.spent, 0);
});
