// Agents by the name that the config gives them, loaded when they are asked.

import type { Config } from "../config/schema.ts";
import type { Surroundings } from "./claude-code/agent.ts";
import type { AgentHost } from "./host.ts";
import type { Agent } from "./port.ts";

export type { Surroundings } from "./claude-code/agent.ts";

/** The agent that always works: what answers when another one can't. */
export const loadRules = async (): Promise<Agent> => (await import("./rules/agent.ts")).rulesAgent;

export const loadAgent = async (config: Config, at: Surroundings): Promise<Agent> => {
  switch (config.agent) {
    case "rules":
      return loadRules();
    case "claude":
      if (at.host === undefined) throw new Error("the agent 'claude' needs a host");
      return (await import("./claude/agent.ts")).claudeAgent(config.claude, await at.host());
    case "claude-code":
      return (await import("./claude-code/agent.ts")).claudeCodeAgent(config["claude-code"], at);
  }
};

/** The agent of the config as one that reads a component afresh; undefined when it only goes on from a conversation. */
export const loadReader = async (
  config: Config,
  host: () => Promise<AgentHost>,
): Promise<Agent | undefined> => {
  switch (config.agent) {
    case "rules":
      return loadRules();
    case "claude":
      return (await import("./claude/agent.ts")).claudeAgent(config.claude, await host(), { afresh: true });
    case "claude-code":
      return undefined;
  }
};
