// "Did you mean …": the closest known name to one that is not known.

const distance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    if (Math.min(...next) > limit) return limit + 1;
    row = next;
  }
  return row[b.length] as number;
};

/** Most names that are compared. A model with more of a kind has thousands of wrong ones at worst, each compared with all. */
const most = 400;

/** The known name that is closest to `wanted`, if any is close; ties go to the first in byte order. */
export const nearest = (wanted: string, known: Iterable<string>): string | undefined => {
  if (wanted.length > 80) return undefined;
  const names = [...known];
  if (names.length > most) return undefined;
  let best: string | undefined;
  let limit = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of names.sort()) {
    const found = distance(wanted, name, limit - 1);
    if (found >= limit || found >= Math.max(wanted.length, name.length)) continue;
    best = name;
    limit = found;
    if (limit === 0) break;
  }
  return best;
};

/** `; did you mean …?` or nothing, to be put behind a message. */
export const suggestion = (wanted: string, known: Iterable<string>): string => {
  const name = nearest(wanted, known);
  return name === undefined ? "" : `; did you mean \`${name}\`?`;
};
