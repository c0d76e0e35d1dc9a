// From what the model says and what the catalogue finds to operations. What people and other agents wrote stays.

import type { Question } from "../../frameworks/types.ts";
import type { NewThreat, Operation, ThreatPatch } from "../../model/delta.ts";
import { compare } from "../../model/finding.ts";
import type { Answer, Threat, ThreatModel } from "../../model/schema.ts";
import { answerOf, isDecidedByPeople, isLiving, sorted } from "../../model/threats.ts";
import { explainAbsence, type NoThreat } from "./absence.ts";
import type { Firing } from "./fire.ts";
import { listed, marked } from "./phrases.ts";
import type { Proposal, Proposals } from "./propose.ts";
import type { Component } from "./view/component.ts";

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => compare(a, b)))
      : part,
  ) ?? "undefined";

const fields = [
  "title",
  "scenario",
  "weakness",
  "attack",
  "assets",
  "entry-points",
  "code",
  "severity",
  "status",
  "check",
  "next",
  "covers",
] as const;

/** The fields in which the threat that the catalogue finds differs from the one that stands; undefined when none does. */
const patchFor = (standing: Threat, found: NewThreat): ThreatPatch | undefined => {
  const patch: Record<string, unknown> = {};
  for (const field of fields) {
    const now = found[field];
    if (same(standing[field], now) || (now === undefined && standing[field] === undefined)) continue;
    patch[field] = now === undefined ? null : now;
  }
  const mitigations: Record<string, unknown> = {};
  for (const [id, mitigation] of Object.entries(found.mitigations))
    if (!same(standing.mitigations[id], mitigation)) mitigations[id] = mitigation;
  for (const id of Object.keys(standing.mitigations))
    if (found.mitigations[id] === undefined) mitigations[id] = null;
  if (Object.keys(mitigations).length > 0) patch["mitigations"] = mitigations;
  return Object.keys(patch).length === 0 ? undefined : (patch as ThreatPatch);
};

export interface Change {
  readonly before: ThreatModel;
  readonly component: Component;
  readonly proposals: Proposals;
  /** Whether something that a ground names is still there. */
  readonly holdsGround: (ground: string) => boolean;
  /** Ids of entry points, flows and assets that this delta puts on the map for the first time. */
  readonly added: ReadonlySet<string>;
  /** Whether a rule fires where it did not fire before the change. */
  readonly isNews: (firing: Firing) => boolean;
  /** Names of what this delta drops, by id. */
  readonly dropped: ReadonlyMap<string, string>;
}

export const decideQuestion = (change: Change, question: Question): Operation[] => {
  const { before, component, proposals } = change;
  const { element, category } = question;
  const answer = answerOf(before, element, category);
  const found = proposals.all.filter(({ question: asked }) => asked === question);
  const standing = sorted(answer?.threats ?? {});
  const isGiven =
    standing.some(([, threat]) => isLiving(threat) && threat.provisional !== true) || isFirm(change, answer);
  const operations: Operation[] = [];
  let living = standing.filter(([, threat]) => isLiving(threat) && threat.provisional !== true).length;
  for (const proposal of found) {
    const operation = decideProposal(change, proposal, answer, isGiven);
    living += operation === "left" ? 0 : 1;
    if (typeof operation === "object") operations.push(operation);
  }
  const view = proposals.views.get(element);
  const absence = view === undefined ? undefined : explainAbsence(component, view, category);
  for (const [id, threat] of standing) {
    if (!isLiving(threat) || threat.provisional !== true || found.some((proposal) => proposal.id === id))
      continue;
    if (isDecidedByPeople(threat)) {
      living += 1;
      const text = endOf(change, threat, absence);
      if (threat.disagreement !== text) operations.push({ op: "disagree", id, text });
    } else operations.push({ op: "retire", id, reason: endOf(change, threat, absence) });
  }
  if (living === 0 && !isFirm(change, answer)) {
    const reason = retiredByOthers(found, answer) ?? absence?.reason;
    const restsOn = [...(absence?.restsOn ?? [element])];
    const none = answer?.["not-applicable"];
    if (
      reason !== undefined &&
      (none === undefined || none.reason !== reason || !same(none["rests-on"], restsOn))
    )
      operations.push({ op: "answer", element, category, reason, "rests-on": restsOn });
  }
  return operations;
};

/** An answer of people or another agent stands while everything it rests on is there. */
const isFirm = (change: Change, answer: Answer | undefined): boolean => {
  const none = answer?.["not-applicable"];
  return none !== undefined && none.provisional !== true && none["rests-on"].every(change.holdsGround);
};

/** An operation, "kept" when nothing has to be done, or "left" when the threat is not added. */
const decideProposal = (
  change: Change,
  proposal: Proposal,
  answer: Answer | undefined,
  isGiven: boolean,
): Operation | "kept" | "left" => {
  const { id, question, threat, distinct, firing } = proposal;
  const existing = answer?.threats[id];
  const add: Operation = {
    op: "add",
    element: question.element,
    category: question.category,
    threat,
    ...(distinct === undefined ? {} : { distinct }),
  };
  if (existing !== undefined && isLiving(existing)) {
    if (existing.provisional !== true) return "kept";
    const patch = patchFor(existing, threat);
    return patch === undefined ? "kept" : { op: "update", id, set: patch };
  }
  if (existing !== undefined && existing.provisional !== true) return "left";
  // Who answered this question knew the code; only what has come since is news.
  if (!isGiven) return add;
  const isNews =
    firing.focus.some((thing) => thing.id !== undefined && change.added.has(thing.id)) ||
    change.isNews(firing);
  return isNews ? add : "left";
};

const isOrAre = (things: readonly unknown[]): string => (things.length > 1 ? "are" : "is");

/** Why a threat of the rules has ended: what is gone, else what the catalogue says now. */
const endOf = (change: Change, threat: Threat, absence: NoThreat | undefined): string => {
  const gone = [...threat["entry-points"], ...threat.assets].flatMap((id) => change.dropped.get(id) ?? []);
  if (gone.length > 0) return `${listed(gone.map(marked))} ${isOrAre(gone)} gone from spec and code`;
  const spots = threat.code.filter((anchor) => !change.holdsGround(anchor));
  if (spots.length > 0) return `${listed(spots.map(marked))}, where it stood, ${isOrAre(spots)} gone`;
  return absence === undefined
    ? "what it rests on does not hold any more"
    : `What it rests on does not hold any more. ${absence.reason}`;
};

/** A question whose only threats were ended by someone who knew better is answered with their reason. */
const retiredByOthers = (found: readonly Proposal[], answer: Answer | undefined): string | undefined => {
  const ended = found.flatMap(({ id }) => {
    const threat = answer?.threats[id];
    return threat?.retired === undefined || threat.provisional === true
      ? []
      : [`${id} was looked at and ended: ${threat.retired.reason}`];
  });
  return ended.length === 0 ? undefined : ended.join("; ");
};

/** Ends the rules' threats on elements that leave the map. */
export const settleElement = (change: Change, element: string): Operation[] =>
  sorted(change.before.answers[element] ?? {}).flatMap(([, answer]) =>
    sorted(answer.threats)
      .filter(([, threat]) => isLiving(threat))
      .map(
        ([id]): Operation => ({
          op: "retire",
          id,
          reason: `${marked(change.dropped.get(element) ?? element)} is gone from spec and code`,
        }),
      ),
  );
