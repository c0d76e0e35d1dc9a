// Folds the records of a component into one base record: live claims under the ids that made them, all threat ids,
// and what each folded record cost. Claims made on other branches against the folded records still find them.

import { compare } from "../model/finding.ts";
import { liveClaims, namedThreats } from "./claims.ts";
import { type BaseRecord, headsOf, isBase, type NamedRecord } from "./record.ts";

/** The base record for these records; undefined when there is nothing to fold. */
export const foldRecords = (component: string, records: readonly NamedRecord[]): BaseRecord | undefined => {
  if (records.length < 2) return undefined;
  const heads = headsOf(records);
  const live = Object.fromEntries([...liveClaims(records)].sort(([a], [b]) => compare(a, b)));
  const folded = new Map<string, BaseRecord["folded"][number]>();
  for (const { id, record } of records) {
    if (isBase(record)) for (const each of record.folded) folded.set(each.record, each);
    else {
      const { mode, agent, context, usage } = record;
      folded.set(id, { record: id, mode, agent, ...(context === undefined ? {} : { context }), usage });
    }
  }
  return {
    instride: 1,
    component,
    base: true,
    live: Object.fromEntries(
      Object.entries(live).map(([path, claims]) => [path, claims.map((claim) => ({ ...claim }))]),
    ),
    follows: [],
    // With more than one newest record nobody knows whose blobs these are; the base then vouches for none.
    outputs: heads.length === 1 ? { ...heads[0]?.record.outputs } : {},
    threats: [...namedThreats(records).keys()].sort(compare),
    folded: [...folded.values()].sort((a, b) => compare(a.record, b.record)),
  };
};
