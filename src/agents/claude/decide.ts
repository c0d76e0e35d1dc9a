// Live or resumed: a cost decision made from facts alone.

import type { PriceTable } from "../../cost/price-table.ts";
import { type PriceModifiers, ratesOf } from "../../cost/prices.ts";

export interface ChoiceFacts {
  readonly model: string;
  readonly prefer: "auto" | "live" | "resumed";
  readonly ttl: "5m" | "1h";
  /** The live conversation; left out when there is none that can be continued. */
  readonly live?: {
    /** Tokens of the conversation so far. */
    readonly tokens: number;
    /** Milliseconds since the provider's cache of it was last used; left out: never. */
    readonly idleMs?: number;
    /** Tokens that the change adds to it. */
    readonly change: number;
  };
  /** Tokens of the whole prompt when it is resumed from its record. */
  readonly resumed: number;
}

export interface Choice {
  readonly way: "live" | "resumed";
  readonly why: string;
  /** Price of each prompt in millionths of a US dollar; left out when it is not known. */
  readonly live?: number;
  readonly resumed?: number;
}

const lifetimes = { "5m": 5 * 60_000, "1h": 60 * 60_000 } as const;
/** The request takes a while to arrive; an entry that is about to end is counted as gone. */
const margin = 10_000;

/** The output is the same on both ways, so only prompts are compared. */
export const choose = (facts: ChoiceFacts, modifiers: PriceModifiers = {}, table?: PriceTable): Choice => {
  const { live, prefer, model, ttl } = facts;
  if (live === undefined) return { way: "resumed", why: "no conversation can be continued" };
  const isWarm = live.idleMs !== undefined && live.idleMs + margin < lifetimes[ttl];
  const whole = ratesOf(model, live.tokens + live.change, modifiers, table);
  const record = ratesOf(model, facts.resumed, modifiers, table);
  if ("unknown" in whole || "unknown" in record)
    return prefer === "live"
      ? { way: "live", why: "the settings prefer it" }
      : { way: "resumed", why: "prices are not known, and its prompt is the smaller one" };
  const { input, cacheRead = input, ...writes } = whole.rates;
  const write = (ttl === "1h" ? writes.cacheWrite1h : writes.cacheWrite5m) ?? input;
  const costs = {
    live: isWarm ? live.tokens * cacheRead + live.change * write : (live.tokens + live.change) * write,
    resumed: facts.resumed * record.rates.input,
  };
  if (prefer !== "auto") return { way: prefer, why: "the settings prefer it", ...costs };
  const way = costs.live <= costs.resumed ? "live" : "resumed";
  const state = isWarm ? "the conversation is still cached" : "the conversation is no longer cached";
  return {
    way,
    why: `${state}, and ${way === "live" ? "continuing it" : "its record"} costs less`,
    ...costs,
  };
};
