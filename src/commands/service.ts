// Whom the agents that ask a model send code and specs to: named once a command when it is not the vendor.

import { type Endpoint, endpointOf, endpointsOf } from "../agents/claude/endpoint.ts";
import type { Config } from "../config/schema.ts";
import { type CommandContext, remark } from "./context.ts";
import { UserError } from "./outcome.ts";

const told = new WeakMap<CommandContext, Set<string>>();

/** The places that the environment names for the agent of the config, other than the vendor's. */
export const servicesOf = (
  config: Pick<Config, "agent" | "claude">,
  env: CommandContext["env"],
): readonly Endpoint[] =>
  config.agent === "claude-code" ? endpointsOf(env) : [endpointOf(config.claude.through, env) ?? []].flat();

/** Why nothing may be sent where the environment says, and the way out; undefined where the config's agent may send. */
export const refusalOf = (
  config: Pick<Config, "agent" | "claude">,
  env: CommandContext["env"],
): Endpoint["refused"] =>
  config.agent === "rules" ? undefined : servicesOf(config, env).find(({ refused }) => refused)?.refused;

/**
 * Says on standard error where requests go, before the first is sent.
 * @throws UserError where that is plain http to another machine
 */
export const nameServices = (context: CommandContext, endpoints: readonly Endpoint[]): void => {
  const said = told.get(context) ?? new Set();
  told.set(context, said);
  for (const { variable, shown, refused } of endpoints) {
    if (refused !== undefined) throw new UserError(refused.why, { next: refused.next });
    if (said.has(variable)) continue;
    said.add(variable);
    remark(context, `instride: requests go to ${shown} (${variable})`);
  }
};
