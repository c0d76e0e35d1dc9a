// How alike two things are that were named independently: shared words, shared marks.

/** Words that say nothing by themselves. */
const empty = new Set(
  "a an the of to in on at by for from with without and or is are be it its that this which no not can may into as".split(
    " ",
  ),
);

/** Words of a text, lower case, without those that say nothing; a plural counts as its singular. */
export const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(
    (
      text
        .normalize("NFKC")
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []
    )
      .filter((word) => !empty.has(word))
      .map((word) => (word.length > 3 ? word.replace(/s$/, "") : word)),
  );

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
  [...a].filter((each) => b.has(each)).length;

/** Twice the shared words over all words: 0 to 1. Texts without words are not alike. */
export const likenessOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const all = a.size + b.size;
  return all === 0 ? 0 : (2 * shared(a, b)) / all;
};

export const likeness = (a: string, b: string): number => likenessOf(wordsOf(a), wordsOf(b));

export interface Candidate {
  readonly one: string;
  readonly other: string;
  /** Higher is likelier. */
  readonly score: number;
}

/**
 * Pairs each `one` with at most one `other`, likeliest first; what is equally likely goes by byte order, so that the
 * result depends on the candidates alone. What `taken` says of either side is not paired again.
 */
export const pairUp = (
  candidates: readonly Candidate[],
  taken: { readonly ones: Set<string>; readonly others: Set<string> },
): Candidate[] => {
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...candidates]
    .sort((a, b) => b.score - a.score || order(a.one, b.one) || order(a.other, b.other))
    .filter(({ one, other }) => {
      if (taken.ones.has(one) || taken.others.has(other)) return false;
      taken.ones.add(one);
      taken.others.add(other);
      return true;
    });
};
