// The `usage` of a response in its three forms, and the same as the product's own type.

import type { Usage } from "../../../src/model/provenance.ts";
import type { PromptClasses } from "./cache.ts";
import type { JsonObject } from "./json.ts";

export interface Spent {
  readonly classes: PromptClasses;
  readonly output: number;
  readonly thinking: number;
}

const inputs = ({ input, cacheRead, cacheWrite1h, cacheWrite5m }: PromptClasses): JsonObject => ({
  input_tokens: input,
  cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
  cache_read_input_tokens: cacheRead,
});

const outputs = ({ output, thinking }: Spent): JsonObject => ({
  output_tokens: output,
  output_tokens_details: { thinking_tokens: thinking },
  server_tool_use: null,
});

/** The split by lifetime and what modifies the price stand here, and not in `message_delta`. */
const modifiers = (
  { cacheWrite1h, cacheWrite5m }: PromptClasses,
  body: JsonObject,
  batch: boolean,
): JsonObject => ({
  cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
  service_tier: batch ? "batch" : "standard",
  inference_geo: body["inference_geo"] ?? "global",
  speed: body["speed"] ?? "standard",
});

export const usageOf = (spent: Spent, body: JsonObject, batch: boolean) => ({
  whole: { ...inputs(spent.classes), ...modifiers(spent.classes, body, batch), ...outputs(spent) },
  start: {
    ...inputs(spent.classes),
    ...modifiers(spent.classes, body, batch),
    output_tokens: 1,
    output_tokens_details: null,
    server_tool_use: null,
  },
  delta: { ...inputs(spent.classes), ...outputs(spent) },
});

export const productUsage = (model: string, { classes, output, thinking }: Spent): Usage => ({
  model,
  ...classes,
  output,
  thinking,
});
