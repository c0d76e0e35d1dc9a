// Everything that can go wrong between client and service, as data.

import { Failure } from "./failure.ts";
import type { JsonObject } from "./json.ts";
import type { Reply, ReplyBlock } from "./types.ts";

export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly type?: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly details?: JsonObject;
    }
  /** The socket closes before any header. */
  | { readonly kind: "reset" }
  /** The first byte comes this many clock milliseconds late. */
  | { readonly kind: "slow"; readonly firstByte: number }
  /** An `error` event after status 200. */
  | { readonly kind: "stream-error"; readonly type?: string; readonly after?: number }
  /** The stream ends cleanly without `message_stop`. */
  | { readonly kind: "truncated"; readonly after?: number }
  /** The socket is destroyed in the middle of the stream. */
  | { readonly kind: "destroyed"; readonly after?: number }
  | { readonly kind: "refusal"; readonly category?: string }
  /** The reply ends with `max_tokens` in the middle of the JSON of its last tool call. */
  | { readonly kind: "max-tokens" }
  /** The JSON of the last tool call does not parse, though the reply is complete. */
  | { readonly kind: "malformed-json" };

export type BreakingFault = Fault & { readonly kind: "stream-error" | "truncated" | "destroyed" };

export const breaksStream = (fault: Fault | undefined): fault is BreakingFault =>
  fault?.kind === "stream-error" || fault?.kind === "truncated" || fault?.kind === "destroyed";

/** Events of a stream before a fault strikes, unless the fault says otherwise: message_start, ping, a block, its first delta. */
export const eventsBefore = (fault: { readonly after?: number }): number => fault.after ?? 4;

const types: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  409: "conflict_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

export const failureOf = (fault: Fault & { kind: "status" }): Failure =>
  new Failure(
    fault.status,
    fault.type ?? types[fault.status] ?? "api_error",
    fault.message ?? `Injected fault ${fault.status}`,
    { ...(fault.headers && { headers: fault.headers }), ...(fault.details && { details: fault.details }) },
  );

export const status = (code: number): Fault => ({ kind: "status", status: code });

/** A 429 that asks to wait this many seconds. */
export const rateLimited = (retryAfter: number): Fault => ({
  ...(status(429) as Fault & { kind: "status" }),
  headers: { "retry-after": String(retryAfter) },
});

export const unauthorised: Fault = { kind: "status", status: 401, message: "invalid bearer token" };

/** A 429 without `retry-after`: it stays until the month ends or the cap is raised. */
export const spendCap: Fault = {
  kind: "status",
  status: 429,
  message: "You have reached your specified API usage limits. You will regain access on 2026-12-01.",
};

export const threadNotFound: Fault = {
  kind: "status",
  status: 404,
  message: "The thread was not found or has expired.",
  details: { error_code: "thread_not_found" },
};

const lastToolUse = (blocks: readonly ReplyBlock[]): number =>
  blocks.map(({ type }) => type).lastIndexOf("tool_use");

/** The reply with half of the JSON of its last tool call, and nothing after it. */
const cut = (blocks: readonly ReplyBlock[]): readonly ReplyBlock[] => {
  const at = lastToolUse(blocks);
  const block = blocks[at];
  if (block?.type !== "tool_use")
    throw new Error("A fault inside tool input needs a reply that calls a tool");
  const json = block.rawInput ?? JSON.stringify(block.input);
  return [...blocks.slice(0, at), { ...block, rawInput: json.slice(0, Math.floor(json.length / 2)) }];
};

/** What a fault makes of the scripted reply. */
export const disturb = (reply: Reply, fault: Fault | undefined): Reply => {
  const blocks: readonly ReplyBlock[] =
    typeof reply.content === "string" ? [{ type: "text", text: reply.content }] : reply.content;
  switch (fault?.kind) {
    case "refusal":
      return {
        ...reply,
        content: [],
        stopReason: "refusal",
        stopDetails: {
          type: "refusal",
          category: fault.category ?? "cyber",
          explanation: "Injected refusal.",
        },
      };
    case "max-tokens":
      return { ...reply, content: cut(blocks), stopReason: "max_tokens" };
    case "malformed-json":
      return {
        ...reply,
        content: [...cut(blocks), ...blocks.slice(lastToolUse(blocks) + 1)],
        stopReason: "tool_use",
      };
    case "slow":
      return { ...reply, delay: { ...reply.delay, firstByte: fault.firstByte } };
    default:
      return reply;
  }
};
