// Asks the agent of the config for a delta that brings a component in step; where it can't, or its answer does not
// hold, the rules agent answers instead, and that is said in one line.

import type { AgentFailure } from "../agents/failure.ts";
import { AgentFault } from "../agents/fault.ts";
import type { Agent, UpdateRequest, Validate } from "../agents/port.ts";
import { loadAgent, loadRules } from "../agents/registry.ts";
import type { Config } from "../config/schema.ts";
import { readLocal } from "../git/local.ts";
import type { Repository } from "../git/repository.ts";
import type { Usage } from "../model/provenance.ts";
import { afterPlan, type Planned, planUpdate } from "../pairing/plan.ts";
import { judge } from "../pairing/step.ts";
import { oneLine } from "../report/foreign.ts";
import type { HostOptions } from "./agent-host.ts";
import { type CommandContext, remark } from "./context.ts";
import type { Judging } from "./judging.ts";
import { mendable } from "./mendable.ts";
import { UserError } from "./outcome.ts";
import { nameServices, refusalOf, servicesOf } from "./service.ts";
import { sessionNotePath } from "./session-note.ts";
import { telemetryFor } from "./telemetry.ts";
import type { LoadedComponent } from "./workspace.ts";

export const agentFor = async (
  context: CommandContext,
  repository: Repository,
  config: Config,
  options: HostOptions = {},
): Promise<Agent> => {
  if (config.agent === "claude-code") nameServices(context, servicesOf(config, context.env));
  return loadAgent(config, {
    root: repository.root,
    env: context.env,
    sessionNote: await readLocal(sessionNotePath(repository)),
    host: async () => (await import("./agent-host.ts")).hostFor(context, repository, config, options),
    ...(config.agent === "claude-code" ? { telemetry: await telemetryFor(context) } : {}),
  });
};

export type Asked = Planned & { readonly agent: string };

const answerOf = async (
  context: CommandContext,
  agent: Agent,
  component: LoadedComponent,
  judging: Judging,
  request: UpdateRequest,
  spent: readonly Usage[] = [],
): Promise<Asked & { readonly notes: readonly string[] }> => {
  const given = await agent.update(request, context.signal);
  const answer = { ...given, usage: [...spent, ...given.usage] };
  const planned = planUpdate(component, judging.framework.id, answer.delta, answer, judging.tools);
  return { ...planned, agent: answer.agent, notes: answer.notes ?? [] };
};

/** All that keeps a delta from bringing the component in step. */
export const validateFor =
  (component: LoadedComponent, judging: Judging): Validate =>
  (delta) => {
    const unnamed = { mode: "in-session", agent: "", usage: [] } as const;
    const planned = planUpdate(component, judging.framework.id, delta, unnamed, judging.tools);
    if ("problems" in planned) return planned.problems;
    return judge(afterPlan(component, planned.plan), judging.judgement)
      .findings.filter((finding) => finding.severity === "error" && mendable.has(finding.code))
      .map(({ code, message }) => ({ path: "operations", rule: code, message }));
  };

export const askAgent = async (
  context: CommandContext,
  repository: Repository,
  config: Config,
  component: LoadedComponent,
  judging: Judging,
  request: UpdateRequest,
): Promise<Asked> => {
  const rules = await loadRules();
  const refusal = refusalOf(config, context.env);
  if (refusal !== undefined && !(config.agent === "claude" && config.claude.fallback === "fail")) {
    remark(
      context,
      `instride: ${component.id}: ${config.agent} is not asked (${refusal.why}); the rules agent answers instead`,
    );
    remark(context, `  next: ${refusal.next}`);
    return answerOf(context, rules, component, judging, request);
  }
  const agent = await agentFor(context, repository, config);
  if (agent === rules) return answerOf(context, rules, component, judging, request);
  try {
    const validate = validateFor(component, judging);
    const asked = await answerOf(context, agent, component, judging, { ...request, validate });
    for (const note of asked.notes) remark(context, `instride: ${component.id}: ${oneLine(note)}`);
    return asked;
  } catch (error) {
    if (!(error instanceof AgentFault)) throw error;
    const { reason, next } = error as Partial<AgentFailure>;
    // Who interrupts wants nothing written; who set "fail" wants no other answer.
    if (reason === "interrupted" || (config.agent === "claude" && config.claude.fallback === "fail"))
      throw new UserError(`${component.id}: ${agent.name} did not answer (${oneLine(error.message)})`, {
        next: next ?? "try again",
        cause: error,
      });
    remark(
      context,
      `instride: ${component.id}: ${agent.name} did not answer (${oneLine(error.message)}); the rules agent answers instead`,
    );
    // What the other agent spent stays with the change that it was spent on.
    return answerOf(context, rules, component, judging, request, error.spent);
  }
};
