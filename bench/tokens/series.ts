// A series of commits over one component as the agents are asked about it: requests, what the model answers, and the
// threat model as it moves on. Made once a size; every arm answers for the same steps.

import { changeText } from "../../src/agents/claude/change.ts";
import { compose } from "../../src/agents/claude/compose.ts";
import type { InputChange, UpdateRequest } from "../../src/agents/port.ts";
import { rulesDelta } from "../../src/agents/rules/agent.ts";
import { unconsidered } from "../../src/agents/session/considered.ts";
import { briefOf } from "../../src/agents/session/from-request.ts";
import { lettersOf, questionsOf } from "../../src/frameworks/index.ts";
import { stride } from "../../src/frameworks/stride.ts";
import { applyDelta } from "../../src/model/apply.ts";
import { unaccounted, unanswered } from "../../src/model/coverage.ts";
import type { Delta, Operation } from "../../src/model/delta.ts";
import { emptyModel } from "../../src/model/empty.ts";
import { codeFactKinds, type Fact, type FactKind, specFactKinds } from "../../src/model/fact.ts";
import type { FileObservation, Observation } from "../../src/model/observation.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { isCode, observe, observeFile } from "../../src/observe/index.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { Spec } from "../../src/spec/types.ts";
import { fold } from "../../test/agents/claude/fold.ts";

/** A component at one commit. */
export interface Snapshot {
  readonly kind: string;
  readonly spec: string;
  /** Path to text of all code, the spec left out. */
  readonly files: ReadonlyMap<string, string>;
  /** Milliseconds since the commit before; left out: the gap that is being tried. */
  readonly gapMs?: number;
}

export interface Step {
  readonly kind: string;
  readonly gapMs?: number;
  readonly request: UpdateRequest;
  /** The change in the words in which the product sends it. */
  readonly change: string;
  /** What the model says: input of submit_delta. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** What a reading from nothing has to say: input of submit_delta. */
  readonly whole: Readonly<Record<string, unknown>>;
  readonly model: ThreatModel;
  readonly snapshot: Snapshot;
  readonly lines: number;
}

export interface Series {
  readonly component: string;
  readonly specPath: string;
  readonly start: Snapshot;
  readonly model: ThreatModel;
  /** The answer that made the first model: input of submit_delta. */
  readonly first: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
}

const kinds: ReadonlySet<FactKind> = new Set([...specFactKinds, ...codeFactKinds]);

const factsOf = (spec: Spec, observation: Observation): Fact[] =>
  [...spec.facts, ...Object.values(observation.files).flatMap(({ facts }) => facts)].filter(({ kind }) =>
    kinds.has(kind),
  );

const specOf = (path: string, text: string): Spec => {
  const { spec } = parseSpec(path, text);
  if (spec === undefined) throw new Error(`${path} can't be read`);
  return spec;
};

const moved = (model: ThreatModel, delta: Delta): ThreatModel => {
  const { model: next, problems } = applyDelta(model, delta, {
    letters: lettersOf(stride),
    provisional: false,
  });
  const [problem] = problems;
  if (problem !== undefined)
    throw new Error(`an answer of the series does not hold: ${problem.path} ${problem.message}`);
  return next;
};

/** The whole model as one answer. */
export const wholeAnswer = (model: ThreatModel): Readonly<Record<string, unknown>> =>
  fold(compose(emptyModel(model.component, "stride"), model, new Map()).operations as Operation[]);

/** The delta of the rules agent, and a no_change for what else was asked: as short as a right answer can be. */
const answerTo = async (request: UpdateRequest): Promise<Delta> => {
  const { operations } = rulesDelta(request);
  const brief = await briefOf(request, "bench");
  const left = unconsidered({ operations }, brief.questions, request.model);
  if (left.length === 0 && operations.length > 0) return { operations };
  const silent = brief.questions.filter(({ element, category }) =>
    left.some(({ message }) => message.startsWith(`${element}/${category} `)),
  );
  const about = silent.map(({ element, category }) => `${element}/${category}`);
  const reason = "What the change moves leaves every check and every flow of data as it was answered.";
  return { operations: [...operations, { op: "no-change", reason, about }] };
};

const changesBetween = (specPath: string, before: Snapshot, after: Snapshot): InputChange[] => {
  const inputs = ({ spec, files }: Snapshot): Map<string, string> => new Map([[specPath, spec], ...files]);
  const [old, now] = [inputs(before), inputs(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .sort()
    .map((path) => {
      const [was, is] = [old.get(path), now.get(path)];
      return {
        path,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      };
    });
};

const linesIn = (files: ReadonlyMap<string, string>): number =>
  [...files.values()].reduce((sum, text) => sum + text.split("\n").length - 1, 0);

/** Observation after a change: files that did not move were read before. */
const observedAfter = (last: Observation, changes: readonly InputChange[]): Observation => {
  const files: Record<string, FileObservation> = { ...last.files };
  const unobserved = new Set(last.unobserved);
  for (const { path, after } of changes) {
    delete files[path];
    unobserved.delete(path);
    const seen = after === undefined ? undefined : observeFile(path, after);
    if (seen !== undefined) files[path] = seen;
    else if (after !== undefined && isCode(path)) unobserved.add(path);
  }
  return { files, unobserved: [...unobserved].sort() };
};

/** @param component id; every snapshot's spec carries the same */
export const seriesOf = async (
  component: string,
  specPath: string,
  start: Snapshot,
  commits: readonly Snapshot[],
): Promise<Series> => {
  const requestAt = (
    spec: Spec,
    observation: Observation,
    model: ThreatModel,
    changes: readonly InputChange[],
    before: Readonly<Record<string, FileObservation>>,
  ): UpdateRequest => ({
    component,
    spec,
    framework: stride,
    model,
    observation,
    before,
    changes,
    questions: unanswered(model, questionsOf(stride, model)),
    unaccounted: unaccounted(model, factsOf(spec, observation)),
  });
  let observation = observe(start.files);
  const firstDelta = rulesDelta(
    requestAt(specOf(specPath, start.spec), observation, emptyModel(component, "stride"), [], {}),
  );
  let model = moved(emptyModel(component, "stride"), firstDelta);
  const series = { component, specPath, start, model, first: fold(firstDelta.operations) };
  const steps: Step[] = [];
  let last = start;
  let waited = 0;
  for (const snapshot of commits) {
    const changes = changesBetween(specPath, last, snapshot);
    // A commit that moved nothing that can be read asks nobody; the time until the next one goes on.
    if (changes.length === 0) {
      waited += snapshot.gapMs ?? 0;
      continue;
    }
    const before = Object.fromEntries(
      changes.flatMap(({ path }) => {
        const seen = observation.files[path];
        return seen === undefined ? [] : [[path, seen] as const];
      }),
    );
    observation = observedAfter(observation, changes);
    const request = requestAt(specOf(specPath, snapshot.spec), observation, model, changes, before);
    const delta = await answerTo(request);
    model = moved(model, delta);
    steps.push({
      kind: snapshot.kind,
      ...(snapshot.gapMs === undefined ? {} : { gapMs: snapshot.gapMs + waited }),
      request,
      change: changeText(changes, await briefOf(request, "bench")),
      answer: fold(delta.operations),
      whole: wholeAnswer(model),
      model,
      snapshot,
      lines: linesIn(snapshot.files),
    });
    last = snapshot;
    waited = 0;
  }
  return { ...series, steps };
};
