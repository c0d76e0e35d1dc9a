// Parses `git log --raw -z` as it arrives. Paths stay bytes until each is whole.

import { decodePath } from "./paths.ts";

export interface LoggedChange {
  readonly path: string;
  /** What the path holds after the commit; undefined: nothing. */
  readonly entry: { readonly mode: string; readonly oid: string } | undefined;
}

export interface LoggedCommit {
  readonly id: string;
  readonly parents: readonly string[];
  /** The committer's own claim, seconds since 1970. */
  readonly committed: number;
  /** Against the first parent; against nothing for a root. */
  readonly changes: readonly LoggedChange[];
}

/** The header that `LogParser` reads. It never begins with a colon, as lines of changes do. */
export const logFormat = "--format=%H %ct %P";

const newline = 10;
const colon = 58;

const zero = 48;
const modes = new Map<string, string>();

/**
 * A change: a line `:old-mode new-mode old-oid new-oid status`, then the path.
 * @param at where the line's colon stands @param middle where the line ends @param end where the path ends
 */
export const readRawChange = (bytes: Buffer, at: number, middle: number, end: number): LoggedChange => {
  const path = decodePath(bytes.subarray(middle + 1, end));
  if (bytes[at + 8] === zero) return { path, entry: undefined };
  const read = bytes.toString("latin1", at + 8, at + 14);
  const mode = modes.get(read) ?? read; // one string for all entries, not one each
  if (mode === read) modes.set(read, mode);
  const length = (middle - at - 18) / 2;
  return { path, entry: { mode, oid: bytes.toString("latin1", at + 16 + length, at + 16 + 2 * length) } };
};

export class LogParser {
  #rest: Buffer = Buffer.alloc(0);
  #commit: { id: string; parents: string[]; committed: number; changes: LoggedChange[] } | undefined;

  /** Takes the next bytes and returns the commits that are complete. */
  push(chunk: Buffer): LoggedCommit[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const done: LoggedCommit[] = [];
    let start = 0;
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
      while (bytes[start] === newline) start += 1;
      if (bytes[start] === colon) {
        const pathEnd = bytes.indexOf(0, end + 1);
        if (pathEnd === -1) break;
        this.#commit?.changes.push(readRawChange(bytes, start, end, pathEnd));
        start = pathEnd + 1;
        continue;
      }
      this.#begin(bytes.toString("latin1", start, end), done);
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    return done;
  }

  /** The last commit, once there are no more bytes. */
  end(): LoggedCommit[] {
    const done: LoggedCommit[] = [];
    const header = this.#rest.toString("latin1").trim();
    if (header !== "") this.#begin(header, done);
    if (this.#commit !== undefined) done.push(this.#commit);
    this.#commit = undefined;
    this.#rest = Buffer.alloc(0);
    return done;
  }

  #begin(header: string, done: LoggedCommit[]): void {
    if (header === "") return;
    if (this.#commit !== undefined) done.push(this.#commit);
    const [id, committed, ...parents] = header.trimEnd().split(" ") as [string, string, ...string[]];
    this.#commit = { id, parents, committed: Number(committed), changes: [] };
  }
}
