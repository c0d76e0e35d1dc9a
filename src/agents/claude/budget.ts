// The spend limit of one command. Every request reserves the most that it can cost before it is sent.

import type { Pricing } from "../../cost/money.ts";
import type { PriceTable } from "../../cost/price-table.ts";
import { type PriceModifiers, priceOf, ratesOf } from "../../cost/prices.ts";
import type { Usage } from "../../model/provenance.ts";
import { AgentFailure } from "../failure.ts";

/** Fewer output tokens than this are of no use. */
const leastOutput = 1000;

export class Budget {
  readonly limit: number | undefined;
  #spent = 0;
  #reserved = 0;
  #unknown = false;

  readonly #table: PriceTable | undefined;
  readonly #modifiers: PriceModifiers;

  constructor(limit: number | undefined, pricing?: Pricing) {
    this.limit = limit;
    this.#table = pricing?.table;
    this.#modifiers = pricing?.geo === undefined ? {} : { geo: pricing.geo };
  }

  /** US dollars so far; undefined when some of it is not known. */
  get usd(): number | undefined {
    return this.#unknown ? undefined : this.#spent;
  }

  /**
   * Output tokens that a request may ask for, at most `wanted`, and a way to give back what it reserved.
   * @param prompt estimated tokens of the prompt, counted at its dearest class
   * @param shares how many requests begin at the same time and share what is left
   * @throws AgentFailure when the limit would be passed, or can't be kept because a price is not known
   */
  reserve(
    model: string,
    prompt: number,
    wanted: number,
    shares = 1,
  ): { tokens: number; release: () => void } {
    if (this.limit === undefined) return { tokens: wanted, release: () => {} };
    const found = ratesOf(model, prompt, this.#modifiers, this.#table);
    if ("unknown" in found || this.#unknown)
      throw new AgentFailure(
        "budget",
        `a spend limit is set, and it can't be kept: ${"unknown" in found ? found.unknown : "the endpoint does not report all token counts"}`,
        { next: "leave --max-usd and claude.max-usd out, or use a model with a known price" },
      );
    const { input, output, cacheWrite5m = input, cacheWrite1h = cacheWrite5m } = found.rates;
    const left = (this.limit - this.#spent - this.#reserved) / shares;
    const reading = (prompt * Math.max(input, cacheWrite5m, cacheWrite1h)) / 1e6;
    const affordable = Math.floor(((left - reading) * 1e6) / output);
    const tokens = Math.min(wanted, affordable);
    if (tokens < leastOutput)
      throw new AgentFailure(
        "budget",
        `the next request could pass the limit of $${this.limit}; $${this.#spent.toFixed(4)} is spent`,
      );
    const amount = reading + (tokens * output) / 1e6;
    this.#reserved += amount;
    let isOpen = true;
    return {
      tokens,
      release: () => {
        if (isOpen) this.#reserved -= amount;
        isOpen = false;
      },
    };
  }

  spend(usage: Usage, isKnown: boolean): void {
    const priced = priceOf(usage.model, usage, this.#modifiers, this.#table);
    if ("unknown" in priced || !isKnown) this.#unknown = true;
    if (!("unknown" in priced)) this.#spent += priced.usd;
  }
}
