// How many tokens a block has: those of the text that the model reads in it. The framing around messages and the hidden
// tool-use prompt are not counted.

import { estimateTokens, generationOf } from "../../../src/cost/estimate.ts";
import { thinkingTokens } from "./binding.ts";
import { bare, blocksOf, isThinking, type JsonObject } from "./json.ts";

export type CountText = (text: string) => number;

/** A flat figure near the largest image that the service does not shrink. */
const tokensOfImage = 1600;

export const defaultCount = (text: string, model: string): number =>
  estimateTokens(text, { generation: generationOf(model) }).tokens;

const text = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** Never less than one, because an empty block still takes its place in the prompt. */
export const tokensOfBlock = (block: JsonObject, count: CountText): number => {
  if (isThinking(block))
    return thinkingTokens(block) ?? Math.max(1, count(text(block["thinking"] ?? block["data"])));
  switch (block["type"]) {
    case "text":
      return Math.max(1, count(text(block["text"])));
    case "image":
      return tokensOfImage;
    case "tool_use":
      return Math.max(1, count(`${text(block["name"])} ${text(block["input"])}`));
    case "tool_result":
      return Math.max(
        1,
        blocksOf(block["content"]).reduce((sum, part) => sum + tokensOfBlock(part, count), 0),
      );
    default:
      return Math.max(1, count(text(bare(block))));
  }
};
