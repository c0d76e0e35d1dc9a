// One `git cat-file` for as many blobs as anybody asks for, answered in turn; what was read is kept by id within a
// bound, so that memory does not grow with the number of reads.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { Repository } from "./repository.ts";
import { GitError, gitArguments, gitEnvironment } from "./run.ts";

interface Waiting {
  readonly oid: string;
  readonly resolve: (content: Buffer | undefined) => void;
  readonly reject: (error: Error) => void;
}

const keptBytes = 4 * 1024 * 1024;

/** How git is asked: in batches where it can (2.36), since being woken for each answer costs more than the answer. */
const ways = [
  {
    args: ["cat-file", "--batch-command", "--buffer"],
    question: (oids: readonly string[]): string =>
      `${oids.map((oid) => `contents ${oid}\n`).join("")}flush\n`,
  },
  { args: ["cat-file", "--batch"], question: (oids: readonly string[]): string => `${oids.join("\n")}\n` },
] as const;
type Way = (typeof ways)[number];

/** git's exit code for an option that it does not know. */
const unknownOption = 129;

export class BlobReader {
  readonly #repository: Repository;
  #way: Way = ways[0];
  #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #answered = 0;
  readonly #kept = new Map<string, Promise<Buffer | undefined>>();
  readonly #sizes = new Map<string, number>();
  #bytes = 0;
  #asked: string[] = [];
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes that have to be there before the next answer can be whole. */
  #needed = 1;
  #stderr = "";

  constructor(repository: Repository) {
    this.#repository = repository;
    this.#child = this.#start();
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
    if (this.#asked.length === 0) queueMicrotask(() => this.#ask());
    this.#asked.push(oid);
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

  #start(): ChildProcessWithoutNullStreams {
    const { args } = this.#way;
    const child = spawn("git", gitArguments(args), {
      cwd: this.#repository.cwd,
      env: gitEnvironment(this.#repository.env),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    child.stdin.on("error", () => {}); // its exit status tells
    child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      this.#stderr += chunk.toString("utf8");
    });
    child.on("error", (error) => this.#fail(new GitError(args, null, error.message)));
    child.on("close", (status) => {
      if (status === unknownOption && this.#way === ways[0]) this.#startOver();
      else this.#fail(new GitError(args, status, this.#stderr));
    });
    return child;
  }

  /** Asks again, as a git that is older is asked. */
  #startOver(): void {
    this.#way = ways[1];
    this.#stderr = "";
    this.#asked = []; // among those that wait
    this.#child = this.#start();
    const oids = this.#waiting.slice(this.#answered).map(({ oid }) => oid);
    if (oids.length > 0) this.#child.stdin.write(this.#way.question(oids));
  }

  #ask(): void {
    const oids = this.#asked;
    if (oids.length === 0) return;
    this.#asked = [];
    this.#child.stdin.write(this.#way.question(oids));
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
