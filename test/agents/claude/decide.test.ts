import assert from "node:assert/strict";
import { test } from "node:test";
import { type ChoiceFacts, choose } from "../../../src/agents/claude/decide.ts";

const minute = 60_000;
/** A record's prompt of so many tokens, the change among them. */
const record = (tokens: number) => ({ tokens: tokens - 600, change: 600 });
const facts: ChoiceFacts = {
  model: "claude-opus-5-5",
  prefer: "auto",
  ttl: "5m",
  live: { tokens: 80_000, idleMs: minute, change: 600 },
  resumed: record(9_000),
};

const rows: readonly (readonly [string, ChoiceFacts, "live" | "begun" | "resumed"])[] = [
  // 80k read at 0.05 and 600 written at 1.25 are 4,750 input tokens' worth, less than 9,000.
  ["cached, and cheaper than the record", facts, "live"],
  ["cached, but the record is smaller still", { ...facts, resumed: record(4_000) }, "resumed"],
  ["no longer cached", { ...facts, live: { tokens: 80_000, idleMs: 6 * minute, change: 600 } }, "resumed"],
  [
    "cached for an hour",
    { ...facts, ttl: "1h", live: { tokens: 80_000, idleMs: 50 * minute, change: 600 } },
    "live",
  ],
  ["never cached", { ...facts, live: { tokens: 80_000, change: 600 } }, "resumed"],
  [
    "about to expire",
    { ...facts, live: { tokens: 80_000, idleMs: 5 * minute - 5000, change: 600 } },
    "resumed",
  ],
  [
    "nothing to continue",
    { model: facts.model, prefer: "live", ttl: "5m", resumed: record(9_000) },
    "resumed",
  ],
  ["the settings prefer the record", { ...facts, prefer: "resumed" }, "resumed"],
  ["the settings prefer the conversation", { ...facts, prefer: "live", resumed: record(10) }, "live"],
  ["a price that is not known", { ...facts, model: "qwen3" }, "resumed"],
  // A read costs 0.1 of the input there: 8,750 input tokens' worth, which loses against 8,000 and wins against 9,000.
  ["a dearer read", { ...facts, model: "claude-opus-5", resumed: record(8_000) }, "resumed"],
  ["a dearer read that still pays", { ...facts, model: "claude-opus-5" }, "live"],
  // The whole prompt decides the tier of Haiku 5.5: beyond 100k tokens each costs five times as much.
  [
    "a tier that flips",
    { ...facts, model: "claude-haiku-5-5", live: { tokens: 150_000, idleMs: 0, change: 600 } },
    "resumed",
  ],
  // Three more are counted on: the record is written once, 10,500 and 3 × 420 and 600; live reads 80,000 four times.
  [
    "a burst, in which the record soon pays",
    { ...facts, answeredMs: [1, 3, 5].map((each) => each * minute) },
    "resumed",
  ],
  [
    "a burst, and a short conversation",
    {
      ...facts,
      answeredMs: [1, 3, 5].map((each) => each * minute),
      live: { tokens: 20_000, idleMs: minute, change: 600 },
    },
    "live",
  ],
  [
    "a burst whose record is cached",
    {
      ...facts,
      answeredMs: [1, 3, 5].map((each) => each * minute),
      begun: { ttl: "5m", tokens: 8_400, idleMs: minute, change: 900 },
    },
    "begun",
  ],
  [
    "a cached record that no longer fits the change",
    {
      ...facts,
      answeredMs: [1, 3, 5].map((each) => each * minute),
      begun: { ttl: "5m", tokens: 8_400, idleMs: minute, change: 30_000 },
    },
    "resumed",
  ],
  [
    "a record that is no longer cached",
    {
      ...facts,
      answeredMs: [6 * minute],
      begun: { ttl: "5m", tokens: 2_000, idleMs: 6 * minute, change: 900 },
    },
    "resumed",
  ],
  [
    "the settings prefer the record, and it is cached",
    {
      ...facts,
      prefer: "resumed",
      answeredMs: [1, 3, 5].map((each) => each * minute),
      begun: { ttl: "5m", tokens: 8_400, idleMs: minute, change: 900 },
    },
    "begun",
  ],
];

for (const [name, given, way] of rows)
  test(`${name}: ${way}`, () => {
    const choice = choose(given);
    assert.equal(choice.way, way, JSON.stringify(choice));
    assert.notEqual(choice.why, "");
  });

test("a record is kept in the cache for as long as the changes of the burst are apart, and only where that pays", () => {
  const kept = (answered: readonly number[], model = facts.model) =>
    choose({ ...facts, model, prefer: "resumed", answeredMs: answered.map((each) => each * minute) }).keep;
  assert.equal(kept([]), undefined);
  assert.equal(kept([2]), "5m");
  // Writing for an hour costs twice the input: one more change does not bring that back, two do.
  assert.equal(kept([20]), undefined);
  assert.equal(kept([20, 40]), "1h");
  assert.equal(kept([2, 22]), "5m");
  assert.equal(kept([24 * 60, 24 * 60 + 2]), undefined);
  assert.equal(kept([2], "qwen3"), undefined);
});
