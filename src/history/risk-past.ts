// How accepted risks went through a history: when each was accepted first, renewed, and taken back.

import type { Level, Threat, ThreatModel } from "../model/schema.ts";
import type { CommitHead, History } from "./moment.ts";
import { type Stated, statedIn } from "./risk-statements.ts";
import { acceptanceEvent } from "./threat-change.ts";

export interface RiskRenewal {
  readonly commit: CommitHead;
  /** Where that is a merge: the commits that it brought in and that changed the model. */
  readonly merged: readonly CommitHead[];
  readonly by: string | undefined;
  /** Undefined: without an end. */
  readonly until: string | undefined;
}

/** What history adds to a statement. */
export interface Past {
  /** Undefined: before the history begins. */
  readonly commit: CommitHead | undefined;
  readonly merged: readonly CommitHead[];
  readonly levelThen: Level | undefined;
  readonly renewals: RiskRenewal[];
  last: Stated;
  /** The component that stated it last. */
  component: string;
  /** Place in the history of the commit that took it back; undefined: it stands. */
  goneAt: number | undefined;
}

/** Names an accepted risk through a history. */
export const keyOf = (component: string, { kind, id }: Stated): string => `${kind} ${component} ${id}`;

const renewed = (before: Stated, after: Stated): boolean => {
  const as = ({ by, on, until, reason }: Stated): Threat["acceptance"] => ({
    by: by ?? "",
    on: on ?? "",
    reason: reason ?? "",
    ...(until === undefined ? {} : { until }),
  });
  return acceptanceEvent(as(before), as(after))?.kind === "renewed";
};

/** A risk under its component's new id: the same id went with another component in the same commit. */
const renamed = (past: Map<string, Past>, key: string, stated: Stated, at: number): Past | undefined => {
  for (const [old, entry] of past) {
    if (entry.goneAt !== at || entry.last.kind !== stated.kind || entry.last.id !== stated.id) continue;
    past.delete(old);
    past.set(key, entry);
    return entry;
  }
  return undefined;
};

/** Follows every acceptance through the history, also where its component was given a new id. */
export const pastOf = (history: History): Map<string, Past> => {
  const past = new Map<string, Past>();
  const see = (
    component: string,
    model: ThreatModel | undefined,
    commit: CommitHead | undefined,
    merged: readonly CommitHead[],
    at: number,
  ): void => {
    const stated = model === undefined ? [] : statedIn(model);
    const now = new Set(stated.map((each) => keyOf(component, each)));
    for (const [key, entry] of past)
      if (entry.component === component && entry.goneAt === undefined && !now.has(key)) entry.goneAt = at;
    for (const each of stated) {
      const key = keyOf(component, each);
      const known = past.get(key) ?? renamed(past, key, each, at);
      if (known === undefined) {
        past.set(key, {
          commit,
          merged,
          levelThen: each.level,
          renewals: [],
          last: each,
          component,
          goneAt: undefined,
        });
        continue;
      }
      // Taken back and given again, or moved out: each is a new decision. Handed from one component to another is none.
      const again = known.goneAt !== undefined && known.goneAt !== at;
      if (commit !== undefined && (again || renewed(known.last, each)))
        known.renewals.push({ commit, merged, by: each.by, until: each.until });
      known.last = each;
      known.component = component;
      known.goneAt = undefined;
    }
  };
  for (const [id, state] of history.before) see(id, state.model, undefined, [], -1);
  history.moments.forEach(({ commit: head, components, merged }, at) => {
    const commit = at === 0 && !history.complete && history.from === undefined ? undefined : head;
    // Those that are gone first, so that what another carries on stands again.
    for (const [id, state] of components) if (state === undefined) see(id, undefined, commit, [], at);
    for (const [id, state] of components)
      if (state !== undefined && !state.unreadable) see(id, state.model, commit, merged.get(id) ?? [], at);
  });
  return past;
};
