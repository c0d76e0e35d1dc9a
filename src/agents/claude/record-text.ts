// The compacted record of a conversation: what it must know to answer for a change, and no more.

import type { ThreatModel } from "../../model/schema.ts";
import { asData } from "../../safety/delimit.ts";
import type { Spec } from "../../spec/types.ts";
import type { Context } from "../context/context.ts";
import type { Brief } from "../session/brief.ts";
import { sliceOf } from "./slice.ts";

/** Decisions and earlier changes beyond these are the oldest, and are left out. */
const decisionsAtMost = 40;
const updatesAtMost = 12;

const decisionLines = (context: Context): string[] =>
  context.decisions
    .slice(-decisionsAtMost)
    .map(({ about, decision, why }) => `- ${about}: ${decision} Why: ${why}`);

const reasonLines = (context: Context): string[] =>
  context.updates.slice(-updatesAtMost).flatMap(({ change, operations }) => {
    const reasons = operations.flatMap((each) =>
      "reason" in each && each.op !== "answer" ? [each.reason] : [],
    );
    return reasons.length === 0 ? [] : [`- ${change}: ${reasons.join(" ").slice(0, 600)}`];
  });

export const specOf = (spec: Spec, text: string | undefined): string =>
  asData("spec", spec.path, text ?? `${spec.title}\n${spec.facts.map(({ text: fact }) => fact).join("\n")}`);

/** @param specText the spec as it is now */
export const recordText = (
  context: Context | undefined,
  spec: Spec,
  specText: string | undefined,
  model: ThreatModel,
  brief: Brief,
): string => {
  const decisions = context === undefined ? [] : decisionLines(context);
  const reasons = context === undefined ? [] : reasonLines(context);
  return [
    specOf(spec, specText),
    asData("model", "slice", sliceOf(model, brief)),
    ...(decisions.length > 0
      ? [asData("decisions", "while the code was written", decisions.join("\n"))]
      : []),
    ...(reasons.length > 0 ? [asData("changes", "answered since", reasons.join("\n"))] : []),
  ].join("\n");
};
