import assert from "node:assert/strict";
import { test } from "node:test";
import { type ChoiceFacts, choose } from "../../../src/agents/claude/decide.ts";

const minute = 60_000;
const facts: ChoiceFacts = {
  model: "claude-opus-5-5",
  prefer: "auto",
  ttl: "5m",
  live: { tokens: 80_000, idleMs: minute, change: 600 },
  resumed: 9_000,
};

const rows: readonly (readonly [string, ChoiceFacts, "live" | "resumed"])[] = [
  // 80k read at 0.05 and 600 written at 1.25 are 4,750 input tokens' worth, less than 9,000.
  ["cached, and cheaper than the record", facts, "live"],
  ["cached, but the record is smaller still", { ...facts, resumed: 4_000 }, "resumed"],
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
  ["nothing to continue", { model: facts.model, prefer: "live", ttl: "5m", resumed: 9_000 }, "resumed"],
  ["the settings prefer the record", { ...facts, prefer: "resumed" }, "resumed"],
  ["the settings prefer the conversation", { ...facts, prefer: "live", resumed: 10 }, "live"],
  ["a price that is not known", { ...facts, model: "qwen3" }, "resumed"],
  // A read costs 0.1 of the input there: 8,750 input tokens' worth, which loses against 8,000 and wins against 9,000.
  ["a dearer read", { ...facts, model: "claude-opus-5", resumed: 8_000 }, "resumed"],
  ["a dearer read that still pays", { ...facts, model: "claude-opus-5" }, "live"],
  // The whole prompt decides the tier of Haiku 5.5: beyond 100k tokens each costs five times as much.
  [
    "a tier that flips",
    { ...facts, model: "claude-haiku-5-5", live: { tokens: 150_000, idleMs: 0, change: 600 } },
    "resumed",
  ],
];

for (const [name, given, way] of rows)
  test(`${name}: ${way}`, () => {
    const choice = choose(given);
    assert.equal(choice.way, way, JSON.stringify(choice));
    assert.notEqual(choice.why, "");
  });
