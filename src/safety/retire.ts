// An agent may end only threats that its change touches: text that it read somewhere cannot talk it into ending others.

import type { Delta, DeltaProblem } from "../model/delta.ts";
import type { ThreatModel } from "../model/schema.ts";
import { threatsOf } from "../model/threats.ts";

export interface TouchedParts {
  /** Ids of threats. */
  readonly threats: ReadonlySet<string>;
  /** Questions as `element/category`. */
  readonly questions: ReadonlySet<string>;
  /** Ids of map entries. */
  readonly entries: ReadonlySet<string>;
}

/** One problem for each threat that the delta ends without having a reason in the change. */
export const unfoundedEndings = (delta: Delta, model: ThreatModel, touched: TouchedParts): DeltaProblem[] => {
  const places = new Map(threatsOf(model).map((placed) => [placed.id, placed]));
  const dropped = new Set(delta.operations.flatMap((each) => (each.op === "drop" ? [each.id] : [])));
  return delta.operations.flatMap((operation, index): DeltaProblem[] => {
    if (operation.op !== "retire") return [];
    const placed = places.get(operation.id);
    if (placed === undefined) return [];
    const { element, category } = placed;
    const isTouched =
      touched.threats.has(operation.id) ||
      touched.questions.has(`${element}/${category}`) ||
      touched.entries.has(element) ||
      dropped.has(element);
    return isTouched
      ? []
      : [
          {
            path: `operations[${index}].id`,
            rule: "ending-without-cause",
            message: `Unexpected end of ${operation.id}, expected a threat that this change touches`,
            expected: "a threat whose code, element or question is part of this change",
          },
        ];
  });
};
