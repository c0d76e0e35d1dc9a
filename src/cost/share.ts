// What the threat model added to the cost of the code: its share of what `generate` spent. Only there does instride see
// both; the code of a coding agent's own session is paid for elsewhere.

import { type Money, moneyOf, type Pricing, sumMoney } from "./money.ts";
import type { Spend } from "./spend.ts";

export interface Share {
  /** Records of runs in which instride had the code written too. */
  readonly records: number;
  readonly code: Money;
  /** Reading, and recording the map: both branches go on from it. */
  readonly shared: Money;
  readonly threatModel: Money;
  /**
   * Threat model ÷ all, 0 to 1: `low` when the shared part counts as the code's (it has to be read either way), `high`
   * when it counts as the threat model's. Undefined when a price is not known, or no such run is in the history.
   */
  readonly low?: number;
  readonly high?: number;
}

export const shareOf = (spends: readonly Spend[], pricing: Pricing): Share => {
  const both = spends.filter(({ usage }) => usage.some(({ purpose }) => purpose === "code"));
  const spent = (wanted: "code" | "shared" | undefined): Money =>
    sumMoney(
      both.flatMap(({ usage, day }) =>
        usage
          .filter(({ purpose }) => purpose === wanted)
          .map((each) => moneyOf(each.model, each, day, pricing)),
      ),
    );
  const [code, shared, threatModel] = [spent("code"), spent("shared"), spent(undefined)];
  const { usd } = sumMoney([code, shared, threatModel]);
  const head = { records: both.length, code, shared, threatModel };
  return usd === undefined || usd === 0
    ? head
    : { ...head, low: threatModel.known / usd, high: (threatModel.known + shared.known) / usd };
};
