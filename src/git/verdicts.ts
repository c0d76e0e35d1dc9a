// Remembers which listings were judged in step, so that a commit of one costs a look, not a judgement.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { watchFolder } from "../pairing/files.ts";
import { verdictKey } from "../pairing/verdict-key.ts";
import { faultPoint } from "./fault.ts";
import { indexListing } from "./index-listing.ts";
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

const listing = (pathspecs: readonly string[]): string[] => [...indexListing, "--", ...pathspecs];

/** What the index holds now of everything paired, as git lists it; undefined when nothing is watched. */
export const listWatched = async (context: GitContext, root: string): Promise<Buffer | undefined> => {
  const pathspecs = watchedPathspecs(root);
  return pathspecs.length === 0 ? undefined : (await git(context, listing(pathspecs))).stdout;
};

/** Whether what the index of this work tree holds now was judged in step before. Waits for git. */
export const isKnownInStep = (
  context: GitContext,
  commonDir: string,
  version: string,
  today: string,
): boolean => {
  const pathspecs = watchedPathspecs(context.cwd);
  const listed = pathspecs.length === 0 ? undefined : gitNow(context, listing(pathspecs));
  return listed !== undefined && existsSync(join(folder(commonDir), verdictKey(version, today, listed)));
};

/** Remembers a listing; the oldest go when there are many. A folder that can't be written is no reason to fail. */
export const rememberInStep = async (
  commonDir: string,
  version: string,
  today: string,
  listed: Buffer,
): Promise<void> => {
  const at = folder(commonDir);
  await faultPoint("verdict");
  try {
    await mkdir(at, { recursive: true, mode: 0o700 });
    await writeFile(join(at, verdictKey(version, today, listed)), "", { mode: 0o600 });
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
