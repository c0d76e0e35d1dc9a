// What a test gives to the server, and what it finds in the log afterwards.

import type { IncomingHttpHeaders } from "node:http";
import type { Usage } from "../../../src/model/provenance.ts";
import type { Clock } from "./clock.ts";
import type { Fault } from "./faults.ts";
import type { JsonObject } from "./json.ts";
import type { ModelFacts } from "./models.ts";
import type { Level, Position } from "./prompt.ts";

export type ReplyBlock =
  | { readonly type: "text"; readonly text: string }
  /** The signature is the server's own. */
  | { readonly type: "thinking"; readonly thinking: string }
  | {
      readonly type: "tool_use";
      readonly name: string;
      readonly input: unknown;
      readonly id?: string;
      /** Sent instead of the input's JSON, for input that does not parse. */
      readonly rawInput?: string;
    };

/** What the model says to one request. */
export interface Reply {
  /** A string is one text block. */
  readonly content: string | readonly ReplyBlock[];
  /** Left out: `tool_use` when a tool is called, else `end_turn`. */
  readonly stopReason?: string;
  readonly stopSequence?: string;
  readonly stopDetails?: JsonObject;
  /** Left out: counted by the server's estimator. */
  readonly outputTokens?: number;
  /** Clock milliseconds before the first byte, and between two events of a stream. */
  readonly delay?: { readonly firstByte?: number; readonly event?: number };
  /** Awaited after the first byte of a stream, so that a test can hold a response open. */
  readonly hold?: Promise<unknown>;
}

export interface ScriptedRequest {
  readonly body: JsonObject;
  readonly headers: IncomingHttpHeaders;
  /** How many requests the script was asked before. */
  readonly turn: number;
}

export type ScriptStep = Reply | ((request: ScriptedRequest) => Reply | Promise<Reply>);

/** A function answers every request, a list answers one after the other. */
export type Script = ScriptStep | ScriptStep[];

export interface MessagesServerOptions {
  readonly script?: Script;
  readonly faults?: readonly (Fault | undefined)[];
  readonly clock?: Clock;
  /** Tokens of a text for a model. Left out: the product's offline estimate. */
  readonly countTokens?: (text: string, model: string) => number;
  /** Models in addition to, or instead of, the known ones with the same id. */
  readonly models?: readonly ModelFacts[];
  /** Keys that are let in. Left out: any. */
  readonly apiKeys?: readonly string[];
  /** Time that a batch takes, in clock milliseconds. */
  readonly batchDuration?: number;
}

export type Outcome = "pending" | "answered" | "failed" | "reset" | "truncated" | "destroyed" | "aborted";

/** One HTTP attempt. Times are clock milliseconds. */
export interface LoggedRequest {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** `x-stainless-retry-count`, 0 when absent. */
  readonly retry: number;
  readonly startedAt: number;
  raw: Buffer;
  /** The parsed body, or undefined when there was none or it was no JSON. */
  body: unknown;
  firstByteAt?: number;
  endedAt?: number;
  status?: number;
  outcome: Outcome;
  /** Message of the error that was answered. */
  error?: string;
  fault?: Fault;
  messageId?: string;
  /** What the response stated; set from the first byte on, output only at the end. */
  usage?: Usage;
  /** Cache-read tokens by level of the prompt. */
  hits?: Readonly<Record<Level, number>>;
  /** The prompt as the cache sees it. */
  prompt?: readonly Position[];
}

export interface MessagesServer {
  /** Value for `ANTHROPIC_BASE_URL`. */
  readonly url: string;
  /** Every HTTP attempt in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly clock: Clock;
  script: Script;
  /** Taken from the front, one a `POST /v1/messages`; `undefined` leaves a request alone. */
  readonly faults: (Fault | undefined)[];
  close(): Promise<void>;
}
