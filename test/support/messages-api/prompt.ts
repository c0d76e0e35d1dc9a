// A request as the prompt cache sees it: positions in the order tools, system, messages, each with the digest of
// everything up to and including it.

import type { CountText } from "./count.ts";
import { tokensOfBlock } from "./count.ts";
import { bare, blocksOf, hash, isObject, isThinking, type JsonObject, objects } from "./json.ts";
import type { ModelFacts } from "./models.ts";

export const levels = ["tools", "system", "messages"] as const;
export type Level = (typeof levels)[number];
export type Lifetime = "5m" | "1h";

/** One tool, system block or content block. */
export interface Position {
  readonly level: Level;
  /** `messages.2.content.0`, as error messages name it. */
  readonly path: string;
  /** Digest of the prompt up to here, under all settings that the cache distinguishes. */
  readonly digest: string;
  /** Tokens of the prompt up to here. */
  readonly total: number;
  /** Explicit or automatic breakpoint. */
  readonly mark?: Lifetime;
}

export interface PromptContext {
  readonly workspace: string;
  readonly model: ModelFacts;
  readonly count: CountText;
}

interface Item {
  readonly level: Level;
  readonly path: string;
  readonly role: string;
  readonly block: JsonObject;
}

/** Toggling one of these keeps the cache of the tools level, so they belong to the next one. */
const isServerTool = (tool: JsonObject): boolean => /^web_(search|fetch)_/.test(String(tool["type"] ?? ""));

/** Index of the last user message that says something other than tool results. */
export const lastUserTurn = (messages: readonly JsonObject[]): number =>
  messages
    .map(
      ({ role, content }) => role === "user" && blocksOf(content).some(({ type }) => type !== "tool_result"),
    )
    .lastIndexOf(true);

const itemsOf = (body: JsonObject, withoutThinkingBefore: number): readonly Item[] => {
  const tools = objects(body["tools"])
    .map((block, index) => ({ block, path: `tools.${index}`, role: "tool" }))
    .filter(({ block }) => block["defer_loading"] !== true);
  const messages = objects(body["messages"]).flatMap((message, i) =>
    blocksOf(message["content"]).flatMap((block, j): readonly Item[] =>
      isThinking(block) && i < withoutThinkingBefore
        ? []
        : [{ level: "messages", path: `messages.${i}.content.${j}`, role: String(message["role"]), block }],
    ),
  );
  return [
    ...tools.filter(({ block }) => !isServerTool(block)).map((item): Item => ({ ...item, level: "tools" })),
    ...tools.filter(({ block }) => isServerTool(block)).map((item): Item => ({ ...item, level: "system" })),
    ...blocksOf(body["system"]).map(
      (block, i): Item => ({ level: "system", path: `system.${i}`, role: "system", block }),
    ),
    ...messages,
  ];
};

const deep = (block: JsonObject): readonly JsonObject[] => [
  block,
  ...blocksOf(block["content"]).flatMap(deep),
];

/** The settings that reach back to the beginning of each level. Where the vendor leaves it open, the earlier level. */
const settingsOf = (
  body: JsonObject,
  context: PromptContext,
  items: readonly Item[],
): Record<Level, unknown> => {
  const output = isObject(body["output_config"]) ? body["output_config"] : {};
  const { block_binding: _, ...thinking } = isObject(body["thinking"]) ? body["thinking"] : {};
  const choice = isObject(body["tool_choice"]) ? body["tool_choice"] : {};
  const blocks = items.filter(({ level }) => level !== "tools").flatMap(({ block }) => deep(block));
  return {
    tools: [
      context.workspace,
      context.model.id,
      thinking,
      output["effort"] ?? null,
      output["format"] ?? null,
    ],
    system: [
      body["speed"] ?? "standard",
      blocks.some(({ citations }) => isObject(citations) && citations["enabled"] === true),
    ],
    messages: [
      choice["type"] ?? "auto",
      choice["name"] ?? null,
      choice["disable_parallel_tool_use"] === true,
      blocks.some(({ type }) => type === "image"),
    ],
  };
};

const lifetimeOf = (control: unknown): Lifetime | undefined =>
  isObject(control) ? (control["ttl"] === "1h" ? "1h" : "5m") : undefined;

/** Thinking and empty text cannot end a cached prefix. */
export const isCacheable = (block: JsonObject): boolean =>
  !isThinking(block) && !(block["type"] === "text" && block["text"] === "");

/** The positions of a valid request. Thinking that the model no longer sees is left out. */
export const layOut = (body: JsonObject, context: PromptContext): readonly Position[] => {
  const items = itemsOf(body, context.model.dropsOldThinking ? lastUserTurn(objects(body["messages"])) : 0);
  const settings = settingsOf(body, context, items);
  const automatic = lifetimeOf(body["cache_control"]);
  const automaticAt =
    automatic === undefined ? -1 : items.map(({ block }) => isCacheable(block)).lastIndexOf(true);

  let digest = "";
  let total = 0;
  let entered = 0;
  return items.map(({ level, path, role, block }, index): Position => {
    for (; entered <= levels.indexOf(level); entered++) digest = hash(digest, settings[levels[entered]!]);
    digest = hash(digest, role, bare(block));
    total += tokensOfBlock(block, context.count);
    const mark = lifetimeOf(block["cache_control"]) ?? (index === automaticAt ? automatic : undefined);
    return { level, path, digest, total, ...(mark !== undefined && { mark }) };
  });
};

/** How many positions two prompts share from the beginning. */
export const sharedPositions = (a: readonly Position[], b: readonly Position[]): number => {
  const different = a.findIndex(({ digest }, index) => digest !== b[index]?.digest);
  return different === -1 ? a.length : different;
};
