// Repositories with the same files and different hooks, each hermetic: nothing of the developer's settings.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { repositoryFiles } from "./corpus.ts";
import type { Command } from "./measure.ts";

/** The project's folder, wherever this was compiled to. */
export const projectRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "bin/instride.js"))) folder = dirname(folder);
  return folder;
};

export class BenchRepository {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(folder: string, name: string) {
    this.root = join(folder, name);
    const home = join(folder, "home");
    mkdirSync(home, { recursive: true });
    this.env = {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`,
      HOME: home,
      TZ: "UTC",
      // Node reads more certificates at each start where this is set: it starts as it does for people here.
      ...(process.env["NODE_EXTRA_CA_CERTS"] === undefined
        ? {}
        : { NODE_EXTRA_CA_CERTS: process.env["NODE_EXTRA_CA_CERTS"] }),
      LC_ALL: "C.UTF-8",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: join(home, ".gitconfig"),
      GIT_AUTHOR_NAME: "Bench",
      GIT_AUTHOR_EMAIL: "bench@example.test",
      GIT_COMMITTER_NAME: "Bench",
      GIT_COMMITTER_EMAIL: "bench@example.test",
      GIT_EDITOR: "true",
    };
    mkdirSync(this.root);
    this.git("init", "-q", "-b", "main");
    this.git("config", "gc.auto", "0");
    for (const [path, text] of Object.entries({ ".gitignore": "node_modules/\n", ...repositoryFiles() }))
      this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  run(program: string, args: readonly string[]): string {
    return execFileSync(program, args, { cwd: this.root, env: this.env, encoding: "utf8", stdio: "pipe" });
  }

  git(...args: string[]): string {
    return this.run("git", args).trimEnd();
  }

  /** Commits everything there is, through whatever hooks there are. */
  commitAll(message: string): void {
    this.git("add", "-A");
    this.git("commit", "-qm", message);
  }

  command(program: string, ...args: string[]): Command {
    return { program, args, cwd: this.root, env: this.env };
  }

  #edits = 0;

  /** Stages an edit that no spec pairs, and returns the commit of it. */
  unpairedCommit(): Command {
    this.#edits += 1;
    this.write("docs/notes.md", `Note ${this.#edits}.\n`);
    this.git("add", "-A");
    return this.command("git", "commit", "-qm", "Edit a note");
  }
}

export const newFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "instride-bench-")));

const runHusky = (repository: BenchRepository): void => {
  repository.run(process.execPath, [join(projectRoot(), "node_modules/husky/bin.js")]);
};

export const withoutHooks = (folder: string): BenchRepository => {
  const repository = new BenchRepository(folder, "plain");
  repository.commitAll("Begin");
  return repository;
};

export const withEmptyHooks = (folder: string): BenchRepository => {
  const repository = new BenchRepository(folder, "husky");
  runHusky(repository);
  for (const hook of ["pre-commit", "commit-msg", "post-commit"]) repository.write(`.husky/${hook}`, "");
  repository.commitAll("Begin");
  return repository;
};

/** With the component in step, as its hooks left it. */
export const withInstride = (folder: string): BenchRepository => {
  const repository = new BenchRepository(folder, "instride");
  mkdirSync(join(repository.root, "node_modules"));
  symlinkSync(projectRoot(), join(repository.root, "node_modules/instride"));
  repository.run(process.execPath, [join(projectRoot(), "bin/instride.js"), "init"]);
  repository.commitAll("Begin");
  return repository;
};

export const withHuskyHook = (
  folder: string,
  name: string,
  modules: string,
  files: Readonly<Record<string, string>>,
): BenchRepository => {
  const repository = new BenchRepository(folder, name);
  symlinkSync(modules, join(repository.root, "node_modules"));
  runHusky(repository);
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.commitAll("Begin");
  return repository;
};

/** For managers that write git's hooks themselves. */
export const withManager = (
  folder: string,
  name: string,
  modules: string | undefined,
  files: Readonly<Record<string, string>>,
  install: readonly [string, ...string[]],
): BenchRepository => {
  const repository = new BenchRepository(folder, name);
  if (modules !== undefined) symlinkSync(modules, join(repository.root, "node_modules"));
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  const [program, ...args] = install;
  repository.run(program, args);
  repository.commitAll("Begin");
  return repository;
};
