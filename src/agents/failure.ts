// Why an agent on the Messages API could not answer, with what it spent on the way and what a person can do.

import type { Usage } from "../model/provenance.ts";
import { AgentFault } from "./fault.ts";

export const failureReasons = [
  "interrupted",
  "too-slow",
  "no-network",
  "overloaded",
  "rate-limited",
  "spend-limit",
  "unauthorised",
  "bad-request",
  "broken-stream",
  "refused",
  "cut-off",
  "invalid-answer",
  "tool-loop",
  "no-context",
  "budget",
  "secret",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** What a person can do about each reason. */
const remedies: Readonly<Record<FailureReason, string>> = {
  interrupted: "run it again; what was said so far is kept",
  "too-slow": "commit again, or raise claude.commit-seconds in instride.config.json",
  "no-network": "check the connection and ANTHROPIC_BASE_URL, then try again",
  overloaded: "try again in a few minutes",
  "rate-limited": "try again later",
  "spend-limit": "raise the spend limit of the workspace, or wait until it renews",
  unauthorised: "check ANTHROPIC_API_KEY and what it may use",
  "bad-request": "check claude.model and the other settings under claude in instride.config.json",
  "broken-stream": "try again",
  refused: "answer in session (instride brief), or by rules (instride sync with agent: rules)",
  "cut-off": "raise claude.max-output-tokens in instride.config.json",
  "invalid-answer": "answer in session (instride brief), or try again",
  "tool-loop": "try again, or use another model",
  "no-context": "instride generate begins a context; instride brief asks the agent at hand",
  budget: "raise --max-usd or claude.max-usd",
  secret: "take the credential out of the file, or set claude.secrets to redact",
};

export class AgentFailure extends AgentFault {
  readonly reason: FailureReason;
  readonly next: string;

  /** @param options.spent tokens of every attempt whose count is known */
  constructor(
    reason: FailureReason,
    message: string,
    options: { spent?: readonly Usage[]; next?: string; cause?: unknown } = {},
  ) {
    super("claude", message, options.cause, options.spent);
    this.name = "AgentFailure";
    this.reason = reason;
    this.next = options.next ?? remedies[reason];
  }

  /** The same with what was spent. */
  withSpent(spent: readonly Usage[]): AgentFailure {
    const { message, cause, next } = this;
    return new AgentFailure(this.reason, message, { spent, next, ...(cause === undefined ? {} : { cause }) });
  }
}
