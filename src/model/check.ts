// What a schema cannot say of a model: that its parts fit together. Knows no text and no files.

import { nodesInCycles } from "./cycles.ts";
import { suggestion } from "./nearest.ts";
import { pointerOf } from "./pointer.ts";
import { referencesOf, type Target } from "./references.ts";
import {
  elementSections,
  type MapSection,
  type Mitigation,
  mapSections,
  type ThreatModel,
} from "./schema.ts";
import { isLiving, own, sorted, threatsOf } from "./threats.ts";

export interface ModelProblem {
  readonly path: readonly (string | number)[];
  readonly rule:
    | "duplicate-id"
    | "duplicate-threat"
    | "unknown-reference"
    | "unknown-element"
    | "boundary-cycle"
    | "mitigated-without-evidence"
    | "code-without-evidence"
    | "retired-without-reason"
    | "reason-without-retirement"
    | "answer-contradiction"
    | "merge-conflict";
  readonly message: string;
  readonly expected: string;
  /** The id that is missing, when that is the problem. */
  readonly missing?: string;
}

/** Every id on the map and the section in which it stands first. */
export const idsOf = (model: ThreatModel): Map<string, MapSection> => {
  const ids = new Map<string, MapSection>();
  for (const section of mapSections)
    for (const id of Object.keys(model.map[section])) if (!ids.has(id)) ids.set(id, section);
  return ids;
};

/**
 * A threat may be called mitigated when something stands against it: code that shows it, or a control outside that is on
 * the map or that somebody runs.
 */
export const isBacked = (mitigation: Mitigation): boolean =>
  mitigation.kind === "compensating"
    ? mitigation.control !== undefined || mitigation.owner !== undefined
    : mitigation.kind === "code" && mitigation.evidence.length > 0;

const checkIds = (model: ThreatModel): ModelProblem[] => {
  const first = idsOf(model);
  return mapSections.flatMap((section) =>
    sorted<unknown>(model.map[section])
      .filter(([id]) => first.get(id) !== section)
      .map(([id]) => ({
        path: ["map", section, id],
        rule: "duplicate-id" as const,
        message: `Unexpected second \`${id}\`, expected an id that is unique on the map; the first is in ${first.get(id)}`,
        expected: "an id that is unique on the map",
      })),
  );
};

/** Wrong ids for which a right one is looked for: each is compared with all, and after so many nobody reads on. */
const mostSuggestions = 100;

const checkReferences = (model: ThreatModel): ModelProblem[] => {
  const threats = new Set(threatsOf(model).map((placed) => placed.id));
  let suggested = 0;
  const suggestionFor = (id: string, to: Target): string => {
    suggested += 1;
    if (suggested > mostSuggestions) return "";
    const known: string[] = to.sections.flatMap((section) => Object.keys(model.map[section]));
    if (to.threats) known.push(...threats);
    return suggestion(id, known);
  };
  return [...referencesOf(model)].flatMap(({ path, id, to }): ModelProblem[] => {
    if (to.sections.some((section) => own<unknown>(model.map[section], id) !== undefined)) return [];
    if (to.threats && threats.has(id)) return [];
    const expected = `the id of ${to.name}`;
    const message = `Unexpected \`${id}\`, expected ${expected}${suggestionFor(id, to)}`;
    return [{ path, rule: "unknown-reference", message, expected, missing: id }];
  });
};

const checkBoundaries = (model: ThreatModel): ModelProblem[] => {
  const boundaries = sorted(model.map.boundaries);
  const cyclic = nodesInCycles(new Map(boundaries.map(([id, { inside }]) => [id, inside])));
  return boundaries
    .filter(([id]) => cyclic.has(id))
    .map(([id]) => ({
      path: ["map", "boundaries", id, "inside"],
      rule: "boundary-cycle" as const,
      message: `Unexpected cycle, expected that boundary \`${id}\` does not lie inside itself`,
      expected: "boundaries that nest",
    }));
};

const checkThreats = (model: ThreatModel): ModelProblem[] => {
  const problems: ModelProblem[] = [];
  const places = new Map<string, string>();
  for (const { id, element, category, threat } of threatsOf(model)) {
    const path = ["answers", element, category, "threats", id];
    const add = (rule: ModelProblem["rule"], below: readonly string[], actual: string, expected: string) =>
      problems.push({
        path: [...path, ...below],
        rule,
        message: `Unexpected ${actual}, expected ${expected}`,
        expected,
      });
    const first = places.get(id);
    places.set(id, first ?? `${element}/${category}`);
    if (first !== undefined)
      add("duplicate-threat", [], `second \`${id}\``, `one threat of that id; the first is under ${first}`);
    for (const [name, mitigation] of sorted(threat.mitigations))
      if (mitigation.kind === "code" && mitigation.evidence.length === 0)
        add(
          "code-without-evidence",
          ["mitigations", name],
          `mitigation \`${name}\` of kind code without evidence`,
          "at least one anchor in `evidence`",
        );
    if (threat.status === "mitigated" && !Object.values(threat.mitigations).some(isBacked))
      add(
        "mitigated-without-evidence",
        ["status"],
        `status \`mitigated\` of ${id}`,
        "a mitigation in code with evidence, or a compensating one with a `control` on the map or an `owner`",
      );
    if (threat.status === "retired" && threat.retired === undefined)
      add(
        "retired-without-reason",
        ["status"],
        `${id} retired without \`retired\``,
        "`retired` with a reason",
      );
    if (threat.status !== "retired" && threat.retired !== undefined)
      add("reason-without-retirement", ["retired"], "`retired`", `status \`retired\` for ${id}`);
  }
  return problems;
};

const checkAnswers = (model: ThreatModel): ModelProblem[] => {
  const elements = new Set(elementSections.flatMap((section) => Object.keys(model.map[section])));
  const problems: ModelProblem[] = [];
  for (const [element, categories] of sorted(model.answers)) {
    const isKnown = elements.has(element);
    for (const [category, answer] of sorted(categories)) {
      const living = sorted(answer.threats).filter(([, threat]) => isLiving(threat));
      const none = answer["not-applicable"];
      if (!isKnown && (living.length > 0 || none !== undefined))
        problems.push({
          path: ["answers", element, category],
          rule: "unknown-element",
          message: `Unexpected answer about \`${element}\`, expected an element of the map${problems.length < mostSuggestions ? suggestion(element, elements) : ""}`,
          expected: "an external entity, process, store or flow of the map",
          missing: element,
        });
      if (none !== undefined && living.length > 0)
        problems.push({
          path: ["answers", element, category, "not-applicable"],
          rule: "answer-contradiction",
          message: `Unexpected \`not-applicable\` beside living threats (${living.map(([id]) => id).join(", ")}), expected one or the other`,
          expected: "no living threat under this question; retire them first",
        });
    }
  }
  return problems;
};

/** What a merge left for a person to decide. */
const checkConflicts = (model: ThreatModel): ModelProblem[] =>
  (model.conflicts ?? []).map(({ path, ours, theirs }, index) => ({
    path: ["conflicts", index],
    rule: "merge-conflict",
    message: `Unexpected unresolved merge of ${path}: ours is "${ours}", theirs is "${theirs}"; expected one of them there, and no entry under \`conflicts\``,
    expected: "a decision, and no entry under `conflicts`",
  }));

/** Everything that does not fit together, in the order of the model. */
export const checkModel = (model: ThreatModel): ModelProblem[] => [
  ...checkConflicts(model),
  ...checkIds(model),
  ...checkReferences(model),
  ...checkBoundaries(model),
  ...checkAnswers(model),
  ...checkThreats(model),
];

/** Identity of a problem, to tell new ones from old ones. */
export const problemKey = (problem: ModelProblem): string =>
  `${problem.rule} ${pointerOf(problem.path)} ${problem.message}`;
