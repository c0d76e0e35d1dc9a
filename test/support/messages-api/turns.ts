// The shape of a conversation: who speaks, and that every tool call has its result.

import { invalid } from "./failure.ts";
import { blocksOf, type JsonObject } from "./json.ts";
import type { ModelFacts } from "./models.ts";

const idsOf = (message: JsonObject | undefined, type: string, key: string): readonly string[] =>
  blocksOf(message?.["content"])
    .filter((block) => block["type"] === type)
    .map((block) => String(block[key]));

/** @throws {Failure} with status 400. */
export const checkTurns = (body: JsonObject, model: ModelFacts): void => {
  const all = body["messages"];
  if (!Array.isArray(all) || all.length === 0) throw invalid("messages: at least one message is required");
  const messages = all as readonly JsonObject[];
  for (const [i, { role, content }] of messages.entries()) {
    if (role !== "user" && role !== "assistant" && role !== "system")
      throw invalid(`messages.${i}.role: expected user, assistant or system`);
    if (typeof content !== "string" && !Array.isArray(content))
      throw invalid(`messages.${i}.content: Field required`);
    if (blocksOf(content).length === 0 || content === "")
      throw invalid(`messages.${i}: content must not be empty`);
  }
  const spoken = messages.filter(({ role }) => role !== "system");
  if (spoken[0]?.["role"] !== "user") throw invalid("messages: the first message must be the user's");
  if (spoken.at(-1)?.["role"] === "assistant" && !model.prefill)
    throw invalid(
      `'${model.id}' does not support assistant message prefill. The conversation must end with a user message.`,
    );

  const seen = new Set<string>();
  for (const [i, message] of spoken.entries()) {
    const calls = message["role"] === "assistant" ? idsOf(message, "tool_use", "id") : [];
    for (const id of calls) {
      if (seen.has(id)) throw invalid(`messages.${i}: tool_use ids must be unique, '${id}' is not`);
      seen.add(id);
    }
    const following = spoken[i + 1];
    const answered = idsOf(following, "tool_result", "tool_use_id");
    const missing = following === undefined ? [] : calls.filter((id) => !answered.includes(id));
    if (missing.length > 0)
      throw invalid(
        `messages.${i}: tool_use ids without tool_result in the next message: ${missing.join(", ")}`,
      );

    const asked = idsOf(spoken[i - 1], "tool_use", "id");
    const strange = idsOf(message, "tool_result", "tool_use_id").filter((id) => !asked.includes(id));
    if (strange.length > 0)
      throw invalid(
        `messages.${i}: tool_result without tool_use in the previous message: ${strange.join(", ")}`,
      );
    const order = blocksOf(message["content"]).map(({ type }) => type === "tool_result");
    if (order.lastIndexOf(true) > order.indexOf(false) && order.includes(false))
      throw invalid(`messages.${i}: tool_result blocks must come before other content`);
  }
};
