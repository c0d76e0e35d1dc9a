// The rule catalogue of STRIDE, in the order in which it is read.

import { type Rule, ruleProblems } from "../rule.ts";
import { denialOfService } from "./denial-of-service.ts";
import { elevationOfPrivilege } from "./elevation-of-privilege.ts";
import { informationDisclosure } from "./information-disclosure.ts";
import { repudiation } from "./repudiation.ts";
import { spoofing } from "./spoofing.ts";
import { tampering } from "./tampering.ts";

export const rules: readonly Rule[] = [
  ...spoofing,
  ...tampering,
  ...repudiation,
  ...informationDisclosure,
  ...denialOfService,
  ...elevationOfPrivilege,
];

/** The last part of a rule's id: tells its threats from those of another rule with the same weakness. */
export const ruleName = (rule: Rule): string => rule.id.slice(rule.id.lastIndexOf("/") + 1);

/** What is wrong with the catalogue: each rule's own problems, and ids used twice. */
export const catalogueProblems = (catalogue: readonly Rule[]): string[] => {
  const ids = catalogue.map(({ id }) => id);
  return [
    ...catalogue.flatMap(ruleProblems),
    ...ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id) => `rule '${id}': unexpected second rule of this id`),
  ];
};

/**
 * The word that tells a rule's threat from another rule's under the same question with the same weakness; undefined for
 * the first of them. It depends on the catalogue alone, never on which rules fire, so that ids stay.
 */
export const distinctOf = (rule: Rule): string | undefined => {
  if (rule.weakness[0] === undefined) return ruleName(rule);
  const first = rules.find(
    (other) =>
      other.kind === rule.kind && other.category === rule.category && other.weakness[0] === rule.weakness[0],
  );
  return first === undefined || first.id === rule.id ? undefined : ruleName(rule);
};
