// One delta out of several that were answered one after another, as if it had been sent at once against the first model.

import type { Delta } from "../../model/delta.ts";
import { deltaBetween, newThreat } from "../../model/delta-between.ts";
import { mintThreatId, questionKey } from "../../model/ids.ts";
import type { ThreatModel } from "../../model/schema.ts";
import { threatsOf } from "../../model/threats.ts";

/** The words that tell new threats apart, by the ids that they were given. */
export type Distinct = ReadonlyMap<string, string>;

/** What `delta` says of the threats that it has just added to `model`. */
export const distinctIn = (
  delta: Delta,
  added: readonly string[],
  model: ThreatModel,
): [id: string, word: string][] => {
  const fresh = threatsOf(model).filter(({ id }) => added.includes(id));
  return delta.operations.flatMap((operation): [string, string][] => {
    if (operation.op !== "add" || operation.distinct === undefined) return [];
    const { element, category, threat, distinct } = operation;
    const found = fresh.find(
      (each) => each.element === element && each.category === category && each.threat.title === threat.title,
    );
    return found === undefined ? [] : [[found.id, distinct]];
  });
};

/**
 * From `before` to `after`. A threat that is new may have been reworded so far that code mints another id for it now;
 * nothing outside this delta knows the old one, so what names it is changed with it.
 */
export const compose = (before: ThreatModel, after: ThreatModel, distinct: Distinct): Delta => {
  const { delta, left } = deltaBetween(before, after);
  const old = new Set(threatsOf(before).map(({ id }) => id));
  const taken = new Map(threatsOf(before).map((each) => [each.id, questionKey(each.element, each.category)]));
  const renamed = new Map<string, string>();
  const added = threatsOf(after)
    .filter(({ id, threat }) => left.includes(id) && !old.has(id) && threat.status !== "retired")
    .map(({ id, element, category, threat }) => {
      const word = distinct.get(id);
      const operation = {
        op: "add" as const,
        element,
        category,
        threat: newThreat(threat),
        ...(word === undefined ? {} : { distinct: word }),
      };
      const { weakness, code: anchors, title } = operation.threat;
      const letter = id.slice(0, id.indexOf("-"));
      const minted = mintThreatId(
        { component: after.component, element, category, letter, weakness, anchors, title, distinct: word },
        taken,
      );
      if (minted !== id) renamed.set(id, minted);
      return operation;
    });
  const operations = [...delta.operations, ...added];
  if (renamed.size === 0) return { operations };
  const text = JSON.stringify(operations).replace(/"([A-Z]{1,3}-[a-z2-7]{5})"/g, (whole, id: string) => {
    const minted = renamed.get(id);
    return minted === undefined ? whole : `"${minted}"`;
  });
  return { operations: JSON.parse(text) as Delta["operations"] };
};
