// All that other tools keep of the conversations in which this code was written. Read-only.

import type { Repository } from "../../git/repository.ts";
import { findEntire, readEntire } from "./entire.ts";
import type { ForeignContext, ForeignSource, FoundContext } from "./foreign-context.ts";
import { findGitAi, readGitAi } from "./git-ai.ts";
import { findSpecStory, readSpecStory } from "./specstory.ts";

export type { ForeignContext, ForeignSource, FoundContext } from "./foreign-context.ts";

interface Adapter {
  readonly find: (repository: Repository) => Promise<FoundContext[]>;
  readonly read: (repository: Repository, id: string) => Promise<ForeignContext | undefined>;
}

const adapters: Readonly<Record<ForeignSource, Adapter>> = {
  entire: { find: findEntire, read: readEntire },
  "git-ai": { find: findGitAi, read: readGitAi },
  specstory: { find: findSpecStory, read: readSpecStory },
};

/** What there is, one source after the other, each newest first. */
export const findContexts = async (repository: Repository): Promise<FoundContext[]> =>
  (await Promise.all(Object.values(adapters).map(({ find }) => find(repository)))).flat();

/** @param name `entire:01J…`, as {@link nameOf} gives it; undefined when there is no such context */
export const readContext = async (
  repository: Repository,
  name: string,
): Promise<ForeignContext | undefined> => {
  const [, source = "", id = ""] = /^([a-z-]+):(.+)$/s.exec(name) ?? [];
  return Object.hasOwn(adapters, source) ? adapters[source as ForeignSource].read(repository, id) : undefined;
};

export const nameOf = ({ source, id }: FoundContext): string => `${source}:${id}`;
