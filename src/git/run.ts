// The only door to git. Everything else names what it wants in the words of the files beside this one.

import { spawn, spawnSync } from "node:child_process";

/** git ended with a status that the caller did not allow for. */
export class GitError extends Error {
  readonly args: readonly string[];
  readonly status: number | null;
  readonly stderr: string;

  constructor(args: readonly string[], status: number | null, stderr: string) {
    const said = stderr.trim();
    super(
      `git ${args[0] ?? ""} failed${status === null ? "" : ` (${status})`}${said === "" ? "" : `: ${said}`}`,
    );
    this.name = "GitError";
    this.args = args;
    this.status = status;
    this.stderr = said;
  }
}

export interface GitContext {
  readonly cwd: string;
  /** Environment of the process that asked; a hook's index and directory variables are honoured. */
  readonly env: NodeJS.ProcessEnv;
}

export interface GitCall {
  readonly input?: string | Buffer;
  /** Another index than the environment's. */
  readonly index?: string;
  /** Exit codes that are answers, not failures. */
  readonly allow?: readonly number[];
}

export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const flags = [
  "--no-optional-locks", // a look never blocks the author's next command
  "--no-pager",
  ...["-c", "core.hooksPath=/dev/null"], // our own calls fire nobody's hooks
  ...["-c", "core.fsmonitor=false"], // a hook starts no watcher
  ...["-c", "submodule.recurse=false"],
  ...["-c", "core.quotePath=false"],
] as const;

/** Variables that change what a pathspec or a diff means, or that make git talk. */
const scrubbed =
  /^GIT_(LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS|EXTERNAL_DIFF|DIFF_OPTS|TRACE.*|PREFIX|EDITOR|SEQUENCE_EDITOR)$/;

export const gitEnvironment = (env: NodeJS.ProcessEnv, index?: string): NodeJS.ProcessEnv => {
  const clean: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(env)) if (!scrubbed.test(name)) clean[name] = value;
  clean["LC_ALL"] = "C";
  clean["GIT_TERMINAL_PROMPT"] = "0";
  if (index !== undefined) clean["GIT_INDEX_FILE"] = index;
  return clean;
};

export const gitArguments = (args: readonly string[]): string[] => [...flags, ...args];

/**
 * Runs git and collects its output.
 * @throws GitError when git is missing, is killed, or ends with a status that is neither 0 nor allowed.
 */
export const git = (context: GitContext, args: readonly string[], call: GitCall = {}): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    const child = spawn("git", gitArguments(args), {
      cwd: context.cwd,
      env: gitEnvironment(context.env, call.index),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", (error) => reject(new GitError(args, null, error.message)));
    child.on("close", (status) => {
      const stderr = Buffer.concat(err).toString("utf8");
      if (status !== null && (status === 0 || call.allow?.includes(status) === true))
        resolve({ status, stdout: Buffer.concat(out), stderr });
      else reject(new GitError(args, status, stderr));
    });
    // git may end before it has read everything (a bad option, say); its status tells, not EPIPE.
    child.stdin.on("error", () => {});
    child.stdin.end(call.input ?? "");
  });

/**
 * Runs git and waits: sooner done where there is nothing else to do meanwhile.
 * @returns what git printed, or undefined when it is missing or fails
 */
export const gitNow = (context: GitContext, args: readonly string[]): Buffer | undefined => {
  const { status, stdout } = spawnSync("git", gitArguments(args), {
    cwd: context.cwd,
    env: gitEnvironment(context.env),
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: Number.POSITIVE_INFINITY,
    windowsHide: true,
  });
  return status === 0 ? stdout : undefined;
};

/** The output as text without its last line end. */
export const gitText = async (
  context: GitContext,
  args: readonly string[],
  call: GitCall = {},
): Promise<string> => (await git(context, args, call)).stdout.toString("utf8").replace(/\r?\n$/, "");
