// What people write for a range of commits, and clear words where it can't be followed.

import {
  type CommitRange,
  commitOf,
  nearestTag,
  type RangeSurvey,
  shallowCommits,
  surveyRange,
} from "../git/history.ts";
import type { Repository } from "../git/repository.ts";
import { UserError } from "./outcome.ts";

export interface RangeOptions {
  /** `A..B`, or one revision. */
  readonly revision?: string;
  readonly firstParent: boolean;
  /** Since the nearest tag; a text limits which tags count, as a glob. */
  readonly sinceTag?: string | true;
}

export interface NamedRange extends CommitRange {
  /** As people know it: `v1.2.0..HEAD`. */
  readonly label: string;
  /** The tip as people know it. */
  readonly tip: string;
}

/** What gives a shallow clone its whole history. */
export const deepen = "git fetch --unshallow, or in CI fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab)";

const isShallow = async (repository: Repository): Promise<boolean> =>
  (await shallowCommits(repository)).size > 0;

/** What to tell whoever named a revision that is not here. */
export const unknownRevision = async (repository: Repository, revision: string): Promise<UserError> => {
  if (await isShallow(repository))
    return new UserError(`unknown revision '${revision}': this clone is shallow and may lack it`, {
      next: deepen,
    });
  if (revision === "HEAD") return new UserError("there is no commit here yet", { next: "git commit" });
  return new UserError(`unknown revision '${revision}'`, {
    next: "git log --oneline --all lists what there is",
  });
};

const resolve = async (repository: Repository, revision: string): Promise<string> => {
  const commit = await commitOf(repository, revision);
  if (commit !== undefined) return commit;
  throw await unknownRevision(repository, revision);
};

/** @throws UserError when a name means nothing here */
export const resolveRange = async (repository: Repository, options: RangeOptions): Promise<NamedRange> => {
  const { revision = "HEAD", firstParent, sinceTag } = options;
  if (revision.includes("..."))
    throw new UserError(`'${revision}' has three dots, expected two`, {
      next: `instride verify ${revision.replace("...", "..")}`,
    });
  const dots = revision.indexOf("..");
  if (dots !== -1 && sinceTag !== undefined)
    throw new UserError("a range and --since-tag exclude each other", { next: "leave one of them out" });
  if (dots !== -1) {
    const from = revision.slice(0, dots) || "HEAD";
    const tip = revision.slice(dots + 2) || "HEAD";
    const label = `${from}..${tip}`;
    const [start, to] = await Promise.all([resolve(repository, from), resolve(repository, tip)]);
    return { from: start, to, firstParent, label, tip };
  }
  const to = await resolve(repository, revision);
  if (sinceTag === undefined) return { from: undefined, to, firstParent, label: revision, tip: revision };
  const pattern = sinceTag === true ? undefined : sinceTag;
  const tag = await nearestTag(repository, to, pattern);
  if (tag === undefined)
    throw new UserError(`no tag${pattern === undefined ? "" : ` like '${pattern}'`} leads to '${revision}'`, {
      next: (await isShallow(repository))
        ? `this clone is shallow: ${deepen}`
        : "git tag lists what there is",
    });
  const label = `${tag}..${revision}`;
  return { from: await resolve(repository, tag), to, firstParent, label, tip: revision };
};

/** Counts the range. @throws UserError when a shallow clone has cut it */
export const surveyed = async (repository: Repository, range: NamedRange): Promise<RangeSurvey> => {
  const survey = await surveyRange(repository, range);
  const [cut] = survey.cut;
  if (cut !== undefined)
    throw new UserError(
      `this clone is shallow: the history of ${range.label} is cut off at ${cut.slice(0, 12)}, so it can't be checked`,
      { next: deepen },
    );
  return survey;
};
