// Walks over the threats of a model.

import { compare } from "./finding.ts";
import type { Answer, Threat, ThreatModel } from "./schema.ts";

/** A threat and the question under which it stands. */
export interface PlacedThreat {
  readonly id: string;
  readonly element: string;
  readonly category: string;
  readonly threat: Threat;
}

/** Own value of a key; ids such as `constructor` are names like any other. */
export const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Entries of a record in byte order of their keys. */
export const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => compare(a, b));

/** Every threat of the model, living and retired, by element, then category, then id. */
export const threatsOf = (model: ThreatModel): PlacedThreat[] =>
  sorted(model.answers).flatMap(([element, categories]) =>
    sorted(categories).flatMap(([category, answer]) =>
      sorted(answer.threats).map(([id, threat]) => ({ id, element, category, threat })),
    ),
  );

/** A threat lives until it is retired; people's decisions on it do not end it. */
export const isLiving = (threat: Threat): boolean => threat.status !== "retired";

export const answerOf = (model: ThreatModel, element: string, category: string): Answer | undefined => {
  const categories = own(model.answers, element);
  return categories === undefined ? undefined : own(categories, category);
};

/** Ids of the threats that live under a question, in byte order. */
export const livingUnder = (answer: Answer | undefined): string[] =>
  sorted(answer?.threats ?? {})
    .filter(([, threat]) => isLiving(threat))
    .map(([id]) => id);

/** True when a person has decided about the threat: no agent may end it. */
export const isDecidedByPeople = (threat: Threat): boolean =>
  threat.acceptance !== undefined || threat["false-positive"] !== undefined || threat.override !== undefined;
