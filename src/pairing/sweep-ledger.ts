// Rule 1 and the chain of one component, kept up to date path by path and record by record instead of being computed
// anew for each commit. Says the same as claims.ts does of the same tree.

import type { Finding } from "../model/finding.ts";
import { type LiveClaim, liveClaims, stalePaths, type Value } from "./claims.ts";
import { headsOf, isBase, type NamedRecord } from "./record.ts";
import type { Timeline } from "./sweep-timeline.ts";

/** What the sweep keeps of a record that parses. */
export interface KeptRecord {
  readonly outputs: Readonly<Record<string, string>>;
  /** A sync judged the tree before it wrote this record; a person's edit and a fold are not judged. */
  readonly judged: boolean;
  /** Records that a base record stands for. */
  readonly folded: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

const kept = ({ record }: NamedRecord): KeptRecord => ({
  outputs: record.outputs,
  judged: !isBase(record) && record.mode !== "human",
  folded: isBase(record) ? new Set(record.folded.map((each) => each.record)) : none,
});

export class Ledger {
  readonly #timeline: Timeline;
  readonly inputs = new Map<string, string>();
  readonly records = new Map<string, KeptRecord>();
  /** Findings of record files that do not parse or were altered, by id. */
  readonly broken = new Map<string, readonly Finding[]>();
  readonly stale = new Map<string, true>();
  readonly heads = new Map<string, true>();
  readonly #followed = new Map<string, true>();
  readonly #live = new Map<string, readonly LiveClaim[]>();
  /** `path NUL record`: claims that some record of the tree replaces. */
  readonly #replaced = new Map<string, true>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  setInput(path: string, oid: string | undefined): void {
    this.#timeline.set(this.inputs, path, oid);
    this.#recheck(path);
  }

  setInputs(inputs: ReadonlyMap<string, string>): void {
    for (const path of [...this.inputs.keys()]) if (!inputs.has(path)) this.setInput(path, undefined);
    for (const [path, oid] of inputs) if (this.inputs.get(path) !== oid) this.setInput(path, oid);
  }

  /** Takes in a record that the tree did not have. */
  add(named: NamedRecord): void {
    const { id, record } = named;
    this.#keep(named);
    if (isBase(record)) {
      for (const [path, claims] of Object.entries(record.live)) {
        let live = this.#live.get(path) ?? [];
        for (const claim of claims) live = this.#with(path, live, claim.record, claim.blob);
        this.#setLive(path, live);
      }
      return;
    }
    for (const [path, claim] of Object.entries(record.claims)) {
      for (const earlier of claim.replaces) this.#timeline.set(this.#replaced, `${path}\0${earlier}`, true);
      const left = (this.#live.get(path) ?? []).filter(
        ({ record: other }) => !claim.replaces.includes(other),
      );
      this.#setLive(path, this.#with(path, left, id, claim.blob));
    }
  }

  addBroken(id: string, findings: readonly Finding[]): void {
    this.#timeline.set(this.broken, id, findings);
  }

  /** Starts over from these records: what a vanished one had replaced is live again. */
  rebuild(records: readonly NamedRecord[]): void {
    const { records: ids, heads, broken } = this;
    for (const map of [ids, heads, broken, this.#followed, this.#live, this.#replaced])
      this.#timeline.clear(map as Map<string, unknown>);
    for (const named of records) this.#timeline.set(ids, named.id, kept(named));
    for (const { id } of headsOf(records)) this.#timeline.set(heads, id, true);
    for (const { record } of records) {
      for (const earlier of record.follows) this.#timeline.set(this.#followed, earlier, true);
      if (isBase(record)) continue;
      for (const [path, claim] of Object.entries(record.claims))
        for (const earlier of claim.replaces) this.#timeline.set(this.#replaced, `${path}\0${earlier}`, true);
    }
    const live = liveClaims(records);
    for (const [path, claims] of live) this.#timeline.set(this.#live, path, claims);
    this.#timeline.clear(this.stale);
    for (const { path } of stalePaths(this.inputs, live)) this.#timeline.set(this.stale, path, true);
  }

  /** The newest record, when there is one alone, everything is claimed, and a sync judged before it wrote the record. */
  vouching(): KeptRecord | undefined {
    if (this.stale.size > 0 || this.broken.size > 0 || this.heads.size !== 1) return undefined;
    const newest = this.records.get(this.heads.keys().next().value as string);
    return newest?.judged === true ? newest : undefined;
  }

  isFollowed(id: string): boolean {
    return this.#followed.has(id);
  }

  isFolded(id: string): boolean {
    for (const { folded } of this.records.values()) if (folded.has(id)) return true;
    return false;
  }

  #keep(named: NamedRecord): void {
    const timeline = this.#timeline;
    timeline.set(this.records, named.id, kept(named));
    for (const earlier of named.record.follows) {
      timeline.set(this.#followed, earlier, true);
      if (this.heads.has(earlier)) timeline.set(this.heads, earlier, undefined);
    }
    if (!this.#followed.has(named.id)) timeline.set(this.heads, named.id, true);
  }

  #with(path: string, live: readonly LiveClaim[], record: string, blob: Value): readonly LiveClaim[] {
    if (this.#replaced.has(`${path}\0${record}`) || live.some((claim) => claim.record === record))
      return live;
    return [...live, { record, blob }];
  }

  #setLive(path: string, live: readonly LiveClaim[]): void {
    this.#timeline.set(this.#live, path, live);
    this.#recheck(path);
  }

  #recheck(path: string): void {
    const now = this.inputs.get(path) ?? null;
    const live = this.#live.get(path);
    const claimed = live === undefined ? now === null : live.some((claim) => claim.blob === now);
    if (claimed === this.stale.has(path)) this.#timeline.set(this.stale, path, claimed ? undefined : true);
  }
}
