// Histories for tests: real git, and commands called in this process, which is faster than hooks for dozens of commits.

import { Writable } from "node:stream";
import type { TestContext } from "node:test";
import type { CommandContext } from "../../src/commands/context.ts";
import type { Outcome } from "../../src/commands/outcome.ts";
import { UserError } from "../../src/commands/outcome.ts";
import { resolveRange, surveyed } from "../../src/commands/range.ts";
import { sync } from "../../src/commands/sync.ts";
import { type VerifyOptions, verify } from "../../src/commands/verify.ts";
import { type SweepOptions, type SweptHistory, sweepHistory } from "../../src/commands/verify-history.ts";
import { walkRange } from "../../src/git/history.ts";
import { openRepository } from "../../src/git/repository.ts";
import type { Finding } from "../../src/model/finding.ts";
import { code, spec } from "../support/component.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

class Sink extends Writable {
  text = "";
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}

export interface Said {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
  /** Empty unless the format was JSON. */
  readonly findings: readonly Finding[];
}

const defaults = { format: "json", everyCommit: true, firstParent: false, full: false } as const;

export class History {
  readonly repository: TestRepository;
  today = "2030-06-01";
  #clock = Date.UTC(2030, 0, 1) / 1000;

  constructor(repository: TestRepository) {
    this.repository = repository;
  }

  context(): CommandContext & { readonly stdout: Sink; readonly stderr: Sink } {
    return {
      cwd: this.repository.root,
      env: this.repository.env,
      stdout: new Sink(),
      stderr: new Sink(),
      stdin: process.stdin,
      colour: { out: false, err: false },
      width: 80,
      today: this.today,
      version: "test",
    };
  }

  /** Commits what the work tree holds, in step or as it is. Returns the commit's id. */
  async commit(message: string, way: "in step" | "past the hooks" = "in step"): Promise<string> {
    const { repository } = this;
    await repository.git("add", "-A");
    if (way === "in step") await this.sync();
    this.#clock += 3600;
    const date = `${this.#clock} +0000`;
    const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const ran = await repository.run("git", ["commit", "-q", "--allow-empty", "-m", message], { env });
    if (ran.status !== 0) throw new Error(ran.said);
    return repository.git("rev-parse", "HEAD");
  }

  async sync(): Promise<void> {
    const context = this.context();
    const outcome = await sync(context, { components: [], dryRun: false, json: false });
    if (outcome !== "clean") throw new Error(`sync: ${context.stdout.text}${context.stderr.text}`);
  }

  /** Runs verify; a message for people counts as what it says on standard error. */
  async verify(revision: string | undefined, options: Partial<VerifyOptions> = {}): Promise<Said> {
    const context = this.context();
    let outcome: Outcome;
    try {
      outcome = await verify(context, {
        ...defaults,
        ...(revision === undefined ? {} : { revision }),
        ...options,
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      outcome = "failed";
      context.stderr.write(`${error.message}\nnext: ${error.next ?? ""}`);
    }
    const stdout = context.stdout.text;
    const format = options.format ?? defaults.format;
    const findings =
      format === "json" && stdout !== "" ? (JSON.parse(stdout) as { findings: Finding[] }).findings : [];
    return { outcome, stdout, stderr: context.stderr.text, findings };
  }
}

export const config = { specs: ["specs/**/*.md"] };

/** A repository with the component `notes` in step, and a tag `base` on it. */
export const newHistory = async (t: TestContext, initArgs: readonly string[] = []): Promise<History> => {
  const repository = await newRepository(t, { installed: false, initArgs });
  const history = new History(repository);
  repository.write("instride.config.json", JSON.stringify(config));
  repository.write("specs/notes.md", spec);
  repository.write("src/notes/server.ts", code);
  repository.write("README.md", "# Example\n");
  await history.commit("Add notes");
  await repository.git("tag", "base");
  return history;
};

/** The sweep of `base..HEAD`. */
export const sweepOf = async (
  history: History,
  options: Pick<SweepOptions, "full" | "threads">,
): Promise<SweptHistory> => {
  const context = history.context();
  const repository = await openRepository(context.cwd, context.env);
  const range = await resolveRange(repository, { revision: "base..HEAD", firstParent: false });
  const survey = await surveyed(repository, range);
  const walk = walkRange(repository, range);
  try {
    return await sweepHistory(context, repository, { range, survey, walk, ...options });
  } finally {
    walk.stop();
  }
};
