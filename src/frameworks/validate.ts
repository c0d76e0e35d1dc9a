// A framework is checked when it is loaded, so that a slip in its data is named instead of showing up as a missing question.

import { idPattern } from "../model/schema.ts";
import type { ElementKind, Framework } from "./types.ts";

const kinds: readonly ElementKind[] = ["external", "process", "store", "flow"];

const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

/** What is wrong with a framework's data, one sentence each; empty when it can be used. */
export const validateFramework = (framework: Framework): string[] => {
  const problems: string[] = [];
  const say = (text: string): void => {
    problems.push(`framework '${framework.id}': ${text}`);
  };
  if (!idPattern.test(framework.id)) say("unexpected id, expected kebab-case");
  const ids = framework.categories.map(({ id }) => id);
  for (const { id, letter } of framework.categories) {
    if (!idPattern.test(id)) say(`unexpected category id '${id}', expected kebab-case`);
    if (!/^[A-Z]{1,3}$/.test(letter))
      say(`unexpected letter '${letter}' of '${id}', expected one to three of A to Z`);
  }
  for (const id of repeated(ids)) say(`unexpected second category '${id}', expected unique ids`);
  for (const letter of repeated(framework.categories.map((category) => category.letter)))
    say(`unexpected second use of letter '${letter}', expected unique letters`);
  const asked = new Set<string>();
  for (const kind of kinds)
    for (const [category, text] of Object.entries(framework.questions[kind])) {
      asked.add(category);
      if (!ids.includes(category))
        say(`unexpected category '${category}' asked of a ${kind}, expected one of ${ids.join(", ")}`);
      if (!text.includes("{name}") || !text.trimEnd().endsWith("?"))
        say(`unexpected text for ${kind}/${category}, expected a question that holds {name}`);
    }
  for (const id of ids) if (!asked.has(id)) say(`unexpected category '${id}' that nothing is asked about`);
  return problems;
};
