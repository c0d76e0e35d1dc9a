// The ledger: what the threat models of a history cost, and what a fresh reconstruction would have cost in their place.

import { compare } from "../model/finding.ts";
import type { Usage } from "../model/provenance.ts";
import { type Money, moneyOf, nothing, type Pricing, sumMoney } from "./money.ts";
import { type Counts, type Reconstruction, reconstruction, reconstructionCost } from "./reconstruction.ts";
import type { Spend } from "./spend.ts";
import { hitRate, sumUsage, type Totals } from "./usage.ts";

export const groupings = [
  "component",
  "mode",
  "agent",
  "model",
  "month",
  "author",
  "commit",
  "purpose",
  "repository",
] as const;
export type Grouping = (typeof groupings)[number];

/** What a request was for, in the words of the report. */
const purposeOf = ({ purpose }: Usage): string => purpose ?? "threat-model";

export interface LedgerOptions {
  readonly by: Grouping;
  /** Model whose prices compare what was spent with what reconstruction would have cost. */
  readonly referenceModel: string;
  readonly pricing: Pricing;
  readonly counts?: Counts;
}

/** One record, priced. */
export interface Priced extends Spend {
  readonly month: string;
  /** At each request's own model. */
  readonly cost: Money;
  /** What the threat model took, without the writing of code, at the reference model. */
  readonly reference: Money;
  readonly reconstruction?: Reconstruction;
  /** At the reference model. Undefined where the component's size then is not known. */
  readonly counterfactual?: Money;
  readonly low?: Money;
  readonly high?: Money;
}

export interface LedgerRow {
  readonly key: string;
  readonly records: number;
  readonly commits: number;
  readonly totals: Totals;
  readonly cost: Money;
  /** `cost` for each commit that added a record here. */
  readonly perCommit: Money;
  readonly reference: Money;
  readonly counterfactual: Money;
  readonly low: Money;
  readonly high: Money;
  /** Records whose counterfactual is known. */
  readonly compared: number;
  /**
   * Counterfactual ÷ `reference` of the compared records; undefined when nothing was spent on
   * them, or a price is not known.
   */
  readonly ratio?: { readonly value: number; readonly low: number; readonly high: number };
  readonly hitRate?: number;
}

/** Prices each record. */
export const priceSpends = (
  spends: readonly Spend[],
  { referenceModel, pricing, counts }: LedgerOptions,
): readonly Priced[] =>
  spends.map((spend) => {
    const price = (usages: readonly Usage[], model?: string): Money =>
      sumMoney(usages.map((usage) => moneyOf(model ?? usage.model, usage, spend.day, pricing)));
    const head = {
      ...spend,
      month: spend.day.slice(0, 7),
      cost: price(spend.usage),
      reference: price(
        spend.usage.filter(({ purpose }) => purpose !== "code"),
        referenceModel,
      ),
    };
    if (spend.size === undefined) return head;
    const fresh = reconstruction(spend.size, referenceModel, counts);
    const { cost, low, high } = reconstructionCost(fresh, referenceModel, spend.day, pricing);
    return { ...head, reconstruction: fresh, counterfactual: cost, low, high };
  });

const ratioOf = (
  compared: readonly Priced[],
  spent: Money,
  row: Pick<LedgerRow, "counterfactual" | "low" | "high">,
) => {
  const [value, low, high] = [row.counterfactual.usd, row.low.usd, row.high.usd];
  if (compared.length === 0 || spent.usd === undefined || spent.usd === 0) return undefined;
  if (value === undefined || low === undefined || high === undefined) return undefined;
  return { value: value / spent.usd, low: low / spent.usd, high: high / spent.usd };
};

const rowOf = (key: string, own: readonly Priced[], compared: readonly Priced[]): LedgerRow => {
  const totals = sumUsage(own.flatMap(({ usage }) => usage));
  const rate = hitRate(totals);
  const cost = sumMoney(own.map((each) => each.cost));
  const commits = new Set(own.map(({ repository, commit }) => `${repository}\0${commit}`)).size;
  const share = (part: number): number => part / Math.max(1, commits);
  const sums = {
    counterfactual: sumMoney(compared.map((each) => each.counterfactual ?? nothing)),
    low: sumMoney(compared.map((each) => each.low ?? nothing)),
    high: sumMoney(compared.map((each) => each.high ?? nothing)),
  };
  const ratio = ratioOf(compared, sumMoney(compared.map((each) => each.reference)), sums);
  return {
    key,
    records: own.length,
    commits,
    totals,
    cost,
    perCommit: {
      ...cost,
      known: share(cost.known),
      ...(cost.usd === undefined ? {} : { usd: share(cost.usd) }),
    },
    reference: sumMoney(own.map((each) => each.reference)),
    ...sums,
    compared: compared.length,
    ...(ratio === undefined ? {} : { ratio }),
    ...(rate === undefined ? {} : { hitRate: rate }),
  };
};

/** Keys under which the requests of a record stand: one, but for groupings that can divide a record. */
const dividing: Partial<Record<Grouping, (usage: Usage) => string>> = {
  model: ({ model }) => model,
  purpose: purposeOf,
};

/** The part of each record that belongs to a key: only its requests, with their own price. */
const parts = (spend: Priced, options: LedgerOptions): ReadonlyMap<string, Priced> => {
  const keyOf = dividing[options.by];
  if (keyOf === undefined) return new Map([[spend[options.by as "component"], spend]]);
  const keys = [...new Set(spend.usage.map(keyOf))];
  if (keys.length === 0) return new Map([[options.by === "model" ? "none" : "threat-model", spend]]);
  return new Map(
    keys.map((key) => {
      const usage = spend.usage.filter((each) => keyOf(each) === key);
      const [priced] = priceSpends([{ ...spend, usage }], options);
      return [key, priced as Priced];
    }),
  );
};

/**
 * One row for each key, sorted (commits: in the order of history), then the total. A record that spent on two models, or on code and threat model, is
 * divided between their rows; its counterfactual stands with the one that wrote the threat model, or most of it.
 */
export const ledgerRows = (priced: readonly Priced[], options: LedgerOptions): readonly LedgerRow[] => {
  const own = new Map<string, Priced[]>();
  const compared = new Map<string, Priced[]>();
  const add = (to: Map<string, Priced[]>, key: string, spend: Priced): void => {
    const list = to.get(key);
    if (list === undefined) to.set(key, [spend]);
    else list.push(spend);
  };
  for (const spend of priced) {
    const divided = [...parts(spend, options)];
    const output = (part: Priced): number => part.usage.reduce((sum, { output: tokens }) => sum + tokens, 0);
    const main =
      divided.find(([key]) => key === "threat-model") ??
      divided.reduce((most, each) => (output(each[1]) > output(most[1]) ? each : most));
    for (const [key, part] of divided) {
      add(own, key, part);
      if (key === main[0] && part.counterfactual !== undefined) add(compared, key, part);
    }
  }
  // Commits stay in the order of history.
  const keys = options.by === "commit" ? [...own.keys()] : [...own.keys()].sort(compare);
  return [
    ...keys.map((key) => rowOf(key, own.get(key) ?? [], compared.get(key) ?? [])),
    rowOf(
      "total",
      priced,
      priced.filter((each) => each.counterfactual !== undefined),
    ),
  ];
};
