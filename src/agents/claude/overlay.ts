// Files as the agent sees them: what the repository holds, under what it has written so far. Nothing touches the disk.

import { pathProblem, type WriteRules, writeLimits } from "../../safety/paths.ts";
import { findAllSecrets } from "../../safety/secretlint.ts";
import type { ProposedFile } from "../port.ts";

export class Overlay {
  readonly #rules: WriteRules;
  readonly #read: (path: string) => Promise<string | undefined>;
  readonly #written = new Map<string, string>();
  readonly #before = new Map<string, string>();

  constructor(rules: WriteRules, read: (path: string) => Promise<string | undefined>) {
    this.#rules = rules;
    this.#read = read;
  }

  get written(): ReadonlyMap<string, string> {
    return this.#written;
  }

  read(path: string): Promise<string | undefined> {
    const own = this.#written.get(path);
    return own === undefined ? this.#read(path) : Promise.resolve(own);
  }

  /** What is wrong with it, as what was expected; undefined when it was taken. */
  async write(path: string, content: string): Promise<string | undefined> {
    const expected = pathProblem(path, this.#rules);
    if (expected !== undefined) return expected;
    if (Buffer.byteLength(content) > writeLimits.fileBytes)
      return `at most ${writeLimits.fileBytes} bytes in a file`;
    if (!this.#written.has(path) && this.#written.size >= writeLimits.files)
      return `at most ${writeLimits.files} files`;
    const total = [...this.#written].reduce(
      (sum, [name, text]) => sum + (name === path ? 0 : text.length),
      content.length,
    );
    if (total > writeLimits.totalBytes) return `at most ${writeLimits.totalBytes} characters in all`;
    const [secret] = await findAllSecrets(content);
    if (secret !== undefined)
      return `no credential in code (this looks like one: ${secret.kind}); read it from the environment`;
    if (!this.#written.has(path)) {
      const before = await this.#read(path);
      if (before !== undefined) this.#before.set(path, before);
    }
    this.#written.set(path, content);
    return undefined;
  }

  /** Files that differ from the repository, each with what it replaces. */
  proposed(): ProposedFile[] {
    return [...this.#written].flatMap(([path, content]) => {
      const replaces = this.#before.get(path);
      if (replaces === content) return [];
      return [{ path, content, ...(replaces === undefined ? {} : { replaces }) }];
    });
  }
}
