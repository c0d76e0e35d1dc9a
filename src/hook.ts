// The hooks' entrance. A commit waits for it, so it loads nothing before it knows that something is to be done:
// no zod, no yaml, no observation on the path of a commit that is in step already.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { indexListing } from "./git/index-listing.ts";
import { localFolder } from "./git/local.ts";
import type { Repository } from "./git/repository.ts";
import { git } from "./git/run.ts";
import { stagedRecordsNow } from "./git/staged-records.ts";
import { isKnownInStep } from "./git/verdicts.ts";
import { trailersOf } from "./pairing/trailers.ts";
import { version } from "./version.ts";

/** File name of the bundle of `commands/hook.ts`; scripts/build.mjs puts it in. */
declare const hookBundle: string;

const gitDir = resolve(process.env["GIT_DIR"] ?? ".git");

/** What all work trees share; a linked one names it in a file. */
const commonDir = (): string => {
  const link = join(gitDir, "commondir");
  return existsSync(link) ? resolve(gitDir, readFileSync(link, "utf8").trim()) : gitDir;
};

const local = localFolder(gitDir);

const isInterrupted = (): boolean => existsSync(join(local, "journal.json"));

/** True when the index is in step for all that is known, and the trailers of the commit are written. */
const isDone = (): boolean => {
  if (existsSync(join(local, "stale")) || isInterrupted()) return false;
  const context = { cwd: process.cwd(), env: process.env };
  const today = new Date().toISOString().slice(0, 10);
  if (!isKnownInStep(context, commonDir(), version, today)) return false;
  const records = stagedRecordsNow(context);
  if (records === undefined) return false;
  const trailers = trailersOf(records);
  // Half of them can't reach a commit: one whose hook was killed is not made, and the next begins with none.
  if (trailers !== "") writeFileSync(join(local, "trailers"), trailers, { mode: 0o600 });
  return true;
};

/** git starts pre-commit at the root of a work tree, so nothing has to be asked; undefined when something else did. */
const repository = (): Repository | undefined => {
  const [cwd, env] = [process.cwd(), process.env];
  if (!existsSync(join(gitDir, "HEAD"))) return undefined;
  return { cwd, env, root: cwd, gitDir, commonDir: commonDir(), bare: false };
};

/** What git lists; undefined when it fails, so that whoever needs it asks again and reports that. */
const listingOf = (context: Repository): Promise<Buffer | undefined> =>
  git(context, indexListing).then(
    ({ stdout }) => stdout,
    () => undefined,
  );

/** @param looked the shell looked already, and no judgement of this index is known */
const run = async (name: string | undefined, looked: boolean): Promise<number> => {
  const isPreCommit = name === "pre-commit";
  if (isPreCommit && !looked && isDone()) return 0;
  const known = isPreCommit ? repository() : undefined;
  // Git lists the index while the rest is loaded; what was interrupted has to be put right first.
  const listed = known === undefined || isInterrupted() ? undefined : listingOf(known);
  const { loadCompiled } = await import("./compiled.ts");
  const { loaded, keep } = loadCompiled<typeof import("./commands/hook.ts")>(
    fileURLToPath(new URL(hookBundle, import.meta.url)),
    // As with every cache: what others rely on takes nothing from it.
    name === "pre-push" ? undefined : join(localFolder(commonDir()), "cache", "compiled"),
    createRequire(import.meta.url),
  );
  const status = await loaded.runHook(name, known === undefined ? undefined : { repository: known, listed });
  keep();
  return status;
};

// hooks/pre-commit says with a second word that it looked.
const [, , hookName, looked] = process.argv;
run(hookName, looked !== undefined).then((status) => {
  // What was printed is written already where streams are synchronous; the heap need not be taken down piece by piece.
  if (process.platform === "linux") process.exit(status);
  process.exitCode = status;
});
