// Three-way merge of threat models by id and field, for the merge driver and for edits that meet a sync.

import { same } from "./digest.ts";
import { type Reasons, settleNone, settleText, settleThreat } from "./merge-provisional.ts";
import { inWords, type MergeConflict, mergeFields, mergeValue, type OnConflict } from "./merge-values.ts";
import { ownedByPeople, type Threat, type ThreatModel } from "./schema.ts";
import { isLiving, own, type PlacedThreat, sorted, threatsOf } from "./threats.ts";

export type { MergeConflict } from "./merge-values.ts";

export interface MergedModel {
  readonly model: ThreatModel;
  /** In words, in the order of the model. */
  readonly conflicts: readonly MergeConflict[];
}

/** Fields that are one statement: half of one and half of another would say what nobody said. */
const whole = new Set<string>(["severity", "standing", "acceptance", "false-positive", "override"]);
const owned = new Set<string>(ownedByPeople);

/** Status and the reason of a retirement go together. */
type Standing = Pick<Threat, "status" | "retired">;

const flatten = ({ element, category, threat }: PlacedThreat): Record<string, unknown> => {
  const { status, retired, ...fields } = threat;
  const standing: Standing = retired === undefined ? { status } : { status, retired };
  return { ...fields, standing, place: { element, category } };
};

/** A decision of the other branch that could not be kept in its own field stays in the notes. */
const withLosses = (threat: Threat, losses: readonly string[]): Threat => {
  const news = losses.filter((loss) => threat.notes?.includes(loss) !== true);
  return news.length === 0 ? threat : { ...threat, notes: [threat.notes ?? "", ...news].join(" ").trim() };
};

const mergeThreat = (
  base: PlacedThreat | undefined,
  ours: PlacedThreat,
  theirs: PlacedThreat,
  onConflict: OnConflict,
): PlacedThreat => {
  const losses: string[] = [];
  const path = `threats.${ours.id}`;
  const note: OnConflict = (conflict) => {
    onConflict({ ...conflict, path: conflict.path.replace(/\.standing$/, ".status") });
    const field = conflict.path.slice(path.length + 1);
    if (owned.has(field) && conflict.ours !== undefined && conflict.theirs !== undefined)
      losses.push(`The other branch had ${field}: ${inWords(conflict.theirs)}.`);
  };
  const before = base === undefined ? {} : flatten(base);
  const settled = settleThreat(base?.threat, ours.threat, theirs.threat);
  const { standing, place, ...fields } = mergeFields(
    before,
    { ...flatten(ours), ...settled },
    { ...flatten(theirs), ...settled },
    path,
    note,
    (field) => whole.has(field) || field === "place",
  ) as { standing: Standing; place: { element: string; category: string } };
  return { id: ours.id, ...place, threat: withLosses({ ...fields, ...standing } as Threat, losses) };
};

const byId = (model: ThreatModel): Map<string, PlacedThreat> =>
  new Map(threatsOf(model).map((placed) => [placed.id, placed]));

/** No threat vanishes: one that either side has is in the result. */
const mergeThreats = (
  base: ThreatModel,
  ours: ThreatModel,
  theirs: ThreatModel,
  onConflict: OnConflict,
): PlacedThreat[] => {
  const [was, left, right] = [byId(base), byId(ours), byId(theirs)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().map((id) => {
    const [mine, other] = [left.get(id), right.get(id)];
    if (mine === undefined || other === undefined) return (mine ?? other) as PlacedThreat;
    return mergeThreat(was.get(id), mine, other, onConflict);
  });
};

/** The reasons why questions have no threat, by element and category. */
const reasonsOf = (model: ThreatModel): Reasons =>
  Object.fromEntries(
    sorted(model.answers).map(([element, categories]) => [
      element,
      Object.fromEntries(
        sorted(categories).flatMap(([category, answer]) =>
          answer["not-applicable"] === undefined
            ? []
            : [[category, { "not-applicable": answer["not-applicable"] }]],
        ),
      ),
    ]),
  );

const place = (answers: ThreatModel["answers"], element: string): ThreatModel["answers"][string] => {
  if (!Object.hasOwn(answers, element)) answers[element] = {};
  return answers[element] as ThreatModel["answers"][string];
};

const mergeAnswers = (
  base: ThreatModel,
  ours: ThreatModel,
  theirs: ThreatModel,
  onConflict: OnConflict,
): ThreatModel["answers"] => {
  const [mine, other] = settleNone(reasonsOf(base), reasonsOf(ours), reasonsOf(theirs));
  const reasons = mergeFields(
    reasonsOf(base),
    mine,
    other,
    "answers",
    onConflict,
    (field) => field === "not-applicable",
  ) as ThreatModel["answers"];
  const answers: ThreatModel["answers"] = {};
  for (const [element, categories] of Object.entries(reasons))
    for (const [category, { "not-applicable": none }] of Object.entries(categories))
      if (none !== undefined) place(answers, element)[category] = { "not-applicable": none, threats: {} };
  for (const { id, element, category, threat } of mergeThreats(base, ours, theirs, onConflict)) {
    const categories = place(answers, element);
    const answer = own(categories, category) ?? { threats: {} };
    categories[category] = answer;
    answer.threats[id] = threat;
    const none = answer["not-applicable"];
    if (none === undefined || !isLiving(threat)) continue;
    // One side found a threat where the other says that there is none: the threat stays.
    delete answer["not-applicable"];
    if (none.provisional === true) continue;
    const path = `answers.${element}.${category}`;
    const says = (model: ThreatModel): unknown =>
      own(own(model.answers, element) ?? {}, category)?.["not-applicable"] ?? { threat: id };
    onConflict({ path, base: undefined, ours: says(ours), theirs: says(theirs) });
  }
  return answers;
};

/**
 * Merges two models that come from a common one. What people own is never dropped and no threat vanishes. A conflict
 * keeps ours and is reported in words; the result should still go through `checkModel`, since two sound models can
 * make one whose parts do not fit.
 */
export const mergeModels = (base: ThreatModel, ours: ThreatModel, theirs: ThreatModel): MergedModel => {
  if (same(ours, theirs) || same(base, theirs)) return { model: ours, conflicts: [] };
  if (same(base, ours)) return { model: theirs, conflicts: [] };
  const conflicts: MergeConflict[] = [];
  const onConflict: OnConflict = (conflict) =>
    conflicts.push({
      path: conflict.path,
      base: inWords(conflict.base),
      ours: inWords(conflict.ours),
      theirs: inWords(conflict.theirs),
    });
  const { answers: _base, conflicts: _was, ...was } = base;
  const { answers: _ours, conflicts: open = [], ...left } = ours;
  const { answers: _theirs, conflicts: others = [], ...right } = theirs;
  const summary = settleText(was.summary, left.summary, right.summary);
  const [mine, other] =
    summary === undefined
      ? [left, right]
      : [
          { ...left, summary },
          { ...right, summary },
        ];
  const rest = mergeValue(was, mine, other, "", onConflict) as Omit<ThreatModel, "answers" | "conflicts">;
  const model = { ...rest, answers: mergeAnswers(base, ours, theirs, onConflict) };
  // What an earlier merge left open stays open.
  for (const conflict of [...open, ...others])
    if (!conflicts.some((each) => each.path === conflict.path)) conflicts.push(conflict);
  return { model, conflicts };
};

/** The model with its conflicts in words: it parses and prints, and nothing accepts it until somebody has decided. */
export const withConflicts = (model: ThreatModel, conflicts: readonly MergeConflict[]): ThreatModel =>
  conflicts.length === 0 ? model : { ...model, conflicts: conflicts.map((conflict) => ({ ...conflict })) };
