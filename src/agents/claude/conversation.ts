// The messages of a conversation and the body of a request. Two branches share a cached prefix only when their bytes are
// the same, so everything that goes out is made here, in one order.

import type { StoredMessage } from "../context/entry.ts";
import type { ClaudeSettings } from "./settings.ts";
import type { Frame } from "./tools.ts";

export type Block = Readonly<Record<string, unknown>>;

export const textBlock = (text: string): Block => ({ type: "text", text });

export const toolResult = (id: string, text: string, isError = false): Block => ({
  type: "tool_result",
  tool_use_id: id,
  ...(isError ? { is_error: true } : {}),
  content: [{ type: "text", text }],
});

export const userMessage = (...content: readonly Block[]): StoredMessage => ({ role: "user", content });

/** Results for calls that were taken without another word, so that the next message can follow. */
export const closing = (messages: readonly StoredMessage[]): Block[] => {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return [];
  return last.content.flatMap((block) =>
    block["type"] === "tool_use" ? [toolResult(String(block["id"]), "Taken.")] : [],
  );
};

/** Where the part ends that branches share: a block of a message. */
export interface SharedEnd {
  readonly message: number;
  readonly block: number;
}

type Lifetime = ClaudeSettings["cache-ttl"];

export interface Layout {
  readonly shared?: SharedEnd;
  /**
   * `shared`: nothing continues what comes after the shared end, so that only it is written. False for a request of which
   * nothing will ever be read again: writing it to the cache would only cost.
   */
  readonly cached: boolean | "shared";
  /** Left out: as the settings say. */
  readonly ttl?: Lifetime;
}

const mark = (ttl: Lifetime) => ({ cache_control: { type: "ephemeral", ...(ttl === "1h" ? { ttl } : {}) } });

/**
 * At most four breakpoints: the system prompt, the shared end, and the ends of the last two turns of the user. Reading looks
 * back 20 positions, and one turn may bring more results than that, so the turn before is marked as well.
 */
const marked = (
  messages: readonly StoredMessage[],
  { shared, cached }: Layout,
  ttl: Lifetime,
): StoredMessage[] => {
  const users = messages.flatMap(({ role }, index) => (role === "user" ? [index] : []));
  const ends = new Map<number, Set<number>>();
  const add = (message: number, block: number): void => {
    ends.set(message, (ends.get(message) ?? new Set()).add(block));
  };
  for (const index of cached === "shared" ? [] : users.slice(-2))
    add(index, (messages[index]?.content.length ?? 0) - 1);
  if (shared !== undefined) add(shared.message, shared.block);
  return messages.map((message, index) => {
    const blocks = ends.get(index);
    if (blocks === undefined) return message;
    return {
      ...message,
      content: message.content.map((block, at) => (blocks.has(at) ? { ...block, ...mark(ttl) } : block)),
    };
  });
};

/** Messages come last, so that the bytes before them are the same in every request of a conversation. */
export const bodyOf = (
  settings: ClaudeSettings,
  frame: Frame,
  messages: readonly StoredMessage[],
  layout: Layout,
  maxTokens: number,
): Readonly<Record<string, unknown>> => {
  const { ttl = settings["cache-ttl"] } = layout;
  return {
    model: settings.model,
    max_tokens: maxTokens,
    ...(settings.effort === "default" ? {} : { output_config: { effort: settings.effort } }),
    tool_choice: { type: "auto" },
    tools: frame.tools,
    system: [{ type: "text", text: frame.system, ...(layout.cached !== false ? mark(ttl) : {}) }],
    messages: layout.cached !== false ? marked(messages, layout, ttl) : messages,
  };
};
