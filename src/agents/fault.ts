// An agent that could not answer. Its reader is told in one line, and the rules agent answers instead.

import type { Usage } from "../model/provenance.ts";

export class AgentFault extends Error {
  readonly agent: string;
  /** Tokens of the attempts that led here, as far as they are known. */
  readonly spent: readonly Usage[];

  /** @param message what happened, fit to stand in brackets after "claude-code did not answer" */
  constructor(agent: string, message: string, cause?: unknown, spent: readonly Usage[] = []) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "AgentFault";
    this.agent = agent;
    this.spent = spent;
  }
}
