// Squash, rebase and merge as a forge makes them, and what a forge should not have let through.

import { people, type SignedHistory } from "./signed-history.ts";

/** Lands branches in every way, with reviews; `breathe` puts other changes in between. */
export const plantMerges = async (history: SignedHistory, breathe: () => Promise<void>): Promise<void> => {
  const { repository } = history;
  const branch = async (
    name: string,
    count: number,
  ): Promise<{ base: string; tip: string; commits: string[] }> => {
    const base = await repository.git("rev-parse", "HEAD");
    const commits: string[] = [];
    let parent = base;
    for (let at = 0; at < count; at += 1) {
      repository.write(`docs/${name}-${at}.txt`, `${name} ${at}\n`);
      parent = await history.commit(`${name} ${at}`, { parents: [parent], move: false });
      commits.push(parent);
    }
    await history.reset(base);
    return { base, tip: parent, commits };
  };
  const main = (): Promise<string> => repository.git("rev-parse", "HEAD");
  const merged = async (tip: string): Promise<string> =>
    (await repository.git("merge-tree", "--write-tree", await main(), tip)).split("\n")[0] as string;
  const byForge = { committer: people.forge, key: "forge" } as const;

  const squashed = await branch("squash", 3);
  await breathe();
  const squash = await history.commit("Squash three (#1)", { ...byForge, tree: await merged(squashed.tip) });
  history.list(squash, { head: squashed.tip });
  await history.reset(squash);
  await breathe();

  const rebased = await branch("rebase", 2);
  await breathe();
  for (const [at, commit] of rebased.commits.entries()) {
    const tree = await merged(commit);
    const id = await history.commit(`rebase ${at}`, { ...byForge, tree });
    await history.reset(id);
    if (at === rebased.commits.length - 1) history.list(id, { head: rebased.tip });
  }
  await breathe();

  const joined = await branch("merge", 2);
  await breathe();
  const merge = await history.commit("Merge a branch", {
    ...byForge,
    author: people.forge,
    tree: await merged(joined.tip),
    parents: [await main(), joined.tip],
  });
  history.list(merge, { head: joined.tip });
  await history.reset(merge);
  await breathe();

  const evil = await branch("evil", 1);
  await breathe();
  await history.reset(await main());
  await repository.git("read-tree", await merged(evil.tip));
  await repository.git("checkout-index", "-fa");
  repository.write("docs/slipped-in.txt", "no branch has this\n");
  const own = await history.commit("Merge another branch", {
    ...byForge,
    author: people.forge,
    parents: [await main(), evil.tip],
  });
  history.list(own, { head: evil.tip });
  history.plant("merge-own-content", own);
  await history.reset(own);
  await breathe();

  // What the forge squashed is not what was reviewed.
  const reviewed = await branch("reviewed", 2);
  await breathe();
  await repository.git("read-tree", await merged(reviewed.tip));
  await repository.git("checkout-index", "-fa");
  repository.write("docs/reviewed-1.txt", "something else\n");
  const differs = await history.commit("Squash two (#2)", { ...byForge });
  history.list(differs, { head: reviewed.tip });
  history.plant("merge-not-bound", differs);
  await breathe();

  const early = await branch("early", 2);
  await breathe();
  const stale = await history.commit("Squash early (#3)", { ...byForge, tree: await merged(early.tip) });
  history.list(stale, {
    head: early.tip,
    reviews: [
      {
        author: { login: "Bob", email: people.bob.email },
        state: "APPROVED",
        commit: early.commits[0] as string,
      },
    ],
  });
  history.plant("review-before-last-commit", stale);
  await history.reset(stale);
  await breathe();

  repository.write("docs/log.txt", "straight to the branch\n");
  const direct = await history.commit("Straight to the branch");
  history.plant("direct-push", direct);
  history.plant("no-reviewer", direct);
  await breathe();
  repository.write("docs/log.txt", "reviewed by its author\n");
  const alone = await history.commit(
    "Reviewed by its author\n\nReviewed-by: Ada <ada@example.test>\nReviewed-by: renovate[bot] <bot@forge.test>",
  );
  history.list(alone, { reviews: [] });
  history.plant("self-review", alone);
  repository.write("docs/log.txt", "reviewed by a co-author\n");
  const together = await history.commit(
    "Reviewed by its co-author\n\nReviewed-by: Bob <bob@example.test>\nCo-authored-by: Bob <bob@example.test>",
  );
  history.list(together, { reviews: [] });
  history.plant("self-review", together);
  repository.write("docs/log.txt", "reviewed in a trailer\n");
  history.list(await history.commit("Reviewed in a trailer\n\nReviewed-by: Bob <bob@example.test>"), {
    reviews: [],
  });
  await breathe();

  // The list names a merge that the history does not hold.
  history.list("f".repeat(40), { head: "e".repeat(40) });
  history.plant("merge-missing");
};
