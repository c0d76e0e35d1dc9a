// An attempt of the agent on the Messages API, as telemetry tells it.

import type { Attempt } from "../agents/context/entry.ts";
import type { ModelCall } from "./call.ts";

const providers = { anthropic: "anthropic", bedrock: "aws.bedrock", vertex: "gcp.vertex_ai" } as const;
export type Through = keyof typeof providers;

/** Outcomes with which an answer came; a refusal is one. */
const answered = new Set(["answered", "refused"]);

const serverOf = (base: string | undefined): ModelCall["server"] => {
  const url = base === undefined || base === "" ? "https://api.anthropic.com" : base;
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  return { address: hostname, port: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port) };
};

export const callOf = (
  component: string,
  attempt: Attempt,
  endpoint: { readonly through: Through; readonly base: string | undefined },
): ModelCall => {
  const startedAt = Date.parse(attempt.startedAt);
  const server = endpoint.through === "anthropic" ? serverOf(endpoint.base) : undefined;
  return {
    operation: "chat",
    provider: providers[endpoint.through],
    model: attempt.model,
    ...(attempt.responseModel === undefined ? {} : { responseModel: attempt.responseModel }),
    startedAt,
    endedAt: startedAt + (attempt.durationMs ?? 0),
    ...(answered.has(attempt.outcome) ? {} : { error: attempt.outcome }),
    ...(attempt.usage === undefined ? {} : { usage: attempt.usage }),
    ...(server === undefined ? {} : { server }),
    component,
    phase: attempt.phase,
  };
};
