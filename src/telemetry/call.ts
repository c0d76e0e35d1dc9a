// One call of a model, as telemetry tells it: who was asked, how long it took, what it used. No content, no path.

import type { Usage } from "../model/provenance.ts";

export interface ModelCall {
  /** `chat` for a request of ours, `invoke_agent` for another program that asked on our behalf. */
  readonly operation: "chat" | "invoke_agent";
  /** Well-known name of the GenAI conventions, such as `anthropic` or `aws.bedrock`. */
  readonly provider: string;
  readonly model: string;
  /** As the response names it. */
  readonly responseModel?: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Why there is no answer, from a short list; left out when there is one. */
  readonly error?: string;
  /** Left out when nobody counted: then no tokens are told. */
  readonly usage?: Usage;
  readonly server?: { readonly address: string; readonly port: number };
  readonly component: string;
  readonly phase: string;
}

/** Takes calls, and hands them on at the end. */
export interface Telemetry {
  readonly add: (call: ModelCall) => void;
  /** Returns within a second, whatever becomes of what was added, and never throws. */
  readonly flush: () => Promise<void>;
}
