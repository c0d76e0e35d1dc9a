// `instride verify A..B --every-commit`: re-checks the invariant on each commit of a range. One stream of commits and
// one of blobs; a commit costs what it touched. The tip is always judged by every rule.

import type { Config } from "../config/schema.ts";
import { BlobReader } from "../git/blob-reader.ts";
import { Cache } from "../git/cache.ts";
import { changesBetween, emptyTree, type RangeSurvey, type Walk } from "../git/history.ts";
import type { LoggedCommit } from "../git/log-parser.ts";
import type { Repository } from "../git/repository.ts";
import { type Finding, hasErrors } from "../model/finding.ts";
import { isCode } from "../observe/languages.ts";
import { parseRecordPath } from "../pairing/files.ts";
import { type Applied, Sweep, type SweepReads } from "../pairing/sweep.ts";
import type { SpecHead } from "../pairing/sweep-layout.ts";
import { type Standing, Standings } from "../pairing/sweep-standing.ts";
import { Timeline, type Version } from "../pairing/sweep-timeline.ts";
import { shellLine } from "../report/foreign.ts";
import type { CommandContext } from "./context.ts";
import { grouped } from "./grouped.ts";
import { ComponentJudge, type DatedFindings, holdsOn } from "./judge-at.ts";
import { judgeTip, type TipJudgement } from "./judge-tip.ts";
import type { NamedRange } from "./range.ts";
import { headReader } from "./spec-heads.ts";

export interface SweepOptions {
  readonly range: NamedRange;
  readonly survey: RangeSurvey;
  readonly walk: Walk;
  /** Judge every component that a commit touches by every rule, and trust no record. */
  readonly full: boolean;
  /** The policy that counts instead of each commit's own. */
  readonly policy?: Config["policy"];
  /** How many threads judge the tip beside the sweep; left out: as many as pay. */
  readonly threads?: number;
  /** Is told what each commit holds, in the order of the walk. */
  readonly onCommit?: (seen: SweptCommit) => void;
}

/** One commit of the sweep. */
export interface SweptCommit {
  readonly id: string;
  /** Components that it touched and that its tree still has. */
  readonly touched: ReadonlySet<string>;
  /** Components that it ended. */
  readonly gone: readonly string[];
  /** Errors and warnings that stand in it; those that began in it have its id as `since`. */
  readonly standing: readonly Standing[];
  /** What happened in it alone: records that were removed. */
  readonly events: readonly Finding[];
}

export interface SweptHistory {
  readonly commits: number;
  /** Ids of the commits in which an error stands. */
  readonly notInStep: readonly string[];
  readonly components: number;
  readonly configured: boolean;
  /** Findings of all commits, each with the commit in which it began. */
  readonly findings: readonly Finding[];
  /** What the full judgement of the tip alone found. */
  readonly tip: readonly Finding[];
}

const days = new Map<number, string>();

/** `YYYY-MM-DD` in UTC of seconds since 1970. */
const dayOf = (seconds: number): string => {
  const number = Math.floor(seconds / 86_400);
  let day = days.get(number);
  if (day === undefined) {
    day = new Date(number * 86_400_000).toISOString().slice(0, 10);
    days.set(number, day);
  }
  return day;
};

const short = (commit: string): string => commit.slice(0, 12);

const same = (a: Finding, b: Finding): boolean =>
  a.code === b.code && a.at.path === b.at.path && a.message === b.message;

/** Names the commit, and how far the finding went from there. */
const told = ({ finding, since, before, commits }: Standing, atTip: boolean): Finding => {
  const commit = since as string;
  const reach = [
    ...(before ? ["stood before the range already"] : []),
    ...(commits > 1 ? [`in ${grouped(commits)} commits`] : []),
    ...(atTip ? ["still at the tip"] : []),
  ];
  const where = `${before ? "" : "since "}${short(commit)}${reach.length === 0 ? "" : ` (${reach.join(", ")})`}`;
  return { ...finding, commit, message: `${where}: ${finding.message}` };
};

class HistorySweep {
  readonly #repository: Repository;
  readonly #options: SweepOptions;
  readonly #reader: BlobReader;
  readonly #judge: ComponentJudge;
  readonly #tip: TipJudgement;
  readonly #timeline = new Timeline();
  readonly #sweep: Sweep;
  readonly #standings: Standings;
  /** Components whose verdict holds for some days only, with those days. */
  readonly #dated = new Map<string, DatedFindings>();
  /** Commits that are the first parent of some that are still to come. */
  readonly #alive = new Map<string, Version>();
  readonly #children: Map<string, number>;
  readonly #events: Finding[] = [];
  #at: string | undefined;
  readonly #notInStep: string[] = [];

  constructor(
    repository: Repository,
    options: SweepOptions,
    reader: BlobReader,
    reads: SweepReads,
    verdicts: Cache<DatedFindings>,
    tip: TipJudgement,
  ) {
    this.#tip = tip;
    this.#repository = repository;
    this.#options = options;
    this.#reader = reader;
    this.#judge = new ComponentJudge(reader, verdicts);
    this.#sweep = new Sweep(this.#timeline, reads);
    this.#standings = new Standings(this.#timeline);
    this.#children = options.survey.children;
  }

  async run(): Promise<SweptHistory> {
    const { batches } = this.#options.walk;
    const pull = async (): Promise<readonly LoggedCommit[] | undefined> => {
      const { value, done } = await batches.next();
      if (done === true) return undefined;
      this.#readAhead(value);
      return value;
    };
    // The next batch is on its way, and its blobs are asked for, while this one is judged.
    let coming = pull();
    for (let batch = await coming; batch !== undefined; batch = await coming) {
      coming = pull();
      coming.catch(() => {}); // reported when it is awaited
      for (const commit of batch) await this.#commit(commit);
    }
    const tip = await this.#judgeTip();
    const now = new Set(this.#standings.now());
    const standing = this.#standings.all();
    const { to } = this.#options.range;
    const extra = tip.filter((finding) => ![...now].some((each) => same(each.finding, finding)));
    if (hasErrors(extra) && this.#notInStep.at(-1) !== to) this.#notInStep.push(to);
    return {
      commits: this.#options.survey.commits,
      notInStep: this.#notInStep,
      components: [...this.#sweep.components].length,
      configured: this.#sweep.configured,
      findings: [
        ...standing.map((each) => told(each, now.has(each))),
        ...this.#events,
        ...extra.map((finding) => ({ ...finding, commit: to })),
      ],
      tip,
    };
  }

  #readAhead(commits: readonly LoggedCommit[]): void {
    for (const { changes } of commits)
      for (const { path, entry } of changes)
        if (entry !== undefined && parseRecordPath(path) !== undefined) void this.#reader.read(entry.oid);
  }

  get #policy(): Config["policy"] {
    return this.#options.policy ?? this.#sweep.config.policy;
  }

  /** Records say what a sync judged by the policy of its tree; under another they say nothing. */
  get #recordsCount(): boolean {
    const { full, policy } = this.#options;
    return (
      !full && (policy === undefined || JSON.stringify(policy) === JSON.stringify(this.#sweep.config.policy))
    );
  }

  async #commit(commit: LoggedCommit): Promise<void> {
    const day = dayOf(commit.committed);
    await this.#standOn(commit.parents[0], day);
    const applied = await this.#sweep.apply(commit.changes);
    await this.#settle(applied, day, false);
    const clean = this.#standings.count(commit.id);
    const events = this.#eventsOf(applied, commit.id);
    this.#events.push(...events);
    if (!clean || hasErrors(events)) this.#notInStep.push(commit.id);
    const { touched, gone } = applied;
    this.#options.onCommit?.({ id: commit.id, touched, gone, standing: this.#standings.now(), events });
    this.#at = commit.id;
    if (this.#children.has(commit.id)) this.#alive.set(commit.id, this.#timeline.current);
  }

  /** Makes a commit's first parent the state to go on from. A parent outside the range is reached by one diff. */
  async #standOn(parent: string | undefined, day: string): Promise<void> {
    const known = parent === undefined ? undefined : this.#alive.get(parent);
    if (parent === undefined || known === undefined) {
      const empty = emptyTree(this.#options.range.to);
      const here = this.#at ?? empty;
      const there = parent ?? empty;
      this.#timeline.begin(this.#timeline.current, this.#alive.size > 0);
      if (here !== there) {
        const applied = await this.#sweep.apply(await changesBetween(this.#repository, here, there));
        await this.#settle(applied, day, parent !== undefined);
      }
      if (parent !== undefined) this.#alive.set(parent, this.#timeline.current);
    }
    if (parent === undefined) return;
    const from = this.#alive.get(parent) as Version;
    const left = (this.#children.get(parent) ?? 1) - 1;
    this.#children.set(parent, left);
    if (left === 0) this.#alive.delete(parent);
    this.#timeline.begin(from, this.#alive.size > 0);
  }

  async #settle(applied: Applied, day: string, before: boolean): Promise<void> {
    const { touched, gone, whole } = applied;
    if (whole !== undefined) this.#standings.settle("", whole, before);
    for (const id of gone) this.#set(id, { findings: [] }, before);
    for (const id of touched)
      this.#set(
        id,
        this.#recordsCount && this.#sweep.isAsJudged(id) ? { findings: [] } : await this.#judgeFully(id, day),
        before,
      );
    for (const [id, verdict] of [...this.#dated])
      if (!touched.has(id) && !holdsOn(verdict, day)) this.#set(id, await this.#judgeFully(id, day), before);
  }

  #set(id: string, verdict: DatedFindings, before: boolean): void {
    this.#standings.settle(id, verdict.findings, before);
    const dated = verdict.after !== undefined || verdict.until !== undefined;
    if (dated || this.#dated.has(id)) this.#timeline.set(this.#dated, id, dated ? verdict : undefined);
  }

  async #judgeFully(id: string, day: string): Promise<DatedFindings> {
    const config = { ...this.#sweep.config, policy: this.#policy };
    const verdict = await this.#judge.judge(this.#sweep.component(id), config, day);
    return {
      ...verdict,
      findings: verdict.findings.map((finding) =>
        finding.code === "acceptance-expired"
          ? { ...finding, message: `${finding.message} (on the day that the commit claims)` }
          : finding,
      ),
    };
  }

  #eventsOf(applied: Applied, commit: string): Finding[] {
    if (applied.vanished.length + applied.orphaned.length === 0) return [];
    const stale = new Set(
      this.#standings
        .now()
        .filter(({ finding }) => finding.severity === "error")
        .map(({ finding }) => finding.component),
    );
    const present = new Set(this.#sweep.components);
    const vanished = applied.vanished.map(({ component, path, id, followed }): Finding => {
      const takenBack = !followed && present.has(component) && !stale.has(component);
      return takenBack
        ? {
            code: "record-taken-back",
            severity: "info",
            at: { path },
            component,
            commit,
            message: `in ${short(commit)}: record ${id} was taken back together with its change`,
          }
        : {
            code: "record-removed",
            severity: "error",
            at: { path },
            component,
            commit,
            message: `in ${short(commit)}: Unexpected absence of record ${id}, expected it, or a base record that folds it`,
            next: `${shellLine(["git", "checkout", `${short(commit)}^`, "--", path])}, then instride sync; rebase when ${short(commit)} is not merged yet`,
          };
    });
    const orphaned = applied.orphaned.map((finding) => ({
      ...finding,
      commit,
      message: `in ${short(commit)}: ${finding.message}`,
    }));
    return [...vanished, ...orphaned];
  }

  /** Findings of the tree as a whole, then those of its components. */
  async #judgeTip(): Promise<Finding[]> {
    const whole = this.#standings
      .now()
      .filter(({ finding }) => finding.component === undefined)
      .map(({ finding }) => finding);
    return [
      ...whole,
      ...(await this.#tip.finish(
        async (component, config, day) => (await this.#judge.judge(component, config, day)).findings,
      )),
    ];
  }
}

/** @throws GitError */
export const sweepHistory = async (
  context: CommandContext,
  repository: Repository,
  options: SweepOptions,
): Promise<SweptHistory> => {
  const [heads, verdicts] = await Promise.all([
    Cache.open<SpecHead>(repository, `heads-${context.version}`),
    Cache.open<DatedFindings>(repository, `judged-${context.version}`),
  ]);
  const reader = new BlobReader(repository);
  const reads: SweepReads = { blobs: (oids) => reader.readAll(oids), heads: headReader(heads), isCode };
  const { range, policy, threads } = options;
  const tip = judgeTip({
    repository,
    commit: range.to,
    reads,
    day: context.today,
    ...(policy === undefined ? {} : { policy }),
    ...(threads === undefined ? {} : { threads }),
  });
  try {
    const swept = await new HistorySweep(repository, options, reader, reads, verdicts, tip).run();
    await Promise.all([heads.save(), verdicts.save()]);
    return swept;
  } finally {
    tip.stop();
    reader.close();
  }
};
