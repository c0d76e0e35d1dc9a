// The conditions that made a result: written beside it, so that it can be argued with.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { estimateTokens } from "../../src/cost/estimate.ts";
import { ratesOf } from "../../src/cost/prices.ts";
import { projectRoot } from "../repositories.ts";
import { conversationTokens } from "./conversation.ts";
import type { Conditions, SizeFacts } from "./report.ts";
import type { Series } from "./series.ts";

const tokens = (text: string): number => estimateTokens(text, { generation: "v5" }).tokens;

export const factsOf = (series: Series, lines: number, model: string): SizeFacts => {
  const commits = series.steps.map(({ kind, change, answer }) => ({
    kind,
    change: tokens(change),
    answer: tokens(JSON.stringify(answer)),
  }));
  return {
    lines,
    codeTokens: tokens([...series.start.files.values()].join("")),
    specTokens: tokens(series.start.spec),
    modelTokens: tokens(JSON.stringify(series.first)),
    conversationTokens: conversationTokens(series, model),
    changeTokens: Math.round(commits.reduce((sum, { change }) => sum + change, 0) / commits.length),
    commits,
  };
};

const versionOf = (path: string): string =>
  (JSON.parse(readFileSync(join(projectRoot(), path), "utf8")) as { version: string }).version;

const priceLine = (model: string): string => {
  const found = ratesOf(model, 1000);
  if ("unknown" in found) return `${model}: unknown`;
  const { rates, row } = found;
  const known = (rate: number | undefined): string => (rate === undefined ? "unknown" : String(rate));
  return `${model}: ${rates.input} in, ${rates.output} out, ${known(rates.cacheWrite5m)} written for 5 minutes, ${known(rates.cacheWrite1h)} for an hour, ${known(rates.cacheRead)} read, USD per million tokens (${row.source}; ${row.asOf})`;
};

export const conditionsFor = (
  models: readonly string[],
  made: Pick<Conditions, "source" | "endpoint" | "seed">,
): Conditions => ({
  tool: versionOf("package.json"),
  sdk: versionOf("node_modules/@anthropic-ai/sdk/package.json"),
  node: process.versions.node.split(".")[0] ?? "",
  estimator:
    "offline estimate of src/cost/estimate.ts without o200k, tokenizer generation v5, 2.08 characters a token; band of one text −40 to +50 %",
  prices: models.map(priceLine),
  ...made,
});
