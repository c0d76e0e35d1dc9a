// The operations of a delta that change answers and threats.

import { holdBack } from "./decided.ts";
import type { NewThreat, Operation, ThreatPatch } from "./delta.ts";
import { same } from "./digest.ts";
import type { Draft, Path } from "./draft.ts";
import { mintThreatId, questionKey } from "./ids.ts";
import { dotted, pointerOf } from "./pointer.ts";
import type { Mitigation, Threat } from "./schema.ts";
import { isDecidedByPeople, isLiving, type PlacedThreat } from "./threats.ts";

type Op<Name extends Operation["op"]> = Extract<Operation, { op: Name }>;

const checkGrounds = (draft: Draft, threat: ThreatPatch, path: Path): void => {
  draft.anchors(threat.code, [...path, "code"]);
  draft.facts(threat.covers, [...path, "covers"]);
  for (const [id, mitigation] of Object.entries(threat.mitigations ?? {}))
    if (mitigation !== null) draft.evidence(mitigation, [...path, "mitigations", id, "evidence"]);
};

/** The fields of a threat that is found again: what is left empty keeps its value. */
const refresh = (
  threat: Threat,
  again: Partial<NewThreat> & Pick<NewThreat, "status" | "mitigations">,
): void => {
  const { mitigations, status, ...fields } = again;
  // "Open" is what an agent says when it says nothing; without a word on mitigations it takes none back.
  const isSilent = status === "open" && Object.keys(mitigations).length === 0;
  if (!isSilent || !isLiving(threat)) threat.status = status;
  for (const [field, value] of Object.entries(fields))
    if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      threat[field] = structuredClone(value);
  threat.mitigations = { ...threat.mitigations, ...structuredClone(mitigations) };
};

/** A threat without its anchors into the code. */
const unanchored = ({ code: _, mitigations, ...threat }: Threat): unknown => ({
  ...threat,
  mitigations: Object.fromEntries(
    Object.entries(mitigations).map(([id, { evidence: __, ...mitigation }]) => [id, mitigation]),
  ),
});

const touch = (draft: Draft, placed: PlacedThreat, path: Path, before: Threat): void => {
  // A provisional agent that says the same again, or follows code that moved, adds no doubt to it; one that knows the
  // code confirms it.
  if (draft.options.provisional !== true || !same(unanchored(placed.threat), unanchored(before)))
    draft.stamp(placed.threat);
  draft.touched.set(pointerOf(["answers", placed.element, placed.category, "threats", placed.id]), path);
};

/** Keeps an objection beside a person's decision. Several of one delta stand together; an earlier delta's give way. */
const object = (draft: Draft, placed: PlacedThreat, text: string): void => {
  const said = draft.objections.get(placed.id) ?? [];
  const objections = said.includes(text) ? said : [...said, text];
  draft.objections.set(placed.id, objections);
  placed.threat.disagreement = objections.join(" ");
};

/**
 * Adds a threat under a question. One that the model knows already is brought up to date, and reopened if it was
 * retired. "Not applicable" gives way to it.
 */
export const add = (draft: Draft, operation: Op<"add">, path: Path): void => {
  const { element, category, threat } = operation;
  const isKnown = [draft.element(element, path), draft.category(category, path)].every(Boolean);
  checkGrounds(draft, threat, [...path, "threat"]);
  if (!isKnown) return;
  const taken = new Map(
    [...draft.threats].map(([id, placed]) => [id, questionKey(placed.element, placed.category)]),
  );
  const id = mintThreatId(
    {
      component: draft.model.component,
      element,
      category,
      letter: draft.options.letters[category] as string,
      weakness: threat.weakness,
      anchors: threat.code,
      title: threat.title,
      distinct: operation.distinct,
    },
    taken,
  );
  const twin = draft.added.get(id);
  if (twin !== undefined) {
    const expected = `one threat of that identity under ${questionKey(element, category)}; give \`distinct\` to tell it from ${dotted(twin)}`;
    draft.problem(path, "same-threat-twice", `second threat \`${id}\``, expected);
    return;
  }
  draft.added.set(id, path);
  const existing = draft.threats.get(id);
  const before = existing === undefined ? undefined : structuredClone(existing.threat);
  const placed = existing ?? { id, element, category, threat: { ...structuredClone(threat) } as Threat };
  const held = existing === undefined ? undefined : holdBack(existing.threat, threat);
  if (existing !== undefined && held !== undefined) {
    refresh(existing.threat, { ...held.applies, status: threat.status, mitigations: threat.mitigations });
    delete existing.threat.retired;
  }
  draft.threatsUnder(element, category)[id] = placed.threat;
  draft.threats.set(id, placed);
  delete draft.answer(element, category)["not-applicable"];
  if (before === undefined) draft.stamp(placed.threat);
  touch(draft, placed, [...path, "threat"], before ?? placed.threat);
  if (held?.objection !== undefined) object(draft, placed, held.objection);
};

const setField = (threat: Threat, field: string, value: unknown): void => {
  if (value === null) delete threat[field];
  else if (value !== undefined) threat[field] = structuredClone(value);
};

const patchMitigations = (
  current: Threat["mitigations"],
  patch: NonNullable<ThreatPatch["mitigations"]>,
): Threat["mitigations"] => {
  const merged: Record<string, Mitigation> = { ...current };
  for (const [id, mitigation] of Object.entries(patch))
    if (mitigation === null) delete merged[id];
    else merged[id] = structuredClone(mitigation);
  return merged;
};

/**
 * Changes fields of a living threat. An empty set confirms it as it stands. What a person has decided about stays what
 * they read: what the set says against that is kept as a disagreement.
 */
export const update = (draft: Draft, operation: Op<"update">, path: Path): void => {
  checkGrounds(draft, operation.set, [...path, "set"]);
  const placed = draft.threat(operation.id, path);
  if (placed === undefined) return;
  if (!isLiving(placed.threat)) {
    draft.problem(
      [...path, "id"],
      "retired-threat",
      `update of retired ${placed.id}`,
      "`add` of it, which reopens it",
    );
    return;
  }
  const before = structuredClone(placed.threat);
  const { applies, objection } = holdBack(placed.threat, operation.set);
  const { mitigations, ...fields } = applies;
  for (const [field, value] of Object.entries(fields)) setField(placed.threat, field, value);
  if (mitigations !== undefined)
    placed.threat.mitigations = patchMitigations(placed.threat.mitigations, mitigations);
  touch(draft, placed, [...path, "set"], before);
  if (objection !== undefined) object(draft, placed, objection);
};

/** Ends a threat. One that people have decided about is kept, with the agent's reason as a disagreement. */
export const retire = (draft: Draft, operation: Op<"retire">, path: Path): void => {
  const placed = draft.threat(operation.id, path);
  if (placed === undefined || !isLiving(placed.threat)) return;
  const { threat } = placed;
  const { reason } = operation;
  if (isDecidedByPeople(threat)) {
    object(draft, placed, reason);
    return;
  }
  const before = structuredClone(threat);
  const { change } = draft.options;
  threat.status = "retired";
  threat.retired = change === undefined ? { reason } : { reason, change };
  touch(draft, placed, path, before);
};

/** Objects to a person's decision, beside it. */
export const disagree = (draft: Draft, operation: Op<"disagree">, path: Path): void => {
  const placed = draft.threat(operation.id, path);
  if (placed === undefined) return;
  if (!isDecidedByPeople(placed.threat)) {
    const expected = "`update`: no person has decided about it";
    draft.problem([...path, "id"], "nothing-to-disagree-with", `objection to ${placed.id}`, expected);
    return;
  }
  object(draft, placed, operation.text);
};

/** Answers a question with "not applicable". That no threat lives under it is checked when the delta is done. */
export const answer = (draft: Draft, operation: Op<"answer">, path: Path): void => {
  const { element, category } = operation;
  const isKnown = [draft.element(element, path), draft.category(category, path)].every(Boolean);
  draft.grounds(operation["rests-on"], [...path, "rests-on"]);
  if (!isKnown) return;
  const place = draft.answer(element, category);
  const before = place["not-applicable"];
  const none = { ...before, reason: operation.reason, "rests-on": [...operation["rests-on"]] };
  if (draft.options.provisional !== true || before === undefined || !same(none, before)) draft.stamp(none);
  place["not-applicable"] = none;
  draft.touched.set(pointerOf(["answers", element, category, "not-applicable"]), path);
};
