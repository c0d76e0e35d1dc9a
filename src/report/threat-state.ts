// A threat's standing in words. The readable Markdown has no clock: whether an acceptance has run out is for the checks
// to say, the page prints its date.

import type { Threat } from "../model/schema.ts";
import { type EffectiveStatus, effectiveStatus } from "../model/status.ts";

const words: Readonly<Record<EffectiveStatus, string>> = {
  retired: "retired",
  "false-positive": "false positive",
  accepted: "accepted",
  expired: "acceptance expired",
  mitigated: "mitigated",
  open: "open",
};

/** Earlier than any acceptance ends. */
const beforeAllDays = "0000-01-01";

/** The status in a word or two; without a day no acceptance counts as expired. */
export const statusWord = (threat: Threat, today: string = beforeAllDays): string =>
  words[effectiveStatus(threat, today)];

/** The same, with the day until which an acceptance holds. */
export const statusText = (threat: Threat): string => {
  const word = statusWord(threat);
  const until = word === words.accepted ? threat.acceptance?.until : undefined;
  return until === undefined ? word : `${word} until ${until}`;
};
