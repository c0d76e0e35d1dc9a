// Time as the server sees it. Tests move it by hand; benchmarks may let it run faster than the wall clock.

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves once `ms` have passed on this clock. */
  sleep(ms: number): Promise<void>;
}

export interface MovableClock extends Clock {
  advance(ms: number): void;
}

const epoch = Date.UTC(2026, 10, 23);

/** Stands still until it is advanced; whoever sleeps wakes in the order of time. */
export const manualClock = (start: number = epoch): MovableClock => {
  let now = start;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms) =>
      ms <= 0 ? Promise.resolve() : new Promise((wake) => void sleepers.push({ at: now + ms, wake })),
    advance: (ms) => {
      now += ms;
      sleepers.sort((a, b) => a.at - b.at);
      while (sleepers[0] !== undefined && sleepers[0].at <= now) sleepers.shift()?.wake();
    },
  };
};

/** Runs by itself, `speed` times as fast as the wall clock, and can be moved forward as well. */
export const runningClock = (speed = 1): MovableClock => {
  const began = Date.now();
  let moved = 0;
  return {
    now: () => began + moved + (Date.now() - began) * speed,
    sleep: (ms) => (ms <= 0 ? Promise.resolve() : new Promise((wake) => void setTimeout(wake, ms / speed))),
    advance: (ms) => {
      moved += ms;
    },
  };
};
