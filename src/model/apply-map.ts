// The operations of a delta that change the architecture map.

import { idsOf } from "./check.ts";
import type { Operation } from "./delta.ts";
import type { Draft, Path } from "./draft.ts";
import { describeIssues } from "./issues.ts";
import { fieldsAt, modelLayout } from "./layout.ts";
import { suggestion } from "./nearest.ts";
import { dotted, pointerOf } from "./pointer.ts";
import { elementSections, type MapSection, mapSchema } from "./schema.ts";
import { isDecidedByPeople, isLiving, own, sorted } from "./threats.ts";

type Op<Name extends Operation["op"]> = Extract<Operation, { op: Name }>;
type Entries = Record<string, Record<string, unknown>>;

/** The schema of a section's entries. */
const entrySchema = (section: MapSection) => mapSchema.shape[section].unwrap().valueType;

/** Adds an entry, or changes the fields that are given; null takes a field away. */
export const put = (draft: Draft, operation: Op<"put">, path: Path): void => {
  const { section, id, value } = operation;
  const holder = idsOf(draft.model).get(id);
  if (holder !== undefined && holder !== section) {
    draft.problem(
      [...path, "id"],
      "duplicate-id",
      `id \`${id}\``,
      `one that is unique on the map; it is in ${holder}`,
    );
    return;
  }
  const entries = draft.model.map[section] as Entries;
  const existing = own(entries, id);
  const known = [...fieldsAt(modelLayout, ["map", section, id])];
  for (const field of Object.keys(value))
    if (!known.includes(field) && (existing === undefined || !Object.hasOwn(existing, field)))
      draft.problem(
        [...path, "value", field],
        "unknown-field",
        `field \`${field}\``,
        `a field of ${section}: ${known.join(", ")}`,
        suggestion(field, known),
      );
  const merged: Record<string, unknown> = { ...existing };
  for (const [field, item] of Object.entries(value))
    if (item === null) delete merged[field];
    else if (item !== undefined) merged[field] = item;
  const parsed = entrySchema(section).safeParse(merged);
  if (!parsed.success) {
    for (const { path: at, rule, message, expected } of describeIssues(parsed.error.issues, merged, [
      ...path,
      "value",
    ]))
      draft.problems.push({ path: dotted(at), rule, message, expected });
    return;
  }
  // Only what this delta says is held against the code: an old anchor that broke is a finding of its own.
  const says = parsed.data as { code: string[]; covers: string[] };
  if (value["code"] !== undefined && value["code"] !== null)
    draft.anchors(says.code, [...path, "value", "code"]);
  if (value["covers"] !== undefined && value["covers"] !== null)
    draft.facts(says.covers, [...path, "value", "covers"]);
  entries[id] = parsed.data;
  draft.touched.set(pointerOf(["map", section, id]), [...path, "value"]);
  draft.dropped.delete(id);
};

/** Takes an entry off the map. What still refers to it is found when the delta is done. */
export const drop = (draft: Draft, operation: Op<"drop">, path: Path): void => {
  const { section, id } = operation;
  const entries = draft.model.map[section] as Entries;
  if (!Object.hasOwn(entries, id)) {
    if (draft.hoped.has(id)) return;
    const known = Object.keys(entries);
    draft.problem(
      [...path, "id"],
      "unknown-entry",
      `\`${id}\``,
      `an id in ${section}`,
      suggestion(id, known),
    );
    return;
  }
  delete entries[id];
  draft.dropped.set(id, path);
};

/**
 * Ends what was said of dropped elements: their answers go, their retired threats stay, and living ones are a problem.
 * Runs after all other operations.
 */
export const settleDropped = (draft: Draft): void => {
  const { answers, map } = draft.model;
  for (const [id, path] of draft.dropped) {
    const categories = own(answers, id);
    const isElement = elementSections.some((section) => Object.hasOwn(map[section], id));
    if (categories === undefined || isElement) continue;
    const living = sorted(categories).flatMap(([, answer]) =>
      sorted(answer.threats).filter(([threatId, threat]) => isLiving(threat) && !draft.hoped.has(threatId)),
    );
    for (const answer of Object.values(categories)) delete answer["not-applicable"];
    if (living.length === 0) continue;
    const isKept = living.some(([, threat]) => isDecidedByPeople(threat));
    draft.problem(
      path,
      "living-threats",
      `drop of \`${id}\`, whose threats ${living.map(([threatId]) => threatId).join(", ")} live`,
      "each of them retired in the same delta",
      isKept ? "; people have decided on some of them, so only they can end these" : "",
    );
  }
};

/** Keeps a fact off the map on purpose. */
export const setAside = (draft: Draft, operation: Op<"set-aside">, path: Path): void => {
  draft.fact(operation.fact, [...path, "fact"]);
  const aside = draft.model.map["set-aside"];
  aside[operation.fact] = { ...own(aside, operation.fact), reason: operation.reason };
};
