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

/** Every finding about one spec, those of parsing included, in the order of their places. */
export const lintSpec = (spec: ReadSpec): Finding[] =>
  sortFindings(rules.flatMap((rule) => rule.check(spec).map(stamp(rule, spec.spec?.id))));

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
