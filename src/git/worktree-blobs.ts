// Contents of the work tree under the ids that git would give them. Git's object database gets those alone that
// somebody reads: what nobody added is not to be found there after the file is gone.

import type { Repository } from "./repository.ts";
import { gitText } from "./run.ts";

/** A file was written between the look at its id and the reading of its content. */
export class ChangedMeanwhile extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`'${path}' changed while it was read`);
    this.name = "ChangedMeanwhile";
    this.path = path;
  }
}

/** Ids of files as `git add` would store them, in the order of the paths, which are in git's own quoted form. */
const hashPaths = async (
  repository: Repository,
  paths: readonly string[],
  store: boolean,
): Promise<string[]> => {
  if (paths.length === 0) return [];
  const args = ["hash-object", ...(store ? ["-w"] : []), "--stdin-paths"];
  return (await gitText(repository, args, { input: `${paths.join("\n")}\n` })).split("\n");
};

/** By root of a work tree: the files of all looks of this process by their ids, as far as nobody read them. */
const looks = new Map<string, Map<string, string>>();

/** Ids of these files of the work tree; `readBlobs` knows their contents. */
export const lookAt = async (repository: Repository, paths: readonly string[]): Promise<string[]> => {
  const oids = await hashPaths(repository, paths, false);
  const look = looks.get(repository.root) ?? new Map<string, string>();
  looks.set(repository.root, look);
  for (const [at, oid] of oids.entries()) look.set(oid, paths[at] as string);
  return oids;
};

/**
 * Stores what is among these ids and only the work tree is known to hold.
 * @throws ChangedMeanwhile
 */
export const storeLookedAt = async (repository: Repository, oids: readonly string[]): Promise<void> => {
  const look = looks.get(repository.root);
  if (look === undefined) return;
  const found = oids.flatMap((oid) => {
    const path = look.get(oid);
    return path === undefined ? [] : [{ oid, path }];
  });
  const stored = await hashPaths(
    repository,
    found.map(({ path }) => path),
    true,
  );
  for (const [at, { oid, path }] of found.entries()) {
    if (stored[at] !== oid) throw new ChangedMeanwhile(path);
    look.delete(oid);
  }
};
