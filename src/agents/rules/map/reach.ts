// How a caller gets to the component: over which flows, through which other elements.

const longest = 4;

export interface Hop {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** Ids of the flows on the shortest way from one element to another; undefined when no flows lead there. */
export const wayBetween = (hops: readonly Hop[], from: string, to: string): readonly string[] | undefined => {
  let ends: { at: string; way: readonly string[] }[] = [{ at: from, way: [] }];
  const seen = new Set([from]);
  for (let step = 0; step < longest; step++) {
    const next: { at: string; way: readonly string[] }[] = [];
    for (const { at, way } of ends)
      for (const hop of hops) {
        if (hop.from !== at) continue;
        const longer = [...way, hop.id];
        if (hop.to === to) return longer;
        if (seen.has(hop.to)) continue;
        seen.add(hop.to);
        next.push({ at: hop.to, way: longer });
      }
    ends = next;
  }
  return undefined;
};
