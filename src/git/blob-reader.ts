// One `git cat-file --batch` for as many blobs as anybody asks for, answered in turn; what was read is kept by id
// within a bound, so that memory does not grow with the number of reads.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { Repository } from "./repository.ts";
import { GitError, gitArguments, gitEnvironment } from "./run.ts";

interface Waiting {
  readonly oid: string;
  readonly resolve: (content: Buffer | undefined) => void;
  readonly reject: (error: Error) => void;
}

const keptBytes = 4 * 1024 * 1024;
const args = ["cat-file", "--batch"];

export class BlobReader {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #answered = 0;
  readonly #kept = new Map<string, Promise<Buffer | undefined>>();
  readonly #sizes = new Map<string, number>();
  #bytes = 0;
  #asked = "";
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes that have to be there before the next answer can be whole. */
  #needed = 1;
  #stderr = "";

  constructor(repository: Repository) {
    this.#child = spawn("git", gitArguments(args), {
      cwd: repository.cwd,
      env: gitEnvironment(repository.env),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    this.#child.stdin.on("error", () => {}); // its exit status tells
    this.#child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.#stderr += chunk.toString("utf8");
    });
    this.#child.on("error", (error) => this.#fail(new GitError(args, null, error.message)));
    this.#child.on("close", (status) => this.#fail(new GitError(args, status, this.#stderr)));
  }

  /** Content of a blob; undefined when the repository does not have it. */
  read(oid: string): Promise<Buffer | undefined> {
    const known = this.#kept.get(oid);
    if (known !== undefined) return known;
    const answer = new Promise<Buffer | undefined>((resolve, reject) => {
      this.#waiting.push({ oid, resolve, reject });
    });
    answer.catch(() => {}); // whoever awaits it gets the error; nobody may, when a run ends early
    this.#kept.set(oid, answer);
    if (this.#asked === "") queueMicrotask(() => this.#ask());
    this.#asked += `${oid}\n`;
    return answer;
  }

  /** Contents of the blobs that exist. */
  async readAll(oids: Iterable<string>): Promise<Map<string, Buffer>> {
    const wanted = [...new Set(oids)].map((oid) => [oid, this.read(oid)] as const);
    const found = new Map<string, Buffer>();
    for (const [oid, answer] of wanted) {
      const content = await answer;
      if (content !== undefined) found.set(oid, content);
    }
    return found;
  }

  /** Ends the process. Reads that are not answered yet fail. */
  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  #ask(): void {
    const lines = this.#asked;
    this.#asked = "";
    this.#child.stdin.write(lines);
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (let used = this.#answer(bytes); used > 0; used = this.#answer(bytes)) bytes = bytes.subarray(used);
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#length = bytes.length;
  }

  /** Answers the first read from these bytes; returns how many it took, 0 when they do not hold all of it. */
  #answer(bytes: Buffer): number {
    const end = bytes.indexOf(10);
    if (end === -1) {
      this.#needed = bytes.length + 1;
      return 0;
    }
    const header = bytes.toString("latin1", 0, end);
    const size = / (?:blob|tree|commit|tag) (\d+)$/.exec(header)?.[1];
    const whole = size === undefined ? end + 1 : end + 1 + Number(size) + 1;
    if (bytes.length < whole) {
      this.#needed = whole;
      return 0;
    }
    this.#needed = 1;
    const { oid, resolve } = this.#waiting[this.#answered] as Waiting;
    this.#answered += 1;
    if (this.#answered > 1024) {
      this.#waiting.splice(0, this.#answered);
      this.#answered = 0;
    }
    // A copy: a part of the chunk would keep all of it alive.
    const content = size === undefined ? undefined : Buffer.from(bytes.subarray(end + 1, whole - 1));
    this.#keep(oid, content?.length ?? 0);
    resolve(content);
    return whole;
  }

  #keep(oid: string, size: number): void {
    this.#sizes.set(oid, size + 256);
    this.#bytes += size + 256;
    for (const [oldest, bytes] of this.#sizes) {
      if (this.#bytes <= keptBytes) break;
      this.#sizes.delete(oldest);
      this.#kept.delete(oldest);
      this.#bytes -= bytes;
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(this.#answered)) reject(error);
  }
}
