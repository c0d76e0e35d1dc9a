// Results that depend on contents alone, kept by content id in `.git/instride/cache`. Losing it costs time, nothing else.
//
// Whoever can write there can make a result say something else than the content does. So only what a person waits for
// believes it (a commit, status); a judgement that others rely on (verify, in CI and before a push) computes everything.

import { join } from "node:path";
import { localFolder, readLocal, writeLocal } from "./local.ts";
import type { Repository } from "./repository.ts";

/** The same repository, with what earlier runs stored believed. */
export const believing = (repository: Repository): Repository => ({ ...repository, believesCache: true });

/** One cache file: string keys to JSON values. Values that a run does not use are dropped when it saves. */
export class Cache<T> {
  /** Undefined: this run alone remembers. */
  readonly #file: string | undefined;
  readonly #stored: Record<string, T>;
  readonly #used = new Map<string, T>();
  #changed = false;

  private constructor(file: string | undefined, stored: Record<string, T>) {
    this.#file = file;
    this.#stored = stored;
  }

  /** @param name names the file; it holds what makes stored values unusable, such as the version that made them. */
  static async open<T>(repository: Repository, name: string): Promise<Cache<T>> {
    if (repository.believesCache !== true) return new Cache<T>(undefined, {});
    const file = join(localFolder(repository.commonDir), "cache", `${name}.json`);
    const text = await readLocal(file).catch(() => undefined);
    let stored: Record<string, T> = {};
    try {
      if (text !== undefined) stored = JSON.parse(text) as Record<string, T>;
    } catch {
      // A damaged cache is no cache.
    }
    return new Cache(file, stored);
  }

  get(key: string): T | undefined {
    const value = this.#used.get(key) ?? (Object.hasOwn(this.#stored, key) ? this.#stored[key] : undefined);
    if (value !== undefined) this.#used.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.#used.set(key, value);
    this.#changed = true;
  }

  /** Saves what this run read or made. A folder that can't be written is no reason to fail. */
  async save(): Promise<void> {
    if (!this.#changed || this.#file === undefined) return;
    await writeLocal(this.#file, JSON.stringify(Object.fromEntries(this.#used)), false).catch(() => {});
  }
}
