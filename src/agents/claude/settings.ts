// What the config says about this agent.

import type { Config } from "../../config/schema.ts";

export type ClaudeSettings = Config["claude"];

/** Attempts of one request, the first included. */
export const attemptsAtMost = 3;
/** Answers that do not hold before the agent gives up. */
export const roundsAtMost = 3;
