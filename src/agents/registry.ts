// Agents by the name that the config gives them, loaded when they are asked.

import type { Agent } from "./port.ts";

export const loadAgent = async (): Promise<Agent> => (await import("./rules/agent.ts")).rulesAgent;
