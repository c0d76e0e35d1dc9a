// Remembers which listings were judged in step, so that a commit of one costs a look, not a judgement.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { watchFolder } from "../pairing/files.ts";
import { faultPoint } from "./fault.ts";
import { localFolder } from "./local.ts";
import { type GitContext, git, gitNow } from "./run.ts";

const kept = 256;

const folder = (commonDir: string): string => join(localFolder(commonDir), "cache", "verdicts");

/** Pathspecs of everything paired, as the work tree's watch files have them. */
export const watchedPathspecs = (root: string): string[] => {
  const at = join(root, watchFolder);
  let names: string[];
  try {
    names = readdirSync(at);
  } catch {
    return [];
  }
  return names
    .flatMap((name) => readFileSync(join(at, name), "utf8").split(/\r?\n/))
    .filter((line) => line !== "");
};

const listing = (pathspecs: readonly string[]): string[] => [
  ...["ls-files", "-s", "-z", "--full-name", "--"],
  ...pathspecs,
];

/** What the index holds now of everything paired, as git lists it; undefined when nothing is watched. */
export const listWatched = async (context: GitContext, root: string): Promise<Buffer | undefined> => {
  const pathspecs = watchedPathspecs(root);
  return pathspecs.length === 0 ? undefined : (await git(context, listing(pathspecs))).stdout;
};

/** The listing that was judged last, with what else the judgement depends on; see `verdictKey`. */
const stamped = (version: string, today: string, listed: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${version}\0${today}\0`), listed]);

const lastFile = (commonDir: string): string => join(folder(commonDir), "last");

/** A listing of more bytes than this is only remembered by its key. */
const longestLast = 1 << 20;

const isLast = (commonDir: string, stamp: Buffer): boolean => {
  try {
    return stamp.length <= longestLast && readFileSync(lastFile(commonDir)).equals(stamp);
  } catch {
    return false;
  }
};

/**
 * Whether what the index of this work tree holds now was judged in step before. Waits for git. The listing that was
 * judged last is compared as it is, which spares loading a hash.
 */
export const isKnownInStep = async (
  context: GitContext,
  commonDir: string,
  version: string,
  today: string,
): Promise<boolean> => {
  const pathspecs = watchedPathspecs(context.cwd);
  const listed = pathspecs.length === 0 ? undefined : gitNow(context, listing(pathspecs));
  if (listed === undefined) return false;
  if (isLast(commonDir, stamped(version, today, listed))) return true;
  const { verdictKey } = await import("../pairing/verdict-key.ts");
  return existsSync(join(folder(commonDir), verdictKey(version, today, listed)));
};

/** Remembers a listing; the oldest go when there are many. A folder that can't be written is no reason to fail. */
export const rememberInStep = async (
  commonDir: string,
  version: string,
  today: string,
  listed: Buffer,
): Promise<void> => {
  const at = folder(commonDir);
  const { verdictKey } = await import("../pairing/verdict-key.ts");
  const stamp = stamped(version, today, listed);
  await faultPoint("verdict");
  try {
    await mkdir(at, { recursive: true, mode: 0o700 });
    await writeFile(join(at, verdictKey(version, today, listed)), "", { mode: 0o600 });
    if (stamp.length <= longestLast) await writeFile(lastFile(commonDir), stamp, { mode: 0o600 });
    const names = await readdir(at);
    if (names.length <= kept) return;
    const aged = await Promise.all(
      names.map(async (name) => ({ name, time: (await stat(join(at, name))).mtimeMs })),
    );
    aged.sort((a, b) => a.time - b.time);
    await Promise.all(
      aged.slice(0, names.length - kept / 2).map(({ name }) => rm(join(at, name), { force: true })),
    );
  } catch {
    // Only speed is lost.
  }
};
