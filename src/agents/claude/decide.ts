// How a conversation is continued: a cost decision made from facts alone.

import type { PriceTable, Rates } from "../../cost/price-table.ts";
import { type PriceModifiers, ratesOf } from "../../cost/prices.ts";

export type Lifetime = "5m" | "1h";

export interface Continued {
  /** Tokens of the conversation so far, or of the record. */
  readonly tokens: number;
  /** Milliseconds since the provider's cache of it was last used; left out: never. */
  readonly idleMs?: number;
  /** Tokens of the change. */
  readonly change: number;
  /** Tokens that the record lacks and that are written to its end. */
  readonly added?: number;
}

export interface ChoiceFacts {
  readonly model: string;
  readonly prefer: "auto" | "live" | "resumed";
  /** How long the provider keeps the live conversation. */
  readonly ttl: Lifetime;
  /** The live conversation; left out when there is none that can be continued. */
  readonly live?: Continued;
  /** A record that an earlier change of the burst wrote to the cache; left out when there is none. */
  readonly begun?: Continued & { readonly ttl: Lifetime };
  /** A record of its own for this change. */
  readonly resumed: Continued;
  /** How many milliseconds ago earlier changes were answered, the newest first. */
  readonly answeredMs?: readonly number[];
}

export interface Choice {
  /** `begun` begins with the record that an earlier change wrote, `resumed` with one of its own. */
  readonly way: "live" | "begun" | "resumed";
  readonly why: string;
  /** How long a record of its own is kept in the cache, so that later changes can begin with it; left out: not at all. */
  readonly keep?: Lifetime;
  /**
   * Price of each way's prompts in millionths of a US dollar, over the commits that are counted on; left out when it is
   * not known.
   */
  readonly live?: number;
  readonly begun?: number;
  readonly resumed?: number;
}

const lifetimes: Readonly<Record<Lifetime, number>> = { "5m": 5 * 60_000, "1h": 60 * 60_000 };
/** The request takes a while to arrive; an entry that is about to end is counted as gone. */
const margin = 10_000;
/** A burst is not counted on to go on for longer than this many changes. */
const burstAtMost = 8;

const isWithin = (ms: number | undefined, ttl: Lifetime): boolean =>
  ms !== undefined && ms + margin < lifetimes[ttl];

/** Changes of the present burst: each followed the one before within the lifetime. */
const burstOf = (answeredMs: readonly number[], ttl: Lifetime): number => {
  let length = 0;
  let next = 0;
  for (const ms of answeredMs) {
    if (!isWithin(ms - next, ttl)) break;
    length += 1;
    next = ms;
  }
  return Math.min(length, burstAtMost);
};

interface Burst {
  /** How many changes are counted on after this one: as many again as there have been. */
  readonly further: number;
  /** The shortest lifetime that reaches from one to the next. */
  readonly pace: Lifetime;
}

const burstFrom = (answeredMs: readonly number[]): Burst => {
  const quick = burstOf(answeredMs, "5m");
  return quick > 0 ? { further: quick, pace: "5m" } : { further: burstOf(answeredMs, "1h"), pace: "1h" };
};

interface Prices {
  readonly input: number;
  readonly read: number;
  readonly write: Readonly<Record<Lifetime, number>>;
}

const pricesOf = ({
  input,
  cacheRead = input,
  cacheWrite5m = input,
  cacheWrite1h = input,
}: Rates): Prices => ({
  input,
  read: cacheRead,
  write: { "5m": cacheWrite5m, "1h": cacheWrite1h },
});

/** The conversation grows by each change, and is written with it. */
const costOfLive = (
  { tokens, change, idleMs }: Continued,
  ttl: Lifetime,
  burst: Burst,
  prices: Prices,
): number => {
  const { read, write } = prices;
  const later = lifetimes[ttl] >= lifetimes[burst.pace] ? read : write[ttl];
  const now = isWithin(idleMs, ttl) ? read : write[ttl];
  return tokens * now + change * write[ttl] + burst.further * (tokens + change) * later;
};

/** A record grows by what it lacked; the change itself is never written. Gone from the cache it has no use. */
const costOfBegun = (
  { tokens, change, added = 0, idleMs, ttl }: Continued & { readonly ttl: Lifetime },
  { further, pace }: Burst,
  { input, read, write }: Prices,
): number => {
  if (!isWithin(idleMs, ttl)) return Number.POSITIVE_INFINITY;
  const later = lifetimes[ttl] >= lifetimes[pace] ? read : input;
  return tokens * read + added * write[ttl] + change * input + further * (tokens + added) * later;
};

/** The cheapest way to keep a record of its own, and what it costs. */
const costOfRecord = (
  { tokens, change }: Continued,
  { further, pace }: Burst,
  { input, read, write }: Prices,
): { cost: number; keep?: Lifetime } => {
  const once = (1 + further) * tokens * input;
  const kept = tokens * write[pace] + further * tokens * read;
  return further > 0 && kept < once
    ? { cost: kept + change * input, keep: pace }
    : { cost: once + change * input };
};

/** The output is the same on all ways, so only prompts are compared. */
export const choose = (facts: ChoiceFacts, modifiers: PriceModifiers = {}, table?: PriceTable): Choice => {
  const { live, begun, prefer, model, ttl, answeredMs = [] } = facts;
  const burst = burstFrom(answeredMs);
  const pricesFor = ({ tokens, change, added = 0 }: Continued): Prices | undefined => {
    const found = ratesOf(model, tokens + change + added, modifiers, table);
    return "unknown" in found ? undefined : pricesOf(found.rates);
  };
  const own = pricesFor(facts.resumed);
  if (own === undefined)
    return prefer === "live" && live !== undefined
      ? { way: "live", why: "the settings prefer it" }
      : { way: "resumed", why: "prices are not known, and its prompt is the smaller one" };
  const { cost: resumed, keep } = costOfRecord(facts.resumed, burst, own);
  const costs = {
    ...(live === undefined ? {} : { live: costOfLive(live, ttl, burst, pricesFor(live) ?? own) }),
    ...(begun === undefined ? {} : { begun: costOfBegun(begun, burst, pricesFor(begun) ?? own) }),
    resumed,
    ...(keep === undefined ? {} : { keep }),
  };
  if (prefer === "live" && live !== undefined)
    return { way: "live", why: "the settings prefer it", ...costs };
  const short = (costs.begun ?? Number.POSITIVE_INFINITY) <= resumed ? "begun" : "resumed";
  if (live === undefined)
    return {
      way: short,
      why: short === "begun" ? "its record is still cached" : "no conversation can be continued",
      ...costs,
    };
  if (prefer === "resumed") return { way: short, why: "the settings prefer it", ...costs };
  const way = (costs.live ?? Number.POSITIVE_INFINITY) <= (costs[short] ?? resumed) ? "live" : short;
  const state = isWithin(live.idleMs, ttl)
    ? "the conversation is still cached"
    : "the conversation is no longer cached";
  const what = { live: "continuing it", begun: "its cached record", resumed: "its record" }[way];
  return { way, why: `${state}, and ${what} costs less`, ...costs };
};
