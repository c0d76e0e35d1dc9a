// Contents by object id. One `git cat-file --batch` serves a repository for as long as this process lives: starting
// git costs more than reading what a commit needs.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { join } from "node:path";
import { localFolder, temporaryName } from "./local.ts";
import type { Repository } from "./repository.ts";
import { GitError, git, gitArguments, gitEnvironment } from "./run.ts";
import { storeLookedAt } from "./worktree-blobs.ts";

interface Pending {
  readonly oids: readonly string[];
  readonly found: Map<string, Buffer>;
  readonly resolve: (found: Map<string, Buffer>) => void;
  readonly reject: (error: Error) => void;
}

/** Reads answers of the batch in the order of the questions. Idle, it keeps neither this process nor git waiting. */
class BlobReader {
  readonly #child: ChildProcessWithoutNullStreams;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes that must be there before the next answer can be complete. */
  #needed = 1;
  #queue: Pending[] = [];
  #at = 0;
  closed = false;

  constructor(repository: Repository) {
    this.#child = spawn("git", gitArguments(["cat-file", "--batch"]), {
      cwd: repository.cwd,
      env: gitEnvironment(repository.env),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    let said = "";
    this.#child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
    this.#child.stdout.on("data", (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      if (this.#size >= this.#needed) this.#read();
    });
    const fail = (status: number | null, text: string): void => {
      this.closed = true;
      for (const { reject } of this.#queue) reject(new GitError(["cat-file", "--batch"], status, text));
      this.#queue = [];
    };
    this.#child.on("error", (error) => fail(null, error.message));
    this.#child.on("close", (status) => fail(status, said));
    this.#child.stdin.on("error", () => {});
    this.#hold(false);
  }

  #hold(on: boolean): void {
    const how = on ? "ref" : "unref";
    this.#child[how]();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr])
      (stream as Socket)[how]?.();
  }

  request(oids: readonly string[]): Promise<Map<string, Buffer>> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ oids, found: new Map(), resolve, reject });
      this.#hold(true);
      this.#child.stdin.write(`${oids.join("\n")}\n`);
    });
  }

  #read(): void {
    let data =
      this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks, this.#size);
    let pending = this.#queue[0];
    this.#needed = 1;
    while (pending !== undefined) {
      const end = data.indexOf(10);
      if (end === -1) break;
      const [, type, size] = data.subarray(0, end).toString("latin1").split(" ");
      const length = type === "missing" || size === undefined ? 0 : Number(size) + 1;
      if (data.length < end + 1 + length) {
        this.#needed = end + 1 + length;
        break;
      }
      if (length > 0)
        pending.found.set(pending.oids[this.#at] as string, data.subarray(end + 1, end + length));
      data = data.subarray(end + 1 + length);
      this.#at += 1;
      if (this.#at === pending.oids.length) {
        this.#queue.shift();
        this.#at = 0;
        pending.resolve(pending.found);
        pending = this.#queue[0];
      }
    }
    this.#chunks = data.length > 0 ? [data] : [];
    this.#size = data.length;
    if (this.#queue.length === 0) this.#hold(false);
  }
}

const readers = new WeakMap<Repository, BlobReader>();

/**
 * Contents of the blobs that exist; ids that are missing (shallow or partial clone) are left out.
 * @throws GitError when git ends while it still owes an answer; ChangedMeanwhile
 */
export const readBlobs = async (
  repository: Repository,
  oids: Iterable<string>,
): Promise<Map<string, Buffer>> => {
  const wanted = [...new Set(oids)];
  if (wanted.length === 0) return new Map();
  await storeLookedAt(repository, wanted);
  let reader = readers.get(repository);
  if (reader === undefined || reader.closed) {
    reader = new BlobReader(repository);
    readers.set(repository, reader);
  }
  return reader.request(wanted);
};

const storing = ["hash-object", "-w", "--no-filters"];

/** One process for each content: for folders whose names can't be said in a list of paths. */
const writeOneByOne = (repository: Repository, contents: readonly Buffer[]): Promise<string[]> =>
  Promise.all(
    contents.map(async (content) => {
      const { stdout } = await git(repository, [...storing, "--stdin"], { input: content });
      return stdout.toString("latin1").trim();
    }),
  );

/** Writes contents as they are (no filters) and returns their ids in order. */
export const writeBlobs = async (repository: Repository, contents: readonly Buffer[]): Promise<string[]> => {
  const folder = localFolder(repository.gitDir);
  if (contents.length < 2 || /[\n"]/.test(folder)) return writeOneByOne(repository, contents);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = contents.map(() => temporaryName(join(folder, "blob")));
  try {
    await Promise.all(files.map((file, at) => writeFile(file, contents[at] as Buffer, { mode: 0o600 })));
    const { stdout } = await git(repository, [...storing, "--stdin-paths"], { input: files.join("\n") });
    return stdout.toString("latin1").trim().split("\n");
  } finally {
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }
};
