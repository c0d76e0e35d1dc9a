// Decisions of people in a foreign file. Whoever can hand somebody a file must not be able to accept a risk in their name,
// so a decision comes in as a claim beside the threat, which counts for nothing; a person takes it over knowingly, or
// repeats it with `instride accept`.

import type { Threat, ThreatModel } from "../model/schema.ts";
import { sorted } from "../model/threats.ts";

const claimsOf = (threat: Threat): string[] => {
  const { acceptance, override, notes, disagreement } = threat;
  const falsePositive = threat["false-positive"];
  const until = acceptance?.until === undefined ? "" : ` until ${acceptance.until}`;
  return [
    ...(acceptance === undefined
      ? []
      : [`accepted by ${acceptance.by} on ${acceptance.on}${until}: ${acceptance.reason}`]),
    ...(falsePositive === undefined
      ? []
      : [`false positive by ${falsePositive.by}: ${falsePositive.reason}`]),
    ...(override === undefined ? [] : [`level ${override.level} by ${override.by}: ${override.reason}`]),
    ...(notes === undefined ? [] : [`noted: ${notes}`]),
    ...(disagreement === undefined ? [] : [`held against it: ${disagreement}`]),
  ];
};

export interface Undecided {
  readonly model: ThreatModel;
  /** What was turned into a claim, one line each. */
  readonly notes: readonly string[];
}

/** The model without people's decisions; what they said stands as `claimed` beside each threat. */
export const withoutDecisions = (model: ThreatModel): Undecided => {
  const copy = structuredClone(model);
  const notes: string[] = [];
  for (const [, categories] of sorted(copy.answers))
    for (const [, { threats }] of sorted(categories))
      for (const [id, threat] of sorted(threats)) {
        const claims = claimsOf(threat);
        if (claims.length === 0) continue;
        delete threat.acceptance;
        delete threat["false-positive"];
        delete threat.override;
        delete threat.notes;
        delete threat.disagreement;
        const { claimed } = threat as { claimed?: unknown };
        Object.assign(threat, {
          claimed: [...(typeof claimed === "string" ? [claimed] : []), ...claims].join("; "),
        });
        notes.push(`${id}: ${claims.join("; ")}`);
      }
  for (const [name, { by }] of sorted(copy["sign-offs"])) notes.push(`sign-off ${name} by ${by} is left out`);
  copy["sign-offs"] = {};
  return { model: copy, notes };
};
