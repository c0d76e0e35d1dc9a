// Agent contexts in `.git/instride/contexts/<component>/<id>.jsonl`: shared by work trees, 0600, one writer at a time, capped
// in size, and only ever added to.

import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Context, contextOf, redacted } from "../agents/context/context.ts";
import { chain, type Entry, type EntryBody, printEntry, readEntries } from "../agents/context/entry.ts";
import type { ContextStore } from "../agents/context/store.ts";
import { localFolder, readLocal, writeLocal } from "./local.ts";
import type { Repository } from "./repository.ts";
import { git, gitText } from "./run.ts";

/** Bytes of one context, and of all contexts of a component; beyond them a new one is begun and the oldest go. */
export const contextLimits = { file: 16 * 1024 * 1024, component: 64 * 1024 * 1024 } as const;

/** A lock this old belongs to nobody: entries are written in well under a second. */
const staleAfter = 60_000;
const waitFor = 10_000;

export const contextsFolder = (repository: Repository): string =>
  join(localFolder(repository.commonDir), "contexts");

const folderOf = (repository: Repository, component: string): string => {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}-]*$/u.test(component)) throw new Error(`'${component}' is no component id`);
  return join(contextsFolder(repository), component);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const isStale = async (lock: string): Promise<boolean> => {
  try {
    const text = (await readLocal(lock)) ?? "";
    const { mtimeMs } = await stat(lock);
    const [pid, host] = text.split(" ");
    if (host === hostname() && pid !== undefined && /^\d+$/.test(pid)) return !isAlive(Number(pid));
    return Date.now() - mtimeMs > staleAfter;
  } catch {
    return false; // it has just gone
  }
};

/** Runs `work` as the only writer of the folder. A lock whose process has died is taken over. */
const locked = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  const lock = join(folder, "lock");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const until = Date.now() + waitFor;
  for (;;) {
    try {
      const handle = await open(lock, "wx", 0o600);
      await handle.writeFile(`${process.pid} ${hostname()}`);
      await handle.close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (await isStale(lock)) {
      // Renamed first, so that of two that find it stale only one goes on to remove it.
      const aside = `${lock}.${process.pid}`;
      await rename(lock, aside).catch(() => {});
      await rm(aside, { force: true });
      continue;
    }
    if (Date.now() > until)
      throw new Error(`another instride holds '${lock}'; remove it when none is running`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
};

export interface StoredContext {
  readonly component: string;
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changed: number;
}

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};

/** All stored contexts of a component, or of all, newest first. */
export const listContexts = async (repository: Repository, component?: string): Promise<StoredContext[]> => {
  const components = component === undefined ? await namesIn(contextsFolder(repository)) : [component];
  const found: StoredContext[] = [];
  for (const each of components)
    for (const name of await namesIn(folderOf(repository, each))) {
      const id = /^([0-9a-f]{12})\.jsonl$/.exec(name)?.[1];
      if (id === undefined) continue;
      const file = join(folderOf(repository, each), name);
      const { size, mtimeMs } = await stat(file);
      found.push({ component: each, id, file, bytes: size, changed: mtimeMs });
    }
  return found.sort((a, b) => b.changed - a.changed || (a.id < b.id ? -1 : 1));
};

export interface LoadedContext {
  readonly context?: Context;
  readonly entries: readonly Entry[];
  readonly damage?: string;
}

export const loadContext = async (stored: Pick<StoredContext, "file">): Promise<LoadedContext> => {
  const { entries, damage } = readEntries((await readLocal(stored.file)) ?? "");
  const context = contextOf(entries);
  return {
    entries,
    ...(context === undefined ? {} : { context }),
    ...(damage === undefined ? {} : { damage }),
  };
};

const addTo = async (file: string, entries: readonly Entry[]): Promise<void> => {
  const handle = await open(file, "a", 0o600);
  try {
    await handle.writeFile(entries.map(printEntry).join(""));
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Removes all but the newest contexts that fit; returns what went. */
export const pruneContexts = async (
  repository: Repository,
  component: string,
  keep: { readonly bytes?: number; readonly contexts?: number },
): Promise<StoredContext[]> => {
  let bytes = 0;
  const gone: StoredContext[] = [];
  for (const [index, stored] of (await listContexts(repository, component)).entries()) {
    bytes += stored.bytes;
    const isOver = bytes > (keep.bytes ?? Number.POSITIVE_INFINITY);
    if ((isOver && index > 0) || index >= (keep.contexts ?? Number.POSITIVE_INFINITY)) gone.push(stored);
  }
  for (const { file } of gone) await rm(file, { force: true });
  return gone;
};

/** The store of a repository. `now` is the clock that entries are dated by. */
export const contextStore = (repository: Repository, now: () => number): ContextStore => ({
  latest: async (component) => {
    for (const stored of await listContexts(repository, component)) {
      const { context, damage } = await loadContext(stored);
      if (context !== undefined && damage === undefined) return context;
    }
    return undefined;
  },
  append: (component, bodies, id) => {
    const folder = folderOf(repository, component);
    return locked(folder, async () => {
      const at = new Date(now()).toISOString();
      if (id === undefined) {
        const entries = chain(bodies, at);
        const context = contextOf(entries);
        if (context === undefined) throw new Error("a context begins with its opening");
        await writeLocal(join(folder, `${context.id}.jsonl`), entries.map(printEntry).join(""));
        await pruneContexts(repository, component, { bytes: contextLimits.component });
        return context;
      }
      const file = join(folder, `${id}.jsonl`);
      const text = await readLocal(file);
      if (text === undefined) throw new Error(`context ${id} of '${component}' is gone`);
      const { entries, damage } = readEntries(text);
      const last = entries.at(-1);
      if (damage !== undefined || last === undefined)
        throw new Error(`context ${id} of '${component}' is damaged: ${damage ?? "it is empty"}`);
      if (Buffer.byteLength(text) > contextLimits.file)
        throw new Error(`context ${id} of '${component}' is full; instride context prune ${component}`);
      const added = chain(bodies, at, last);
      // A line that was cut off by a crash is ended first, and read as what it is: nothing.
      if (!text.endsWith("\n")) await writeLocal(file, entries.map(printEntry).join(""));
      await addTo(file, added);
      const context = contextOf([...entries, ...added]);
      if (context === undefined) throw new Error(`context ${id} of '${component}' is damaged`);
      return context;
    });
  },
});

const refOf = (component: string): string => `refs/instride/contexts/${component}`;

/** Writes a component's contexts, without credentials, as a commit under `refs/instride/contexts/`. */
export const exportToRef = async (repository: Repository, component: string): Promise<string | undefined> => {
  const rows: string[] = [];
  for (const stored of await listContexts(repository, component)) {
    const { entries, damage } = await loadContext(stored);
    if (damage !== undefined || entries.length === 0) continue;
    const oid = await gitText(repository, ["hash-object", "-w", "--stdin"], {
      input: (await redacted(entries)).map(printEntry).join(""),
    });
    rows.push(`100644 blob ${oid}\t${stored.id}.jsonl`);
  }
  if (rows.length === 0) return undefined;
  const tree = await gitText(repository, ["mktree"], { input: `${rows.sort().join("\n")}\n` });
  const before = await git(repository, ["rev-parse", "--verify", "--quiet", refOf(component)], {
    allow: [1],
  });
  const parent = before.stdout.toString("utf8").trim();
  const commit = await gitText(repository, [
    "commit-tree",
    tree,
    ...(parent === "" ? [] : ["-p", parent]),
    "-m",
    `Agent contexts of ${component}`,
  ]);
  await git(repository, ["update-ref", refOf(component), commit]);
  return refOf(component);
};

/** Contexts that a fetched ref holds and this machine lacks. Returns their ids. */
export const importFromRef = async (repository: Repository, component: string): Promise<string[]> => {
  const listing = await git(repository, ["ls-tree", "-z", refOf(component)], { allow: [128] });
  const taken: string[] = [];
  for (const row of listing.stdout.toString("utf8").split("\0")) {
    const [, oid, name] = /^100644 blob ([0-9a-f]+)\t([0-9a-f]{12})\.jsonl$/.exec(row) ?? [];
    if (oid === undefined || name === undefined) continue;
    const file = join(folderOf(repository, component), `${name}.jsonl`);
    if ((await readLocal(file)) !== undefined) continue;
    const { stdout } = await git(repository, ["cat-file", "blob", oid]);
    const { entries, damage } = readEntries(stdout.toString("utf8"));
    const last = entries.at(-1);
    if (damage !== undefined || last === undefined || contextOf(entries)?.opening.component !== component)
      continue;
    const sealed: EntryBody = { kind: "sealed", reason: "it came from another machine", origin: last.digest };
    await writeLocal(file, [...entries, ...chain([sealed], last.at, last)].map(printEntry).join(""));
    taken.push(name);
  }
  return taken;
};

/** Sends the refs of these components to a remote. @throws GitError */
export const pushContexts = async (
  repository: Repository,
  remote: string,
  components: readonly string[],
): Promise<void> => {
  const specs = components.map((component) => `+${refOf(component)}:${refOf(component)}`);
  await git(repository, ["push", "--no-verify", "--", remote, ...specs]);
};

/** Fetches every context ref of a remote; returns the components that have one. @throws GitError */
export const fetchContexts = async (repository: Repository, remote: string): Promise<string[]> => {
  await git(repository, [
    "fetch",
    "--no-tags",
    "--no-write-fetch-head",
    "--",
    remote,
    "+refs/instride/contexts/*:refs/instride/contexts/*",
  ]);
  const listing = await gitText(repository, [
    "for-each-ref",
    "--format=%(refname)",
    "refs/instride/contexts/",
  ]);
  return listing.split("\n").flatMap((ref) => /^refs\/instride\/contexts\/([^/]+)$/.exec(ref)?.[1] ?? []);
};
