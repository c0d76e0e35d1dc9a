// Signatures of thinking. A signature names the model, the conversation before the reply, and the reply itself, so that an
// echo can be checked by any server of this kind, also after a restart.

import { invalid } from "./failure.ts";
import { bare, blocksOf, hash, isObject, isThinking, type JsonObject, objects } from "./json.ts";
import type { ModelFacts } from "./models.ts";

interface Signature {
  readonly model: string;
  /** Digest of tools, system and the messages before. */
  readonly before: string;
  /** Digest of the whole reply, signatures left out. */
  readonly reply: string;
  readonly tokens: number;
}

const encode = (signature: Signature): string => Buffer.from(JSON.stringify(signature)).toString("base64");

const decode = (text: unknown): Signature | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(String(text), "base64").toString());
    return isObject(value) && typeof value["before"] === "string"
      ? (value as unknown as Signature)
      : undefined;
  } catch {
    return undefined;
  }
};

/** What the thinking really took, when the text is only a summary or is omitted. */
export const thinkingTokens = (block: JsonObject): number | undefined => decode(block["signature"])?.tokens;

const unsigned = (content: readonly JsonObject[]): readonly JsonObject[] =>
  content.map((block) => (isThinking(block) ? { ...bare(block), signature: "" } : bare(block)));

/** Digest of a reply, to be compared with its echo. */
export const replyDigest = (content: readonly JsonObject[]): string => hash(unsigned(content));

/** Digest of a conversation: exact content, markers of the cache left out. */
const conversation = (body: JsonObject, messages: readonly JsonObject[]): string =>
  hash(
    objects(body["tools"]).map(bare),
    blocksOf(body["system"]).map(bare),
    messages.map(({ role, content }) => [role, blocksOf(content).map(bare)]),
  );

/** Signs the thinking blocks of a finished reply. `content` holds them with an empty signature. */
export const sign = (
  body: JsonObject,
  model: string,
  content: readonly JsonObject[],
  tokens: readonly number[],
): readonly JsonObject[] => {
  const before = conversation(body, objects(body["messages"]));
  const reply = replyDigest(content);
  return content.map((block, index) =>
    isThinking(block)
      ? { ...block, signature: encode({ model, before, reply, tokens: tokens[index] ?? 1 }) }
      : block,
  );
};

const betaOfControls = "thinking-binding-controls-2026-08-01";

const problemOf = (
  block: JsonObject,
  model: ModelFacts,
  before: () => string,
  content: readonly JsonObject[],
): string | undefined => {
  const signature = decode(block["signature"]);
  if (signature === undefined) return "Invalid `signature` in `thinking` block";
  if (!model.boundThinking) return undefined;
  if (signature.model !== model.id)
    return `thinking was created by '${signature.model}', not by '${model.id}'`;
  if (signature.before !== before())
    return "thinking is bound to its conversation, but system, tools or earlier messages changed";
  if (signature.reply !== replyDigest(content))
    return "thinking is bound to its turn, but the assistant content is not byte-identical";
  return undefined;
};

/**
 * The request with thinking that is valid where it stands. Thinking that is not is an error of status 400, or is removed
 * with the thinking that follows it in the same turn when the request asks for that.
 */
export const checkThinking = (
  body: JsonObject,
  model: ModelFacts,
  betas: string,
  /** Digests of replies with thinking, by the id of a tool call in them: finds echoes that lost all their thinking. */
  issued: ReadonlyMap<string, string>,
): JsonObject => {
  const thinking = isObject(body["thinking"]) ? body["thinking"] : {};
  const binding = isObject(thinking["block_binding"]) ? thinking["block_binding"] : {};
  const drop = betas.includes(betaOfControls) && binding["prefix_mismatch_behavior"] === "drop_block";
  const messages = objects(body["messages"]);
  let dropped = false;
  const checked = messages.map((message, i) => {
    const content = blocksOf(message["content"]);
    if (!content.some(isThinking)) {
      const lost = content.some((block) => issued.has(String(block["id"])));
      if (model.boundThinking && lost && !drop)
        throw invalid(`messages.${i}.content: the thinking of this turn was dropped`);
      return message;
    }
    let valid = true;
    const kept = content.filter((block, j) => {
      if (block["type"] !== "thinking") return true;
      const problem = problemOf(block, model, () => conversation(body, messages.slice(0, i)), content);
      if (problem !== undefined && !drop) throw invalid(`messages.${i}.content.${j}: ${problem}`);
      valid &&= problem === undefined;
      return valid;
    });
    dropped ||= kept.length < content.length;
    return kept.length < content.length ? { ...message, content: kept } : message;
  });
  return dropped ? { ...body, messages: checked } : body;
};
