// What a tree holds: paths, modes and blob ids, read from the index, from a commit, or from the work tree.

import { access, constants, lstat, readlink } from "node:fs/promises";
import { writeBlobs } from "./blobs.ts";
import { indexListing } from "./index-listing.ts";
import { decodePath, encodePath, splitNul } from "./paths.ts";
import type { Repository } from "./repository.ts";
import { git } from "./run.ts";
import { lookAt } from "./worktree-blobs.ts";

export interface TreeEntry {
  readonly path: string;
  /** `100644`, `100755`, `120000` (symbolic link) or `160000` (submodule). */
  readonly mode: string;
  readonly oid: string;
}

export interface IndexListing {
  readonly entries: readonly TreeEntry[];
  /** Paths with more than one stage: a merge is not resolved. */
  readonly conflicted: readonly string[];
}

const emptyBlob =
  /^(?:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391|473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813)$/;

/**
 * `:(glob)`-style pathspecs are taken as they are. An empty list means everything.
 * @param listed what git printed for `indexListing` a moment ago; left out: git is asked
 */
export const listIndex = async (
  repository: Repository,
  pathspecs: readonly string[] = [],
  listed?: Buffer,
): Promise<IndexListing> => {
  const args = pathspecs.length > 0 ? [...indexListing, "--", ...pathspecs] : indexListing;
  const entries: TreeEntry[] = [];
  const conflicted = new Set<string>();
  const empty: string[] = [];
  for (const part of splitNul(listed ?? (await git(repository, args)).stdout)) {
    const tab = part.indexOf(9);
    const [mode, oid, stage] = part.subarray(0, tab).toString("latin1").split(" ") as [
      string,
      string,
      string,
    ];
    const path = decodePath(part.subarray(tab + 1));
    if (stage !== "0") conflicted.add(path);
    else {
      entries.push({ path, mode, oid });
      if (emptyBlob.test(oid)) empty.push(path);
    }
  }
  const intended = empty.length === 0 ? undefined : await intentToAdd(repository);
  return {
    entries: intended === undefined ? entries : entries.filter((entry) => !intended.has(entry.path)),
    conflicted: [...conflicted].sort(),
  };
};

/** Paths added with `git add -N`: the next commit will not hold them. */
const intentToAdd = async (repository: Repository): Promise<ReadonlySet<string>> => {
  const { stdout } = await git(repository, ["diff-files", "--name-only", "--diff-filter=A", "-z"]);
  return new Set(splitNul(stdout).map(decodePath));
};

/** @throws GitError when the revision does not name a commit or tree. */
export const listCommit = async (repository: Repository, revision: string): Promise<readonly TreeEntry[]> => {
  const { stdout } = await git(repository, ["ls-tree", "-r", "-z", "--full-tree", revision]);
  return splitNul(stdout).map((part) => {
    const tab = part.indexOf(9);
    const [mode, , oid] = part.subarray(0, tab).toString("latin1").split(" ") as [string, string, string];
    return { path: decodePath(part.subarray(tab + 1)), mode, oid };
  });
};

const regularFile = "100644";
const symbolicLink = "120000";

/**
 * What git could store of these paths: files that can be read, and links by their text. Folders (repositories of their
 * own), sockets and unreadable files are left out.
 */
const sorted = async (
  root: string,
  paths: Iterable<string>,
): Promise<{ files: string[]; links: { path: string; text: Buffer }[] }> => {
  const files: string[] = [];
  const links: { path: string; text: Buffer }[] = [];
  for (const path of [...paths].sort()) {
    const file = Buffer.concat([Buffer.from(`${root}/`), encodePath(path)]);
    try {
      const info = await lstat(file);
      if (info.isSymbolicLink()) links.push({ path, text: await readlink(file, "buffer") });
      else if (info.isFile()) {
        await access(file, constants.R_OK);
        files.push(path);
      }
    } catch {
      // Gone since git listed it, or not to be read: nothing that a commit could hold.
    }
  }
  return { files, links };
};

/**
 * The index, with what the work tree holds laid over it: edited and untracked files (ignored ones left out), as
 * `git add -A` would store them. The index is not touched, and no file is stored before somebody reads its blob.
 */
export const listWorktree = async (
  repository: Repository,
  pathspecs: readonly string[] = [],
): Promise<IndexListing> => {
  const index = await listIndex(repository, pathspecs);
  const limit = pathspecs.length > 0 ? ["--", ...pathspecs] : [];
  const [edited, untracked] = await Promise.all([
    git(repository, ["diff-files", "--name-status", "-z", ...limit]),
    git(repository, ["ls-files", "-o", "--exclude-standard", "-z", "--full-name", ...limit]),
  ]);
  const gone = new Set<string>();
  const touched = new Set<string>(splitNul(untracked.stdout).map(decodePath));
  const parts = splitNul(edited.stdout);
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const path = decodePath(parts[at + 1] as Buffer);
    if ((parts[at] as Buffer).toString("latin1").startsWith("D")) gone.add(path);
    else touched.add(path);
  }
  const modes = new Map(index.entries.map((entry) => [entry.path, entry.mode]));
  const { files, links } = await sorted(repository.root, touched);
  const oids = await lookAt(repository, files);
  const linkOids = await writeBlobs(
    repository,
    links.map(({ text }) => text),
  );
  const modeOf = (path: string): string => {
    const mode = modes.get(path) ?? regularFile;
    // Where links can't be made, git keeps a link as a file that holds its text.
    return mode === symbolicLink && process.platform !== "win32" ? regularFile : mode;
  };
  const laid: TreeEntry[] = [
    ...files.map((path, at) => ({ path, mode: modeOf(path), oid: oids[at] as string })),
    ...links.map(({ path }, at) => ({ path, mode: symbolicLink, oid: linkOids[at] as string })),
  ];
  const laidOver = new Set(laid.map(({ path }) => path));
  const kept = index.entries.filter((entry) => !gone.has(entry.path) && !laidOver.has(entry.path));
  return {
    entries: [...kept, ...laid].sort((a, b) => Buffer.compare(encodePath(a.path), encodePath(b.path))),
    conflicted: index.conflicted,
  };
};
