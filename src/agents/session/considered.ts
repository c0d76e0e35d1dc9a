// Whether a submission speaks to every question that its change raised. Silence is not an answer.

import type { Question } from "../../frameworks/types.ts";
import type { Delta, DeltaProblem } from "../../model/delta.ts";
import type { ThreatModel } from "../../model/schema.ts";
import { threatsOf } from "../../model/threats.ts";

/** One problem for each raised question that no operation speaks to. */
export const unconsidered = (
  delta: Delta,
  questions: readonly Question[],
  model: ThreatModel,
): DeltaProblem[] => {
  const placeOf = new Map(
    threatsOf(model).map(({ id, element, category }) => [id, `${element}/${category}`]),
  );
  const spoken = new Set<string>();
  for (const operation of delta.operations) {
    switch (operation.op) {
      case "add":
      case "answer":
        spoken.add(`${operation.element}/${operation.category}`);
        break;
      case "update":
      case "retire":
      case "disagree":
        spoken.add(placeOf.get(operation.id) ?? operation.id);
        break;
      case "drop":
        spoken.add(operation.id);
        break;
      case "no-change":
        for (const about of operation.about) spoken.add(placeOf.get(about) ?? about);
        break;
      default:
        break;
    }
  }
  return questions
    .filter(({ element, category }) => !spoken.has(element) && !spoken.has(`${element}/${category}`))
    .map(({ element, category, text }) => ({
      path: "operations",
      rule: "unanswered-question",
      message: `${element}/${category} was raised and no operation speaks to it: ${text}`,
      expected: `add, update, answer, or no-change with "${element}/${category}" in about`,
    }));
};
