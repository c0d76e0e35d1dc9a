// A change in words: the diff of each file, what observation and spec gained and lost, and only the questions that it raises.

import { anchorAt } from "../../model/anchor.ts";
import type { Fact } from "../../model/fact.ts";
import { asData } from "../../safety/delimit.ts";
import type { InputChange } from "../port.ts";
import type { Brief } from "../session/brief.ts";
import { unifiedDiff } from "./line-diff.ts";

const shownOfFile = 24_000;

const fileText = ({ path, before, after }: InputChange): string => {
  const state = after === undefined ? "removed" : before === undefined ? "added" : "changed";
  const text = unifiedDiff(before, after);
  const shown =
    text.length > shownOfFile
      ? `${text.slice(0, shownOfFile)}\n… ${text.length - shownOfFile} characters more`
      : text;
  return asData(`${state} file`, path, shown);
};

const factLines = (mark: string, facts: readonly Fact[]): string[] =>
  facts.map(
    (fact) =>
      `${mark} ${fact.key}${fact.symbol === undefined ? "" : ` at ${anchorAt(fact.at.path, fact.symbol)}`}: ${fact.text}`,
  );

const questionLines = (brief: Brief): string[] => {
  const byElement = new Map<string, string[]>();
  for (const { element, category } of brief.questions)
    byElement.set(element, [...(byElement.get(element) ?? []), category]);
  return [...byElement].map(([element, categories]) => `- ${element}: ${categories.join(", ")}`);
};

export const changeText = (changes: readonly InputChange[], brief: Brief): string => {
  const moved = [...factLines("+", brief.appeared), ...factLines("-", brief.vanished)];
  const missing = factLines("?", brief.unaccounted);
  const questions = questionLines(brief);
  return [
    "The component changed.",
    ...changes.map(fileText),
    ...(moved.length > 0 ? [asData("facts", "gained and lost", moved.join("\n"))] : []),
    ...(missing.length > 0
      ? [
          "Not on the map yet (put, cover the key, or set_aside):",
          asData("facts", "unaccounted", missing.join("\n")),
        ]
      : []),
    ...(questions.length > 0
      ? ["Questions that it raises; each needs add, update, answer, or no_change about it:", ...questions]
      : ["It raises no question. Say no_change with the reason, or what you know to be new."]),
    ...(brief.threats.length > 0
      ? [`Threats that rest on what changed: ${brief.threats.map(({ id }) => id).join(", ")}`]
      : []),
    "Answer with one submit_delta.",
  ].join("\n");
};

/** One line about a change, for the record of the conversation. */
export const changeLine = (changes: readonly InputChange[], brief: Brief): string => {
  const files = brief.files.map(({ path, state, plus, minus }) => `${state} ${path} +${plus} -${minus}`);
  const facts = [
    ...brief.appeared.map(({ key }) => `+${key}`),
    ...brief.vanished.map(({ key }) => `-${key}`),
  ];
  return [...(changes.length === 0 ? ["nothing moved"] : files), ...facts].join("; ").slice(0, 2000);
};
