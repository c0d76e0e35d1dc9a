// The prompt cache: what a request reads, what it writes, and for how long.

import { type Level, type Lifetime, levels, type Position } from "./prompt.ts";

/** Positions that a breakpoint looks at, itself included. */
export const lookback = 20;

const lifetimes: Readonly<Record<Lifetime, number>> = { "5m": 5 * 60_000, "1h": 60 * 60_000 };

/** The prompt's tokens in the classes that are priced differently. */
export interface PromptClasses {
  readonly input: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
}

export interface CachePlan {
  readonly classes: PromptClasses;
  readonly hits: Readonly<Record<Level, number>>;
  /** Entries that exist from the first byte of the response on. */
  readonly writes: readonly { readonly digest: string; readonly lifetime: Lifetime }[];
  readonly startedAt: number;
}

export class PromptCache {
  /** By digest: entries end this long after the start of the last request that wrote or read them. */
  readonly #entries = new Map<string, { readonly lifetime: Lifetime; expiresAt: number }>();

  /** Decides what a request that started at `startedAt` reads, and renews the entries that it used. */
  plan(positions: readonly Position[], minimum: number, startedAt: number): CachePlan {
    const marks = positions.flatMap(({ mark, total }, at) =>
      mark !== undefined && total >= minimum ? [{ at, mark, total }] : [],
    );
    const hit = this.#highestHit(positions, marks.map(({ at }) => at).reverse(), startedAt);
    const totalAt = (at: number | undefined): number => (at === undefined ? 0 : (positions[at]?.total ?? 0));
    const ofLifetime = (lifetime: Lifetime): number =>
      totalAt(marks.findLast(({ mark }) => mark === lifetime)?.at);

    const cacheRead = totalAt(hit);
    const last1h = Math.max(cacheRead, ofLifetime("1h"));
    const last5m = Math.max(last1h, ofLifetime("5m"));
    for (const at of [hit, ...marks.map(({ at }) => at)])
      if (at !== undefined && hit !== undefined && at <= hit) this.#renew(positions[at]!.digest, startedAt);
    return {
      classes: {
        cacheRead,
        cacheWrite1h: last1h - cacheRead,
        cacheWrite5m: last5m - last1h,
        input: totalAt(positions.length - 1) - last5m,
      },
      hits: hitsByLevel(positions, hit),
      writes: marks
        .filter(({ at }) => hit === undefined || at > hit)
        .map(({ at, mark }) => ({ digest: positions[at]!.digest, lifetime: mark })),
      startedAt,
    };
  }

  /** Makes the plan's entries readable. Their time runs from the start of the request, not from now. */
  commit({ writes, startedAt }: CachePlan): void {
    for (const { digest, lifetime } of writes) {
      const expiresAt = startedAt + lifetimes[lifetime];
      const known = this.#entries.get(digest);
      if (known === undefined || known.expiresAt < expiresAt)
        this.#entries.set(digest, { lifetime, expiresAt });
    }
  }

  #highestHit(
    positions: readonly Position[],
    marksFromEnd: readonly number[],
    now: number,
  ): number | undefined {
    for (const mark of marksFromEnd)
      for (let at = mark; at >= 0 && at > mark - lookback; at--)
        if ((this.#entries.get(positions[at]!.digest)?.expiresAt ?? 0) > now) return at;
    return undefined;
  }

  #renew(digest: string, startedAt: number): void {
    const entry = this.#entries.get(digest);
    if (entry !== undefined && entry.expiresAt > startedAt)
      entry.expiresAt = Math.max(entry.expiresAt, startedAt + lifetimes[entry.lifetime]);
  }
}

const hitsByLevel = (positions: readonly Position[], hit: number | undefined): Record<Level, number> => {
  const read = hit === undefined ? [] : positions.slice(0, hit + 1);
  let before = 0;
  const tokens = levels.map((level) => {
    const until = read.findLast((position) => position.level === level)?.total ?? before;
    const own = until - before;
    before = until;
    return [level, own] as const;
  });
  return Object.fromEntries(tokens) as Record<Level, number>;
};
