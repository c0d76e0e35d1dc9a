// Whether one model carries another on: a component that was given a new id keeps its threats, and their ids.

import type { ThreatModel } from "./schema.ts";
import { threatsOf } from "./threats.ts";

const idsOf = (model: ThreatModel): Set<string> => new Set(threatsOf(model).map(({ id }) => id));

/**
 * The one of some models, by component id, that a model carries on: it has at least half of that one's threats, and
 * more than of any other. Undefined: none.
 */
export const carriedOn = (model: ThreatModel, gone: ReadonlyMap<string, ThreatModel>): string | undefined => {
  const ids = idsOf(model);
  let best: { readonly id: string; readonly shared: number } | undefined;
  for (const [id, old] of gone) {
    const before = idsOf(old);
    const shared = [...before].filter((threat) => ids.has(threat)).length;
    if (shared > 0 && shared * 2 >= before.size && shared > (best?.shared ?? 0)) best = { id, shared };
  }
  return best?.id;
};
