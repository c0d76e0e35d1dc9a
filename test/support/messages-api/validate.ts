// What the service refuses with status 400, as far as it depends on settings.

import { Failure, invalid } from "./failure.ts";
import { blocksOf, isObject, type JsonObject, objects } from "./json.ts";
import { checkMarks } from "./marks.ts";
import type { ModelFacts } from "./models.ts";
import { checkSchemas } from "./strict.ts";
import { checkTurns } from "./turns.ts";

/** How a request arrives: alone, in a batch, or only to be counted. */
export type Purpose = "message" | "batch" | "count";

export const modelOf = (body: JsonObject, models: readonly ModelFacts[]): ModelFacts => {
  const id = body["model"];
  if (typeof id !== "string") throw invalid("model: Field required");
  const found = models.find((model) => model.id === id);
  if (found === undefined) throw new Failure(404, "not_found_error", `model: ${id}`);
  return found;
};

const forced = (body: JsonObject): boolean => {
  const choice = body["tool_choice"];
  return isObject(choice) && (choice["type"] === "any" || choice["type"] === "tool");
};

const checkLimit = (body: JsonObject, model: ModelFacts): void => {
  const limit = body["max_tokens"];
  if (limit === undefined) throw invalid("max_tokens: Field required");
  if (!Number.isInteger(limit) || Number(limit) < 0)
    throw invalid("max_tokens: Input should be a whole number from 0");
  if (Number(limit) > model.maxOutput)
    throw invalid(`max_tokens: ${limit} > ${model.maxOutput}, the maximum of ${model.id}`);
};

const checkPreWarm = (body: JsonObject): void => {
  const thinking = isObject(body["thinking"]) ? body["thinking"] : {};
  const output = isObject(body["output_config"]) ? body["output_config"] : {};
  if (body["stream"] === true) throw invalid("max_tokens: 0 cannot be streamed");
  if (thinking["type"] === "enabled") throw invalid("max_tokens: 0 excludes thinking of type 'enabled'");
  if (output["format"] !== undefined) throw invalid("max_tokens: 0 excludes output_config.format");
  if (forced(body)) throw invalid("max_tokens: 0 excludes a forced tool_choice");
};

const checkBatch = (body: JsonObject): void => {
  for (const name of ["stream", "speed"])
    if (body[name] !== undefined && body[name] !== false) throw invalid(`${name}: not allowed in a batch`);
  if (body["max_tokens"] === 0) throw invalid("max_tokens: 0 is not allowed in a batch");
};

const checkContent = (body: JsonObject): void => {
  for (const [i, message] of objects(body["messages"]).entries())
    for (const [j, block] of blocksOf(message["content"]).entries()) {
      const path = `messages.${i}.content.${j}`;
      if (message["role"] === "assistant" && block["type"] === "document")
        throw invalid(`${path}: document blocks are not allowed in assistant turns`);
      const citations = block["citations"];
      if (
        message["role"] === "user" &&
        block["type"] === "text" &&
        Array.isArray(citations) &&
        citations.length > 0
      )
        throw invalid(`${path}: citations are not allowed on user text`);
    }
};

/** @throws {Failure} with status 400 and what is wrong. */
export const validate = (body: JsonObject, model: ModelFacts, purpose: Purpose): void => {
  for (const name of ["temperature", "top_p", "top_k"])
    if (body[name] !== undefined)
      throw invalid(`${name}: sampling parameters are not supported by this API version`);
  if (purpose !== "count") checkLimit(body, model);
  if (purpose === "batch") checkBatch(body);
  else if (body["max_tokens"] === 0) checkPreWarm(body);
  if (forced(body) && !model.forcedTools)
    throw invalid(`tool_choice: '${model.id}' does not support forcing the use of a tool`);
  if (body["inference_geo"] === "us" && !model.geo)
    throw invalid(`inference_geo: not supported by '${model.id}'`);
  checkTurns(body, model);
  checkContent(body);
  checkMarks(body);
  checkSchemas(body);
};
