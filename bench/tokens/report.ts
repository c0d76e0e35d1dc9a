// The report, from the results alone: whoever has results.json can print it again.

import { anchors } from "./anchors.ts";
import { arms, type Figure } from "./figures.ts";
import { find, growthOf, type Judged, judge, linesOf, ratioOf } from "./judge.ts";
import { lossesOf } from "./losses.ts";
import { speeds } from "./run.ts";
import { count, dollars, markdownTable, seconds, type Table } from "./tables.ts";

export interface Conditions {
  readonly tool: string;
  readonly sdk: string;
  readonly node: string;
  readonly estimator: string;
  readonly prices: readonly string[];
  readonly seed: number | null;
  readonly source: string;
  readonly endpoint: string;
}

export interface SizeFacts {
  readonly lines: number;
  readonly codeTokens: number;
  readonly specTokens: number;
  readonly modelTokens: number;
  readonly conversationTokens: number;
  readonly changeTokens: number;
  readonly commits: readonly { readonly kind: string; readonly change: number; readonly answer: number }[];
}

export interface Results {
  readonly conditions: Conditions;
  readonly sizes: readonly SizeFacts[];
  readonly figures: readonly Figure[];
}

const modelsOf = (figures: readonly Figure[]): string[] => [...new Set(figures.map(({ model }) => model))];
const gapsOf = (figures: readonly Figure[]): string[] => [...new Set(figures.map(({ gap }) => gap))];

/** US dollars a commit at one gap: an arm a row, a model a column. */
export const costTable = (figures: readonly Figure[], lines: number, gap: string): Table => {
  const models = modelsOf(figures);
  return {
    head: ["USD a commit", ...models.map((model) => model.replace("claude-", ""))],
    rows: arms.flatMap((arm) => {
      const cells = models.map((model) => {
        const at = { arm: arm.id, lines, gap, model };
        const figure = find(figures, at);
        if (figure === undefined || figure.none !== undefined) return "–";
        const ratio = arm.id === "parallel" ? undefined : ratioOf(figures, at);
        return `${dollars(figure.usd)}${ratio === undefined ? "" : ` (${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)} ×)`}`;
      });
      return cells.every((cell) => cell === "–") ? [] : [[arm.title, ...cells]];
    }),
  };
};

/** Classes of tokens, requests and time of a commit on one model. */
export const tokenTable = (figures: readonly Figure[], lines: number, gap: string, model: string): Table => ({
  head: ["mean of a commit", "input", "write 5m", "write 1h", "read", "output", "requests", "wall time"],
  rows: arms.flatMap((arm) => {
    const figure = find(figures, { arm: arm.id, lines, gap, model });
    if (figure === undefined) return [];
    if (figure.none !== undefined) return [[arm.title, "–", "–", "–", "–", "–", "–", "–"]];
    const { tokens } = figure;
    return [
      [
        arm.title,
        count(tokens.input),
        count(tokens.cacheWrite5m),
        count(tokens.cacheWrite1h),
        count(tokens.cacheRead),
        count(tokens.output),
        figure.requests.toFixed(figure.requests % 1 === 0 ? 0 : 1),
        seconds(figure.seconds),
      ],
    ];
  }),
});

export const growthTable = (figures: readonly Figure[], model: string): Table => ({
  head: ["exponent of cost against lines of code", ...gapsOf(figures)],
  rows: arms.map((arm) => [
    arm.title,
    ...gapsOf(figures).map((gap) => growthOf(figures, arm.id, gap, model)?.toFixed(2) ?? "–"),
  ]),
});

export const verdicts = (judged: readonly Judged[]): string[] =>
  judged.map(
    ({ claim, holds }) =>
      `${holds === undefined ? "not measured" : holds ? "holds" : "DOES NOT HOLD"}: ${claim}`,
  );

const sizeTable = (sizes: readonly SizeFacts[]): Table => ({
  head: ["lines of code", "code", "spec", "threat model", "conversation that wrote it", "a change (mean)"],
  rows: sizes.map((size) => [
    count(size.lines),
    ...[size.codeTokens, size.specTokens, size.modelTokens, size.conversationTokens, size.changeTokens].map(
      count,
    ),
  ]),
});

const list = (lines: readonly string[], none: string): string =>
  lines.length === 0 ? none : lines.map((line) => `- ${line}`).join("\n");

const choices = (figures: readonly Figure[], model: string): Table => ({
  head: ["what the product chose", ...gapsOf(figures)],
  rows: linesOf(figures).map((lines) => [
    `${count(lines)} lines`,
    ...gapsOf(figures).map((gap) => {
      const ways = find(figures, { arm: "parallel", lines, gap, model })?.ways ?? {};
      return Object.entries(ways)
        .map(([way, times]) => `${times} × ${way}`)
        .join("; ");
    }),
  ]),
});

const conditionLines = (conditions: Conditions): string[] => [
  `instride ${conditions.tool}; @anthropic-ai/sdk ${conditions.sdk}; Node ${conditions.node}`,
  `source of the commits: ${conditions.source}${conditions.seed === null ? "" : `; seed ${conditions.seed}`}`,
  `answered by: ${conditions.endpoint}`,
  `tokens: ${conditions.estimator}`,
  ...conditions.prices.map((line) => `price: ${line}`),
];

const method = (isLoopback: boolean): string =>
  [
    "Every arm sends real requests through the shipped client; the arms of the product run the product's own code.",
    ...(isLoopback
      ? [
          "The server on the loopback interface follows the published rules of the prompt cache with a clock of its own, so that a day passes at once. It counts tokens with the product's offline estimate: ratios between arms barely depend on it, dollar amounts do (the band of one text is −40 to +50 %).",
          "The model's answers are made by the rules agent: the same delta for every arm that answers with a delta, the whole model for every arm that answers with the whole model. Every answer holds at the first attempt in every arm. No thinking is modelled in any arm.",
          `Wall time is modelled, for orders of magnitude: ${count(speeds.fresh)} tokens a second read anew, ${count(speeds.cached)} from the cache, ${speeds.output} written, ${speeds.roundTripMs} ms a request; a batch takes an hour.`,
          "Arms whose choices do not depend on prices run once and are priced on every model: the models share one tokenizer generation, and every cached prompt is longer than the smallest that any of them caches.",
        ]
      : []),
    "Numbers are means of a commit over the whole series, its first commit included. What wrote the code is no part of them, in any arm.",
  ].join("\n\n");

export const renderReport = ({ conditions, sizes, figures }: Results): string => {
  const judged = judge(figures);
  const models = modelsOf(figures);
  const [first = ""] = models;
  const sections: string[] = [
    "# What a commit costs in tokens\n\nGenerated by `npm run bench:tokens`; nothing here is written by hand.",
    `## Conditions\n\n${list(conditionLines(conditions), "")}`,
    `## What is claimed, and whether it holds\n\n${judged
      .map(
        ({ claim, holds, rows, why }) =>
          `### ${holds === undefined ? "Not measured" : holds ? "Holds" : "Does not hold"}: ${claim}\n\n${holds === false ? `${why}\n\n` : ""}${list(rows, "Not measured in this run.")}`,
      )
      .join("\n\n")}`,
    `## Where the parallel way loses\n\n${lossesOf(figures)
      .map(({ title, lines, none }) => `### ${title}\n\n${list(lines, none)}`)
      .join("\n\n")}`,
    `## What is measured\n\nTokens, estimated:\n\n${markdownTable(sizeTable(sizes))}\n\n${method(conditions.endpoint.includes("loopback"))}`,
    `### The arms\n\n${list(
      arms.map(({ id, title, model }) => `**${title}** (\`${id}\`). ${model}`),
      "",
    )}`,
    `### The commits\n\n${markdownTable({
      head: ["commit", ...sizes.map(({ lines }) => `${count(lines)} lines: tokens of change, of answer`)],
      rows: (sizes[0]?.commits ?? []).map(({ kind }, at) => [
        `${at + 1}. ${kind}`,
        ...sizes.map(
          ({ commits }) => `${count(commits[at]?.change ?? 0)}, ${count(commits[at]?.answer ?? 0)}`,
        ),
      ]),
    })}`,
    `## Growth\n\nA power law fitted over ${linesOf(figures).map(count).join(", ")} lines on ${first}; 1 is a cost that follows the code, 0 one that does not.\n\n${markdownTable(growthTable(figures, first))}`,
    `## What the product chose\n\nOn ${first}:\n\n${markdownTable(choices(figures, first))}`,
    ...linesOf(figures).map(
      (lines) =>
        `## ${count(lines)} lines\n\n${gapsOf(figures)
          .map(
            (gap) =>
              `### ${gap} between commits\n\nIn brackets: times the parallel way.\n\n${markdownTable(costTable(figures, lines, gap))}\n\nTokens of a commit${models.length > 1 ? ` (${first}; the parallel way's choice may differ on others)` : ""}:\n\n${markdownTable(tokenTable(figures, lines, gap, first))}`,
          )
          .join("\n\n")}`,
    ),
    `## Published costs of reconstruction\n\nThey measure other things than this bench: agent loops over whole repositories, other models, other months. They are here as the order of magnitude that users report; no source compares the two ways.\n\n${markdownTable(
      {
        head: ["what", "published", "how known", "source"],
        rows: anchors.map(({ what, value, kind, source }) => [what, value, kind, source]),
      },
    )}`,
  ];
  return `${sections.join("\n\n")}\n`;
};
