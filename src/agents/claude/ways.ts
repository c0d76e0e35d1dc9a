// The ways in which a change is answered: in the live conversation, or in one that begins with its record.

import { sumUsage } from "../../cost/usage.ts";
import type { Delta, DeltaProblem } from "../../model/delta.ts";
import { digest } from "../../model/digest.ts";
import type { Mode } from "../../model/provenance.ts";
import { asData } from "../../safety/delimit.ts";
import { unfoundedEndings } from "../../safety/retire.ts";
import { type Context, resumedPhase } from "../context/context.ts";
import type { EntryBody, Opening, StoredMessage } from "../context/entry.ts";
import { AgentFailure } from "../failure.ts";
import type { AgentAnswer, UpdateRequest } from "../port.ts";
import type { Brief } from "../session/brief.ts";
import { unconsidered } from "../session/considered.ts";
import { problemText, readDelta } from "./answers.ts";
import { changeLine } from "./change.ts";
import { type Block, closing, type Layout, textBlock } from "./conversation.ts";
import { converse } from "./converse.ts";
import type { Lifetime } from "./decide.ts";
import { answerSystem } from "./instructions.ts";
import type { Run } from "./run.ts";
import { roundsAtMost } from "./settings.ts";
import { answerTools, type Frame, frameOf } from "./tools.ts";

export interface Asked {
  readonly run: Run;
  readonly request: UpdateRequest;
  readonly brief: Brief;
  readonly specText: string | undefined;
}

/** What an answer must hold: it speaks to every question, ends nothing without cause, and brings the component in step. */
const checkFor =
  ({ request, brief }: Asked) =>
  (delta: Delta): readonly DeltaProblem[] => {
    const own = [
      ...(brief.first ? [] : unconsidered(delta, brief.questions, request.model)),
      ...unfoundedEndings(delta, request.model, {
        threats: new Set(brief.threats.map(({ id }) => id)),
        questions: new Set(brief.questions.map(({ element, category }) => `${element}/${category}`)),
        entries: new Set(brief.elements),
      }),
    ];
    return [...own, ...(request.validate?.(delta) ?? [])];
  };

interface Answered {
  readonly delta: Delta;
  readonly messages: readonly StoredMessage[];
}

interface Conversation {
  readonly frame: Frame;
  readonly before: readonly StoredMessage[];
  readonly layout: Layout;
  readonly phase: string;
}

const answerIn = async (
  asked: Asked,
  { frame, before, layout, phase }: Conversation,
  opening: readonly Block[],
): Promise<Answered> => {
  const { run } = asked;
  let taken: Delta | undefined;
  const check = checkFor(asked);
  const { messages } = await converse(run, before, opening, {
    name: phase,
    frame,
    layout,
    otherwise: "A change is answered with submit_delta alone.",
    turns: roundsAtMost,
    handlers: {
      submit_delta: (input) => {
        const read = readDelta(input, check);
        if ("problems" in read) return Promise.resolve({ text: problemText(read.problems), isError: true });
        taken = read.delta;
        return Promise.resolve({ text: "Taken.", isLast: true });
      },
    },
  });
  if (taken === undefined) throw new AgentFailure("invalid-answer", "it sent no delta");
  return { delta: taken, messages: messages.slice(before.length) };
};

export const openingFor = (run: Run, frame: Frame): Omit<Opening, "origin"> => ({
  component: run.component,
  agent: "claude",
  model: run.settings.model,
  effort: run.settings.effort === "default" ? null : run.settings.effort,
  frame: frame.digest,
  endpoint: run.host.env["ANTHROPIC_BASE_URL"] ?? "",
});

/** Tools and system prompt of a conversation that is begun from the record. */
export const recordFrame = ({ request }: Pick<Asked, "request">): Frame =>
  frameOf(answerTools(), answerSystem(request.framework));

/** What must be the same for a record to be read from the cache. */
export const resumedFrame = (asked: Asked): string => digest(openingFor(asked.run, recordFrame(asked)), 16);

/** Changes that a conversation does not know of yet. */
export const since = (unseen: Context["unseen"]): Block[] =>
  unseen.length === 0
    ? []
    : [
        textBlock(
          `Since your last turn these changes were answered elsewhere:\n${unseen
            .map(({ change, operations }) => asData("earlier change", change, JSON.stringify(operations)))
            .join("\n")}`,
        ),
      ];

/** Who answered, what it took, and in one line why in this way. */
const account = (run: Run, way: string): Pick<AgentAnswer, "usage" | "agent" | "notes"> => {
  const { usd } = run.budget;
  const tokens = sumUsage(run.usage);
  const fresh = tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h;
  const requests = run.attempts.length === 1 ? "1 request" : `${run.attempts.length} requests`;
  const cost = usd === undefined ? "cost unknown" : `$${usd.toFixed(4)}`;
  return {
    usage: run.usage,
    agent: run.settings.model,
    notes: [
      `${run.settings.model} answered (${way}): ${requests}, ${fresh} new, ${tokens.cacheRead} cached, ${tokens.output} output tokens, ${cost}`,
    ],
  };
};

const keepUpdate = async (
  run: Run,
  context: Context | undefined,
  bodies: readonly EntryBody[],
): Promise<string | undefined> => {
  const attempts = run.attempts.map((attempt): EntryBody => ({ kind: "attempt", attempt }));
  try {
    return (
      await run.host.contexts.append(
        run.component,
        [
          ...bodies.filter(({ kind }) => kind === "open"),
          ...attempts,
          ...bodies.filter(({ kind }) => kind !== "open"),
        ],
        context?.id,
      )
    ).digest;
  } catch (error) {
    run.host.remark?.(`the conversation could not be stored: ${(error as Error).message}`);
    return context?.digest;
  }
};

const updateEntry = ({ request, brief }: Asked, live: boolean, { operations }: Delta): EntryBody => ({
  kind: "update",
  live,
  change: changeLine(request.changes, brief),
  operations,
});

const finished = (
  { run }: Asked,
  delta: Delta,
  mode: Mode,
  context: string | undefined,
  why: string,
): AgentAnswer => ({ delta, mode, ...(context === undefined ? {} : { context }), ...account(run, why) });

/** Continues the conversation that wrote the code. @throws AgentFailure */
export const inLive = async (
  asked: Asked,
  context: Context,
  frame: Frame,
  text: string,
  why: string,
): Promise<AgentAnswer> => {
  const opening = [...closing(context.messages), ...since(context.unseen), textBlock(text)];
  const conversation = { frame, before: context.messages, layout: { cached: true }, phase: "update" };
  const { delta, messages } = await answerIn(asked, conversation, opening);
  const digestNow = await keepUpdate(asked.run, context, [
    ...messages.map((message): EntryBody => ({ kind: "message", message })),
    updateEntry(asked, true, delta),
  ]);
  return finished(asked, delta, "same-context", digestNow, why);
};

export interface FromRecord {
  /** Left out: a fresh reading, with which a context begins. */
  readonly context?: Context;
  readonly mode: Mode;
  /** Blocks of the record that are in the cache already; none when it is written anew. */
  readonly known: readonly string[];
  /** What is added to the record, or all of it; empty when nothing is. */
  readonly added: string;
  /** The change itself: it is sent once, and never written to the cache. */
  readonly text: string;
  readonly why: string;
  /** How long the record is kept in the cache, so that later changes can begin with it; left out: not at all. */
  readonly keep?: Lifetime;
  /** Leaves no conversation behind: later changes are not answered from this one. */
  readonly isUnkept?: true;
}

/** Answers from the record. @throws AgentFailure */
export const inRecord = async (asked: Asked, from: FromRecord): Promise<AgentAnswer> => {
  const { context, known, added, text, keep } = from;
  const frame = recordFrame(asked);
  const blocks = [...known, ...(added === "" ? [] : [added])];
  const layout: Layout =
    keep === undefined
      ? { cached: false }
      : { cached: "shared", shared: { message: 0, block: blocks.length - 1 }, ttl: keep };
  const conversation = { frame, before: [], layout, phase: resumedPhase };
  const { delta } = await answerIn(asked, conversation, [...blocks, text].map(textBlock));
  const begun: EntryBody[] =
    context === undefined
      ? [{ kind: "open", opening: { ...openingFor(asked.run, frame), origin: "reconstructed" } }]
      : [];
  const kept: EntryBody[] =
    keep === undefined || added === ""
      ? []
      : [
          {
            kind: "resumed",
            record: added,
            frame: resumedFrame(asked),
            ttl: keep,
            ...(known.length > 0 ? { continues: true } : {}),
          },
        ];
  const digestNow =
    from.isUnkept === true
      ? undefined
      : await keepUpdate(asked.run, context, [...begun, ...kept, updateEntry(asked, false, delta)]);
  return finished(asked, delta, from.mode, digestNow, from.why);
};
