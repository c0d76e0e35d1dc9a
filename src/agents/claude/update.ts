// Answers for a change: in the live conversation when that is what the cost decision says, else from its record.

import { estimateTokens, generationOf } from "../../cost/estimate.ts";
import { sumUsage } from "../../cost/usage.ts";
import type { Delta, DeltaProblem } from "../../model/delta.ts";
import { digest } from "../../model/digest.ts";
import type { Mode } from "../../model/provenance.ts";
import { asData } from "../../safety/delimit.ts";
import { unfoundedEndings } from "../../safety/retire.ts";
import { type Context, lastUsedAt, sizeOf } from "../context/context.ts";
import type { EntryBody, Opening, StoredMessage } from "../context/entry.ts";
import { AgentFailure } from "../failure.ts";
import type { AgentAnswer, UpdateRequest } from "../port.ts";
import type { Brief } from "../session/brief.ts";
import { unconsidered } from "../session/considered.ts";
import { briefOf } from "../session/from-request.ts";
import { problemText, readDelta } from "./answers.ts";
import { changeLine, changeText } from "./change.ts";
import { type Block, closing, textBlock, userMessage } from "./conversation.ts";
import { converse } from "./converse.ts";
import { type Choice, choose } from "./decide.ts";
import { answerSystem, authorSystem } from "./instructions.ts";
import { recordText } from "./record-text.ts";
import type { Run } from "./run.ts";
import { roundsAtMost } from "./settings.ts";
import { answerTools, authorTools, type Frame, frameOf } from "./tools.ts";

interface Asked {
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

const answerIn = async (
  asked: Asked,
  frame: Frame,
  before: readonly StoredMessage[],
  opening: readonly Block[],
  cached: boolean,
): Promise<Answered> => {
  const { run } = asked;
  let taken: Delta | undefined;
  const check = checkFor(asked);
  const { messages } = await converse(run, before, opening, {
    name: "update",
    frame,
    layout: { cached },
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

const openingFor = (run: Run, frame: Frame): Omit<Opening, "origin"> => ({
  component: run.component,
  agent: "claude",
  model: run.settings.model,
  effort: run.settings.effort === "default" ? null : run.settings.effort,
  frame: frame.digest,
  endpoint: run.host.env["ANTHROPIC_BASE_URL"] ?? "",
});

/** Why a stored conversation can't be continued as it stands; undefined when it can. */
const obstacle = (context: Context, opening: Omit<Opening, "origin">): string | undefined => {
  if (context.sealed !== undefined) return context.sealed;
  if (context.messages.length === 0) return "it has no messages";
  const { origin: _, ...was } = context.opening;
  return digest(was) === digest(opening) ? undefined : "model, effort, tools or endpoint differ";
};

const since = (context: Context): Block[] =>
  context.unseen.length === 0
    ? []
    : [
        textBlock(
          `Since your last turn these changes were answered elsewhere:\n${context.unseen
            .map(({ change, operations }) => asData("earlier change", change, JSON.stringify(operations)))
            .join("\n")}`,
        ),
      ];

const tokensOf = (run: Run, text: string): number =>
  estimateTokens(text, { generation: generationOf(run.settings.model) }).tokens;

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

const live = async (
  asked: Asked,
  context: Context,
  frame: Frame,
  text: string,
  why: string,
): Promise<AgentAnswer> => {
  const { run, request, brief } = asked;
  const opening = [...closing(context.messages), ...since(context), textBlock(text)];
  const { delta, messages } = await answerIn(asked, frame, context.messages, opening, true);
  const digestNow = await keepUpdate(run, context, [
    ...messages.map((message): EntryBody => ({ kind: "message", message })),
    { kind: "update", live: true, change: changeLine(request.changes, brief), operations: delta.operations },
  ]);
  return {
    delta,
    mode: "same-context",
    ...(digestNow === undefined ? {} : { context: digestNow }),
    ...account(run, why),
  };
};

const fromRecord = async (
  asked: Asked,
  context: Context | undefined,
  mode: Mode,
  opening: readonly Block[],
  why: string,
): Promise<AgentAnswer> => {
  const { run, request, brief } = asked;
  const frame = frameOf(answerTools(), answerSystem(request.framework));
  const { delta } = await answerIn(asked, frame, [], opening, false);
  const begun: EntryBody[] =
    context === undefined
      ? [{ kind: "open", opening: { ...openingFor(run, frame), origin: "reconstructed" } }]
      : [];
  const digestNow = await keepUpdate(run, context, [
    ...begun,
    { kind: "update", live: false, change: changeLine(request.changes, brief), operations: delta.operations },
  ]);
  return { delta, mode, ...(digestNow === undefined ? {} : { context: digestNow }), ...account(run, why) };
};

/** All of the component's code, for a fresh reading that says that it is one. */
const wholeCode = async ({ run, request }: Asked): Promise<string> => {
  const now = new Map(request.changes.map(({ path, after }) => [path, after]));
  const paths = [...Object.keys(request.observation.files), ...request.observation.unobserved].sort();
  const parts: string[] = [];
  for (const path of paths) {
    const text = now.get(path) ?? (await run.host.files.read(path));
    if (text !== undefined) parts.push(asData("file", path, text));
  }
  return parts.join("\n");
};

const reconstruct = async (asked: Asked, text: string): Promise<AgentAnswer> => {
  const { run, request, brief, specText } = asked;
  run.host.remark?.("no stored conversation knows this component; its code is read afresh (reconstructed)");
  const record = recordText(undefined, request.spec, specText, request.model, brief);
  const code = await run.outgoing(await wholeCode(asked), "the code");
  const whole = brief.first
    ? "There is no model yet: put the whole map, then answer every question of every external, process, store and flow."
    : "";
  return fromRecord(
    asked,
    undefined,
    "reconstructed",
    [textBlock(`${record}\n${code}`), textBlock(`${text}\n${whole}`)],
    "a fresh reading of the code",
  );
};

/** @throws AgentFailure */
export const updateWith = async (run: Run, request: UpdateRequest): Promise<AgentAnswer> => {
  run.report({ phase: "answering the change" });
  const specText =
    request.changes.find(({ path }) => path === request.spec.path)?.after ??
    (await run.host.files.read(request.spec.path));
  const brief = await briefOf(request, digest({ component: request.component, changes: request.changes }));
  const asked: Asked = { run, request, brief, specText };
  const text = await run.outgoing(changeText(request.changes, brief), "the change");
  const stored = await run.host.contexts.latest(request.component);
  // A conversation that never got as far as an answer does not know the code.
  const context = stored !== undefined && stored.updates.length > 0 ? stored : undefined;
  if (context === undefined) {
    if (run.settings["without-context"] === "reconstruct") return reconstruct(asked, text);
    throw new AgentFailure("no-context", "no stored conversation knows this component");
  }
  const record = await run.outgoing(
    recordText(context, request.spec, specText, request.model, brief),
    "the record",
  );
  const frame = frameOf(authorTools(run.host.check !== undefined), authorSystem(request.framework));
  const choice = chooseFor(asked, context, frame, text, record);
  if (choice.way === "live")
    try {
      return await live(asked, context, frame, text, choice.why);
    } catch (error) {
      // What the service does not take any more can still be resumed from its record.
      if (!(error instanceof AgentFailure) || error.reason !== "bad-request") throw error;
      run.host.remark?.(
        `the live conversation was not accepted (${error.message}); it is resumed from its record`,
      );
    }
  const mode = context.opening.origin === "reconstructed" ? "reconstructed" : "resumed-context";
  return fromRecord(
    asked,
    context,
    mode,
    [textBlock(record), textBlock(text)],
    choice.way === "live" ? "from its record" : choice.why,
  );
};

const chooseFor = ({ run }: Asked, context: Context, frame: Frame, text: string, record: string): Choice => {
  const usedAt = lastUsedAt(context);
  const blocked = obstacle(context, openingFor(run, frame));
  const small = frameOf(answerTools(), frame.system);
  const { table, geo } = run.host.pricing ?? {};
  return choose(
    {
      model: run.settings.model,
      prefer: run.settings.prefer,
      ttl: run.settings["cache-ttl"],
      resumed: tokensOf(run, `${JSON.stringify(small.tools)}${small.system}${record}${text}`),
      ...(blocked === undefined
        ? {
            live: {
              tokens: sizeOf(context) || tokensOf(run, JSON.stringify([frame, context.messages])),
              change: tokensOf(run, JSON.stringify([since(context), userMessage(textBlock(text))])),
              ...(usedAt === undefined ? {} : { idleMs: run.host.now() - usedAt }),
            },
          }
        : {}),
    },
    geo === undefined ? {} : { geo },
    table,
  );
};

export { openingFor };
