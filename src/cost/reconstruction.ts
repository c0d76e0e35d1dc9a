// The counterfactual: what one fresh reconstruction of a component, as it stood at a commit, would have taken. It reads
// every input once and writes the whole model once, in one request without caching: the least that a reconstruction can
// do. Agents that read in many turns take more.

import { estimateTokensOfLength, estimateTokensOfO200k, generationOf, languageOf } from "./estimate.ts";
import { type Money, moneyOf, type Pricing } from "./money.ts";
import type { ComponentSize, SizedFile } from "./spend.ts";
import { noTokens } from "./usage.ts";

/** Instructions, questions and tool definitions that any reconstruction must send; a round figure, stated as one. */
export const instructionTokens = 3_000;

/** How tokens were found, from the best to the roughest. */
export type CountMethod = "counted" | "o200k" | "length";

/** What is known of contents beside their length, by blob id. */
export interface Counts {
  /** `count_tokens` of the reference model. */
  readonly counted?: ReadonlyMap<string, number>;
  /** o200k_base tokens. */
  readonly o200k?: ReadonlyMap<string, number>;
}

interface Range {
  readonly tokens: number;
  readonly low: number;
  readonly high: number;
}

export interface Reconstruction {
  readonly input: Range;
  readonly output: Range;
  /** The roughest method that was needed for one of the files. */
  readonly method: CountMethod;
}

const methods: readonly CountMethod[] = ["counted", "o200k", "length"];

const tokensOf = (file: SizedFile, model: string, counts: Counts): Range & { method: CountMethod } => {
  const counted = counts.counted?.get(file.oid);
  if (counted !== undefined) return { tokens: counted, low: counted, high: counted, method: "counted" };
  const language = languageOf(file.path);
  const options = { generation: generationOf(model), ...(language === undefined ? {} : { language }) };
  const o200k = counts.o200k?.get(file.oid);
  return o200k === undefined
    ? { ...estimateTokensOfLength(file.bytes, options), method: "length" }
    : { ...estimateTokensOfO200k(o200k, options), method: "o200k" };
};

export const reconstruction = (size: ComponentSize, model: string, counts: Counts = {}): Reconstruction => {
  const read = size.inputs.map((file) => tokensOf(file, model, counts));
  const written = tokensOf(size.model, model, counts);
  const sum = (key: keyof Range): number =>
    read.reduce((total, each) => total + each[key], instructionTokens);
  const roughest = Math.max(...[...read, written].map(({ method }) => methods.indexOf(method)));
  return {
    input: { tokens: sum("tokens"), low: sum("low"), high: sum("high") },
    output: { tokens: written.tokens, low: written.low, high: written.high },
    method: methods[roughest] as CountMethod,
  };
};

/** The same in US dollars. */
export interface ReconstructionCost {
  readonly cost: Money;
  readonly low: Money;
  readonly high: Money;
}

export const reconstructionCost = (
  { input, output }: Reconstruction,
  model: string,
  day: string,
  pricing: Pricing,
): ReconstructionCost => {
  const at = (key: keyof Range): Money =>
    moneyOf(model, { ...noTokens, input: input[key], output: output[key] }, day, pricing);
  return { cost: at("tokens"), low: at("low"), high: at("high") };
};
