// Provisional answers are the words of the rules agent. Where two branches have different ones, nobody has decided
// anything yet: the merge keeps what both say, and leaves no conflict for a person to settle.

import { same } from "./digest.ts";
import { compare } from "./finding.ts";
import { levels, type NotApplicable, type Threat } from "./schema.ts";
import { own } from "./threats.ts";

const sentences = (text: string): string[] => text.split(/(?<=[.!?])\s+/);

const differ = <T>(base: T, ours: T, theirs: T): boolean =>
  !same(ours, theirs) && !same(base, ours) && !same(base, theirs);

/** The same pair whichever side the merge is made from. */
const inOrder = (one: string, other: string): readonly [string, string] =>
  compare(one, other) <= 0 ? [one, other] : [other, one];

/** Both texts, each sentence once; undefined when there is nothing to settle. */
export const settleText = (
  base: string | undefined,
  ours: string | undefined,
  theirs: string | undefined,
): string | undefined =>
  ours === undefined || theirs === undefined || !differ(base, ours, theirs)
    ? undefined
    : [...new Set(inOrder(ours, theirs).flatMap(sentences))].join(" ");

const settleSeverity = (ours: Threat["severity"], theirs: Threat["severity"]): Threat["severity"] => {
  const rank = ({ level }: Threat["severity"]): number => levels.indexOf(level);
  const [first, second] =
    compare(ours.reason ?? "", theirs.reason ?? "") <= 0 ? [ours, theirs] : [theirs, ours];
  const higher = rank(second) > rank(first) ? second : first;
  const lower = higher === first ? second : first;
  const reason = settleText(undefined, higher.reason, lower.reason);
  return reason === undefined ? higher : { ...higher, reason };
};

/** Fields of a threat that both sides' rules worded differently, settled. Nothing when either side is no rule's. */
export const settleThreat = (base: Threat | undefined, ours: Threat, theirs: Threat): Partial<Threat> => {
  if (ours.provisional !== true || theirs.provisional !== true) return {};
  const settled: Partial<Threat> = {};
  if (differ(base?.title, ours.title, theirs.title))
    settled.title = inOrder(ours.title, theirs.title).join("; ");
  for (const field of ["scenario", "check", "next"] as const) {
    const text = settleText(base?.[field], ours[field], theirs[field]);
    if (text !== undefined) settled[field] = text;
  }
  if (differ(base?.severity, ours.severity, theirs.severity))
    settled.severity = settleSeverity(ours.severity, theirs.severity);
  return settled;
};

/** Why questions have no threat, by element and category. */
export type Reasons = Record<string, Record<string, { readonly "not-applicable": NotApplicable }>>;

/** Both sides' reasons with those settled that both sides' rules worded differently. */
export const settleNone = (base: Reasons, ours: Reasons, theirs: Reasons): readonly [Reasons, Reasons] => {
  const [left, right] = [structuredClone(ours), structuredClone(theirs)];
  for (const [element, categories] of Object.entries(ours))
    for (const [category, { "not-applicable": mine }] of Object.entries(categories)) {
      const other = own(own(theirs, element) ?? {}, category)?.["not-applicable"];
      const was = own(own(base, element) ?? {}, category)?.["not-applicable"];
      if (mine.provisional !== true || other?.provisional !== true || !differ(was, mine, other)) continue;
      const settled: NotApplicable = {
        ...other,
        ...mine,
        reason: settleText(undefined, mine.reason, other.reason) ?? mine.reason,
        "rests-on": [...new Set([...mine["rests-on"], ...other["rests-on"]])].sort(),
      };
      for (const side of [left, right])
        (side[element] as Reasons[string])[category] = { "not-applicable": settled };
    }
  return [left, right];
};
