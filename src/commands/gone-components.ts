// Components that have records and no spec. Where the spec and its model were deleted together, that is an end, and the
// records stay as evidence. Where either is still in the tree, nothing checks it any more: then it is an error.

import { readBlobs } from "../git/blobs.ts";
import type { Repository } from "../git/repository.ts";
import type { TreeEntry } from "../git/trees.ts";
import { compare, type Finding } from "../model/finding.ts";
import { liveClaims } from "../pairing/claims.ts";
import { mayBeSpec, modelPathOf, parseRecordPath, recordsFolder } from "../pairing/files.ts";
import { specBlobs } from "../pairing/inputs.ts";
import { modelNames, specNames } from "../pairing/named.ts";
import type { NamedRecord } from "../pairing/record.ts";
import { readRecords } from "./contents.ts";

export interface GoneComponent {
  readonly id: string;
  readonly records: readonly NamedRecord[];
}

/** What is left of gone components in a tree: path by component id. A model counts before a spec. */
const remainsOf = async (
  repository: Repository,
  gone: readonly GoneComponent[],
  entries: readonly TreeEntry[],
  matched: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> => {
  const models = new Set([...matched].map(modelPathOf));
  const claimed = new Set(gone.flatMap(({ records }) => [...liveClaims(records).keys()]));
  const candidates = entries.filter(({ path }) =>
    /\.threats\.yaml"?$/.test(path)
      ? !models.has(path)
      : claimed.has(path) && mayBeSpec(path) && !matched.has(path),
  );
  const blobs = await readBlobs(
    repository,
    candidates.map(({ oid }) => oid),
  );
  const remains = new Map<string, string>();
  for (const { path, oid } of candidates) {
    const text = blobs.get(oid)?.toString("utf8") ?? "";
    const isModel = !mayBeSpec(path);
    const id = isModel ? modelNames(text) : specNames(text);
    if (id !== undefined && (isModel || !remains.has(id))) remains.set(id, path);
  }
  return remains;
};

/** Errors of {@link goneComponents} in a tree of which nothing else was loaded. */
export const endedUnsaid = async (
  repository: Repository,
  version: string,
  entries: readonly TreeEntry[],
  specs: readonly string[],
): Promise<Finding[]> => {
  const matched = specBlobs(specs, entries);
  const blobs = await readBlobs(
    repository,
    matched.map(({ oid }) => oid),
  );
  const present = new Set(matched.map(({ oid }) => specNames(blobs.get(oid)?.toString("utf8") ?? "")));
  const without = entries.filter(({ path }) => {
    const named = parseRecordPath(path);
    return named !== undefined && !present.has(named.component);
  });
  const gone = [...(await readRecords(repository, version, without))].map(([id, { records }]) => ({
    id,
    records,
  }));
  const paths = new Set(matched.map(({ path }) => path));
  return (await goneComponents(repository, gone, entries, paths)).filter(
    ({ severity }) => severity === "error",
  );
};

/** @param matched paths of the specs that the config's globs match */
export const goneComponents = async (
  repository: Repository,
  gone: readonly GoneComponent[],
  entries: readonly TreeEntry[],
  matched: ReadonlySet<string>,
): Promise<Finding[]> => {
  if (gone.length === 0) return [];
  const remains = await remainsOf(repository, gone, entries, matched);
  return [...gone]
    .sort((a, b) => compare(a.id, b.id))
    .map(({ id }): Finding => {
      const path = remains.get(id);
      return path === undefined
        ? {
            code: "component-gone",
            severity: "info",
            at: { path: `${recordsFolder}/${id}` },
            message: `Records of \`${id}\` have no spec any more; they stay as evidence of what was`,
          }
        : {
            code: "component-gone",
            severity: "error",
            at: { path },
            message: `Unexpected end of \`${id}\`, whose spec is no longer matched by config.specs, expected a spec with this id among them, or neither its spec nor its threat model in the tree`,
            next: "widen `specs` in instride.config.json, or delete the spec and its threat model together",
          };
    });
};
