// Which boundary of the map an element lies in. A map may say it on either side: the element names its boundary, or
// the boundary lists what is inside.

import { compare } from "../model/finding.ts";
import type { ArchitectureMap } from "../model/schema.ts";
import { sorted } from "../model/threats.ts";

/** The boundary around each element and each boundary that has one. Never cyclic, never a boundary off the map. */
export const boundariesOf = (map: ArchitectureMap): ReadonlyMap<string, string> => {
  const parents = new Map<string, string>();
  const encloses = (inner: string, outer: string): boolean => {
    for (let at: string | undefined = outer; at !== undefined; at = parents.get(at)) {
      if (at === inner) return true;
    }
    return false;
  };
  for (const section of [map.externals, map.processes, map.stores]) {
    for (const [id, { boundary }] of sorted(section)) {
      if (boundary === undefined || !Object.hasOwn(map.boundaries, boundary)) continue;
      // An id that an element shares with a boundary is an error, which is told elsewhere; here it must not go in circles.
      if (!encloses(id, boundary)) parents.set(id, boundary);
    }
  }
  for (const [id, boundary] of sorted(map.boundaries)) {
    for (const inner of [...boundary.inside].sort(compare)) {
      if (!parents.has(inner) && !encloses(inner, id)) parents.set(inner, id);
    }
  }
  return parents;
};
