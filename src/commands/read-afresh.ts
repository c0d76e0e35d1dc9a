// Has one component read afresh: spec and code as a tree holds them, without its threat model and without any conversation.

import { AgentFailure } from "../agents/failure.ts";
import { AgentFault } from "../agents/fault.ts";
import type { AgentAnswer, UpdateRequest } from "../agents/port.ts";
import { loadReader } from "../agents/registry.ts";
import { sumUsage } from "../cost/usage.ts";
import type { Repository } from "../git/repository.ts";
import type { ThreatModel } from "../model/schema.ts";
import { planUpdate } from "../pairing/plan.ts";
import { oneLine } from "../report/foreign.ts";
import { validateFor } from "./ask-agent.ts";
import { type CommandContext, remark } from "./context.ts";
import { grouped } from "./grouped.ts";
import type { Judging } from "./judging.ts";
import { UserError } from "./outcome.ts";
import { requestFor } from "./request.ts";
import type { LoadedComponent, Workspace } from "./workspace.ts";

export interface Afresh {
  readonly model: ThreatModel;
  readonly answer: AgentAnswer;
}

/** The component as if nobody had looked at it yet: every input is new, and nothing is known of its threats. */
const stripped = (component: LoadedComponent): LoadedComponent => {
  const { model: _, modelText: __, readable: ___, comments: ____, ...rest } = component;
  return { ...rest, records: [], recordFindings: [], modelFindings: [] };
};

/** What is about to leave this machine, said before it does. */
const announce = (context: CommandContext, { component, changes }: UpdateRequest, model: string): void => {
  const bytes = changes.reduce((sum, { after }) => sum + Buffer.byteLength(after ?? ""), 0);
  const files = changes.length === 1 ? "1 file" : `${changes.length} files`;
  remark(
    context,
    `instride: sends ${files} of ${component} (${grouped(Math.ceil(bytes / 1024))} KiB) to ${oneLine(model)}`,
  );
};

/** @throws UserError: a reading that failed is not replaced by another agent's */
const readWith = async (
  context: CommandContext,
  repository: Repository,
  workspace: Workspace,
  request: UpdateRequest,
  maxUsd: number | undefined,
): Promise<AgentAnswer> => {
  const { config } = workspace;
  const agent = await loadReader(config, async () => {
    const host = await (await import("./agent-host.ts")).hostFor(
      context,
      repository,
      config,
      maxUsd === undefined ? {} : { maxUsd },
    );
    announce(context, request, config.claude.model);
    // What is read is the tree that was named; the work tree may hold something else.
    return { ...host, files: { list: async () => [], read: async () => undefined } };
  });
  if (agent === undefined)
    throw new UserError(
      `agent '${config.agent}' goes on from a session that knows the code, so it can't read it afresh`,
      { next: 'set "agent": "claude" (a model reads) or "rules" (offline) in instride.config.json' },
    );
  try {
    return await agent.update(request, context.signal);
  } catch (error) {
    if (!(error instanceof AgentFault)) throw error;
    const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = sumUsage(error.spent);
    const spent = input + cacheRead + cacheWrite5m + cacheWrite1h + output;
    throw new UserError(
      `${request.component}: ${agent.name} did not read it (${oneLine(error.message)})${spent === 0 ? "" : `; ${spent} tokens were spent`}`,
      { next: error instanceof AgentFailure ? error.next : "try again", cause: error },
    );
  }
};

/**
 * The model that the agent of the config makes of a component that it has never seen.
 * @throws UserError when it can't read afresh, gives no answer, or its answer does not hold together
 */
export const readAfresh = async (
  context: CommandContext,
  repository: Repository,
  workspace: Workspace,
  component: LoadedComponent,
  judging: Judging,
  maxUsd: number | undefined,
): Promise<Afresh> => {
  const bare = stripped(component);
  const request = {
    ...(await requestFor(repository, bare, judging)),
    validate: validateFor(bare, judging),
  };
  const answer = await readWith(context, repository, workspace, request, maxUsd);
  const planned = planUpdate(bare, judging.framework.id, answer.delta, answer, judging.tools);
  if ("problems" in planned)
    throw new UserError(`${component.id}: what ${answer.agent} read does not hold together`, {
      findings: planned.problems.map(({ path, rule, message }) => ({
        code: `delta-${rule}`,
        severity: "error",
        at: { path: component.modelPath },
        component: component.id,
        message: `${answer.agent} at ${path}: ${message}`,
      })),
      next: "try again",
    });
  return { model: planned.plan.after, answer };
};
