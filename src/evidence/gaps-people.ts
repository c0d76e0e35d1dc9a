// Gaps in who did what: signatures, reviewers, decisions and claimed dates.

import type { GapKindName } from "./gap-kinds.ts";
import { gapOf } from "./gaps-pairing.ts";
import { isBot, personOf, personText, samePerson } from "./person.ts";
import type { RowInput } from "./rows.ts";
import type { SignatureVerdict } from "./signature.ts";
import type { Gap, Row } from "./types.ts";

const ofSignature: Readonly<Record<SignatureVerdict, GapKindName | undefined>> = {
  good: undefined,
  none: "unsigned",
  "wrong-signer": "wrong-signer",
  "expired-key": "expired-key",
  "unknown-key": "unknown-key",
  revoked: "signature-bad",
  bad: "signature-bad",
  uncheckable: "signature-uncheckable",
};

export const signatureGaps = (row: Row): Gap[] => {
  const kind = ofSignature[row.signature.verdict];
  return kind === undefined ? [] : [gapOf(kind, row.signature.why, { commit: row.commit })];
};

/** Decisions (sign-offs and acceptances) are a person's own: named by the commit's author, and never a bot's. */
export const decisionGaps = (row: Row): Gap[] => {
  const made = [
    ...row.signOffs
      .filter(({ kind }) => kind === "signed-off")
      .map(({ component, by }) => ({ component, by, what: `sign-off of ${component}` })),
    ...row.decisions
      .filter(({ kind }) => kind !== "withdrawn")
      .map(({ component, by, threat }) => ({ component, by, what: `decision on ${threat} of ${component}` })),
  ];
  return made.flatMap(({ component, by, what }): Gap[] => {
    const named = personOf(by);
    const at = { commit: row.commit, component };
    if (isBot(named)) return [gapOf("bot-sign-off", `${what} is by ${by}, which is no person`, at)];
    if (isBot(row.author))
      return [
        gapOf("bot-sign-off", `${what} in the name of ${by} was committed by ${personText(row.author)}`, at),
      ];
    return samePerson(named, row.author)
      ? []
      : [
          gapOf(
            "decision-by-another",
            `${what} in the name of ${by} was committed by ${personText(row.author)}`,
            at,
          ),
        ];
  });
};

export const reviewGaps = (row: Row): Gap[] => {
  const at = { commit: row.commit };
  if (row.reviews.length === 0) return [gapOf("no-reviewer", "no reviewer is known", at)];
  if (row.reviews.some(({ counts }) => counts)) return [];
  return [gapOf("self-review", `reviewed by ${row.reviews.map(({ by }) => by).join(", ")} alone`, at)];
};

/** Clocks of two machines differ by so much without anybody meaning it, in seconds. */
const tolerance = 600;

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/**
 * @param committed dates that commits claim, by id: those of the range and of the start
 * @param now seconds since 1970 at the end of the day of the package
 */
export const dateGaps = (
  { facts }: RowInput,
  row: Row,
  committed: ReadonlyMap<string, number>,
  now: number,
): Gap[] => {
  const gaps: Gap[] = [];
  const at = { commit: facts.id };
  const parents = facts.parents.flatMap((parent) => committed.get(parent) ?? []);
  const parent = Math.max(...parents);
  if (parents.length > 0 && facts.committed < parent - tolerance)
    gaps.push(
      gapOf(
        "date-before-parent",
        `claims ${iso(facts.committed)}, its parent ${iso(parent)}: one of the two is not true`,
        at,
      ),
    );
  if (facts.committed > now) gaps.push(gapOf("date-in-the-future", `claims ${iso(facts.committed)}`, at));
  const mergedAt = row.change?.mergedAt ?? "";
  if (mergedAt !== "" && facts.committed > Date.parse(mergedAt) / 1000 + tolerance)
    gaps.push(gapOf("date-against-forge", `claims ${iso(facts.committed)}; merged at ${mergedAt}`, at));
  return gaps;
};
