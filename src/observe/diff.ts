// What a change adds to and takes from the code, in facts. Moved lines and renamed files show nothing.

import type { Fact } from "../model/fact.ts";
import type { FileObservation } from "../model/observation.ts";

const identity = (fact: Fact): string => `${fact.key}\n${fact.symbol ?? ""}`;

/** Takes out, for each of `facts`, one partner of the same identity from `others`. */
const cancel = (facts: Fact[], others: Fact[]): void => {
  const waiting = new Map<string, Fact[]>();
  for (const fact of others) waiting.set(identity(fact), [...(waiting.get(identity(fact)) ?? []), fact]);
  for (let at = facts.length - 1; at >= 0; at--) {
    const partner = waiting.get(identity(facts[at] as Fact))?.pop();
    if (partner === undefined) continue;
    facts.splice(at, 1);
    others.splice(others.indexOf(partner), 1);
  }
};

/**
 * Facts that are in `after` and not in `before`, and the other way round, by key, path and symbol. Facts of a file
 * that vanished answer for those of a file that appeared.
 */
export const diffObservation = (
  before: readonly FileObservation[],
  after: readonly FileObservation[],
): { added: Fact[]; removed: Fact[] } => {
  const old = new Map(before.map((file) => [file.path, file]));
  const now = new Map(after.map((file) => [file.path, file]));
  const added: Fact[] = [];
  const removed: Fact[] = [];
  const appeared: Fact[] = [];
  const vanished: Fact[] = [];
  for (const [path, file] of now) {
    const earlier = old.get(path);
    if (earlier === undefined) {
      appeared.push(...file.facts);
      continue;
    }
    const [more, fewer] = [[...file.facts], [...earlier.facts]];
    cancel(more, fewer);
    added.push(...more);
    removed.push(...fewer);
  }
  for (const [path, file] of old) if (!now.has(path)) vanished.push(...file.facts);
  cancel(appeared, vanished);
  return { added: [...added, ...appeared], removed: [...removed, ...vanished] };
};
