// The hooks' entrance. A commit waits for it, so it loads nothing before it knows that something is to be done:
// no zod, no yaml, no observation on the path of a commit that is in step already.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { localFolder, writeLocal } from "./git/local.ts";
import { stagedRecords } from "./git/staged-records.ts";
import { indexKey, isKnownInStep } from "./git/verdicts.ts";
import { trailersOf } from "./pairing/trailers.ts";
import { version } from "./version.ts";

const today = (): string => new Date().toISOString().slice(0, 10);

const run = async (name: string | undefined): Promise<number> => {
  const context = { cwd: process.cwd(), env: process.env };
  const gitDir = resolve(process.env["GIT_DIR"] ?? ".git");
  const local = localFolder(gitDir);
  if (name === "pre-commit") {
    const quiet = !existsSync(join(local, "stale")) && !existsSync(join(local, "journal.json"));
    const commonDir = existsSync(join(gitDir, "commondir")) ? undefined : gitDir;
    if (quiet && commonDir !== undefined) {
      const [key, records] = await Promise.all([
        indexKey(context, context.cwd, version, today()),
        stagedRecords(context),
      ]);
      if (key !== undefined && (await isKnownInStep(commonDir, key))) {
        const trailers = trailersOf(records);
        if (trailers !== "") await writeLocal(join(local, "trailers"), trailers);
        return 0;
      }
    }
  }
  const { runHook } = await import("./commands/hook.ts");
  return runHook(name);
};

process.exitCode = await run(process.argv[2]);
