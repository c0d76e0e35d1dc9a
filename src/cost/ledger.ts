// The ledger: what the threat models of a history cost, and what a fresh reconstruction would have cost in their place.

import type { Mode, Usage } from "../model/provenance.ts";
import { estimateTokensOfLength, generationOf, languageOf } from "./estimate.ts";
import type { PriceTable } from "./price-table.ts";
import { priceOf } from "./prices.ts";
import { hitRate, noTokens, sumUsage, type Totals } from "./usage.ts";

/** One record with what it spent. */
export interface Spend {
  readonly record: string;
  readonly component: string;
  readonly mode: Mode;
  readonly agent: string;
  readonly commit: string;
  readonly author: string;
  /** `YYYY-MM-DD`, as the commit claims it. */
  readonly day: string;
  readonly usage: readonly Usage[];
  /** Bytes of the component's inputs and of its model at that commit; undefined where the tree does not tell. */
  readonly size?: { readonly inputs: Readonly<Record<string, number>>; readonly model: number };
}

export interface Money {
  /** US dollars; undefined when a model or a class has no price. */
  readonly usd?: number;
  readonly unknown?: string;
}

/** Tokens of a one-shot reconstruction: every input read once, the whole model written once. Estimated. */
export const reconstruction = (
  size: NonNullable<Spend["size"]>,
  model: string,
): Totals & { low: number; high: number } => {
  const generation = generationOf(model);
  let [input, low, high] = [instructionTokens, instructionTokens, instructionTokens];
  for (const [path, bytes] of Object.entries(size.inputs)) {
    const language = languageOf(path);
    const read = estimateTokensOfLength(bytes, {
      generation,
      ...(language === undefined ? {} : { language }),
    });
    input += read.tokens;
    low += read.low;
    high += read.high;
  }
  const written = estimateTokensOfLength(size.model, { generation, language: "yaml" });
  return {
    ...noTokens,
    input,
    output: written.tokens,
    estimated: true,
    low: low + written.low,
    high: high + written.high,
  };
};

/** Instructions, questions and tool definitions that any reconstruction must send; a round figure, stated as one. */
const instructionTokens = 3_000;

export interface LedgerRow {
  readonly key: string;
  readonly records: number;
  readonly totals: Totals;
  /** At each record's own model. */
  readonly cost: Money;
  /** At the reference model: what was spent, and what reconstruction would have been. */
  readonly reference: Money;
  readonly counterfactual: Money;
  /** Reconstruction in place of each update ÷ what was spent, at the same prices; undefined when nothing was spent. */
  readonly ratio?: number;
  readonly hitRate?: number;
}

const sumMoney = (parts: readonly Money[]): Money => {
  const unknown = parts.find((part) => part.usd === undefined)?.unknown;
  return unknown === undefined ? { usd: parts.reduce((sum, part) => sum + (part.usd ?? 0), 0) } : { unknown };
};

const money = (
  model: string,
  totals: Omit<Usage, "model">,
  day: string,
  table: PriceTable | undefined,
): Money => {
  const priced = priceOf(model, totals, { on: day }, table);
  return "unknown" in priced ? { unknown: priced.unknown } : { usd: priced.usd };
};

export const groupings = ["component", "mode", "agent", "model", "month", "author", "commit"] as const;
export type Grouping = (typeof groupings)[number];

const keysOf = (spend: Spend, by: Grouping): string[] => {
  switch (by) {
    case "month":
      return [spend.day.slice(0, 7)];
    case "model":
      return spend.usage.length === 0 ? ["none"] : [...new Set(spend.usage.map((usage) => usage.model))];
    default:
      return [spend[by]];
  }
};

export interface LedgerOptions {
  readonly by: Grouping;
  /** Model whose prices compare what was spent with what reconstruction would have cost. */
  readonly referenceModel: string;
  readonly table?: PriceTable;
}

/** One row for each key, sorted, then the total. A record that spent on two models stands under both, once in the total. */
export const ledgerRows = (spends: readonly Spend[], options: LedgerOptions): readonly LedgerRow[] => {
  const keys = [...new Set(spends.flatMap((spend) => keysOf(spend, options.by)))].sort();
  const row = (
    key: string,
    own: readonly Spend[],
    usagesOf: (spend: Spend) => readonly Usage[],
  ): LedgerRow => {
    const usages = own.flatMap(usagesOf);
    const totals = sumUsage(usages);
    const rate = hitRate(totals);
    const cost = sumMoney(
      own.flatMap((spend) =>
        usagesOf(spend).map((usage) => money(usage.model, usage, spend.day, options.table)),
      ),
    );
    const reference = sumMoney(
      own.flatMap((spend) =>
        usagesOf(spend).map((usage) => money(options.referenceModel, usage, spend.day, options.table)),
      ),
    );
    const counterfactual = sumMoney(
      own.flatMap((spend) =>
        spend.size === undefined
          ? []
          : [
              money(
                options.referenceModel,
                reconstruction(spend.size, options.referenceModel),
                spend.day,
                options.table,
              ),
            ],
      ),
    );
    const spent = reference.usd ?? 0;
    return {
      key,
      records: own.length,
      totals,
      cost,
      reference,
      counterfactual,
      ...(counterfactual.usd === undefined || spent === 0 ? {} : { ratio: counterfactual.usd / spent }),
      ...(rate === undefined ? {} : { hitRate: rate }),
    };
  };
  return [
    ...keys.map((key) =>
      row(
        key,
        spends.filter((spend) => keysOf(spend, options.by).includes(key)),
        (spend) =>
          options.by === "model" ? spend.usage.filter((usage) => usage.model === key) : spend.usage,
      ),
    ),
    row("total", spends, (spend) => spend.usage),
  ];
};
