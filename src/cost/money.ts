// Amounts of which a part may be unknown. What is unknown is never counted as nothing.

import type { Usage } from "../model/provenance.ts";
import type { PriceTable } from "./price-table.ts";
import { priceOf } from "./prices.ts";

export interface Money {
  /** US dollars; undefined as soon as a part has no price. */
  readonly usd?: number;
  /** US dollars of the parts that have a price. */
  readonly known: number;
  /** Why a part has none, once a reason. */
  readonly unknown?: readonly string[];
}

export const nothing: Money = { usd: 0, known: 0 };

const money = (known: number, reasons: readonly string[]): Money =>
  reasons.length === 0 ? { usd: known, known } : { known, unknown: [...new Set(reasons)] };

export const sumMoney = (parts: readonly Money[]): Money =>
  money(
    parts.reduce((sum, part) => sum + part.known, 0),
    parts.flatMap((part) => part.unknown ?? []),
  );

export interface Pricing {
  /** Rows that stand earlier win. */
  readonly table: PriceTable;
  /** Inference is pinned to the United States. */
  readonly geo?: "us";
}

/** The price of one request on a day. */
export const moneyOf = (
  model: string,
  usage: Omit<Usage, "model">,
  day: string,
  { table, geo }: Pricing,
): Money => {
  const modifiers = { on: day, ...(geo === undefined ? {} : { geo }) };
  const priced = priceOf(model, usage, modifiers, table);
  return "unknown" in priced ? money(0, [priced.unknown]) : money(priced.usd, []);
};
