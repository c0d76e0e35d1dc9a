// The client that talks to the service, or to whatever speaks its language.

import type Anthropic from "@anthropic-ai/sdk";
import { AgentFailure } from "../failure.ts";
import { endpointOf, vendorBase } from "./endpoint.ts";
import type { ClaudeSettings } from "./settings.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Attempts are made by the agent, one HTTP request each, so that each has its line in the ledger and none waits past the limit.
 * The default logger would print to standard output.
 */
const common = { maxRetries: 0, logLevel: "off", openTelemetry: false } as const;

/** SDKs of other clouds; they bring their own way to sign, and are installed by who needs them. */
const clouds = {
  bedrock: { name: "@anthropic-ai/bedrock-sdk", client: "AnthropicBedrock" },
  vertex: { name: "@anthropic-ai/vertex-sdk", client: "AnthropicVertex" },
} as const;

const cloudClient = async (through: keyof typeof clouds): Promise<Anthropic> => {
  const { name, client } = clouds[through];
  let loaded: Record<string, new (options: object) => Anthropic>;
  try {
    loaded = (await import(name)) as typeof loaded;
  } catch (error) {
    throw new AgentFailure("bad-request", `claude.through is ${through}, and ${name} is not installed`, {
      next: `npm install --save-dev ${name}`,
      cause: error,
    });
  }
  const Client = loaded[client];
  if (Client === undefined)
    throw new AgentFailure("bad-request", `${name} has no ${client}`, {
      next: `npm install --save-dev ${name}@1`,
    });
  return new Client(common);
};

/** @throws AgentFailure where requests would go over plain http to another machine, and where an SDK is missing */
export const clientFor = async (settings: ClaudeSettings, env: Env): Promise<Anthropic> => {
  const endpoint = endpointOf(settings.through, env);
  if (endpoint?.refused !== undefined)
    throw new AgentFailure("bad-request", endpoint.refused.why, { next: endpoint.refused.next });
  if (settings.through !== "anthropic") return cloudClient(settings.through);
  const { default: Client } = await import("@anthropic-ai/sdk");
  const set = (name: string): string | undefined => (env[name] === "" ? undefined : env[name]);
  const apiKey = set("ANTHROPIC_API_KEY") ?? set("ANTHROPIC_AUTH_TOKEN");
  return new Client({
    ...common,
    ...(apiKey === undefined ? {} : { apiKey }),
    // Always said, so that the client looks for no address of its own.
    baseURL: endpoint?.base ?? vendorBase,
  });
};
