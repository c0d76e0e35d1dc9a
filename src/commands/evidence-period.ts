// What a period shows beside its trees: whether it follows the one before, what its merges bring, and which rules moved.

import { gapOf } from "../evidence/gaps-pairing.ts";
import type { Person } from "../evidence/person.ts";
import type { Gap } from "../evidence/types.ts";
import { type CommitFacts, countCommits, isAncestor } from "../git/commit-facts.ts";
import { beyondMerge, hasCommit } from "../git/patch-identity.ts";
import type { Repository } from "../git/repository.ts";
import { gitText } from "../git/run.ts";
import { configPath } from "../pairing/files.ts";
import type { GatherOptions } from "./evidence-gather.ts";

/** Authors of what each merge brings, and the paths that are not as merging its parents leaves them. */
export const lookAtMerges = async (
  repository: Repository,
  facts: readonly CommitFacts[],
): Promise<{
  authors: ReadonlyMap<string, readonly Person[]>;
  beyond: ReadonlyMap<string, readonly string[] | undefined>;
}> => {
  const authors = new Map<string, readonly Person[]>();
  const beyond = new Map<string, readonly string[] | undefined>();
  for (const { id, tree, parents } of facts) {
    const [first, second, ...more] = parents;
    if (first === undefined || second === undefined) continue;
    const format = "--format=%an%x00%ae";
    const said = await gitText(repository, ["log", "-z", "--no-mailmap", format, id, `^${first}`, "--"]);
    const parts = said.split("\0");
    const people: Person[] = [];
    for (let at = 0; at + 1 < parts.length; at += 2)
      people.push({ name: parts[at] as string, email: parts[at + 1] as string });
    // The merge itself is among them: whoever clicks the button is not an author of what it brings.
    authors.set(id, people.slice(1));
    beyond.set(id, more.length > 0 ? undefined : await beyondMerge(repository, first, second, tree));
  }
  return { authors, beyond };
};

/** Changes of settings, hooks, workflows and allowed signers. */
export const settingsGaps = (facts: readonly CommitFacts[], signersPath: string): Gap[] =>
  facts.flatMap(({ id, changes }) =>
    changes
      .filter(
        ({ path }) =>
          path === configPath ||
          path === signersPath ||
          /^(?:\.husky|\.github\/workflows)\//.test(path) ||
          path === ".gitlab-ci.yml",
      )
      .map(({ path }) => gapOf("settings-changed", `changes ${path}`, { commit: id, path })),
  );

/** Gaps between this period and the history that it claims to be of. */
export const periodGaps = async (
  repository: Repository,
  { request, connected }: GatherOptions,
): Promise<Gap[]> => {
  const { start, end, previousEnd, firstParent } = request;
  const gaps: Gap[] = [];
  if (!connected)
    gaps.push(
      gapOf("history-rewritten", `START ${start.commit} is not part of the history of END ${end.commit}`),
    );
  else if (!firstParent)
    gaps.push(
      gapOf(
        "start-off-chain",
        `START ${start.commit} is reached through a second parent; every commit of the range is a row`,
      ),
    );
  if (previousEnd === undefined) return gaps;
  // What was taken out is still in the clone of whoever had it, and not in a fresh one: both say the same.
  if (!(await hasCommit(repository, previousEnd)) || !(await isAncestor(repository, previousEnd, end.commit)))
    return [
      ...gaps,
      gapOf(
        "history-rewritten",
        `the end of the previous package, ${previousEnd}, is not part of the history of END`,
      ),
    ];
  if (previousEnd === start.commit) return gaps;
  const between = await countCommits(repository, { from: previousEnd, to: start.commit, firstParent: true });
  const twice = await countCommits(repository, { from: start.commit, to: previousEnd, firstParent: true });
  return [
    ...gaps,
    gapOf(
      "period-gap",
      `the previous package ends at ${previousEnd}, this one starts at ${start.commit}: ${between} commits in neither, ${twice} in both`,
    ),
  ];
};
