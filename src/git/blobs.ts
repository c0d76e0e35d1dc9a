// Contents by object id, many in one process.

import type { Repository } from "./repository.ts";
import { git } from "./run.ts";

/** Contents of the blobs that exist; ids that are missing (shallow or partial clone) are left out. */
export const readBlobs = async (
  repository: Repository,
  oids: Iterable<string>,
): Promise<Map<string, Buffer>> => {
  const wanted = [...new Set(oids)];
  const found = new Map<string, Buffer>();
  if (wanted.length === 0) return found;
  const { stdout } = await git(repository, ["cat-file", "--batch"], { input: `${wanted.join("\n")}\n` });
  let at = 0;
  for (const oid of wanted) {
    const end = stdout.indexOf(10, at);
    const [, type, size] = stdout.subarray(at, end).toString("latin1").split(" ");
    at = end + 1;
    if (type === "missing" || size === undefined) continue;
    const length = Number(size);
    found.set(oid, stdout.subarray(at, at + length));
    at += length + 1;
  }
  return found;
};

/** Writes contents as they are (no filters) and returns their ids in order. */
export const writeBlobs = (repository: Repository, contents: readonly Buffer[]): Promise<string[]> =>
  Promise.all(
    contents.map(async (content) => {
      const { stdout } = await git(repository, ["hash-object", "-w", "--stdin", "--no-filters"], {
        input: content,
      });
      return stdout.toString("latin1").trim();
    }),
  );
