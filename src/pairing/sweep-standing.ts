// Findings over a history: one that stands in a thousand commits is told once, with where it began and how far it went.

import type { Finding } from "../model/finding.ts";
import type { Timeline } from "./sweep-timeline.ts";

export interface Standing {
  readonly finding: Finding;
  /** It stood already in what the range begins after. */
  readonly before: boolean;
  /** The first commit of the range in which it stands; undefined when it was mended before any commit had it. */
  readonly since: string | undefined;
  readonly commits: number;
}

interface Counted extends Standing {
  since: string | undefined;
  commits: number;
}

const same = (a: Finding, b: Finding): boolean =>
  a.code === b.code && a.at.path === b.at.path && a.message === b.message;

export class Standings {
  readonly #timeline: Timeline;
  readonly #now = new Map<string, readonly Counted[]>();
  readonly #all: Counted[] = [];

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /**
   * Sets what stands of one component. Findings that stood before go on; remarks are left out.
   * @param of a component's id, or "" for the tree as a whole
   * @param before true for what the range begins after
   */
  settle(of: string, findings: readonly Finding[], before: boolean): void {
    const stood = this.#now.get(of);
    const standing = findings
      .filter((finding) => finding.severity !== "info")
      .map((finding) => stood?.find((each) => same(each.finding, finding)) ?? this.#begin(finding, before));
    if (stood !== undefined || standing.length > 0)
      this.#timeline.set(this.#now, of, standing.length === 0 ? undefined : standing);
  }

  /** Counts a commit; true when no error stands in it. */
  count(commit: string): boolean {
    let clean = true;
    for (const standing of this.#now.values())
      for (const each of standing) {
        each.since ??= commit;
        each.commits += 1;
        if (each.finding.severity === "error") clean = false;
      }
    return clean;
  }

  /** What stands at the commit at hand. */
  now(): Standing[] {
    return [...this.#now.values()].flat();
  }

  /** Everything that stood in any commit that was counted. */
  all(): Standing[] {
    return this.#all.filter(({ since }) => since !== undefined);
  }

  #begin(finding: Finding, before: boolean): Counted {
    const begun: Counted = { finding, before, since: undefined, commits: 0 };
    this.#all.push(begun);
    return begun;
  }
}
