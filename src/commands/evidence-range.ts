// START..END of a package: revisions and tags, never dates, both kept by full id.

import type { EndOfRange } from "../evidence/types.ts";
import { firstParents, isAncestor } from "../git/commit-facts.ts";
import { commitOf, shallowCommits } from "../git/history.ts";
import type { Repository } from "../git/repository.ts";
import { gitText } from "../git/run.ts";
import { UserError } from "./outcome.ts";

export interface EvidenceRange {
  readonly start: EndOfRange;
  readonly end: EndOfRange;
  readonly firstParent: boolean;
  /** START is part of END's history. */
  readonly connected: boolean;
}

const endOf = async (repository: Repository, revision: string): Promise<EndOfRange> => {
  // `main@{yesterday}` is a date, and the reflog is this machine's alone.
  if (revision.includes("@{") || revision.includes(":/") || revision.startsWith("-"))
    throw new UserError(`'${revision}' is no revision that means the same on every machine`, {
      next: "name a tag, a branch or a commit id: instride evidence v1.0..v1.1",
    });
  const commit = await commitOf(repository, revision);
  if (commit === undefined)
    throw new UserError(`unknown revision '${revision}'`, {
      next: /^\d{4}-\d{2}-\d{2}/.test(revision)
        ? "a period is named by commits, not by dates: dates of commits are claims that anyone can forge; name the tags at its ends"
        : "git log --oneline --all lists what there is",
    });
  return { revision, commit, tree: await gitText(repository, ["rev-parse", `${commit}^{tree}`]) };
};

/** `git patch-id --verbatim` came with 2.39, `git merge-tree --write-tree` shortly before. */
const demandGit = async (repository: Repository): Promise<void> => {
  const said = await gitText(repository, ["--version"]);
  const [major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(said)?.slice(1).map(Number) ?? [];
  if (major < 2 || (major === 2 && minor < 39))
    throw new UserError(`evidence needs git 2.39 or later, this is ${said}`, { next: "install a newer git" });
};

/** @throws UserError when the range can't be read, means nothing here, or a shallow clone has cut it */
export const evidenceRange = async (repository: Repository, range: string): Promise<EvidenceRange> => {
  await demandGit(repository);
  const match = /^(.+?)\.\.(?!\.)(.+)$/.exec(range);
  if (match === null)
    throw new UserError(`'${range}' names no period`, {
      next: "name both ends: instride evidence v1.0..v1.1",
    });
  const [start, end] = [
    await endOf(repository, match[1] as string),
    await endOf(repository, match[2] as string),
  ];
  if (start.commit === end.commit)
    throw new UserError(`${range} holds no commit: both ends are ${start.commit.slice(0, 12)}`, {
      next: "name the end of the last period and the end of this one",
    });
  const shallow = await shallowCommits(repository);
  if (shallow.size > 0)
    throw new UserError("this clone is shallow: nothing made from it could be complete", {
      next: "git fetch --unshallow, or in CI fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab)",
    });
  const connected = await isAncestor(repository, start.commit, end.commit);
  const onChain = connected && (await firstParents(repository, end.commit)).includes(start.commit);
  return { start, end, firstParent: onChain || !connected, connected };
};
