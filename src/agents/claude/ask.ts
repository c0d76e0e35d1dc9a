// One turn of the model: streams the answer, tries again where that can help, and keeps what each attempt cost.

import type Anthropic from "@anthropic-ai/sdk";
import { estimateTokens, generationOf } from "../../cost/estimate.ts";
import type { Usage } from "../../model/provenance.ts";
import type { StoredMessage } from "../context/entry.ts";
import { AgentFailure } from "../failure.ts";
import { type Block, bodyOf, type Layout, textBlock } from "./conversation.ts";
import { faultOf } from "./reasons.ts";
import type { Run } from "./run.ts";
import { attemptsAtMost } from "./settings.ts";
import type { Frame } from "./tools.ts";

export interface Call {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export interface Reply {
  /** As it must be echoed. */
  readonly content: readonly Block[];
  readonly calls: readonly Call[];
  readonly text: string;
}

export interface Turn {
  readonly frame: Frame;
  readonly messages: readonly StoredMessage[];
  readonly layout: Layout;
  readonly phase: string;
  /** How many requests begin together and share the budget. */
  readonly shares?: number;
  /** Called once, when the first event has arrived: from then on others can read what this request wrote. */
  readonly onFirst?: () => void;
}

type Started = { readonly usage: Anthropic.Usage; readonly model: string };

const countOf = (value: number | null | undefined): number => value ?? 0;

/** Endpoints that report no cache classes say nothing about what was cached: their costs are not known. */
const isComplete = (usage: Partial<Anthropic.Usage>): boolean =>
  typeof usage.input_tokens === "number" &&
  typeof usage.output_tokens === "number" &&
  typeof usage.cache_read_input_tokens === "number" &&
  typeof usage.cache_creation_input_tokens === "number";

/** The four classes of a response's usage, with the write split by lifetime. */
export const usageOf = (model: string, usage: Partial<Anthropic.Usage>, estimatedOutput?: number): Usage => {
  const written = countOf(usage.cache_creation_input_tokens);
  const hour = countOf(usage.cache_creation?.ephemeral_1h_input_tokens);
  const output = estimatedOutput ?? countOf(usage.output_tokens);
  return {
    model,
    input: countOf(usage.input_tokens),
    cacheWrite5m: usage.cache_creation?.ephemeral_5m_input_tokens ?? written - hour,
    cacheWrite1h: hour,
    cacheRead: countOf(usage.cache_read_input_tokens),
    output,
    thinking: Math.min(output, countOf(usage.output_tokens_details?.thinking_tokens)),
    ...(estimatedOutput !== undefined || !isComplete(usage) ? { estimated: true } : {}),
  };
};

const rejectsOn = (
  signal: AbortSignal,
  failure: () => AgentFailure,
): { promise: Promise<never>; stop: () => void } => {
  let stop = (): void => {};
  const promise = new Promise<never>((_, reject) => {
    const fire = (): void => reject(failure());
    if (signal.aborted) fire();
    else signal.addEventListener("abort", fire, { once: true });
    stop = () => signal.removeEventListener("abort", fire);
  });
  promise.catch(() => {});
  return { promise, stop };
};

const pause = async (run: Run, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const ended = rejectsOn(run.signal, () => run.ended);
  try {
    await Promise.race([
      new Promise((resolve) => {
        timer = setTimeout(resolve, ms);
      }),
      ended.promise,
    ]);
  } finally {
    clearTimeout(timer);
    ended.stop();
  }
};

interface Streamed {
  readonly message: Anthropic.Message;
  /** JSON of tool inputs as it came, by index of the block: the client reads half an object from half a text. */
  readonly inputs: ReadonlyMap<number, string>;
}

const attempt = async (run: Run, turn: Turn, body: Readonly<Record<string, unknown>>): Promise<Streamed> => {
  const began = run.host.now();
  const inputs = new Map<number, string>();
  let started: Started | undefined;
  let received = 0;
  const ended = rejectsOn(run.signal, () => run.ended);
  const keep = (outcome: string, usage: Usage | undefined, isKnown: boolean, status?: number): void =>
    run.keep(
      {
        model: run.settings.model,
        ...(started === undefined ? {} : { responseModel: started.model }),
        startedAt: new Date(began).toISOString(),
        durationMs: Math.round(run.host.now() - began),
        phase: turn.phase,
        outcome,
        ...(status === undefined ? {} : { status }),
        ...(usage === undefined ? {} : { usage }),
      },
      isKnown,
    );
  try {
    const client = await run.client();
    const stream = client.messages.stream(body as unknown as Anthropic.MessageStreamParams, {
      signal: run.signal,
    });
    stream.on("streamEvent", (event) => {
      if (event.type === "message_start" && started === undefined) {
        started = { usage: structuredClone(event.message.usage), model: event.message.model };
        turn.onFirst?.();
      }
      if (event.type !== "content_block_delta") return;
      const { delta } = event;
      if (delta.type === "input_json_delta") {
        inputs.set(event.index, (inputs.get(event.index) ?? "") + delta.partial_json);
        received += delta.partial_json.length;
      } else if (delta.type === "text_delta") received += delta.text.length;
      else if (delta.type === "thinking_delta") received += delta.thinking.length;
    });
    const final = stream.finalMessage();
    final.catch(() => {});
    const message = await Promise.race([final, ended.promise]);
    // The closing event repeats the counts, without the split of what was written.
    const counts = {
      ...started?.usage,
      ...message.usage,
      cache_creation: started?.usage.cache_creation ?? message.usage.cache_creation,
    };
    keep(
      message.stop_reason === "refusal" ? "refused" : "answered",
      usageOf(run.settings.model, counts),
      isComplete(counts),
      200,
    );
    return { message, inputs };
  } catch (error) {
    const fault = run.signal.aborted ? faultOf(run.brokenOff, false) : faultOf(error, started !== undefined);
    const spent =
      started === undefined
        ? undefined
        : usageOf(
            run.settings.model,
            started.usage,
            estimateTokens("x".repeat(received), { generation: generationOf(run.settings.model) }).tokens,
          );
    keep(fault.reason, spent, true, fault.status ?? (started === undefined ? undefined : 200));
    throw error;
  } finally {
    ended.stop();
  }
};

const parses = (text: string): boolean => {
  try {
    JSON.parse(text === "" ? "{}" : text);
    return true;
  } catch {
    return false;
  }
};

const plain = (value: unknown): Block => JSON.parse(JSON.stringify(value)) as Block;

const sayAgain = (messages: readonly StoredMessage[], note: string): StoredMessage[] => {
  const last = messages.at(-1);
  return last === undefined
    ? []
    : [...messages.slice(0, -1), { ...last, content: [...last.content, textBlock(note)] }];
};

/** Asks once, with as many attempts as can help. @throws AgentFailure */
export const ask = async (run: Run, turn: Turn): Promise<Reply> => {
  let { messages } = turn;
  let cutOff = 0;
  for (let tries = 1; ; tries++) {
    if (run.signal.aborted) throw run.ended;
    const prompt = estimateTokens(JSON.stringify([turn.frame.tools, turn.frame.system, messages]), {
      generation: generationOf(run.settings.model),
    }).tokens;
    const { tokens, release } = run.budget.reserve(
      run.settings.model,
      prompt,
      run.settings["max-output-tokens"],
      turn.shares,
    );
    let streamed: Streamed;
    try {
      streamed = await attempt(run, turn, bodyOf(run.settings, turn.frame, messages, turn.layout, tokens));
    } catch (error) {
      release();
      if (run.signal.aborted) throw run.ended;
      const fault = faultOf(error, run.attempts.at(-1)?.usage !== undefined);
      const wait = fault.afterMs ?? run.pauseMs * 2 ** (tries - 1);
      const isTooLong = run.deadline !== undefined && run.host.now() + wait >= run.deadline;
      if (!fault.retry || tries >= attemptsAtMost || isTooLong)
        throw error instanceof AgentFailure
          ? error
          : new AgentFailure(fault.reason, fault.message, { cause: error });
      await pause(run, wait);
      continue;
    }
    release();
    const { message, inputs } = streamed;
    if (message.stop_reason === "refusal")
      throw new AgentFailure(
        "refused",
        `the model refused (${message.stop_details?.category ?? "no category given"})`,
      );
    if (message.stop_reason === "model_context_window_exceeded")
      throw new AgentFailure("bad-request", "the conversation is longer than the model can read");
    const isBroken = [...inputs.values()].some((text) => !parses(text));
    if (message.stop_reason === "max_tokens" || isBroken) {
      cutOff += 1;
      if (cutOff >= attemptsAtMost)
        throw message.stop_reason === "max_tokens"
          ? new AgentFailure("cut-off", "its answers were longer than the limit of output tokens")
          : new AgentFailure("invalid-answer", "its tool calls were not valid JSON");
      // The cut answer is left out of the conversation: what it says is half of something.
      messages = sayAgain(
        turn.messages,
        message.stop_reason === "max_tokens"
          ? "Your answer was cut off at the limit of output tokens, and nothing of it was taken. Answer again in smaller portions: fewer operations or one file in each call."
          : "The JSON of your tool call did not parse, and nothing of it was taken. Answer again.",
      );
      tries = 0;
      continue;
    }
    const content = message.content.map(plain);
    return {
      content,
      calls: content.flatMap((block) =>
        block["type"] === "tool_use"
          ? [{ id: String(block["id"]), name: String(block["name"]), input: block["input"] }]
          : [],
      ),
      text: content.flatMap((block) => (block["type"] === "text" ? [String(block["text"])] : [])).join(""),
    };
  }
};
