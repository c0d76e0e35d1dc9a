// Sentences of the cost report: how each number came to be. The terminal and the page say the same ones.

import type { LedgerRow } from "../cost/ledger.ts";
import type { CostReport } from "../cost/report.ts";
import { count, money, percent, times } from "./figures.ts";

const plural = (many: number, one: string, more = `${one}s`): string =>
  `${count(many)} ${many === 1 ? one : more}`;

/** The ratio with its band; a dash where there is nothing to compare, or a price is missing. */
export const ratioText = ({ ratio, compared, reference }: LedgerRow): string =>
  ratio === undefined
    ? compared > 0 && reference.usd === 0
      ? "free"
      : "–"
    : `${times(ratio.value)} (${times(ratio.low).replace(" ×", "")}–${times(ratio.high).replace(" ×", "")})`;

/** Bounds of the threat model's share of a whole. */
export const shareText = ({ low, high }: CostReport["share"]): string | undefined => {
  if (low === undefined || high === undefined) return undefined;
  const [from, to] = [percent(low), percent(high)];
  return from === to ? from : `${from.replace(" %", "")}–${to}`;
};

export const scopeSentence = ({ total, commits, range, repositories }: CostReport): string =>
  `${plural(total.records, "record")} in ${count(total.commits)} of ${plural(commits, "commit")} (${range})${
    repositories.length > 1 ? ` of ${repositories.length} repositories` : ""
  }; cost for each commit with a record: ${money(total.perCommit)}`;

export const shareSentence = ({ share }: CostReport): string => {
  if (share.records === 0)
    return "The threat model's share of the whole is not known: in no run of this range did instride have the code written too, and what a coding agent spends on code in its own session is not seen here.";
  const text = shareText(share);
  const runs = plural(share.records, "record");
  return text === undefined
    ? `The threat model's share of the whole is not known: a price is missing for one of the ${runs} in which instride had the code written too.`
    : `The threat model took ${text} of what was spent where instride had the code written too (${runs}): the lower figure counts the reading of spec and code as the code's, the higher as the threat model's.`;
};

const methodWords = {
  counted: "counted by the provider",
  o200k: "estimated from o200k tokens with measured ratios for language and model generation, band −13/+30 %",
  length: "estimated from lengths, band −40/+50 %",
} as const;

export const reconstructionSentence = ({ methods, reference, total }: CostReport): string => {
  const how = (["counted", "o200k", "length"] as const).flatMap((method) => {
    const records = methods[method];
    return records === undefined ? [] : [`${methodWords[method]} (${plural(records, "record")})`];
  });
  const left = total.records - total.compared;
  return `Reconstruction: every input of the component at that commit read once, the whole model written once, in one request. It is compared with what the threat model took (writing the code left out), both at the prices of ${reference.model}; ${how.length === 0 ? "no component's size is known" : `tokens ${how.join("; ")}`}.${
    left === 0
      ? ""
      : ` ${plural(left, "folded record")} can't be compared: the tree before the fold is not in this history.`
  }`;
};

export const priceSentence = ({ prices, reference, total }: CostReport): string => {
  const dates = [...new Set(prices.map(({ row }) => row.asOf))].sort();
  const unknown =
    total.cost.unknown === undefined
      ? ""
      : ` Not known, and never counted as nothing: ${total.cost.unknown.join("; ")}.`;
  return `Prices of ${dates.length === 0 ? reference.asOf : dates.join(", ")}.${unknown}`;
};

export const estimateSentence = ({ estimated }: CostReport): string | undefined =>
  estimated === 0
    ? undefined
    : `Tokens of ${plural(estimated, "record")} are estimated: a coding agent's own session is not metered here, so the brief that it read and the answer that it wrote are counted, and what its session read again for that turn is not.`;

/** All of them, for a reader of the table. */
export const costSentences = (report: CostReport): readonly string[] =>
  [
    `${scopeSentence(report)}.`,
    shareSentence(report),
    reconstructionSentence(report),
    estimateSentence(report),
    priceSentence(report),
  ].flatMap((sentence) => sentence ?? []);
