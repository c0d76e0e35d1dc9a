// A rule is data: when a weakness is there, how it reads with the component's own names, and what would answer it.

import type { ElementKind, Level } from "../model/schema.ts";
import { type Predicate, predicateProblems } from "./predicate.ts";
import { type TopicId, topics } from "./topics.ts";
import { type ListName, vocabularyOf, wordsOf } from "./vocabulary.ts";

/** Text with `{placeholders}`; see `words` in vocabulary.ts. */
export type Template = string;

export interface Shift {
  readonly when: Predicate;
  readonly because: Template;
}

/** A control that answers the rule's threat, looked for in the code, outside it and among the spec's statements. */
export interface ControlUse {
  readonly topic: TopicId;
  /** What the control does against this threat. */
  readonly text: Template;
  /** What it does not cover. */
  readonly leaves: Template;
  /** Recognises, among controls and statements of the topic, those that answer this threat; left out: all. */
  readonly about?: string;
  /** Whether its evidence alone makes the threat mitigated; otherwise it lowers the severity by a level. */
  readonly settles?: boolean;
}

export interface Example {
  /** A sketch of a component, one fact a line (read by test/agents/rules/sketch.ts), in which the rule fires. */
  readonly fires: readonly string[];
  /** A component close to it in which it does not. */
  readonly rests: readonly string[];
}

export interface Rule {
  /** `stride/process/spoofing/unauthenticated-entry`. */
  readonly id: string;
  readonly kind: ElementKind;
  readonly category: string;
  /** Holds of elements that can have the weakness; left out: all of this kind. */
  readonly when?: Predicate;
  /** The list in which the weakness is looked for, and what an item must satisfy. No item, no threat. */
  readonly over?: ListName;
  readonly where?: Predicate;
  /** Where in the code the weakness is, when that is not where the focus is. */
  readonly at?: "merges" | "queries";
  /** Suppresses the rule altogether. */
  readonly unless?: Predicate;
  readonly title: Template;
  readonly scenario: Template;
  readonly check: Template;
  readonly next: Template;
  readonly weakness: readonly string[];
  readonly attack: readonly string[];
  readonly severity: {
    readonly level: Exclude<Level, "none">;
    readonly who: Template;
    readonly needs: Template;
    readonly gets: Template;
    readonly raise?: readonly Shift[];
    readonly lower?: readonly Shift[];
  };
  readonly controls: readonly ControlUse[];
  /** Recognises the assets at stake by name; left out: by the words of the focus, then by sensitivity; empty: none. */
  readonly assets?: string;
  /** Recognises an accepted risk of the spec that is about this threat. */
  readonly risk?: string;
  /** How more than two things in focus are called together; left out: by their kind. */
  readonly group?: Template;
  readonly example: Example;
}

/** A reason why a question has no threat, for when no rule fires. The first whose `when` holds is used. */
export interface Absence {
  readonly kind: ElementKind;
  readonly category: string;
  readonly when?: Predicate;
  readonly reason: Template;
  /** What the reason rests on: lists whose facts are named, `self`, `stores` or `component`. */
  readonly rests: readonly string[];
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w*)\}/g)].map((match) => match[1] as string);

const templateProblems = (name: string, text: string, kind: ElementKind): string[] =>
  placeholders(text)
    .filter((word) => !wordsOf[kind].includes(word))
    .map((word) => `unknown placeholder {${word}} in ${name}`);

/** What is wrong with a rule, each beginning with its id; empty when it can be used. */
export const ruleProblems = (rule: Rule): string[] => {
  const vocabulary = vocabularyOf(rule.kind, rule.over);
  const outer = vocabularyOf(rule.kind);
  const inner = {
    facts: { ...outer.facts, ...(rule.over === undefined ? {} : outer.lists[rule.over]) },
    lists: outer.lists,
  };
  const { level, raise = [], lower = [], ...reasons } = rule.severity;
  const problems = [
    ...(rule.id.startsWith(`stride/${rule.kind}/${rule.category}/`)
      ? []
      : [`unexpected id, expected it to name ${rule.kind}/${rule.category}`]),
    ...(rule.when === undefined ? [] : predicateProblems(rule.when, outer)),
    ...(rule.unless === undefined ? [] : predicateProblems(rule.unless, outer)),
    ...(rule.where === undefined ? [] : predicateProblems(rule.where, inner)),
    ...(rule.where !== undefined && rule.over === undefined ? ["unexpected where without over"] : []),
    ...[...raise, ...lower].flatMap((shift) => predicateProblems(shift.when, vocabulary)),
    ...rule.weakness.filter((id) => !/^CWE-\d+$/.test(id)).map((id) => `unexpected weakness ${id}`),
    ...rule.attack.filter((id) => !/^CAPEC-\d+$/.test(id)).map((id) => `unexpected attack ${id}`),
    ...rule.controls
      .filter(({ topic }) => !Object.hasOwn(topics, topic))
      .map(({ topic }) => `unknown topic ${topic}`),
    ...Object.entries({
      title: rule.title,
      scenario: rule.scenario,
      check: rule.check,
      next: rule.next,
      group: rule.group ?? "",
      ...reasons,
      because: [...raise, ...lower].map(({ because }) => because).join(" "),
      controls: rule.controls.map(({ text, leaves }) => `${text} ${leaves}`).join(" "),
    }).flatMap(([name, text]) => templateProblems(name, text, rule.kind)),
  ];
  return problems.map((problem) => `rule '${rule.id}': ${problem}`);
};

/** What is wrong with a reason for the absence of threats. */
export const absenceProblems = (absence: Absence): string[] =>
  [
    ...(absence.when === undefined ? [] : predicateProblems(absence.when, vocabularyOf(absence.kind))),
    ...templateProblems("reason", absence.reason, absence.kind),
  ].map((problem) => `absence of ${absence.kind}/${absence.category}: ${problem}`);
