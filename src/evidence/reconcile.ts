// Two witnesses compared: the commits of the period, and the forge's list of what it merged.

import { gapOf } from "./gaps-pairing.ts";
import type { Merge, ParsedMerges } from "./merges.ts";
import type { RowInput } from "./rows.ts";
import type { Binding, Check, Gap, Row } from "./types.ts";

/** Gaps between the population and the list; none when no list was given. */
export const mergeGaps = (
  rows: readonly Row[],
  listed: ParsedMerges | undefined,
  bindings: readonly Binding[],
): Gap[] => {
  if (listed === undefined) return [];
  const merges = new Map(listed.merges.map((merge) => [merge.id, merge]));
  return [
    ...listed.problems.map((problem) => gapOf("merge-list-unreadable", problem)),
    ...bindings.flatMap((binding): Gap[] => {
      const at = { commit: binding.commit };
      if (binding.rows.length === 0)
        return [
          gapOf(
            "merge-missing",
            `merge ${binding.id} landed as ${binding.commit.slice(0, 12)}: ${binding.why}`,
          ),
        ];
      return binding.method === "unbound"
        ? [gapOf("merge-not-bound", `merge ${binding.id}: ${binding.why}`, at)]
        : [];
    }),
    ...bindings.flatMap((binding): Gap[] => {
      const { head, reviews } = merges.get(binding.id) as Merge;
      const early = reviews.filter(
        ({ commit }) => commit !== undefined && head !== undefined && commit !== head,
      );
      if (binding.rows.length === 0 || reviews.length === 0 || early.length < reviews.length) return [];
      return [
        gapOf(
          "review-before-last-commit",
          `merge ${binding.id}: reviewed at ${early.map(({ commit }) => commit?.slice(0, 12)).join(", ")}, merged at ${head?.slice(0, 12)}`,
          { commit: binding.commit },
        ),
      ];
    }),
    ...rows
      .filter(({ change }) => change === undefined)
      .map(({ commit }) =>
        gapOf("direct-push", "no pull or merge request of the list brought it", { commit }),
      ),
  ];
};

/** Models are merged by id where instride's driver is set up; verify judges what came of it. */
const isModel = (path: string): boolean => /\.threats\.(?:yaml|md)"?$/.test(path);

/**
 * Merges that hold what neither parent had.
 * @param beyond paths that are not as git merges them, by commit; undefined: it has more than two parents
 */
export const ownContentGaps = (
  inputs: readonly RowInput[],
  beyond: ReadonlyMap<string, readonly string[] | undefined>,
): Gap[] =>
  inputs.flatMap(({ facts }): Gap[] => {
    if (!beyond.has(facts.id)) return [];
    const paths = beyond.get(facts.id)?.filter((path) => !isModel(path));
    if (paths?.length === 0) return [];
    const what =
      paths === undefined
        ? `it has ${facts.parents.length} parents, which git can't merge again`
        : `not as git merges its parents: ${paths.slice(0, 5).join(", ")}${paths.length > 5 ? ` and ${paths.length - 5} more` : ""}`;
    return [gapOf("merge-own-content", what, { commit: facts.id, path: paths?.[0] ?? "" })];
  });

export interface Counted {
  /** `git rev-list --count`. */
  readonly counted: number;
  readonly swept: number;
  readonly inputs: readonly RowInput[];
  readonly rows: readonly Row[];
  readonly start: string;
  readonly firstParent: boolean;
}

const check = (name: string, expected: string | number, actual: string | number): Check => ({
  name,
  expected: String(expected),
  actual: String(actual),
  holds: String(expected) === String(actual),
});

/** What shows that the population is whole: counted in several ways, and linked row to row. */
export const completenessChecks = (
  { counted, swept, rows, start, firstParent }: Counted,
  listed: ParsedMerges | undefined,
  bindings: readonly Binding[],
): Check[] => {
  const linked = rows.filter(({ parents }, at) => parents[0] === (at === 0 ? start : rows[at - 1]?.commit));
  const unique = new Set(rows.map(({ commit }) => commit));
  return [
    check("rows, as git rev-list --count has them", counted, rows.length),
    check("rows that verify swept", rows.length, swept),
    check("rows with a commit of their own", rows.length, unique.size),
    ...(firstParent
      ? [check("rows whose first parent is the row before, from START on", rows.length, linked.length)]
      : []),
    ...(listed === undefined
      ? []
      : [
          check(
            "merges of the list that are in the population",
            listed.merges.length,
            bindings.filter((each) => each.rows.length > 0).length,
          ),
          check(
            "entries of the list that could be read",
            listed.merges.length + listed.problems.length,
            listed.merges.length,
          ),
          check(
            "rows that a merge of the list brought",
            rows.length,
            rows.filter(({ change }) => change !== undefined).length,
          ),
        ]),
  ];
};
