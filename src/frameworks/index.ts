// The frameworks that instride knows, and the questions that one asks of a model.

import { compare } from "../model/finding.ts";
import type { ThreatModel } from "../model/schema.ts";
import { stride } from "./stride.ts";
import type { ElementKind, Framework, Question } from "./types.ts";

export const frameworks: readonly Framework[] = [stride];

/** The framework with this id, or undefined when instride has none. */
export const frameworkById = (id: string): Framework | undefined =>
  frameworks.find((framework) => framework.id === id);

/** Category id → the letters that begin its threat ids. */
export const lettersOf = (framework: Framework): Readonly<Record<string, string>> =>
  Object.fromEntries(framework.categories.map(({ id, letter }) => [id, letter]));

const sections = [
  ["externals", "external"],
  ["processes", "process"],
  ["stores", "store"],
  ["flows", "flow"],
] as const satisfies readonly (readonly [keyof ThreatModel["map"], ElementKind])[];

interface Element {
  readonly id: string;
  readonly name: string;
  readonly kind: ElementKind;
}

const elementsOf = (model: ThreatModel): Element[] =>
  sections
    .flatMap(([section, kind]) =>
      Object.entries(model.map[section]).map(([id, { name }]) => ({ id, name, kind })),
    )
    .sort((a, b) => compare(a.id, b.id));

/** Every question that the framework asks of this map: by element id, then in the framework's order of categories. */
export const questionsOf = (framework: Framework, model: ThreatModel): Question[] =>
  elementsOf(model).flatMap(({ id, name, kind }) =>
    framework.categories.flatMap((category) => {
      const text = framework.questions[kind][category.id];
      return text === undefined
        ? []
        : [{ element: id, kind, category: category.id, text: text.replaceAll("{name}", () => name) }];
    }),
  );

export { validateFramework } from "./validate.ts";
