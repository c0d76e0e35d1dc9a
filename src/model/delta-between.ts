// The delta that leads from one model to another, as far as an agent's operations can express it.

import { heldFields } from "./decided.ts";
import type { Delta, NewThreat, Operation, ThreatPatch } from "./delta.ts";
import { diffModels, type EntryChange, type FieldChange, type ThreatChange } from "./diff.ts";
import { mintThreatId, questionKey } from "./ids.ts";
import { fieldsAt, modelLayout } from "./layout.ts";
import type { Threat, ThreatModel } from "./schema.ts";
import { answerOf, isLiving, livingUnder, own, threatsOf } from "./threats.ts";

/** Fields that a patch knows; whatever else a threat carries belongs to people. */
const patchable = [
  "title",
  "scenario",
  "weakness",
  "attack",
  "assets",
  "entry-points",
  "code",
  "severity",
  "check",
  "next",
  "covers",
];

/** A threat of a model as an agent would add it: without what code and people own. */
export const newThreat = (threat: Threat): NewThreat => {
  const fields = Object.entries(threat).filter(
    ([field]) => patchable.includes(field) || field === "mitigations",
  );
  return {
    ...Object.fromEntries(fields),
    status: threat.status === "mitigated" ? "mitigated" : "open",
  } as NewThreat;
};

const patchOf = (fields: readonly FieldChange[], threat: Threat): ThreatPatch => {
  const patch: Record<string, unknown> = {};
  const mitigations: Record<string, unknown> = {};
  for (const { field, after } of fields) {
    const mitigation = /^mitigations\.(.+)$/.exec(field)?.[1];
    if (mitigation !== undefined) mitigations[mitigation] = after ?? null;
    else if (patchable.includes(field)) patch[field] = after ?? null;
    else if (field === "status" && isLiving(threat)) patch["status"] = after;
  }
  return (Object.keys(mitigations).length > 0 ? { ...patch, mitigations } : patch) as ThreatPatch;
};

const touchesAgent = ({ field }: FieldChange): boolean =>
  patchable.includes(field) ||
  field === "status" ||
  field === "provisional" ||
  field.startsWith("mitigations.");

/** True when code would mint this very id for the threat as it is now. */
const isMintable = (change: ThreatChange, component: string, taken: ReadonlyMap<string, string>): boolean => {
  const { id, element, category, threat } = change;
  const letter = id.slice(0, id.indexOf("-"));
  const { weakness, title } = threat;
  return (
    mintThreatId({ component, element, category, letter, weakness, anchors: threat.code, title }, taken) ===
    id
  );
};

const entryOperation = (change: EntryChange, after: ThreatModel, left: string[]): Operation[] => {
  const { section, id, kind } = change;
  const entry = own<Record<string, unknown>>(after.map[section], id);
  if (section === "set-aside") {
    if (entry !== undefined) return [{ op: "set-aside", fact: id, reason: String(entry["reason"]) }];
    left.push(id);
    return [];
  }
  if (kind === "removed") return [{ op: "drop", section, id, reason: "it is no longer there" }];
  const fields: readonly (readonly [string, unknown])[] =
    kind === "added"
      ? Object.entries(entry ?? {})
      : change.fields.map(({ field, after: now }) => [field, now ?? null]);
  const known = new Set(fieldsAt(modelLayout, ["map", section, id]));
  if (fields.some(([field]) => !known.has(field))) left.push(id);
  const value = Object.fromEntries(fields.filter(([field]) => known.has(field)));
  return Object.keys(value).length === 0 ? [] : [{ op: "put", section, id, value }];
};

/**
 * The delta from `before` to `after`. What no operation can express is left out: fields that people own or have
 * decided about, fields that no schema knows, threats that vanished, and new threats whose id code would not mint (they were made with a
 * `distinct` word, or have changed since). `left` names the entries, threats and questions of which something was left out.
 */
export const deltaBetween = (before: ThreatModel, after: ThreatModel): { delta: Delta; left: string[] } => {
  const diff = diffModels(before, after);
  const old = new Map(threatsOf(before).map((each) => [each.id, each]));
  const taken = new Map([...old].map(([id, each]) => [id, questionKey(each.element, each.category)]));
  const left: string[] = [];
  const operations = diff.map.flatMap((change) => entryOperation(change, after, left));
  if (after.summary !== undefined && after.summary !== before.summary)
    operations.push({ op: "summarise", text: after.summary });

  for (const change of diff.threats) {
    const { id, element, category, threat, kind } = change;
    const standing = old.get(id)?.threat;
    const held: readonly string[] = standing === undefined ? [] : heldFields(standing, threat);
    const fields = change.fields.filter(({ field }) => !held.includes(field));
    if (held.length > 0) left.push(id);
    if (kind === "removed" || (kind === "added" && !isLiving(threat))) left.push(id);
    else if (kind === "added" || kind === "reopened") {
      if (isMintable(change, after.component, taken))
        operations.push({ op: "add", element, category, threat: newThreat(threat) });
      else left.push(id);
      // What an addition leaves as it was has to be said by itself.
      const emptied = fields.filter(
        ({ after: now }) => now === undefined || (Array.isArray(now) && now.length === 0),
      );
      const patch = patchOf(
        emptied.filter(({ field }) => field !== "status"),
        threat,
      );
      if (Object.keys(patch).length > 0) operations.push({ op: "update", id, set: patch });
    } else if (fields.some(touchesAgent)) {
      const set = patchOf(fields, threat);
      if (kind === "changed" || Object.keys(set).length > 0) operations.push({ op: "update", id, set });
    }
    if (kind === "retired")
      operations.push({ op: "retire", id, reason: threat.retired?.reason ?? "it has ended" });
    const objection = fields.find(({ field }) => field === "disagreement")?.after;
    if (typeof objection === "string") operations.push({ op: "disagree", id, text: objection });
    if (
      fields.some(
        (field) => !touchesAgent(field) && field.field !== "retired" && field.field !== "disagreement",
      )
    )
      left.push(id);
  }
  for (const { element, category, after: none } of diff.answers)
    if (none !== undefined)
      operations.push({ op: "answer", element, category, reason: none.reason, "rests-on": none["rests-on"] });
    else if (livingUnder(answerOf(after, element, category)).length === 0)
      left.push(questionKey(element, category));
  return { delta: { operations }, left: [...new Set(left)].sort() };
};
