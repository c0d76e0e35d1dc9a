// From a scripted reply to the content of a message.

import type { CountText } from "./count.ts";
import { isObject, type JsonObject } from "./json.ts";
import type { Reply, ReplyBlock } from "./types.ts";

export interface BuiltReply {
  /** Thinking blocks with an empty signature. */
  readonly content: readonly JsonObject[];
  /** JSON text of a tool call's input as it is streamed, by index of the block. */
  readonly rawInputs: ReadonlyMap<number, string>;
  /** Tokens of each block. */
  readonly tokens: readonly number[];
  readonly stopReason: string;
  readonly stopSequence: string | null;
  readonly stopDetails: JsonObject | null;
  readonly outputTokens: number;
  readonly thinkingTokens: number;
}

interface Sized {
  readonly block: ReplyBlock;
  readonly tokens: number;
}

const textOf = (block: ReplyBlock): string => {
  if (block.type === "text") return block.text;
  if (block.type === "thinking") return block.thinking;
  return block.rawInput ?? JSON.stringify(block.input);
};

const shortened = (block: ReplyBlock, share: number): ReplyBlock => {
  const text = textOf(block).slice(0, Math.floor(textOf(block).length * share));
  if (block.type === "text") return { ...block, text };
  if (block.type === "thinking") return { ...block, thinking: text };
  return { ...block, rawInput: text };
};

/** The blocks that fit, the last of them cut in proportion. */
const within = (
  blocks: readonly Sized[],
  limit: number,
): { readonly kept: readonly Sized[]; readonly cut: boolean } => {
  const kept: Sized[] = [];
  let left = limit;
  for (const { block, tokens } of blocks) {
    if (tokens > left) {
      if (left > 0) kept.push({ block: shortened(block, left / tokens), tokens: left });
      return { kept, cut: true };
    }
    kept.push({ block, tokens });
    left -= tokens;
  }
  return { kept, cut: false };
};

const parsed = (raw: string): unknown => {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
};

const contentOf = (block: ReplyBlock, toolId: () => string, omitThinking: boolean): JsonObject => {
  if (block.type === "text") return { type: "text", text: block.text };
  if (block.type === "thinking")
    return { type: "thinking", thinking: omitThinking ? "" : block.thinking, signature: "" };
  const input = block.rawInput === undefined ? block.input : parsed(block.rawInput);
  return { type: "tool_use", id: block.id ?? toolId(), name: block.name, input };
};

/** Cuts the reply at `max_tokens`, and leaves thinking out when the request disabled it. */
export const buildReply = (
  reply: Reply,
  body: JsonObject,
  count: CountText,
  toolId: () => string,
): BuiltReply => {
  const thinking = isObject(body["thinking"]) ? body["thinking"] : {};
  const all: readonly ReplyBlock[] =
    typeof reply.content === "string" ? [{ type: "text", text: reply.content }] : reply.content;
  const sized = all
    .filter(({ type }) => type !== "thinking" || thinking["type"] !== "disabled")
    .map((block) => ({ block, tokens: Math.max(1, count(textOf(block))) }));
  const { kept, cut } = within(sized, Number(body["max_tokens"]));
  const calls = kept.some(({ block }) => block.type === "tool_use");
  const sum = (some: readonly Sized[]) => some.reduce((total, { tokens }) => total + tokens, 0);
  return {
    content: kept.map(({ block }) => contentOf(block, toolId, thinking["display"] === "omitted")),
    rawInputs: new Map(
      kept.flatMap(({ block }, index) =>
        block.type === "tool_use" ? [[index, textOf(block)] as const] : [],
      ),
    ),
    tokens: kept.map(({ tokens }) => tokens),
    stopReason: cut ? "max_tokens" : (reply.stopReason ?? (calls ? "tool_use" : "end_turn")),
    stopSequence: reply.stopSequence ?? null,
    stopDetails: reply.stopDetails ?? null,
    outputTokens: reply.outputTokens ?? sum(kept),
    thinkingTokens: sum(kept.filter(({ block }) => block.type === "thinking")),
  };
};
