// What an error of the client means: whether another attempt can help, and what to tell the person.

import { AgentFailure, type FailureReason } from "../failure.ts";

export interface Fault {
  readonly reason: FailureReason;
  readonly message: string;
  readonly status?: number;
  readonly retry: boolean;
  /** Milliseconds that the service asked to wait. */
  readonly afterMs?: number;
}

interface ApiErrorLike {
  readonly status?: number;
  readonly type?: string | null;
  readonly errorCode?: string | null;
  readonly apiMessage?: string | null;
  readonly message: string;
  readonly headers?: Headers;
  readonly cause?: unknown;
}

const waitOf = (headers: Headers | undefined): number | undefined => {
  const ms = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (ms > 0) return ms;
  const seconds = Number(headers?.get("retry-after") ?? Number.NaN);
  return seconds > 0 ? seconds * 1000 : undefined;
};

const saidBy = (error: ApiErrorLike): string => error.apiMessage ?? error.message;

/** The words of a spend cap, because it comes as an ordinary 429 that waiting does not end. */
const isCap = (error: ApiErrorLike): boolean =>
  /spend|billing/.test(error.errorCode ?? "") ||
  /usage limits|spend(?:ing)? (?:limit|cap)/i.test(saidBy(error));

const byStatus = (error: ApiErrorLike, status: number): Fault => {
  const after = waitOf(error.headers);
  const wish = error.headers?.get("x-should-retry");
  const at = { status, ...(after === undefined ? {} : { afterMs: after }) };
  const fault = (reason: FailureReason, what: string, retry: boolean): Fault => ({
    reason,
    message: `${what} (${status}): ${saidBy(error)}`,
    retry: wish === "true" || (retry && wish !== "false"),
    ...at,
  });
  if (status === 401 || status === 403) return fault("unauthorised", "the key was not accepted", false);
  if (status === 402 || isCap(error))
    return { ...fault("spend-limit", "the spend limit is reached", false), retry: false };
  if (status === 429) return fault("rate-limited", "too many requests", true);
  if (status === 408 || status === 409) return fault("overloaded", "the service asked to try again", true);
  if (status >= 500) return fault("overloaded", "the service failed", true);
  return fault("bad-request", "the request was refused", false);
};

/** @param hasBegun whether a first event of the answer had arrived */
export const faultOf = (error: unknown, hasBegun: boolean): Fault => {
  if (error instanceof AgentFailure) return { reason: error.reason, message: error.message, retry: false };
  const like = (error instanceof Error ? error : new Error(String(error))) as ApiErrorLike & Error;
  if (typeof like.status === "number") return byStatus(like, like.status);
  if (hasBegun) {
    const isOverload = like.type === "overloaded_error" || like.type === "rate_limit_error";
    return {
      reason: isOverload ? "overloaded" : "broken-stream",
      message: `the answer broke off: ${saidBy(like)}`,
      retry: true,
    };
  }
  if (like.name === "APIConnectionTimeoutError" || /Connection/.test(like.constructor.name))
    return { reason: "no-network", message: `no connection: ${causeOf(like)}`, retry: true };
  if (/api key|apiKey|authToken|credential/i.test(like.message))
    return { reason: "unauthorised", message: "no key: ANTHROPIC_API_KEY is not set", retry: false };
  if (typeof like.type === "string") return { reason: "overloaded", message: saidBy(like), retry: true };
  return { reason: "broken-stream", message: `the answer broke off: ${like.message}`, retry: true };
};

const causeOf = (error: Error): string => {
  let deepest: unknown = error;
  while (deepest instanceof Error && deepest.cause !== undefined) deepest = deepest.cause;
  const { code, message } = deepest as { code?: string; message?: string };
  return code ?? message ?? error.message;
};
