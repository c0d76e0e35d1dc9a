// Continues the developer's own Claude Code session as a fork, and asks it what the change asks of its author.
//
// The mode is `resumed-context`. A fork is started from the stored record of the session: it knows what that
// conversation knew, compacted as it was stored, but the live conversation never sees the question and cannot object to
// the answer. `in-session` is the word for an answer that the live conversation gave itself, and `same-context` for
// the conversation in which instride itself had the code written; a fork is neither, and is not called so.

import { sumUsage } from "../../cost/usage.ts";
import { digest } from "../../model/digest.ts";
import type { Usage } from "../../model/provenance.ts";
import { oneLine } from "../../report/foreign.ts";
import type { Telemetry } from "../../telemetry/call.ts";
import { AgentFault } from "../fault.ts";
import type { AgentHost } from "../host.ts";
import type { Agent, AgentAnswer, UpdateRequest } from "../port.ts";
import { briefOf } from "../session/from-request.ts";
import { correctionPrompt, forkArguments, forkPrompt } from "./command.ts";
import { type Environment, forkEnvironment, isNested, programOf, sentinel } from "./environment.ts";
import { runFork } from "./fork.ts";
import { readReply } from "./reply.ts";
import { findSession } from "./session.ts";

export interface ClaudeCodeSettings {
  readonly "timeout-seconds": number;
  readonly "max-usd"?: number | undefined;
}

export interface Surroundings {
  /** Root of the work tree. */
  readonly root: string;
  readonly env: Environment;
  /** Text of `.git/instride/session.json`; undefined when there is none. */
  readonly sessionNote: string | undefined;
  /** What an agent that calls a model by itself works with. */
  readonly host?: () => Promise<AgentHost>;
  /** Is told each fork; left out where nobody listens. */
  readonly telemetry?: Telemetry | undefined;
}

const name = "claude-code";

/** The question, and one chance to correct the answer. */
const rounds = 2;

const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** What the fork cost, for the person who pays for the session. */
const noteOf = (usage: readonly Usage[], sessionUsd: number | undefined): string => {
  const { input, cacheWrite5m, cacheWrite1h, cacheRead, output } = sumUsage(usage);
  const cost = sessionUsd === undefined ? "" : `; its session has cost $${sessionUsd.toFixed(2)} so far`;
  return `${name} answered from a fork of your session: ${thousands(input + cacheWrite5m + cacheWrite1h)} new, ${thousands(cacheRead)} cached, ${thousands(output)} output tokens${cost}`;
};

const fault = (message: string, spent: readonly Usage[] = []): AgentFault =>
  new AgentFault(name, message, undefined, spent);

/** Tells whoever listens of one fork. */
const told = (
  at: Surroundings,
  component: string,
  startedAt: number,
  usage: Usage | undefined,
  failed: boolean,
): void =>
  at.telemetry?.add({
    operation: "invoke_agent",
    provider: "anthropic",
    model: usage?.model ?? name,
    startedAt,
    endedAt: Date.now(),
    ...(failed ? { error: "fork-failed" } : {}),
    ...(usage === undefined ? {} : { usage }),
    component,
    phase: "fork",
  });

const answerFrom = async (
  settings: ClaudeCodeSettings,
  at: Surroundings,
  request: UpdateRequest,
  signal: AbortSignal | undefined,
): Promise<AgentAnswer> => {
  if (isNested(at.env)) throw fault(`${sentinel} is set: this runs inside an agent already`);
  const session = findSession(at.env, at.sessionNote);
  if ("missing" in session) throw fault(session.missing);
  const program = programOf(at.env);
  if ("missing" in program) throw fault(program.missing);
  const id = digest({ component: request.component, changes: request.changes });
  const usage: Usage[] = [];
  let resume = session.resume;
  let input = forkPrompt(await briefOf(request, id));
  for (let round = 1; ; round += 1) {
    const startedAt = Date.now();
    const run = await runFork({
      command: program.command,
      args: forkArguments({
        resume,
        ...(settings["max-usd"] === undefined ? {} : { maxUsd: settings["max-usd"] }),
      }),
      cwd: at.root,
      env: forkEnvironment(at.env, at.root),
      input,
      limit: settings["timeout-seconds"] * 1000,
      ...(signal === undefined ? {} : { signal }),
    });
    if ("fault" in run) {
      told(at, request.component, startedAt, undefined, true);
      throw fault(run.fault, usage);
    }
    const reply = readReply(run.stdout);
    told(at, request.component, startedAt, reply.usage[0], "fault" in reply || run.exitCode !== 0);
    usage.push(...reply.usage);
    if ("fault" in reply) throw fault(reply.fault, usage);
    if (run.exitCode !== 0) throw fault(`it ended with exit code ${run.exitCode}`, usage);
    const problems = "problems" in reply ? reply.problems : (request.validate?.(reply.delta) ?? []);
    if (problems.length === 0 && "delta" in reply)
      return {
        delta: reply.delta,
        mode: "resumed-context",
        agent: name,
        usage,
        ...(usage.length === 0 ? {} : { notes: [noteOf(usage, reply.sessionUsd)] }),
      };
    if (round === rounds || reply.session === undefined) {
      const [first] = problems;
      const what = `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
      throw fault(
        oneLine(`its answer does not hold: ${what}, the first at ${first?.path}: ${first?.message}`),
        usage,
      );
    }
    resume = reply.session;
    input = correctionPrompt(problems);
  }
};

/**
 * An agent that throws AgentFault where there is no session to fork, where the program fails, and where its answer
 * does not hold after one correction.
 */
export const claudeCodeAgent = (settings: ClaudeCodeSettings, at: Surroundings): Agent => ({
  name,
  update: async (request: UpdateRequest, signal?: AbortSignal): Promise<AgentAnswer> => {
    try {
      return await answerFrom(settings, at, request, signal);
    } finally {
      await at.telemetry?.flush();
    }
  },
});
