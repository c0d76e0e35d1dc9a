// Why a request could not reuse the prefix of the one before it.

import { bare, blocksOf, hash, type JsonObject, objects } from "./json.ts";
import type { Position } from "./prompt.ts";

/** What is remembered of an answered request. */
export interface Fingerprint {
  readonly workspace: string;
  readonly model: string;
  readonly tools: string;
  readonly system: string;
  /** Settings that shape the prompt besides model, tools and system. */
  readonly settings: string;
  readonly messages: readonly { readonly digest: string; readonly total: number }[];
  readonly total: number;
}

export const fingerprint = (
  body: JsonObject,
  betas: string,
  workspace: string,
  positions: readonly Position[],
): Fingerprint => {
  const blocks = objects(body["messages"]).flatMap(({ role, content }, i) =>
    blocksOf(content).map((block, j) => ({
      path: `messages.${i}.content.${j}`,
      digest: hash(role, bare(block)),
    })),
  );
  const totals = new Map(positions.map(({ path, total }) => [path, total]));
  return {
    workspace,
    model: hash(body["model"], body["speed"] ?? "standard"),
    tools: hash(objects(body["tools"]).map(bare)),
    system: hash(blocksOf(body["system"]).map(bare)),
    settings: hash(
      body["thinking"] ?? null,
      body["tool_choice"] ?? null,
      body["output_config"] ?? null,
      betas,
    ),
    messages: blocks.map(({ path, digest }) => ({ digest, total: totals.get(path) ?? 0 })),
    total: positions.at(-1)?.total ?? 0,
  };
};

/** The `diagnostics` of a response: null when nothing diverged. */
export const diagnose = (
  now: Fingerprint,
  asked: unknown,
  before: (id: string) => Fingerprint | undefined,
): JsonObject | null => {
  const reason = (type: string, missed?: number): JsonObject => ({
    cache_miss_reason: { type, ...(missed !== undefined && { cache_missed_input_tokens: missed }) },
  });
  if (typeof asked !== "string") return null;
  const previous = before(asked);
  if (previous?.workspace !== now.workspace) return reason("previous_message_not_found");
  if (previous.model !== now.model) return reason("model_changed", previous.total);
  if (previous.tools !== now.tools) return reason("tools_changed", previous.total);
  if (previous.system !== now.system) return reason("system_changed", previous.total);
  if (previous.settings !== now.settings) return reason("unavailable");
  const different = previous.messages.findIndex(({ digest }, i) => digest !== now.messages[i]?.digest);
  if (different === -1) return null;
  return reason("messages_changed", previous.total - (previous.messages[different - 1]?.total ?? 0));
};
