// `instride guard`: the hook that a coding agent runs before each shell command and each edit. Refuses ways around git's
// hooks.
// A guard that stands in the agent's way for a wrong reason gets switched off, so whatever it can't read as a request
// of this agent is allowed, and said on standard error.

import { existsSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import {
  type AgentFormat,
  answer,
  commitsIn,
  type HookAnswer,
  judgeCommand,
  judgeEdit,
  needsAliases,
  readRequest,
} from "../guard/index.ts";
import type { Place } from "./brief-before-commit.ts";
import type { CommandContext } from "./context.ts";
import type { Outcome } from "./outcome.ts";

export interface GuardOptions {
  readonly format: AgentFormat;
}

/** The user's git aliases where the command would run; none where git can't tell. */
const gitAliases = async ({ cwd, env }: Place): Promise<Record<string, string>> => {
  const { git } = await import("../git/run.ts");
  try {
    const { stdout } = await git({ cwd, env }, ["config", "--null", "--get-regexp", "^alias\\."], {
      allow: [1],
    });
    const entries = stdout
      .toString("utf8")
      .split("\0")
      .filter((entry) => entry.includes("\n"));
    return Object.fromEntries(
      entries.map((entry) => {
        const end = entry.indexOf("\n");
        return [entry.slice("alias.".length, end), entry.slice(end + 1)];
      }),
    );
  } catch {
    return {};
  }
};

const textIn =
  (cwd: string) =>
  (path: string): string | undefined => {
    const file = resolve(cwd, path);
    try {
      // A device or a pipe in a hook's place would be read for ever.
      return statSync(file).isFile() ? readFileSync(file, "utf8") : undefined;
    } catch {
      return undefined;
    }
  };

/** Answers one request. git is asked for aliases only when the command line names a command that git doesn't have. */
export const guardRequest = async (format: AgentFormat, text: string, place: Place): Promise<HookAnswer> => {
  const request = readRequest(format, text);
  if (request.kind === "foreign")
    return {
      ...answer(format, { allowed: true }),
      stderr: `instride guard: allowed unread: ${request.why}\n`,
    };
  if (request.kind === "other") return answer(format, { allowed: true });
  const at = { cwd: request.cwd ?? place.cwd, env: place.env };
  if (request.kind === "edit") {
    const read = textIn(at.cwd);
    const verdicts = request.edits.flatMap((edit) => judgeEdit(edit, at.cwd, read) ?? []);
    return answer(format, verdicts[0] ?? { allowed: true });
  }
  // Where a path begins is not known behind a `cd` that can't be read.
  const exists = (path: string): boolean => isAbsolute(path) && existsSync(path);
  const first = judgeCommand(request.command, { cwd: at.cwd, exists });
  const aliases = first.allowed && needsAliases(request.command) ? await gitAliases(at) : {};
  const verdict = first.allowed ? judgeCommand(request.command, { aliases, cwd: at.cwd, exists }) : first;
  if (!verdict.allowed || !commitsIn(request.command, { aliases })) return answer(format, verdict);
  const { briefInTime } = await import("./brief-in-time.ts");
  const brief = await briefInTime(at);
  return answer(format, brief === undefined ? verdict : { allowed: false, reason: brief });
};

export const readAll = async (stream: AsyncIterable<string | Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
};

/** Exit code 2, with which three of the agents are told no, is that of the outcome `failed`. */
export const guard = async (context: CommandContext, options: GuardOptions): Promise<Outcome> => {
  const { status, stdout, stderr } = await guardRequest(
    options.format,
    await readAll(context.stdin),
    context,
  );
  context.stdout.write(stdout);
  context.stderr.write(stderr);
  return status === 0 ? "clean" : "failed";
};
