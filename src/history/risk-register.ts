// The accepted-risk register: every acceptance that stands or stood, with who answers for it, until when, and how often
// it was renewed.

import { compare } from "../model/finding.ts";
import type { Level, ThreatModel } from "../model/schema.ts";
import type { TypedTable } from "../report/typed-table.ts";
import type { CommitHead, History } from "./moment.ts";
import { keyOf, type Past, pastOf, type RiskRenewal } from "./risk-past.ts";
import { type RiskKind, rank, type Stated, statedIn } from "./risk-statements.ts";

export type { RiskRenewal } from "./risk-past.ts";

/** An acceptance holds through the day that it names. */
export const riskStates = ["current", "ends soon", "ended", "withdrawn"] as const;
export type RiskState = (typeof riskStates)[number];

/** Days before its end from which an acceptance counts as ending soon. */
export const soonDays = 30;

export interface RiskEntry {
  readonly component: string;
  /** A threat's id, or the id of an accepted risk on the map. */
  readonly id: string;
  readonly kind: RiskKind;
  readonly title: string;
  readonly reason: string | undefined;
  readonly owner: string | undefined;
  /** Undefined: nobody is named as having approved it. */
  readonly approver: string | undefined;
  readonly level: Level | undefined;
  /** Level when it was accepted, where history tells. */
  readonly levelThen: Level | undefined;
  /** The day that the acceptance names, else that of the commit that brought it; a claim either way. */
  readonly since: string | undefined;
  /** The commit in which it was accepted first. */
  readonly commit: CommitHead | undefined;
  /** Where that is a merge: the commits that it brought in and that changed the model. */
  readonly merged: readonly CommitHead[];
  readonly until: string | undefined;
  readonly renewals: readonly RiskRenewal[];
  readonly state: RiskState;
  /** What a reviewer should look at. */
  readonly flags: readonly string[];
}

export interface RegisteredComponent {
  readonly id: string;
  /** Owner of the spec. */
  readonly owner: string | undefined;
  readonly model: ThreatModel;
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const stateOf = (until: string | undefined, today: string): RiskState => {
  if (until === undefined) return "current";
  if (until < today) return "ended";
  return until <= dayAfter(today, soonDays) ? "ends soon" : "current";
};

/** Who committed the last decision, where that is not the approver: a name in a model is written by anybody. */
const otherCommitter = (entry: Omit<RiskEntry, "flags">): string[] => {
  const { kind, approver } = entry;
  const { commit, merged } = entry.renewals.at(-1) ?? entry;
  if (kind !== "threat" || approver === undefined || commit === undefined) return [];
  const email = /<([^>]*)>\s*$/.exec(approver)?.[1]?.toLowerCase();
  const isApprover = (head: CommitHead): boolean =>
    email === undefined ? approver === head.author : email === head.email.toLowerCase();
  return committers(commit, merged).some(isApprover)
    ? []
    : [`committed by ${committers(commit, merged).map(personOf).join(", ")}, not by the approver`];
};

const personOf = ({ author, email }: CommitHead): string => `${author} <${email}>`;

/** Whoever may have written the decision: of a merge the authors of what it brought in, each once. */
const committers = (commit: CommitHead, merged: readonly CommitHead[]): CommitHead[] => {
  const people = new Map((merged.length === 0 ? [commit] : merged).map((head) => [personOf(head), head]));
  return [...people.values()];
};

const flagsOf = (entry: Omit<RiskEntry, "flags">): string[] => [
  ...(entry.state !== "withdrawn" && entry.until === undefined ? ["no end"] : []),
  ...(entry.approver === undefined ? ["no approver named"] : []),
  ...(entry.owner === undefined ? ["no owner named"] : []),
  ...otherCommitter(entry),
  ...(entry.renewals.length >= 2 ? [`renewed ${entry.renewals.length} times`] : []),
  ...(rank(entry.level) > rank(entry.levelThen) && entry.levelThen !== undefined
    ? [`was ${entry.levelThen} when accepted`]
    : []),
];

const entryOf = (
  component: string,
  owner: string | undefined,
  stated: Stated,
  past: Past | undefined,
  state: RiskState,
): RiskEntry => {
  const entry = {
    component,
    id: stated.id,
    kind: stated.kind,
    title: stated.title,
    reason: stated.reason,
    owner: stated.owner ?? owner,
    approver: stated.by,
    level: stated.level,
    levelThen: past?.levelThen,
    since: stated.on ?? past?.commit?.day,
    commit: past?.commit,
    merged: past?.merged ?? [],
    until: stated.until,
    renewals: past?.renewals ?? [],
    state,
  };
  return { ...entry, flags: flagsOf(entry) };
};

const stateOrder = (state: RiskState): number =>
  ["ended", "ends soon", "current", "withdrawn"].indexOf(state);

/**
 * Every acceptance of the models, what needs a look first; with a history also those that stand no longer.
 * @param today `YYYY-MM-DD`
 */
export const riskEntries = (
  components: readonly RegisteredComponent[],
  today: string,
  history?: History,
): RiskEntry[] => {
  const past = history === undefined ? new Map<string, Past>() : pastOf(history);
  const standing = new Set<string>();
  const entries = components.flatMap(({ id, owner, model }) =>
    statedIn(model).map((stated) => {
      const key = keyOf(id, stated);
      standing.add(key);
      return entryOf(id, owner, stated, past.get(key), stateOf(stated.until, today));
    }),
  );
  for (const [key, each] of past)
    if (!standing.has(key)) entries.push(entryOf(each.component, undefined, each.last, each, "withdrawn"));
  const ordered = (a: RiskEntry, b: RiskEntry): number =>
    stateOrder(a.state) - stateOrder(b.state) ||
    compare(a.until ?? "9999", b.until ?? "9999") ||
    compare(`${a.component} ${a.id}`, `${b.component} ${b.id}`);
  return entries.sort(ordered);
};

/** The register as a table, for a package, a page, CSV or JSON. @param complete whether history was there in full */
export const riskRegister = (entries: readonly RiskEntry[], complete: boolean): TypedTable => ({
  id: "accepted-risks",
  title: "Accepted risks",
  columns: [
    { key: "component", title: "Component", kind: "text", width: 10 },
    { key: "id", title: "Id", kind: "text", width: 10 },
    { key: "kind", title: "Kind", kind: "text" },
    { key: "title", title: "Risk", kind: "text", width: 26 },
    { key: "level", title: "Level", kind: "text", width: 7 },
    { key: "level_when_accepted", title: "Level when accepted", kind: "text" },
    { key: "state", title: "State", kind: "text", width: 8 },
    { key: "owner", title: "Owner", kind: "text", width: 11 },
    { key: "approver", title: "Approver", kind: "text", width: 13 },
    { key: "since", title: "Since", kind: "day" },
    { key: "until", title: "Until", kind: "day", width: 8 },
    { key: "renewals", title: "Renewals", kind: "number", width: 7 },
    { key: "renewed_in", title: "Renewed in", kind: "text" },
    { key: "commit", title: "First accepted in", kind: "commit" },
    { key: "committed_by", title: "Committed by", kind: "text" },
    { key: "reason", title: "Reason", kind: "text" },
    { key: "flags", title: "Look at", kind: "text" },
  ],
  rows: entries.map((each) => [
    each.component,
    each.id,
    each.kind,
    each.title,
    each.level,
    each.levelThen,
    each.state,
    each.owner,
    each.approver,
    each.since,
    each.until,
    complete ? each.renewals.length : undefined,
    each.renewals
      .map(({ commit, until }) => `${commit.id.slice(0, 12)} until ${until ?? "no end"}`)
      .join("; ") || undefined,
    each.commit?.id,
    each.commit === undefined ? undefined : committers(each.commit, each.merged).map(personOf).join("; "),
    each.reason,
    each.flags.join("; ") || undefined,
  ]),
  notes: [
    "Days are what models and commits claim; git proves no date.",
    "Owner: named with the acceptance or the risk, else the owner of the spec. Approver: who accepted it; where the same person made the commit, the forge's review shows the second pair of eyes.",
    ...(complete ? [] : ["History was not there in full: renewals and withdrawn acceptances are not known."]),
  ],
});
