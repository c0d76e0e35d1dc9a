// `instride agent-note`: what a coding agent's hooks run after edits and at the beginning of a session or a turn. After
// an edit it notes the path when a component watches it, and says nothing; later it says in one line which components
// changed. No model is called.

import { existsSync, realpathSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { isNested } from "../agents/claude-code/environment.ts";
import { isSessionId, isTranscriptPath } from "../agents/claude-code/session.ts";
import { localFolder, readLocal, writeLocal } from "../git/local.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { git } from "../git/run.ts";
import { readMoment } from "../guard/moment.ts";
import { noteLine } from "../guard/note-line.ts";
import { compare } from "../model/finding.ts";
import { watchFolder } from "../pairing/files.ts";
import { matcher, type PathTest } from "../pairing/targets.ts";
import { oneLine } from "../report/foreign.ts";
import type { CommandContext } from "./context.ts";
import { readAll } from "./guard.ts";
import type { Outcome } from "./outcome.ts";
import { sessionNotePath } from "./session-note.ts";

type Watch = readonly { readonly component: string; readonly watches: PathTest }[];

/** The closest folder upwards in which instride is set up. */
const projectOf = (cwd: string): string | undefined => {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, watchFolder))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
};

/**
 * What each component's watch file includes. `_instride` watches settings and specs, which are no component's code. What
 * is no file, as a link to a device, is not opened.
 */
const readWatch = async (root: string): Promise<Watch> => {
  const names = (await readdir(join(root, watchFolder), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith("_"))
    .map(({ name }) => name)
    .sort(compare);
  return Promise.all(
    names.map(async (component) => {
      const lines = (await readFile(join(root, watchFolder, component), "utf8")).split("\n");
      const globs = lines.flatMap((line) => /^:\(glob\)(.+)$/.exec(line)?.[1] ?? []);
      return { component, watches: matcher(globs) };
    }),
  );
};

const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** A path as the repository names it; undefined when it lies outside. Links in folders are followed on both sides. */
const insideOf = (root: string, cwd: string, path: string): string | undefined => {
  const file = resolve(cwd, path);
  const inside = relative(real(root), join(real(dirname(file)), basename(file)))
    .split(sep)
    .join("/");
  return inside === "" || inside === ".." || inside.startsWith("../") || isAbsolute(inside)
    ? undefined
    : inside;
};

const touchedFile = (repository: Repository): string => join(localFolder(repository.gitDir), "touched");

const noteEdit = async (
  context: CommandContext,
  root: string,
  cwd: string,
  paths: readonly string[],
): Promise<void> => {
  const watch = await readWatch(root);
  const inside = paths
    .flatMap((path) => insideOf(root, cwd, path) ?? [])
    .filter((path) => watch.some(({ watches }) => watches(path)));
  if (inside.length === 0) return;
  const file = touchedFile(await openRepository(root, context.env));
  const known = new Set((await readLocal(file))?.split("\n"));
  const fresh = inside.filter((path) => !known.has(path) && !path.includes("\n"));
  if (fresh.length === 0) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Appended, not rewritten: two edits may be noted at the same time.
  await appendFile(file, fresh.map((path) => `${path}\n`).join(""), { mode: 0o600 });
};

/** Noted paths that still differ from the last commit; the others are forgotten. */
const stillChanged = async (repository: Repository): Promise<string[]> => {
  const file = touchedFile(repository);
  const noted = [...new Set((await readLocal(file))?.split("\n"))].filter((path) => path !== "");
  if (noted.length === 0) return [];
  const { stdout } = await git(repository, [
    ...[
      "--literal-pathspecs",
      "status",
      "--porcelain=v1",
      "-z",
      "--no-renames",
      "--untracked-files=all",
      "--",
      ...noted,
    ],
  ]);
  const changed = new Set(
    stdout
      .toString("utf8")
      .split("\0")
      .map((entry) => entry.slice(3)),
  );
  const kept = noted.filter((path) => changed.has(path));
  if (kept.length < noted.length) await writeLocal(file, kept.map((path) => `${path}\n`).join(""));
  return kept;
};

/** The line for this moment. Within a session the same line is said once. */
const lineAt = async (context: CommandContext, root: string, event: string): Promise<string | undefined> => {
  const repository = await openRepository(root, context.env);
  const changed = await stillChanged(repository);
  const components = (await readWatch(root)).filter(({ watches }) => changed.some(watches));
  const line = noteLine(
    components.map(({ component }) => component),
    changed.length,
  );
  const file = join(localFolder(repository.gitDir), "touched-said");
  if (line === undefined || (event !== "SessionStart" && (await readLocal(file)) === line)) return undefined;
  await writeLocal(file, line);
  return line;
};

/**
 * Which Claude Code session works in this work tree, so that the agent `claude-code` can fork it when the commit is made
 * elsewhere. A fork that instride started is not noted.
 */
const noteSession = async (
  context: CommandContext,
  root: string,
  { id, transcript }: { readonly id: string; readonly transcript: string },
): Promise<void> => {
  if (context.env["CLAUDE_PROJECT_DIR"] === undefined || isNested(context.env)) return;
  if (!isSessionId(id) || !isTranscriptPath(transcript)) return;
  const file = sessionNotePath(await openRepository(root, context.env));
  const note = JSON.stringify({ session_id: id, transcript_path: transcript });
  if ((await readLocal(file)) !== note) await writeLocal(file, note);
};

/** Never stands in the agent's way: an error is one line on standard error. */
export const agentNote = async (context: CommandContext): Promise<Outcome> => {
  try {
    const moment = readMoment(await readAll(context.stdin));
    if (moment.kind === "other") return "clean";
    const cwd = moment.cwd ?? context.cwd;
    const root = projectOf(cwd);
    if (root === undefined) return "clean";
    if (moment.kind === "edit") await noteEdit(context, root, cwd, moment.paths);
    else if (!moment.again) {
      const { event, session } = moment;
      if (session !== undefined && event !== "Stop") await noteSession(context, root, session);
      const additionalContext = await lineAt(context, root, event);
      if (additionalContext !== undefined)
        context.stdout.write(
          `${JSON.stringify({ hookSpecificOutput: { hookEventName: event, additionalContext } })}\n`,
        );
    }
  } catch (error) {
    context.stderr.write(
      `instride agent-note: ${oneLine(error instanceof Error ? error.message : String(error))}\n`,
    );
  }
  return "clean";
};
