// Where the parallel way loses, or a way of it that was forced: worked out from the figures, never left away.

import type { Figure } from "./figures.ts";
import { find, linesOf } from "./judge.ts";
import { count, dollars } from "./tables.ts";

const modelsOf = (figures: readonly Figure[]): string[] => [...new Set(figures.map(({ model }) => model))];
const gapsOf = (figures: readonly Figure[]): string[] => [...new Set(figures.map(({ gap }) => gap))];

/** Another way is cheaper than what the product chose. */
const toOthers = (figures: readonly Figure[]): string[] =>
  figures.flatMap((each) => {
    if (each.arm === "parallel" || each.usd === null) return [];
    const own = find(figures, { ...each, arm: "parallel" })?.usd;
    if (own == null || each.usd >= own * 0.999) return [];
    const isOwn = each.arm === "live" || each.arm === "resumed";
    return [
      `${count(each.lines)} lines, ${each.gap} apart, ${each.model}: \`${each.arm}\` costs ${dollars(each.usd)} a commit, the product's choice ${dollars(own)} (${(own / each.usd).toFixed(2)} ×)${isOwn ? "; its decision looks a few commits ahead and was wrong about them" : ""}`,
    ];
  });

/** The conversation that wrote the code, continued when that is dearer than reading afresh. */
const liveAgainst = (figures: readonly Figure[], arm: string): string[] => {
  const lines: string[] = [];
  for (const size of linesOf(figures))
    for (const gap of gapsOf(figures)) {
      const worse = modelsOf(figures).flatMap((model) => {
        const live = find(figures, { arm: "live", lines: size, gap, model })?.usd;
        const other = find(figures, { arm, lines: size, gap, model })?.usd;
        return live == null || other == null || live <= other
          ? []
          : [`${model} ${(live / other).toFixed(1)} ×`];
      });
      if (worse.length > 0) lines.push(`${count(size)} lines, ${gap} apart: ${worse.join(", ")}`);
    }
  return lines;
};

const unreadable = (figures: readonly Figure[]): string[] => [
  ...new Set(
    figures.flatMap(({ lines, none }) => (none === undefined ? [] : [`${count(lines)} lines: ${none}`])),
  ),
];

/** A prompt beyond a tier's step is charged more for every token. */
const steps = (figures: readonly Figure[], step: number, model: string): string[] =>
  figures.flatMap((each) => {
    if (each.model !== model || each.arm !== "live" || each.largest <= step || each.usd === null) return [];
    const own = find(figures, { ...each, arm: "parallel" })?.usd;
    return own == null
      ? []
      : [
          `${count(each.lines)} lines, ${each.gap} apart: prompts of up to ${count(each.largest)} tokens cost ${dollars(each.usd)} a commit live, ${dollars(own)} by the product's choice`,
        ];
  });

export interface Losses {
  readonly title: string;
  readonly lines: readonly string[];
  /** What is said when there are none. */
  readonly none: string;
}

export const lossesOf = (figures: readonly Figure[]): Losses[] => [
  {
    title: "The product's choice against every other way",
    lines: toOthers(figures),
    none: "It is the cheapest of all ways at every size, gap and model.",
  },
  {
    title:
      "Long transcripts and expired caches: the whole conversation continued, against the incremental peer design",
    lines: liveAgainst(figures, "incremental"),
    none: "Continuing the whole conversation is never dearer.",
  },
  {
    title: "The whole conversation continued, against reconstruction with caching",
    lines: liveAgainst(figures, "cached"),
    none: "Continuing the whole conversation is never dearer.",
  },
  {
    title: "Conversations that no model reads",
    lines: unreadable(figures),
    none: "Every conversation fits.",
  },
  {
    title:
      "Tier steps: Haiku 5.5 charges five times as much for every token once the prompt, cached tokens included, passes 100,000",
    lines: steps(figures, 100_000, "claude-haiku-5-5"),
    none: "No live prompt passes the step.",
  },
];
