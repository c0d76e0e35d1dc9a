// The loop of one phase: ask, run the tools that were called, go on until the phase is over.

import type { StoredMessage } from "../context/entry.ts";
import { AgentFailure } from "../failure.ts";
import { ask } from "./ask.ts";
import { type Block, closing, type Layout, textBlock, toolResult, userMessage } from "./conversation.ts";
import type { Run } from "./run.ts";
import { roundsAtMost } from "./settings.ts";
import type { Handlers, Result } from "./toolbox.ts";
import type { Frame, ToolName } from "./tools.ts";

export interface Phase {
  readonly name: string;
  readonly frame: Frame;
  readonly layout: Layout;
  readonly handlers: Handlers;
  /** What is said when the model calls a tool that this phase does not have. */
  readonly otherwise: string;
  readonly turns: number;
  readonly shares?: number;
  readonly onFirst?: () => void;
  /** Called after each turn with the messages that it added. */
  readonly onTurn?: (added: readonly StoredMessage[]) => Promise<void>;
}

/** The same call with the same input this often is a loop. */
const repeatsAtMost = 4;

export interface Ended {
  readonly messages: readonly StoredMessage[];
  /** Results that the next message of the user begins with. */
  readonly pending: readonly Block[];
}

/**
 * Runs a phase. `opening` is appended as the user's turn. The last answer's results are returned, not sent: nothing is asked
 * that nobody needs.
 * @throws AgentFailure
 */
export const converse = async (
  run: Run,
  before: readonly StoredMessage[],
  opening: readonly Block[],
  phase: Phase,
): Promise<Ended> => {
  const messages: StoredMessage[] = [...before, userMessage(...opening)];
  const seen = new Map<string, number>();
  let fresh: StoredMessage[] = messages.slice(before.length);
  let wrong = 0;
  let onFirst = phase.onFirst;
  for (let turn = 0; turn < phase.turns; turn++) {
    const reply = await ask(run, {
      frame: phase.frame,
      messages,
      layout: phase.layout,
      phase: phase.name,
      ...(phase.shares === undefined ? {} : { shares: phase.shares }),
      ...(onFirst === undefined ? {} : { onFirst }),
    });
    onFirst = undefined;
    const said: StoredMessage = { role: "assistant", content: reply.content };
    messages.push(said);
    await phase.onTurn?.([...fresh, said]);

    const results: Block[] = [];
    let isLast = false;
    let isWrong = reply.calls.length === 0;
    for (const { id, name, input } of reply.calls) {
      const key = JSON.stringify([name, input]);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      if (count >= repeatsAtMost)
        throw new AgentFailure("tool-loop", `it called ${name} ${count} times with the same input`);
      const handler = phase.handlers[name as ToolName];
      const result: Result =
        handler === undefined ? { text: phase.otherwise, isError: true } : await handler(input);
      if (result.isLast === true) isLast = true;
      if (
        result.isError === true &&
        (name === "submit_delta" || name === "record_map" || handler === undefined)
      )
        isWrong = true;
      results.push(
        toolResult(id, await run.outgoing(result.text, `the result of ${name}`), result.isError === true),
      );
    }
    if (isLast) return { messages, pending: results };
    if (reply.calls.length === 0) results.push(textBlock(`${phase.otherwise} Use a tool.`));
    wrong = isWrong ? wrong + 1 : 0;
    if (wrong >= roundsAtMost) throw new AgentFailure("invalid-answer", lastProblem(results, roundsAtMost));
    const next = userMessage(...results);
    messages.push(next);
    fresh = [next];
  }
  throw new AgentFailure("tool-loop", `it was not done after ${phase.turns} turns`);
};

const lastProblem = (results: readonly Block[], rounds: number): string => {
  const error = results.find((block) => block["is_error"] === true);
  const [content] = (error?.["content"] ?? []) as { text?: string }[];
  const line = content?.text?.split("\n").find((each) => /^- /.test(each)) ?? content?.text?.split("\n")[0];
  return `${rounds} answers in a row did not hold${line === undefined ? "" : `; the last: ${line.replace(/^- /, "")}`}`;
};

/** The user's next turn after a phase that ended: its results, or those of calls that were taken in silence. */
export const resume = ({ messages, pending }: Ended, ...blocks: readonly Block[]): Block[] => [
  ...(pending.length > 0 ? pending : closing(messages)),
  ...blocks,
];
