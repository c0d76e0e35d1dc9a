// Ranges of commits: what they are, what they hold, and every commit of one in a single stream.

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type LoggedChange, type LoggedCommit, LogParser, logFormat, readRawChange } from "./log-parser.ts";
import type { Repository } from "./repository.ts";
import { GitError, git, gitArguments, gitEnvironment } from "./run.ts";

export interface CommitRange {
  /** Undefined: from the roots on. */
  readonly from: string | undefined;
  readonly to: string;
  /** Only the first parent of each merge is followed. */
  readonly firstParent: boolean;
}

/** The range as arguments of git. */
export const revisionsOf = ({ from, to, firstParent }: CommitRange): string[] => [
  ...(firstParent ? ["--first-parent"] : []),
  ...(from === undefined ? [to] : [to, `^${from}`]),
];

/** Id of the commit that a revision names; undefined when it names none. */
export const commitOf = async (repository: Repository, revision: string): Promise<string | undefined> => {
  const { stdout } = await git(
    repository,
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`],
    { allow: [1, 128] },
  );
  const id = stdout.toString("latin1").trim();
  return id === "" ? undefined : id;
};

/** The nearest tag before a commit; undefined when no tag fits. @param pattern a glob, as git describe takes it */
export const nearestTag = async (
  repository: Repository,
  commit: string,
  pattern: string | undefined,
): Promise<string | undefined> => {
  const limit = pattern === undefined ? [] : ["--match", pattern];
  const { stdout } = await git(repository, ["describe", "--tags", "--abbrev=0", ...limit, commit], {
    allow: [128],
  });
  const tag = stdout.toString("utf8").trim();
  return tag === "" ? undefined : tag;
};

/** Commits whose parents a shallow clone has left out. */
export const shallowCommits = async (repository: Repository): Promise<ReadonlySet<string>> => {
  const text = await readFile(join(repository.commonDir, "shallow"), "latin1").catch(() => "");
  return new Set(text.split("\n").filter((line) => line !== ""));
};

export interface RangeSurvey {
  readonly commits: number;
  /** For each commit that is a first parent in the range: of how many commits. */
  readonly children: Map<string, number>;
  /** Commits of the range whose parents a shallow clone has left out. */
  readonly cut: readonly string[];
}

/** Counts a range before it is walked, so that the walk can let go of what nobody comes back to. */
export const surveyRange = async (repository: Repository, range: CommitRange): Promise<RangeSurvey> => {
  const [{ stdout }, shallow] = await Promise.all([
    git(repository, ["rev-list", "--parents", ...revisionsOf(range), "--"]),
    shallowCommits(repository),
  ]);
  const children = new Map<string, number>();
  const cut: string[] = [];
  let commits = 0;
  let start = 0;
  for (let end = stdout.indexOf(10); end !== -1; end = stdout.indexOf(10, start)) {
    const [id, parent] = stdout.toString("latin1", start, end).split(" ") as [string, string | undefined];
    start = end + 1;
    commits += 1;
    if (shallow.has(id)) cut.push(id);
    if (parent !== undefined) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  return { commits, children, cut };
};

/** Settings of people that would change what the log says are overruled one by one. */
const logArguments = [
  ...["log", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-merges=first-parent"],
  ...["--topo-order", "--reverse", "--no-color", "--no-decorate", "--no-notes", "--no-show-signature"],
  ...["--no-relative", "--ignore-submodules=none", logFormat],
];

/** The commits of a range, as git says them. */
export interface Walk {
  /** Parents before children, a batch at a time. A reader that is slow slows git down; nothing piles up. */
  readonly batches: AsyncGenerator<readonly LoggedCommit[]>;
  /** Ends git, whether it has said everything or not. */
  readonly stop: () => void;
}

/** Starts to walk at once, so that git is busy while the caller gets ready. `batches` throws GitError. */
export const walkRange = (repository: Repository, range: CommitRange): Walk => {
  const args = [...logArguments, ...revisionsOf(range), "--"];
  const child = spawn("git", ["-c", "log.showRoot=true", ...gitArguments(args)], {
    cwd: repository.cwd,
    // Else git writes after every commit, and waking up for each costs more than reading it.
    env: { ...gitEnvironment(repository.env), GIT_FLUSH: "0" },
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", (error) => reject(new GitError(args, null, error.message)));
    child.on("close", resolve);
  });
  ended.catch(() => {}); // awaited below, once the output has been read
  async function* read(): AsyncGenerator<readonly LoggedCommit[]> {
    const parser = new LogParser();
    for await (const chunk of child.stdout) {
      const commits = parser.push(chunk as Buffer);
      if (commits.length > 0) yield commits;
    }
    const status = await ended;
    if (status !== 0) throw new GitError(args, status, stderr);
    const last = parser.end();
    if (last.length > 0) yield last;
  }
  // Reading begins now: what a process has said before its end is thrown away when nobody reads it.
  const rest = read();
  const first = rest.next();
  first.catch(() => {}); // awaited by whoever takes the first batch
  async function* batches(): AsyncGenerator<readonly LoggedCommit[]> {
    const { value, done } = await first;
    if (done === true) return;
    yield value;
    yield* rest;
  }
  return { batches: batches(), stop: () => child.kill() };
};

/** Id of the tree that holds nothing, in the object format of the ids around it. Every git knows it. */
export const emptyTree = (like: string): string =>
  like.length === 64
    ? "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
    : "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** What lies between two commits or trees. */
export const changesBetween = async (
  repository: Repository,
  from: string,
  to: string,
): Promise<LoggedChange[]> => {
  const { stdout } = await git(repository, [
    ...["diff-tree", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=none"],
    ...["--no-relative", from, to],
  ]);
  const changes: LoggedChange[] = [];
  for (let at = 0; at < stdout.length; ) {
    const middle = stdout.indexOf(0, at);
    const end = stdout.indexOf(0, middle + 1);
    changes.push(readRawChange(stdout, at, middle, end));
    at = end + 1;
  }
  return changes;
};
