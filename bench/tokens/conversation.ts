// The conversation that wrote the component, as `generate` would have left it: stored by the product's own store, and warm
// in the provider's cache. A conversation that no model can read is left with what the record needs: its decisions.

import { usageOf } from "../../src/agents/claude/ask.ts";
import { bodyOf, textBlock, toolResult, userMessage } from "../../src/agents/claude/conversation.ts";
import { authorSystem } from "../../src/agents/claude/instructions.ts";
import { specOf } from "../../src/agents/claude/record-text.ts";
import type { ClaudeSettings } from "../../src/agents/claude/settings.ts";
import { authorTools, frameOf } from "../../src/agents/claude/tools.ts";
import type { Decision, EntryBody, StoredMessage } from "../../src/agents/context/entry.ts";
import { estimateTokens, generationOf } from "../../src/cost/estimate.ts";
import { stride } from "../../src/frameworks/stride.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { asData } from "../../src/safety/delimit.ts";
import type { Endpoint, Place } from "./endpoint.ts";
import { affordable } from "./limit.ts";
import { usdOf } from "./run.ts";
import type { Series } from "./series.ts";

/** Tokens that a model reads at most, with room for what later commits add. */
export const windowTokens = 900_000;
/** About as many characters of code as one answer of the model holds. */
const charactersOfTurn = 50_000;

const called = (id: string, name: string, input: unknown) => ({ type: "tool_use", id, name, input });

/** One decision for each folder of code: what an author says when the code is done. */
const decisionsOf = ({ start }: Series): Decision[] =>
  [...new Set([...start.files.keys()].map((path) => path.slice(0, path.lastIndexOf("/"))))].map((folder) => ({
    about: folder,
    decision: "Every query names the account of the session, and callers see what is theirs.",
    why: "An id that is guessed or copied opens nothing.",
  }));

const writingTurns = (series: Series): StoredMessage[] => {
  const turns: StoredMessage[] = [];
  let calls: { id: string; path: string; content: string }[] = [];
  const flush = (): void => {
    if (calls.length === 0) return;
    turns.push(
      {
        role: "assistant",
        content: calls.map(({ id, path, content }) => called(id, "write_file", { path, content })),
      },
      userMessage(
        ...calls.map(({ id, path, content }) =>
          toolResult(id, `wrote ${path}, ${content.split("\n").length} lines`),
        ),
      ),
    );
    calls = [];
  };
  let size = 0;
  let number = 0;
  for (const [path, content] of series.start.files) {
    calls.push({ id: `toolu_write${number++}`, path, content });
    size += content.length;
    if (size < charactersOfTurn) continue;
    flush();
    size = 0;
  }
  flush();
  return turns;
};

/** The whole conversation up to the answer of its last turn. */
const messagesOf = (series: Series): StoredMessage[] => {
  const { first, model, start, specPath, component } = series;
  const spec = specOf({ path: specPath } as Parameters<typeof specOf>[0], start.spec);
  const { put, set_aside: aside = [], summary = "" } = first;
  const titles = threatsOf(model).map(
    ({ id, element, category, threat }) =>
      `${id} ${element}/${category} ${threat.status} ${threat.severity.level}: ${threat.title}`,
  );
  const done = { summary: "Written as the spec says.", decisions: decisionsOf(series) };
  const writing = writingTurns(series);
  const ask = textBlock(
    "This branch writes the code, all of it, with write_file and edit_file; then call done with your decisions.",
  );
  return [
    userMessage(textBlock(`Component ${component}. Record the whole map with record_map.\n${spec}`)),
    { role: "assistant", content: [called("toolu_map", "record_map", { put, set_aside: aside, summary })] },
    userMessage(toolResult("toolu_map", "The map is taken."), ask),
    ...writing,
    { role: "assistant", content: [called("toolu_done", "done", done)] },
    userMessage(
      toolResult("toolu_done", "Taken."),
      textBlock(
        `The other branch answered the questions.\n${asData("answers", "other branch", titles.join("\n"))}\nThe code is written; observation has read it.`,
      ),
    ),
  ];
};

/** The same frame for every component: what the product sends first. */
const frame = frameOf(authorTools(false), authorSystem(stride));

export interface Seeded {
  /** Tokens of the conversation, estimated. */
  readonly tokens: number;
  /** False when no model can read it, so that it can only be resumed. */
  readonly readable: boolean;
}

const lastAnswer = { no_change: [{ reason: "The code came out as it was answered.", about: [] }] };

export const conversationTokens = (series: Series, model: string): number =>
  estimateTokens(JSON.stringify([frame.tools, frame.system, messagesOf(series)]), {
    generation: generationOf(model),
  }).tokens;

/** Stores the conversation of a series and asks its last turn, which is part of writing the code and not of any update. */
export const seed = async (
  series: Series,
  settings: ClaudeSettings,
  endpoint: Endpoint,
  place: Place,
): Promise<Seeded> => {
  const messages = messagesOf(series);
  const tokens = conversationTokens(series, settings.model);
  const readable = tokens < windowTokens;
  const opening = {
    component: series.component,
    agent: "claude",
    model: settings.model,
    effort: settings.effort === "default" ? null : settings.effort,
    frame: frame.digest,
    endpoint: endpoint.env["ANTHROPIC_BASE_URL"] ?? "",
    origin: "generated" as const,
  };
  const startedAt = new Date(endpoint.now()).toISOString();
  const bodies: EntryBody[] = [{ kind: "open", opening }];
  if (readable) {
    endpoint.expect(lastAnswer);
    const characters = JSON.stringify(messages).length + JSON.stringify(frame.tools).length;
    const limit = affordable(endpoint, settings.model, characters, settings["max-output-tokens"]);
    const body = bodyOf(settings, frame, messages, { cached: true }, limit);
    const answer = await endpoint.client.messages.stream(body as never).finalMessage();
    const usage = usageOf(settings.model, answer.usage);
    endpoint.spend(usdOf([usage], settings.model, false) ?? 0);
    const said = JSON.parse(JSON.stringify(answer.content)) as StoredMessage["content"];
    bodies.push(
      ...[...messages, { role: "assistant" as const, content: said }].map(
        (message): EntryBody => ({ kind: "message", message }),
      ),
      {
        kind: "attempt",
        attempt: {
          model: settings.model,
          startedAt,
          phase: "reconcile",
          outcome: "answered",
          status: 200,
          usage,
        },
      },
    );
  }
  bodies.push(...decisionsOf(series).map((decision): EntryBody => ({ kind: "decision", decision })), {
    kind: "update",
    live: true,
    change: "the code was written",
    operations: [],
  });
  await place.host.contexts.append(series.component, bodies);
  return { tokens, readable };
};
