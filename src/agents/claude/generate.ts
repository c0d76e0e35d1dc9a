// `generate` in one conversation: read, record the map, then fork on the cached prefix. One branch writes the code, the
// other answers the questions; a last turn, where the code was written, corrects what came out differently.

import { questionsOf } from "../../frameworks/index.ts";
import { unaccounted, unanswered } from "../../model/coverage.ts";
import { parseDelta } from "../../model/parse-delta.ts";
import type { ThreatModel } from "../../model/schema.ts";
import { asData } from "../../safety/delimit.ts";
import type { Decision, EntryBody } from "../context/entry.ts";
import { AgentFailure } from "../failure.ts";
import type { GenerateAnswer, GenerateRequest } from "../port.ts";
import { problemText, readDelta } from "./answers.ts";
import { type Block, textBlock } from "./conversation.ts";
import { converse, type Ended, resume } from "./converse.ts";
import { mapInput, placed, unfold } from "./flat.ts";
import { authorSystem } from "./instructions.ts";
import { Keeper } from "./keeper.ts";
import { Overlay } from "./overlay.ts";
import { reconcile } from "./reconcile.ts";
import { specOf } from "./record-text.ts";
import type { Run } from "./run.ts";
import { handle, readers, writers } from "./toolbox.ts";
import { authorTools, frameOf } from "./tools.ts";
import { openingFor } from "./ways.ts";
import { applied, type Coded, questionText, type State } from "./writing.ts";

const turnsOfReading = 40;
const turnsOfWriting = 120;
const turnsOfAnswering = 40;

const opening = async ({ run, request }: State): Promise<Block[]> => {
  const { spec, existing, model } = request;
  const text = await run.host.files.read(spec.path);
  const files = Object.keys(existing).sort();
  const isNew = Object.keys(model.map.processes).length === 0;
  return [
    textBlock(
      [
        `Component ${request.component}. Read what you need of the repository, then record the whole map with record_map.`,
        `Code may be written under: ${spec.targets.join(", ")}${spec.tests.length > 0 ? `; tests under: ${spec.tests.join(", ")}` : ""}.`,
        await run.outgoing(specOf(spec, text), spec.path),
        "Facts that the map must account for, by key:",
        asData(
          "facts",
          "unaccounted",
          request.unaccounted.map(({ key, text: fact }) => `${key}: ${fact}`).join("\n"),
        ),
        files.length === 0
          ? "There is no code yet."
          : `Files that exist: ${asData("paths", "existing", files.join("\n"))}`,
        ...(isNew
          ? []
          : [
              "There is a model already; record what the map lacks:",
              asData("model", "map", JSON.stringify(model.map)),
            ]),
      ].join("\n"),
    ),
  ];
};

interface Mapped extends Ended {
  readonly model: ThreatModel;
}

/** Reads, and records the map. Its end is the end of what both branches share. */
const recordMap = async (state: State): Promise<Mapped> => {
  const { run, request, frame, keeper, overlay } = state;
  run.report({ phase: "reading" });
  let model: ThreatModel | undefined;
  const take = (input: unknown): { text: string; isError?: boolean; isLast?: boolean } => {
    const parsed = mapInput.parse(input);
    const { operations, places, problems } = unfold({
      put: parsed.put,
      set_aside: parsed.set_aside,
      summary: parsed.summary,
    });
    const read = problems.length > 0 ? { problems } : parseDelta({ operations });
    if (!("delta" in read) || read.delta === undefined)
      return { text: problemText(placed(read.problems, places)), isError: true };
    const result = applied(state, request.model, read.delta);
    if ("problems" in result) return { text: problemText(placed(result.problems, places)), isError: true };
    const missing = unaccounted(result.model, request.unaccounted);
    if (missing.length > 0)
      return {
        text: problemText(
          missing.map(({ key }) => ({
            path: "",
            rule: "fact-unaccounted",
            message: `Unexpected absence of ${key}`,
          })),
        ),
        isError: true,
      };
    model = result.model;
    run.report({ questions: questionsOf(request.framework, model).length });
    return { text: `The map is taken. Its questions:\n${questionText(request, model)}`, isLast: true };
  };
  const ended = await converse(run, [], await opening(state), {
    name: "map",
    frame,
    layout: { cached: true },
    otherwise: "First the map: read what you need, then call record_map.",
    turns: turnsOfReading,
    handlers: { ...readers(run, overlay), record_map: handle("record_map", async (input) => take(input)) },
    onTurn: (added) => keeper.messages(added),
  });
  if (model === undefined) throw new AgentFailure("invalid-answer", "it recorded no map");
  return { ...ended, model };
};

const codeTurn =
  "This branch writes the code, all of it, with write_file and edit_file; then call done with your decisions.";
const questionTurn =
  "This branch answers the questions listed above, all of them, with submit_delta, in as many calls as you like.";

const writeCode = async (
  state: State,
  mapped: Mapped,
  shared: { message: number; block: number },
  onFirst: () => void,
): Promise<Coded> => {
  const { run, frame, keeper, overlay } = state;
  let decisions: readonly Decision[] = [];
  let summary = "";
  const ended = await converse(run, mapped.messages, resume(mapped, textBlock(codeTurn)), {
    name: "code",
    frame,
    layout: { cached: true, shared },
    otherwise: "This branch writes code: write_file, edit_file, then done.",
    turns: turnsOfWriting,
    shares: 2,
    onFirst,
    handlers: {
      ...readers(run, overlay),
      ...writers(run, overlay, (all, text) => {
        decisions = all;
        summary = text;
      }),
    },
    onTurn: (added) => keeper.messages(added),
  });
  return { ...ended, decisions, summary };
};

const answerQuestions = async (
  state: State,
  mapped: Mapped,
  shared: { message: number; block: number },
): Promise<ThreatModel> => {
  const { run, request, frame } = state;
  let { model } = mapped;
  await converse(run, mapped.messages, resume(mapped, textBlock(questionTurn)), {
    name: "questions",
    frame,
    layout: { cached: true, shared },
    otherwise: "This branch answers questions: submit_delta.",
    turns: turnsOfAnswering,
    shares: 2,
    handlers: {
      submit_delta: async (input) => {
        let next = model;
        const read = readDelta(input, (delta) => {
          const result = applied(state, model, delta);
          if ("problems" in result) return result.problems;
          next = result.model;
          return [];
        });
        if ("problems" in read) return { text: problemText(read.problems), isError: true };
        model = next;
        const all = questionsOf(request.framework, model);
        const left = unanswered(model, all);
        run.report({ answered: all.length - left.length, questions: all.length });
        if (left.length === 0) return { text: "Taken. All are answered.", isLast: true };
        return { text: `Taken. Left:\n${questionText(request, model)}` };
      },
    },
  });
  return model;
};

/** Sends one branch, waits for its first event, and only then the other: until then, what it writes can't be read. */
const fork = async (state: State, mapped: Mapped): Promise<{ coded: Coded; answered: ThreatModel }> => {
  const { run } = state;
  run.report({ phase: "writing code, answering questions" });
  const shared = { message: mapped.messages.length, block: mapped.pending.length - 1 };
  let begun = (): void => {};
  const first = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const code = writeCode(state, mapped, shared, begun);
  const questions = Promise.race([first, code]).then(() => answerQuestions(state, mapped, shared));
  // What one branch still does after the other has failed is paid for in vain.
  const end = (error: unknown): void =>
    run.fail(error instanceof AgentFailure ? error : new AgentFailure("broken-stream", String(error)));
  code.catch(end);
  questions.catch(end);
  const [coded, answered] = await Promise.allSettled([code, questions]);
  // The person's wish or the first thing that failed, whichever branch it was in.
  if (coded.status === "rejected") throw coded.reason;
  if (answered.status === "rejected") throw answered.reason;
  return { coded: coded.value, answered: answered.value };
};

/** @throws AgentFailure; the conversation so far is kept */
export const generateWith = async (run: Run, request: GenerateRequest): Promise<GenerateAnswer> => {
  const frame = frameOf(authorTools(run.host.check !== undefined), authorSystem(request.framework));
  const keeper = new Keeper(run);
  await keeper.add([{ kind: "open", opening: { ...openingFor(run, frame), origin: "generated" } }]);
  const overlay = new Overlay(request.spec, (path) => {
    const known = request.existing[path];
    return known === undefined ? run.host.files.read(path) : Promise.resolve(known);
  });
  const state: State = { run, request, frame, keeper, overlay, distinct: new Map(), ended: new Set() };
  const mapped = await recordMap(state);
  const { coded, answered } = await fork(state, mapped);
  await keeper.add(coded.decisions.map((decision): EntryBody => ({ kind: "decision", decision })));
  await run.settle();
  return {
    files: overlay.proposed(),
    withheld: [],
    notes: coded.summary === "" ? [] : [coded.summary],
    answer: (observation, validate) => reconcile(state, coded, answered, observation, validate),
  };
};
