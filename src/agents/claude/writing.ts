// What the phases of `generate` share: the model as it grows, the files as they are written, and what may be ended.

import { lettersOf, questionsOf } from "../../frameworks/index.ts";
import { applyDelta } from "../../model/apply.ts";
import { unanswered } from "../../model/coverage.ts";
import type { Delta, DeltaProblem } from "../../model/delta.ts";
import type { ThreatModel } from "../../model/schema.ts";
import { unfoundedEndings } from "../../safety/retire.ts";
import type { Decision } from "../context/entry.ts";
import type { GenerateRequest } from "../port.ts";
import { distinctIn } from "./compose.ts";
import type { Ended } from "./converse.ts";
import type { Keeper } from "./keeper.ts";
import type { Overlay } from "./overlay.ts";
import type { Run } from "./run.ts";
import type { Frame } from "./tools.ts";

export interface State {
  readonly run: Run;
  readonly request: GenerateRequest;
  readonly frame: Frame;
  readonly keeper: Keeper;
  readonly overlay: Overlay;
  /** Words that tell new threats apart, by id. */
  readonly distinct: Map<string, string>;
  /** Threats of the model that was there before whose code is gone: only these may be ended. */
  readonly ended: Set<string>;
}

type Applied = { readonly model: ThreatModel } | { readonly problems: readonly DeltaProblem[] };

/** Applies without looking at the code: while it is being written, anchors name what is planned. */
export const applied = ({ request, distinct, ended }: State, model: ThreatModel, delta: Delta): Applied => {
  const nothing: ReadonlySet<string> = new Set();
  const unfounded = unfoundedEndings(delta, request.model, {
    threats: ended,
    questions: nothing,
    entries: nothing,
  });
  if (unfounded.length > 0) return { problems: unfounded };
  const result = applyDelta(model, delta, { letters: lettersOf(request.framework) });
  if (result.problems.length > 0) return { problems: result.problems };
  for (const [id, word] of distinctIn(delta, result.added, result.model)) distinct.set(id, word);
  return { model: result.model };
};

/** Questions that are open, an element a line. */
export const questionText = (request: GenerateRequest, model: ThreatModel): string => {
  const byElement = new Map<string, string[]>();
  for (const { element, category } of unanswered(model, questionsOf(request.framework, model)))
    byElement.set(element, [...(byElement.get(element) ?? []), category]);
  return [...byElement].map(([element, categories]) => `- ${element}: ${categories.join(", ")}`).join("\n");
};

/** The branch that wrote the code, when it is done. */
export interface Coded extends Ended {
  readonly decisions: readonly Decision[];
  readonly summary: string;
}
