// The agent on the Messages API: writes code and threat model in one conversation, and answers for later changes from it.

import { AgentFailure } from "../failure.ts";
import type { AgentHost } from "../host.ts";
import type { Agent } from "../port.ts";
import { estimateLines } from "./estimate.ts";
import { generateWith } from "./generate.ts";
import { Run } from "./run.ts";
import type { ClaudeSettings } from "./settings.ts";
import { updateAfresh, updateWith } from "./update.ts";

export interface ClaudeOptions {
  /** Base of the growing pause between attempts, in milliseconds. */
  readonly pauseMs?: number;
  /** Reads the code afresh whatever conversations are stored, and stores none. No commit waits for it, so time is not limited. */
  readonly afresh?: true;
}

/** Whatever happens, what was spent goes with it and the ledger is written. */
const accounted = async <T>(run: Run, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AgentFailure) throw error.withSpent(run.usage);
    if (run.signal.aborted) throw run.ended.withSpent(run.usage);
    throw error;
  } finally {
    await run.settle();
    run.close();
    await run.host.flush?.();
  }
};

export const claudeAgent = (
  settings: ClaudeSettings,
  host: AgentHost,
  options: ClaudeOptions = {},
): Agent => ({
  name: "claude",
  update: (request, signal) => {
    const run = new Run({
      settings,
      host,
      component: request.component,
      ...(options.afresh === true ? {} : { limitMs: settings["commit-seconds"] * 1000 }),
      ...(signal === undefined ? {} : { signal }),
      ...options,
    });
    return accounted(run, () =>
      options.afresh === true ? updateAfresh(run, request) : updateWith(run, request),
    );
  },
  generate: async (request, signal) => {
    const run = new Run({
      settings,
      host,
      component: request.component,
      ...(signal === undefined ? {} : { signal }),
      ...options,
    });
    const answer = await accounted(run, () => generateWith(run, request));
    return {
      ...answer,
      answer: (observation, validate) => {
        run.reopen();
        return accounted(run, async () => answer.answer(observation, validate));
      },
    };
  },
  estimate: (request) => estimateLines(settings, host, request),
});
