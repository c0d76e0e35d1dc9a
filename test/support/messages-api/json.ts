// Reading request bodies without trusting their shape.

import { createHash } from "node:crypto";

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objects = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Content as blocks; a plain string is one text block. */
export const blocksOf = (content: unknown): readonly JsonObject[] =>
  typeof content === "string" ? [{ type: "text", text: content }] : objects(content);

/** A block as it enters the cache key: without `cache_control`, its own and that of nested content. */
export const bare = (block: JsonObject): JsonObject => {
  const { cache_control: _, ...rest } = block;
  const source = rest["source"];
  return {
    ...rest,
    ...(Array.isArray(rest["content"]) && { content: objects(rest["content"]).map(bare) }),
    ...(isObject(source) && Array.isArray(source["content"]) && { source: bare(source) }),
  };
};

/** SHA-256 of the JSON as it stands: another order of keys is another value. */
export const hash = (...values: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 32);

export const isThinking = (block: JsonObject): boolean =>
  block["type"] === "thinking" || block["type"] === "redacted_thinking";
