// Ties the forge's list of merges to commits: by id, by tree, and by patch identity where squash or rebase made new ids.

import type { Merge } from "../evidence/merges.ts";
import type { Binding, Method } from "../evidence/types.ts";
import type { CommitFacts } from "../git/commit-facts.ts";
import { isAncestor } from "../git/commit-facts.ts";
import {
  commitsBetween,
  hasCommit,
  mergeBase,
  mergedTree,
  patchIdBetween,
  patchIds,
} from "../git/patch-identity.ts";
import type { Repository } from "../git/repository.ts";

interface Population {
  readonly facts: readonly CommitFacts[];
  readonly patches: ReadonlyMap<string, string>;
}

const bound = (
  merge: Merge,
  method: Method,
  by: Binding["by"],
  rows: readonly string[],
  why: string,
): Binding => ({ id: merge.id, commit: merge.commit, method, by, rows, why });

const witnesses = (tree: boolean, patch: boolean): Binding["by"] =>
  tree && patch ? "tree and patch" : tree ? "tree" : patch ? "patch" : "nothing";

const bindMerge = (merge: Merge, landed: CommitFacts): Binding => {
  const second = landed.parents.slice(1);
  return merge.head !== undefined && !second.includes(merge.head)
    ? bound(
        merge,
        "unbound",
        "nothing",
        [landed.id],
        `its second parent is ${second.map((id) => id.slice(0, 12)).join(", ")}, the list says ${merge.head.slice(0, 12)}`,
      )
    : bound(
        merge,
        "merge",
        merge.head === undefined ? "nothing" : "commit",
        [landed.id],
        "a merge commit of the reviewed tip",
      );
};

/** A commit with one parent: the reviewed commits squashed into one, replayed one by one, or moved up unchanged. */
const bindOne = async (
  repository: Repository,
  merge: Merge,
  landed: CommitFacts,
  at: number,
  { facts, patches }: Population,
): Promise<Binding> => {
  const { head } = merge;
  if (head === undefined)
    return bound(merge, "unknown", "nothing", [landed.id], "the list names no reviewed tip");
  if (head === landed.id) {
    return bound(merge, "fast-forward", "commit", [landed.id], "the reviewed tip itself");
  }
  if (!(await hasCommit(repository, head)))
    return bound(
      merge,
      "unknown",
      "nothing",
      [landed.id],
      `the reviewed tip ${head.slice(0, 12)} is not in this repository`,
    );
  const parent = landed.parents[0];
  const base = parent === undefined ? undefined : await mergeBase(repository, parent, head);
  if (parent === undefined || base === undefined)
    return bound(merge, "unbound", "nothing", [landed.id], "the reviewed tip shares no history with it");
  const landedPatch = patches.get(landed.id);
  const [whole, tree] = await Promise.all([
    patchIdBetween(repository, base, head),
    mergedTree(repository, parent, head),
  ]);
  const [sameTree, samePatch] = [tree === landed.tree, whole !== undefined && whole === landedPatch];
  const members = await commitsBetween(repository, base, head);
  // Replayed commits end in the landed one and carry the same patches in the same order. The last of several may have
  // the tree of a squash too, so this is looked at first.
  const run = facts.slice(Math.max(0, at - members.length + 1), at + 1);
  const own = await patchIds(repository, { from: base, to: head, firstParent: false });
  const replayed =
    members.length > 1 &&
    run.length === members.length &&
    run.every(({ id }, index) => {
      const patch = own.get(members[index] as string);
      return patch !== undefined && patch === patches.get(id);
    });
  if (replayed) {
    const before = run[0]?.parents[0];
    const rebased = before === undefined ? undefined : await mergedTree(repository, before, head);
    const rows = run.map(({ id }) => id);
    return bound(
      merge,
      "rebase",
      witnesses(rebased === landed.tree, true),
      rows,
      `${rows.length} reviewed commits, replayed one by one`,
    );
  }
  if (sameTree || samePatch)
    return members.length === 1 && (await isAncestor(repository, head, landed.id))
      ? bound(merge, "fast-forward", "commit", [landed.id], "the reviewed tip itself")
      : bound(
          merge,
          "squash",
          witnesses(sameTree, samePatch),
          [landed.id],
          `${members.length} reviewed commit${members.length === 1 ? "" : "s"} in one`,
        );
  return bound(
    merge,
    "unbound",
    "nothing",
    [landed.id],
    `neither the tree nor the patch of what lies between ${base.slice(0, 12)} and the reviewed tip ${head.slice(0, 12)}`,
  );
};

/**
 * Binds every entry of the list.
 * @param stored bindings of a package that is checked again: they stand where the reviewed tips are not in this clone
 */
export const bindMerges = async (
  repository: Repository,
  merges: readonly Merge[],
  population: Population,
  stored: readonly Binding[] = [],
): Promise<{ bindings: readonly Binding[]; unchecked: readonly string[] }> => {
  const places = new Map(population.facts.map(({ id }, at) => [id, at]));
  const bindings: Binding[] = [];
  const unchecked: string[] = [];
  for (const merge of merges) {
    const at = places.get(merge.commit);
    if (at === undefined) {
      bindings.push(bound(merge, "unknown", "nothing", [], "no commit of the period has this id"));
      continue;
    }
    const landed = population.facts[at] as CommitFacts;
    const binding =
      landed.parents.length > 1
        ? bindMerge(merge, landed)
        : await bindOne(repository, merge, landed, at, population);
    const known = stored.find(({ id, commit }) => id === merge.id && commit === merge.commit);
    const missing = binding.method === "unknown" && merge.head !== undefined;
    if (missing && known !== undefined && known.method !== "unknown") {
      unchecked.push(merge.id);
      bindings.push(known);
    } else bindings.push(binding);
  }
  return { bindings, unchecked };
};
