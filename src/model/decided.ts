// A person who accepts a threat, calls it a false positive or sets its level has read its title, its scenario and how
// grave it was. No delta may put other words, or a graver level, under that decision.

import type { NewThreat, ThreatPatch } from "./delta.ts";
import type { Threat } from "./schema.ts";
import { compareLevels } from "./severity.ts";
import { isDecidedByPeople } from "./threats.ts";

export interface Held<Said> {
  /** What may be written into the threat. */
  readonly applies: Partial<Said>;
  /** What was held back, in words; undefined when nothing was. */
  readonly objection?: string;
}

/** The fields that a change may not set, because a person has decided about what they say. */
export const heldFields = (
  threat: Threat,
  said: Pick<ThreatPatch, "title" | "scenario" | "severity">,
): ("title" | "scenario" | "severity")[] => {
  if (!isDecidedByPeople(threat)) return [];
  const { title, scenario, severity } = said;
  return [
    ...(severity !== undefined && compareLevels(severity.level, threat.severity.level) > 0
      ? (["severity"] as const)
      : []),
    ...(title !== undefined && title !== threat.title ? (["title"] as const) : []),
    ...(scenario !== undefined && scenario !== threat.scenario ? (["scenario"] as const) : []),
  ];
};

/** Parts what an agent says of a threat: what applies, and what stands against a person's decision. */
export const holdBack = <Said extends ThreatPatch | NewThreat>(threat: Threat, said: Said): Held<Said> => {
  const held = heldFields(threat, said);
  if (held.length === 0) return { applies: said };
  const applies: Partial<Said> = { ...said };
  for (const field of held) delete applies[field];
  const words = held.map((field) => {
    if (field !== "severity") return `${field === "title" ? "Title" : "Scenario"}: "${said[field]}".`;
    return `Severity ${said.severity?.level}, not ${threat.severity.level}: ${said.severity?.reason}`;
  });
  return { applies, objection: words.join(" ") };
};
