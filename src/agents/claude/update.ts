// Answers for a change: in the conversation, or from its record, as the cost decision says.

import { estimateTokens, generationOf } from "../../cost/estimate.ts";
import { digest } from "../../model/digest.ts";
import { type Context, lastUsedAt, type Resumed, sizeOf, type Which } from "../context/context.ts";
import type { Opening } from "../context/entry.ts";
import { AgentFailure } from "../failure.ts";
import type { AgentAnswer, UpdateRequest } from "../port.ts";
import { briefOf } from "../session/from-request.ts";
import { readAfresh } from "./afresh.ts";
import { changeText } from "./change.ts";
import { textBlock, userMessage } from "./conversation.ts";
import { type Choice, type ChoiceFacts, type Continued, choose } from "./decide.ts";
import { authorSystem } from "./instructions.ts";
import { furtherText, recordText } from "./record-text.ts";
import type { Run } from "./run.ts";
import { authorTools, type Frame, frameOf } from "./tools.ts";
import { type Asked, inLive, inRecord, openingFor, recordFrame, resumedFrame, since } from "./ways.ts";

/** Why a stored conversation can't be continued as it stands; undefined when it can. */
const obstacle = (context: Context, opening: Omit<Opening, "origin">): string | undefined => {
  if (context.sealed !== undefined) return context.sealed;
  if (context.messages.length === 0) return "it has no messages";
  const { origin: _, ...was } = context.opening;
  return digest(was) === digest(opening) ? undefined : "model, effort, tools or endpoint differ";
};

const tokensOf = (run: Run, text: string): number =>
  estimateTokens(text, { generation: generationOf(run.settings.model) }).tokens;

const askedOf = async (run: Run, request: UpdateRequest): Promise<Asked> => {
  const specText =
    request.changes.find(({ path }) => path === request.spec.path)?.after ??
    (await run.host.files.read(request.spec.path));
  const brief = await briefOf(request, digest({ component: request.component, changes: request.changes }));
  return { run, request, brief, specText };
};

/** Reads the code afresh, whatever conversations are stored, and leaves none behind. @throws AgentFailure */
export const updateAfresh = async (run: Run, request: UpdateRequest): Promise<AgentAnswer> => {
  run.report({ phase: "reading the code afresh" });
  return readAfresh(await askedOf(run, request), { isUnkept: true });
};

/** @throws AgentFailure */
export const updateWith = async (run: Run, request: UpdateRequest): Promise<AgentAnswer> => {
  run.report({ phase: "answering the change" });
  const asked = await askedOf(run, request);
  const stored = await run.host.contexts.latest(request.component);
  // A conversation that never got as far as an answer does not know the code.
  const context = stored !== undefined && stored.updates.length > 0 ? stored : undefined;
  if (context === undefined) {
    if (run.settings["without-context"] !== "reconstruct")
      throw new AgentFailure("no-context", "no stored conversation knows this component");
    run.host.remark?.("no stored conversation knows this component; its code is read afresh (reconstructed)");
    return readAfresh(asked);
  }
  return continueWith(
    asked,
    context,
    await run.outgoing(changeText(request.changes, asked.brief), "the change"),
  );
};

const continueWith = async (asked: Asked, context: Context, text: string): Promise<AgentAnswer> => {
  const { run, request, brief, specText } = asked;
  const record = await run.outgoing(
    recordText(context, request.spec, specText, request.model, brief),
    "the record",
  );
  const frame = frameOf(authorTools(run.host.check !== undefined), authorSystem(request.framework));
  const mode = context.opening.origin === "reconstructed" ? "reconstructed" : "resumed-context";
  const begun = context.resumed?.frame === resumedFrame(asked) ? context.resumed : undefined;
  const further =
    begun === undefined
      ? ""
      : await run.outgoing(furtherText(begun, request.spec, specText, request.model, brief), "the record");
  const choice = chooseFor(asked, context, { frame, text, record, begun, further });
  if (choice.way === "begun" && begun !== undefined)
    return inRecord(asked, {
      context,
      mode,
      known: begun.blocks,
      added: further,
      text,
      why: choice.why,
      keep: begun.ttl,
    });
  if (choice.way === "live")
    try {
      return await inLive(asked, context, frame, text, choice.why);
    } catch (error) {
      // What the service does not take any more can still be resumed from its record.
      if (!(error instanceof AgentFailure) || error.reason !== "bad-request") throw error;
      run.host.remark?.(
        `the live conversation was not accepted (${error.message}); it is resumed from its record`,
      );
    }
  return inRecord(asked, {
    context,
    mode,
    known: [],
    added: record,
    text,
    why: choice.way === "live" ? "from its record" : choice.why,
    ...(choice.keep === undefined ? {} : { keep: choice.keep }),
  });
};

interface Texts {
  readonly frame: Frame;
  readonly text: string;
  readonly record: string;
  readonly begun: Resumed | undefined;
  readonly further: string;
}

const chooseFor = (asked: Asked, context: Context, texts: Texts): Choice => {
  const { run } = asked;
  const { frame, text, record, begun, further } = texts;
  const idle = (which: Which): { idleMs?: number } => {
    const usedAt = lastUsedAt(context, which);
    return usedAt === undefined ? {} : { idleMs: run.host.now() - usedAt };
  };
  const short = recordFrame(asked);
  const framed = (...parts: readonly string[]): number =>
    tokensOf(run, `${JSON.stringify(short.tools)}${short.system}${parts.join("")}`);
  const live: Continued | undefined =
    obstacle(context, openingFor(run, frame)) === undefined
      ? {
          tokens:
            sizeOf(context) || tokensOf(run, JSON.stringify([frame.tools, frame.system, context.messages])),
          change: tokensOf(run, JSON.stringify([since(context.unseen), userMessage(textBlock(text))])),
          ...idle("live"),
        }
      : undefined;
  const { table, geo } = run.host.pricing ?? {};
  const facts: ChoiceFacts = {
    model: run.settings.model,
    prefer: run.settings.prefer,
    ttl: run.settings["cache-ttl"],
    resumed: { tokens: framed(record), change: tokensOf(run, text) },
    answeredMs: context.answeredAt.map((at) => run.host.now() - at).reverse(),
    ...(live === undefined ? {} : { live }),
    ...(begun === undefined
      ? {}
      : {
          begun: {
            tokens: framed(...begun.blocks),
            added: tokensOf(run, further),
            change: tokensOf(run, text),
            ...idle("resumed"),
            ttl: begun.ttl,
          },
        }),
  };
  return choose(facts, geo === undefined ? {} : { geo }, table);
};
