// Applies a delta to a model: all of it, or nothing and every problem at once.

import { drop, put, setAside, settleDropped } from "./apply-map.ts";
import { add, answer, disagree, retire, update } from "./apply-threats.ts";
import { checkModel, type ModelProblem, problemKey } from "./check.ts";
import type { Delta, DeltaProblem, Operation } from "./delta.ts";
import { same } from "./digest.ts";
import { type ApplyOptions, Draft, type MapChange, type Path } from "./draft.ts";
import { suggestion } from "./nearest.ts";
import { parseOperations } from "./parse-delta.ts";
import { dotted, pointerOf } from "./pointer.ts";
import { mapSections, type ThreatModel, threatIdPattern } from "./schema.ts";
import { isLiving, own, sorted, threatsOf } from "./threats.ts";

export type { ApplyOptions, MapChange } from "./draft.ts";

/** What a delta did. Without problems `model` is the new model; with any it is the one that was given. */
export interface Applied {
  readonly model: ThreatModel;
  readonly problems: readonly DeltaProblem[];
  /** Ids of threats, each list in byte order. Reopened threats count as changed. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly retired: readonly string[];
  readonly mapChanges: readonly MapChange[];
  /** Questions, as `element/category`, whose "not applicable" is new or different. */
  readonly answered: readonly string[];
}

// The map comes first, so that the order of operations in a delta does not matter between map and threats.
const applyToMap = (draft: Draft, operation: Operation, path: Path): void => {
  if (operation.op === "put") put(draft, operation, path);
  else if (operation.op === "drop") drop(draft, operation, path);
  else if (operation.op === "set-aside") setAside(draft, operation, path);
  else if (operation.op === "summarise") draft.model.summary = operation.text;
};

const applyToThreats = (draft: Draft, operation: Operation, path: Path): void => {
  if (operation.op === "add") add(draft, operation, path);
  else if (operation.op === "update") update(draft, operation, path);
  else if (operation.op === "retire") retire(draft, operation, path);
  else if (operation.op === "answer") answer(draft, operation, path);
  else if (operation.op === "disagree") disagree(draft, operation, path);
};

const question = /^([^\s/:]+)\/([a-z-]+)$/;

/** What "no change" is about must be there; fact keys may name what has just gone. */
const checkAbout = (draft: Draft, operation: Operation, path: Path): void => {
  if (operation.op !== "no-change") return;
  for (const [index, about] of operation.about.entries()) {
    const at = [...path, "about", index];
    if (threatIdPattern.test(about) && !draft.threats.has(about))
      draft.problem(
        at,
        "unknown-threat",
        `\`${about}\``,
        "a threat of this model",
        suggestion(about, draft.threats.keys()),
      );
    const [, element, category] = question.exec(about) ?? [];
    if (element === undefined || category === undefined || !Object.hasOwn(draft.options.letters, category))
      continue;
    const { externals, processes, stores, flows } = draft.model.map;
    const isElement = [externals, processes, stores, flows].some((section) =>
      Object.hasOwn(section, element),
    );
    if (!isElement && !draft.hoped.has(element))
      draft.problem(at, "unknown-element", `\`${about}\``, "a question about an element of the map");
  }
};

/** The path of the operation that a problem comes from, and the rest of the way to it. */
const blame = (draft: Draft, problem: ModelProblem): Path => {
  for (let length = problem.path.length; length > 0; length--) {
    const operation = draft.touched.get(pointerOf(problem.path.slice(0, length)));
    if (operation !== undefined) return [...operation, ...problem.path.slice(length)];
  }
  return draft.dropped.get(problem.missing ?? "") ?? ["operations"];
};

const checkFit = (draft: Draft, before: ThreatModel): void => {
  const old = new Set(checkModel(before).map(problemKey));
  for (const problem of checkModel(draft.model)) {
    if (old.has(problemKey(problem)) || (problem.missing !== undefined && draft.hoped.has(problem.missing)))
      continue;
    // Said better by `settleDropped`.
    if (problem.rule === "unknown-element" && draft.dropped.has(problem.missing ?? "")) continue;
    const isDrop = problem.missing !== undefined && draft.dropped.has(problem.missing);
    const from = isDrop ? `; \`${dotted(problem.path)}\` still names what this delta drops` : "";
    draft.problems.push({
      path: dotted(blame(draft, problem)),
      rule: problem.rule,
      message: `${problem.message}${from}`,
      expected: problem.expected,
    });
  }
};

/** An answer that holds nothing is no answer. */
const prune = (model: ThreatModel): void => {
  for (const [element, categories] of Object.entries(model.answers)) {
    for (const [category, { threats, "not-applicable": none }] of Object.entries(categories))
      if (none === undefined && Object.keys(threats).length === 0) delete categories[category];
    if (Object.keys(categories).length === 0) delete model.answers[element];
  }
};

const mapChangesBetween = (before: ThreatModel, after: ThreatModel): MapChange[] =>
  ([...mapSections, "set-aside"] as const).flatMap((section) => {
    const [old, now]: Readonly<Record<string, unknown>>[] = [before.map[section], after.map[section]];
    return sorted({ ...old, ...now }).flatMap(([id]): MapChange[] => {
      const [was, is] = [own(old ?? {}, id), own(now ?? {}, id)];
      if (same(was, is)) return [];
      return [
        { section, id, change: was === undefined ? "added" : is === undefined ? "dropped" : "changed" },
      ];
    });
  });

const unchanged = (model: ThreatModel, problems: readonly DeltaProblem[]): Applied => ({
  model,
  problems,
  added: [],
  changed: [],
  retired: [],
  mapChanges: [],
  answered: [],
});

/**
 * Applies a delta. Pure and deterministic; the model given is never changed. A delta with any problem changes nothing.
 */
export const applyDelta = (model: ThreatModel, delta: Delta, options: ApplyOptions): Applied => {
  const { operations, problems, hoped } = parseOperations(delta);
  const draft = new Draft(model, options, hoped);
  draft.problems.push(...problems);
  for (const [index, operation] of operations) applyToMap(draft, operation, ["operations", index]);
  for (const [index, operation] of operations) applyToThreats(draft, operation, ["operations", index]);
  for (const [index, operation] of operations) checkAbout(draft, operation, ["operations", index]);
  settleDropped(draft);
  prune(draft.model);
  checkFit(draft, model);
  if (draft.problems.length > 0) return unchanged(model, sortProblems(draft.problems));

  const before = new Map(threatsOf(model).map((placed) => [placed.id, placed.threat]));
  const after = threatsOf(draft.model).map(({ id, threat }) => ({ id, threat, old: before.get(id) }));
  const touched = after.filter(({ threat, old }) => old !== undefined && !same(threat, old));
  const isEnded = (each: (typeof after)[number]): boolean =>
    !isLiving(each.threat) && each.old !== undefined && isLiving(each.old);
  const ids = (list: typeof after): string[] => list.map(({ id }) => id).sort();
  return {
    model: draft.model,
    problems: [],
    added: ids(after.filter(({ old }) => old === undefined)),
    changed: ids(touched.filter((each) => !isEnded(each))),
    retired: ids(touched.filter(isEnded)),
    mapChanges: mapChangesBetween(model, draft.model),
    answered: answeredBetween(model, draft.model),
  };
};

const answeredBetween = (before: ThreatModel, after: ThreatModel): string[] =>
  sorted(after.answers).flatMap(([element, categories]) =>
    sorted(categories)
      .filter(([category, { "not-applicable": none }]) => {
        const old = own(own(before.answers, element) ?? {}, category)?.["not-applicable"];
        return none !== undefined && !same(none, old);
      })
      .map(([category]) => `${element}/${category}`),
  );

const indexOf = (problem: DeltaProblem): number =>
  Number(/^operations\[(\d+)\]/.exec(problem.path)?.[1] ?? -1);

/** In the order of the operations; within one, as they were noticed. */
const sortProblems = (problems: readonly DeltaProblem[]): DeltaProblem[] =>
  [...problems].sort((a, b) => indexOf(a) - indexOf(b));
