// The last turn of `generate`: where the code was written, what came out differently than it was answered is corrected.

import { unaccounted } from "../../model/coverage.ts";
import type { Delta, DeltaProblem } from "../../model/delta.ts";
import type { Observation } from "../../model/observation.ts";
import type { ThreatModel } from "../../model/schema.ts";
import { threatsOf } from "../../model/threats.ts";
import { resolveAnchor } from "../../observe/anchor.ts";
import { asData } from "../../safety/delimit.ts";
import type { AgentAnswer, GenerateRequest, Validate } from "../port.ts";
import { problemText, readDelta } from "./answers.ts";
import { compose } from "./compose.ts";
import { textBlock } from "./conversation.ts";
import { converse, resume } from "./converse.ts";
import { applied, type Coded, type State } from "./writing.ts";

const turnsOfReconciling = 6;

/** What the other branch said, for the one that wrote the code: titles and reasons, not the whole. */
const answersText = (model: ThreatModel): string => {
  const threats = threatsOf(model).map(
    ({ id, element, category, threat }) =>
      `${id} ${element}/${category} ${threat.status} ${threat.severity.level}: ${threat.title} [${[...threat.code, ...Object.values(threat.mitigations).flatMap(({ evidence }) => evidence)].join(", ")}]`,
  );
  const none = Object.entries(model.answers).flatMap(([element, categories]) =>
    Object.entries(categories).flatMap(([category, answer]) =>
      answer["not-applicable"] === undefined
        ? []
        : [`${element}/${category} not applicable: ${answer["not-applicable"].reason}`],
    ),
  );
  return [...threats, ...none].join("\n");
};

/** What can be seen to be wrong without the caller: anchors, facts and questions. */
const ownProblems = (
  request: GenerateRequest,
  model: ThreatModel,
  observation: Observation,
): DeltaProblem[] => {
  const facts = [...request.spec.facts, ...Object.values(observation.files).flatMap((file) => file.facts)];
  const kinds = new Set(["entry", "outbound", "store", "launch", "secret"]);
  const problems = unaccounted(
    model,
    facts.filter(({ kind }) => kinds.has(kind)),
  ).map(({ key }) => ({
    path: "",
    rule: "fact-unaccounted",
    message: `Unexpected ${key} in the code, expected it on the map`,
  }));
  for (const { id, threat } of threatsOf(model))
    for (const anchor of threat.code)
      if (resolveAnchor(anchor, observation) === undefined)
        problems.push({
          path: id,
          rule: "anchor-not-found",
          message: `Unexpected anchor \`${anchor}\`, expected one in the code`,
        });
  return problems;
};

export const reconcile = async (
  state: State,
  coded: Coded,
  answered: ThreatModel,
  observation: Observation,
  validate: Validate | undefined,
): Promise<AgentAnswer> => {
  const { run, request, frame, keeper } = state;
  run.report({ phase: "reconciling" });
  for (const { id, threat } of threatsOf(request.model))
    if (
      threat.code.length > 0 &&
      threat.code.every((anchor) => resolveAnchor(anchor, observation) === undefined)
    )
      state.ended.add(id);
  const between = (model: ThreatModel): Delta => compose(request.model, model, state.distinct);
  const wrongWith = (model: ThreatModel): readonly DeltaProblem[] =>
    validate === undefined ? ownProblems(request, model, observation) : validate(between(model));
  const before = wrongWith(answered);
  const text = [
    "The other branch answered the questions. This is what it said:",
    asData("answers", "other branch", answersText(answered)),
    "The code is written; observation has read it.",
    before.length === 0
      ? "Everything that can be checked holds."
      : `What does not hold yet:\n${before
          .map(({ message }) => `- ${message}`)
          .slice(0, 80)
          .join("\n")}`,
    "Send one submit_delta that corrects these and whatever else came out differently in the code than was answered. When nothing did, say no_change.",
  ].join("\n");
  let model = answered;
  await converse(run, coded.messages, resume(coded, textBlock(await run.outgoing(text, "the answers"))), {
    name: "reconcile",
    frame,
    layout: { cached: true },
    otherwise: "Only submit_delta is left to do.",
    turns: turnsOfReconciling,
    handlers: {
      submit_delta: async (input) => {
        let next = answered;
        const read = readDelta(input, (delta) => {
          const result = applied(state, answered, delta);
          if ("problems" in result) return result.problems;
          next = result.model;
          // These paths would name operations that the model did not send.
          return wrongWith(next).map((problem) => ({ ...problem, path: "" }));
        });
        if ("problems" in read) return { text: problemText(read.problems), isError: true };
        model = next;
        return { text: "Taken.", isLast: true };
      },
    },
    onTurn: (added) => keeper.messages(added),
  });
  const delta = between(model);
  await keeper.add([
    { kind: "update", live: true, change: "the code was written", operations: delta.operations },
  ]);
  await run.settle();
  return {
    delta,
    mode: "same-context",
    agent: run.settings.model,
    ...(keeper.digest === undefined ? {} : { context: keeper.digest }),
    usage: run.usage,
  };
};
