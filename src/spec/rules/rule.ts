// The form of a lint rule. Its examples are its tests and its documentation.

import type { Fact } from "../../model/fact.ts";
import type { Place, Severity } from "../../model/finding.ts";
import { type ProblemCode, problemSeverities } from "../problem.ts";
import type { ReadSpec } from "../types.ts";

/** What a rule reports; code and severity are the rule's own and are added by whoever runs it. */
export interface RuleFinding {
  readonly at: Place;
  readonly message: string;
  readonly next?: string;
}

interface RuleBase<Example> {
  /** Kebab-case; the code of its findings. */
  readonly id: string;
  readonly severity: Severity;
  /** Why it matters, in Markdown. */
  readonly description: string;
  readonly examples: {
    /** No finding of this rule. */
    readonly good: Example;
    /** Exactly the findings of `expected`. */
    readonly bad: Example;
    /** `line:column message`; `path:line:column message` for rules over many specs. */
    readonly expected: readonly string[];
  };
}

/** A rule that looks at one spec. */
export interface Rule extends RuleBase<string> {
  readonly check: (spec: ReadSpec) => readonly RuleFinding[];
}

/** A rule that compares specs. The examples stand for `specs/a.md`, `specs/b.md` and so on. */
export interface SetRule extends RuleBase<readonly string[]> {
  readonly checkAll: (specs: readonly ReadSpec[]) => readonly RuleFinding[];
}

/** Severity and check of a rule whose findings come from parsing. */
export const reportedByParser = (id: ProblemCode): Pick<Rule, "id" | "severity" | "check"> => ({
  id,
  severity: problemSeverities[id],
  check: ({ findings }) =>
    findings
      .filter((finding) => finding.code === id)
      .map(({ at, message, next }) => ({ at, message, ...(next === undefined ? {} : { next }) })),
});

/** A rule that demands a field of every fact of one kind. */
export const missingField = (
  kind: Fact["kind"],
  field: string,
  finding: (fact: Fact) => Omit<RuleFinding, "at">,
): Rule["check"] => {
  return ({ reading }) =>
    reading.draft.facts
      .filter((fact) => fact.kind === kind && (fact.fields[field] ?? "") === "")
      .map((fact) => ({ at: fact.at, ...finding(fact) }));
};

/** The place of a fact's cell, or of the fact where it has no cells. */
export const cellOf = ({ reading }: ReadSpec, fact: Fact, field: string): Place =>
  reading.cells.get(fact)?.[field] ?? fact.at;

/** Place of the first line, for what is missing from the whole file. */
export const startOf = ({ reading }: ReadSpec): Place => ({ path: reading.draft.path, line: 1, column: 1 });
