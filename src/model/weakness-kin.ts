// Weaknesses that two readers take for one another: one is a case of the other, or both name the same mistake from another
// side. Being kin is no proof that two threats are the same, only a reason to look at what else they share.

/** Numbers of CWE, each family in one row. A weakness may be in several. */
const families: readonly (readonly number[])[] = [
  [20, 129, 1284, 1286, 1287], // input that is not checked
  [22, 23, 36, 59, 61, 73, 706], // paths and links that lead elsewhere
  [77, 78, 88, 94, 95, 1336], // commands and code from text
  [79, 80, 83, 116, 150, 1427], // text that becomes markup or instruction
  [89, 943, 564, 90, 91], // queries from text
  [93, 113, 74, 117, 444], // lines and headers from text
  [200, 201, 209, 497, 532, 538, 359, 213], // what is told to too many
  [256, 312, 313, 522, 526, 798, 321], // credentials at rest
  [285, 639, 862, 863, 284, 732, 276, 668], // who may do what
  [250, 269, 266, 272, 732], // too many rights
  [287, 290, 295, 297, 300, 306, 345, 346, 384, 613], // who it is
  [294, 384, 613, 308, 640], // sessions and what is used again
  [307, 799, 770, 837], // as often as one likes
  [311, 319, 523, 326, 327], // in clear text, or nearly so
  [345, 347, 353, 354, 494, 502, 565, 829], // where it comes from, and whether it is whole
  [352, 346, 1275], // on another's behalf, from elsewhere
  [400, 405, 407, 409, 770, 772, 834, 835, 1333, 1322, 1088, 754], // until nothing is left
  [362, 367, 667], // at the same time
  [426, 427, 454, 15, 114, 829], // settings and programs that others name
  [441, 601, 610, 918], // sent where somebody else says
  [223, 778, 779, 117, 221], // nobody can tell afterwards
];

const kin: ReadonlyMap<string, ReadonlySet<number>> = (() => {
  const found = new Map<string, Set<number>>();
  for (const [row, family] of families.entries())
    for (const number of family)
      found.set(`CWE-${number}`, (found.get(`CWE-${number}`) ?? new Set()).add(row));
  return found;
})();

/** Whether any weakness of one is kin to one of the other; equal ones are. */
export const areKin = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((a) =>
    other.some((b) => a === b || [...(kin.get(a) ?? [])].some((row) => kin.get(b)?.has(row) === true)),
  );
