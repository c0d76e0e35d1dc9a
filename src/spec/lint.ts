// Runs the lint rules. Code and severity of a finding are its rule's.

import { type Finding, sortFindings } from "../model/finding.ts";
import { rules, setRules } from "./rules/index.ts";
import type { Rule, RuleFinding, SetRule } from "./rules/rule.ts";
import type { ReadSpec } from "./types.ts";

const stamp =
  (rule: Rule | SetRule, component?: string) =>
  (found: RuleFinding): Finding => ({
    code: rule.id,
    severity: rule.severity,
    ...found,
    ...(component === undefined ? {} : { component }),
  });

/** Findings of one rule in one spec that are told one by one: among thousands, the one that matters would drown. */
const mostOfARule = 100;

const bounded = (found: readonly RuleFinding[]): readonly RuleFinding[] => {
  const [first] = found.slice(mostOfARule);
  if (first === undefined) return found;
  const message = `${found.length - mostOfARule} more of the same kind from here on`;
  return [...found.slice(0, mostOfARule), { at: first.at, message, next: "mend those above first" }];
};

/**
 * The findings about one spec, those of parsing included, in the order of their places. Of a rule that it breaks
 * everywhere the first hundred, and how many more there are.
 */
export const lintSpec = (spec: ReadSpec): Finding[] =>
  sortFindings(rules.flatMap((rule) => bounded(rule.check(spec)).map(stamp(rule, spec.spec?.id))));

/** Every finding about many specs: those of each one, and those of comparing them. */
export const lintSpecs = (specs: readonly ReadSpec[]): Finding[] =>
  sortFindings([
    ...specs.flatMap(lintSpec),
    ...setRules.flatMap((rule) => rule.checkAll(specs).map(stamp(rule))),
  ]);

/** Ids of all rules, in the order in which they are documented. */
export const ruleIds: readonly string[] = [...rules, ...setRules].map(({ id }) => id);

/** A rule's page in Markdown; undefined when there is no such rule. */
export const explainRule = (id: string): string | undefined => {
  const rule = rules.find((each) => each.id === id);
  if (rule !== undefined) return page(rule, [rule.examples.good], [rule.examples.bad]);
  const setRule = setRules.find((each) => each.id === id);
  return setRule && page(setRule, setRule.examples.good, setRule.examples.bad);
};

const page = (rule: Rule | SetRule, good: readonly string[], bad: readonly string[]): string =>
  `${[
    `# ${rule.id}`,
    `Severity: ${rule.severity}.`,
    rule.description,
    "## Good",
    ...good.map(example),
    "## Bad",
    ...bad.map(example),
    `${rule.examples.expected.length === 1 ? "Reports" : "Reports, in this order"}:`,
    rule.examples.expected.map((line) => `- ${line}`).join("\n"),
  ].join("\n\n")}\n`;

/** Long examples are shown by their beginning. */
const example = (text: string): string => {
  const shown = text.length > 1000 ? `${text.slice(0, 60)}…\n` : text.replace("\uFEFF", "<U+FEFF>");
  return `\`\`\`\`markdown\n${shown}\`\`\`\``;
};
