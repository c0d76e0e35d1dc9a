// From the models of a run to what it is worth: the score at the series' end, churn over the series, and whether each
// planted change was taken up by the very commit that made it. Pure.

import type { ThreatModel } from "../../src/model/schema.ts";
import { type Churn, churnBetween, sumChurn } from "./churn.ts";
import { type Group, groups, placeOf, type Score, scoreModel } from "./score.ts";
import type { Tree } from "./series.ts";
import { holdsAt, type Language, type Plant, type Span, type System } from "./truth.ts";

export const modes = ["kept", "fresh-with-spec", "fresh-from-code"] as const;
export type ModeName = (typeof modes)[number];

/** What one commit of a series changed of the truth, and how much of that the model has right after it. */
export interface Uptake {
  readonly plant: Plant;
  readonly begun: { readonly found: number; readonly of: number };
  readonly ended: { readonly dropped: number; readonly of: number };
}

export interface ModeResult {
  readonly score: Score;
  readonly churn: Churn;
  readonly uptake: readonly Uptake[];
  /** How the product says that the models came to be, with how often. */
  readonly made: Readonly<Record<string, number>>;
}

export interface SystemResult {
  readonly system: string;
  readonly language: Language;
  readonly commits: number;
  readonly modes: Readonly<Partial<Record<ModeName, ModeResult>>>;
  /** A series that its author began, in session; left out where there is none. */
  readonly author?: AuthorResult;
}

/** What became of an author's word over a series in which nobody spoke after the first commit. */
export interface AuthorResult {
  /** Truths of the first commit that hold to the end: stated at first, and of those at the end. */
  readonly kept: { readonly first: number; readonly last: number; readonly lost: readonly string[] };
  /** Truths that began later, and those of them that the model has at the end. */
  readonly begun: { readonly found: number; readonly of: number };
  readonly wrong: { readonly first: readonly string[]; readonly last: readonly string[] };
  readonly stale: readonly string[];
}

/** Names that {@link scoreModel} gives to truths, with their spans. */
const namedSpans = ({ truth }: System): (Span & { readonly label: string })[] => [
  ...(["entries", "stores", "boundaries", "controls", "risks", "assumptions", "flows"] as const).flatMap(
    (kind) => truth[kind].map((each) => ({ ...each, label: `${kind}: ${each.name}` })),
  ),
  ...truth.threats.map((each) => ({ ...each, label: placeOf(each) })),
];

const uptakeOf = (system: System, scores: ReadonlyMap<number, Score>): Uptake[] =>
  system.series.flatMap(({ plant }, index) => {
    const at = index + 1;
    const score = scores.get(at);
    if (score === undefined) return [];
    const found = new Set(groups.flatMap((group) => score.recall[group].found));
    const begun = namedSpans(system).filter(({ since }) => since === at);
    const ended = namedSpans(system).filter(({ until }) => until === at);
    return [
      {
        plant,
        begun: { found: begun.filter(({ label }) => found.has(label)).length, of: begun.length },
        ended: {
          dropped: ended.filter(({ label }) => !score.staleTruths.includes(label)).length,
          of: ended.length,
        },
      },
    ];
  });

const churnOf = (system: System, models: ReadonlyMap<number, ThreatModel>): Churn =>
  sumChurn(
    system.series.flatMap(({ plant }, index) => {
      const before = models.get(index);
      const after = models.get(index + 1);
      return before === undefined || after === undefined ? [] : [churnBetween(before, after, plant)];
    }),
  );

const counted = (texts: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const text of [...texts].sort()) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
};

/** @throws Error when the run has no model of the series' end */
export const evaluate = (
  system: System,
  trees: readonly Tree[],
  { models, made }: { readonly models: ReadonlyMap<number, ThreatModel>; readonly made: readonly string[] },
): ModeResult => {
  const scores = new Map(
    [...models].map(([at, model]) => [
      at,
      scoreModel(system, model, at, new Set((trees[at] ?? new Map()).keys())),
    ]),
  );
  const score = scores.get(trees.length - 1);
  if (score === undefined) throw new Error(`${system.id}: no model of the series' end`);
  return { score, churn: churnOf(system, models), uptake: uptakeOf(system, scores), made: counted(made) };
};

const foundIn = (score: Score): Set<string> => new Set(groups.flatMap((group) => score.recall[group].found));

/** @throws Error when the run has no model of the series' beginning or end */
export const evaluateAuthor = (
  system: System,
  trees: readonly Tree[],
  models: ReadonlyMap<number, ThreatModel>,
): AuthorResult => {
  const end = trees.length - 1;
  const scoreAt = (at: number): Score => {
    const model = models.get(at);
    if (model === undefined) throw new Error(`${system.id}: no model of commit ${at}`);
    return scoreModel(system, model, at, new Set((trees[at] ?? new Map()).keys()));
  };
  const [first, last] = [scoreAt(0), scoreAt(end)];
  const [had, has] = [foundIn(first), foundIn(last)];
  const spans = namedSpans(system);
  const standing = spans.filter((span) => holdsAt(span, 0) && holdsAt(span, end) && had.has(span.label));
  const later = spans.filter((span) => !holdsAt(span, 0) && holdsAt(span, end));
  return {
    kept: {
      first: standing.length,
      last: standing.filter(({ label }) => has.has(label)).length,
      lost: standing.filter(({ label }) => !has.has(label)).map(({ label }) => label),
    },
    begun: { found: later.filter(({ label }) => has.has(label)).length, of: later.length },
    wrong: { first: first.wrong, last: last.wrong },
    stale: last.stale,
  };
};

/** What a model lacks that another one has, by group. */
export const lacking = (kept: Score, fresh: Score): Readonly<Record<Group, readonly string[]>> => {
  const of = (group: Group): string[] => {
    const has = new Set(kept.recall[group].found);
    return fresh.recall[group].found.filter((name) => !has.has(name));
  };
  return { map: of("map"), threats: of("threats"), outside: of("outside") };
};
