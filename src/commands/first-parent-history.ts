// Reads the first-parent line of a range into a value: for each commit the components that it touched, as it left them.
// One stream of commits and one of blobs; a model is parsed once for each content.

import { BlobReader } from "../git/blob-reader.ts";
import { Cache } from "../git/cache.ts";
import { commitHeads, mergedHeads } from "../git/commit-heads.ts";
import { changesBetween, emptyTree, surveyRange, walkRange } from "../git/history.ts";
import type { LoggedChange, LoggedCommit } from "../git/log-parser.ts";
import type { Repository } from "../git/repository.ts";
import type { CommitHead, ComponentState, History, Moment } from "../history/moment.ts";
import { hasErrors } from "../model/finding.ts";
import type { ThreatModel } from "../model/schema.ts";
import { parseModel } from "../model/yaml.ts";
import { isCode } from "../observe/languages.ts";
import { parseRecordPath } from "../pairing/files.ts";
import { type NamedRecord, parseRecord } from "../pairing/record.ts";
import { type Applied, Sweep } from "../pairing/sweep.ts";
import type { SpecHead } from "../pairing/sweep-layout.ts";
import { Timeline } from "../pairing/sweep-timeline.ts";
import { type CommandContext, remark } from "./context.ts";
import { grouped } from "./grouped.ts";
import { ComponentJudge, type DatedFindings, holdsOn } from "./judge-at.ts";
import type { NamedRange } from "./range.ts";
import { headReader } from "./spec-heads.ts";

export interface HistoryOptions {
  /** Say of each state whether it was in step. Dearer: merges and edits past the hooks are judged in full. */
  readonly judge: boolean;
}

const nothing: ReadonlyMap<string, readonly CommitHead[]> = new Map();

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** A model that is parsed when somebody asks for it: a log of one component reads no other's. */
class StoredModel {
  readonly #path: string;
  #text: string | undefined;
  #model: ThreatModel | undefined;

  constructor(path: string, text: string | undefined) {
    this.#path = path;
    this.#text = text;
  }

  get model(): ThreatModel | undefined {
    if (this.#text !== undefined) this.#model = parseModel(this.#path, this.#text).model;
    this.#text = undefined;
    return this.#model;
  }
}

class StoredState implements ComponentState {
  readonly modelPath: string;
  readonly inStep: boolean | undefined;
  readonly #stored: StoredModel | undefined;

  constructor(modelPath: string, stored: StoredModel | undefined, inStep: boolean | undefined) {
    this.modelPath = modelPath;
    this.#stored = stored;
    this.inStep = inStep;
  }

  get model(): ThreatModel | undefined {
    return this.#stored?.model;
  }

  get unreadable(): boolean {
    return this.#stored !== undefined && this.model === undefined;
  }
}

/** How long reading may take before it says how far it is, and how often it says so then. */
const patienceMs = 5_000;

class HistoryReader {
  readonly #repository: Repository;
  readonly #reader: BlobReader;
  readonly #sweep: Sweep;
  readonly #judge: ComponentJudge | undefined;
  readonly #models = new Map<string, StoredModel>();
  /** Components whose verdict holds for some days only. */
  readonly #dated = new Map<string, DatedFindings>();

  constructor(repository: Repository, reader: BlobReader, sweep: Sweep, judge: ComponentJudge | undefined) {
    this.#repository = repository;
    this.#reader = reader;
    this.#sweep = sweep;
    this.#judge = judge;
  }

  async before(changes: readonly LoggedChange[], day: string): Promise<Map<string, ComponentState>> {
    await this.#sweep.apply(changes);
    const states = new Map<string, ComponentState>();
    for (const id of this.#sweep.components) states.set(id, await this.#stateOf(id, day));
    return states;
  }

  async moment(commit: CommitHead, { changes, committed, parents }: LoggedCommit): Promise<Moment> {
    const day = dayOf(committed);
    const applied = await this.#sweep.apply(changes);
    const components = new Map<string, ComponentState | undefined>();
    for (const id of applied.gone) {
      components.set(id, undefined);
      this.#dated.delete(id);
    }
    for (const id of this.#due(applied, day)) components.set(id, await this.#stateOf(id, day));
    const merged = parents.length < 2 ? nothing : await this.#mergedBy(commit.id, components, changes);
    return { commit, components, records: await this.#recordsOf(changes), merged };
  }

  /** Who changed the models that a merge brought in: its own author may have done nothing but merge. */
  async #mergedBy(
    merge: string,
    components: ReadonlyMap<string, ComponentState | undefined>,
    changes: readonly LoggedChange[],
  ): Promise<Map<string, readonly CommitHead[]>> {
    const changed = new Set(changes.map(({ path }) => path));
    const merged = new Map<string, readonly CommitHead[]>();
    for (const [id, state] of components)
      if (state !== undefined && changed.has(state.modelPath))
        merged.set(id, await mergedHeads(this.#repository, merge, state.modelPath));
    return merged;
  }

  /** What the commit touched, and what a day has changed since. */
  #due({ touched }: Applied, day: string): string[] {
    const ended = [...this.#dated].filter(([, verdict]) => !holdsOn(verdict, day)).map(([id]) => id);
    return [...new Set([...touched, ...ended])].sort();
  }

  async #stateOf(id: string, day: string): Promise<ComponentState> {
    const swept = this.#sweep.component(id);
    const { modelPath } = swept.spec;
    const stored = swept.model === undefined ? undefined : await this.#modelOf(modelPath, swept.model.oid);
    return new StoredState(modelPath, stored, await this.#inStep(id, day));
  }

  async #inStep(id: string, day: string): Promise<boolean | undefined> {
    if (this.#judge === undefined) return undefined;
    if (this.#sweep.isAsJudged(id)) {
      this.#dated.delete(id);
      return true;
    }
    const verdict = await this.#judge.judge(this.#sweep.component(id), this.#sweep.config, day);
    if (verdict.after === undefined && verdict.until === undefined) this.#dated.delete(id);
    else this.#dated.set(id, verdict);
    return !hasErrors(verdict.findings);
  }

  async #modelOf(path: string, oid: string): Promise<StoredModel> {
    let stored = this.#models.get(oid);
    if (stored === undefined) {
      stored = new StoredModel(path, (await this.#reader.read(oid))?.toString("utf8"));
      this.#models.set(oid, stored);
    }
    return stored;
  }

  async #recordsOf(changes: readonly LoggedChange[]): Promise<NamedRecord[]> {
    const records: NamedRecord[] = [];
    for (const { path, entry } of changes) {
      const named = parseRecordPath(path);
      if (named === undefined || entry === undefined) continue;
      const text = (await this.#reader.read(entry.oid))?.toString("utf8");
      const { record } = parseRecord(path, named, text ?? "");
      if (record !== undefined) records.push(record);
    }
    return records;
  }
}

/**
 * The first-parent history of a range. A shallow clone gives what it has, and `complete` is false then.
 * @throws GitError
 */
export const firstParentHistory = async (
  context: CommandContext,
  repository: Repository,
  named: NamedRange,
  options: HistoryOptions,
): Promise<History> => {
  const range = { from: named.from, to: named.to, firstParent: true };
  const walk = walkRange(repository, range);
  const reader = new BlobReader(repository);
  try {
    const [survey, heads, specs, verdicts] = await Promise.all([
      surveyRange(repository, range),
      commitHeads(repository, range),
      Cache.open<SpecHead>(repository, `heads-${context.version}`),
      Cache.open<DatedFindings>(repository, `judged-${context.version}`),
    ]);
    const reads = {
      blobs: (oids: readonly string[]) => reader.readAll(oids),
      heads: headReader(specs),
      isCode,
    };
    const history = new HistoryReader(
      repository,
      reader,
      new Sweep(new Timeline(), reads),
      options.judge ? new ComponentJudge(reader, verdicts) : undefined,
    );
    const moments: Moment[] = [];
    let told = performance.now();
    let from: string | undefined;
    let before = new Map<string, ComponentState>();
    for await (const commits of walk.batches)
      for (const commit of commits) {
        const [parent] = commit.parents;
        if (moments.length === 0 && parent !== undefined) {
          from = parent;
          const changes = await changesBetween(repository, emptyTree(parent), parent);
          before = await history.before(changes, dayOf(commit.committed));
        }
        const head = heads.get(commit.id);
        if (head !== undefined) moments.push(await history.moment(head, commit));
        if (performance.now() - told < patienceMs) continue;
        told = performance.now();
        remark(
          context,
          `instride: reading history, ${grouped(moments.length)} of ${grouped(survey.commits)} commits`,
        );
      }
    await Promise.all([specs.save(), verdicts.save()]);
    return { from, to: named.to, complete: survey.cut.length === 0, before, moments };
  } finally {
    walk.stop();
    reader.close();
  }
};
