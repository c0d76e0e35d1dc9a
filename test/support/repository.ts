// Hermetic temporary repositories: real git with nothing of the developer's, removed at the end of the test.

import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";

/** Root of this checkout, wherever the compiled test lies (`build/test/support/`). */
export const projectRoot: string = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** The built package that the tests run: this checkout, or an unpacked tarball that PACKAGE_UNDER_TEST names. */
export const packageUnderTest: string = process.env["PACKAGE_UNDER_TEST"] ?? projectRoot;

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, as a person sees them. */
  readonly said: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

const baseEnvironment = (home: string): Record<string, string> => ({
  PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
  HOME: home,
  XDG_CONFIG_HOME: join(home, ".config"),
  TZ: "UTC",
  LC_ALL: "C.UTF-8",
  TERM: "dumb",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: join(home, ".gitconfig"),
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.test",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.test",
  GIT_AUTHOR_DATE: "2030-01-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2030-01-01T00:00:00Z",
  GIT_EDITOR: "true",
});

export class TestRepository {
  readonly root: string;
  readonly home: string;
  readonly env: Record<string, string>;

  constructor(root: string, home: string) {
    this.root = root;
    this.home = home;
    this.env = baseEnvironment(home);
  }

  /** Runs a program in the repository; never throws for an exit code. */
  run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const env: NodeJS.ProcessEnv = { ...this.env };
    for (const [name, value] of Object.entries(options.env ?? {}))
      if (value === undefined) delete env[name];
      else env[name] = value;
    return new Promise((resolve) => {
      const child = execFile(
        program,
        args,
        { cwd: options.cwd ?? this.root, env, maxBuffer: 1 << 28, encoding: "utf8" },
        (error, stdout, stderr) => {
          const status = error === null ? 0 : typeof error.code === "number" ? error.code : 128;
          resolve({ status, stdout, stderr, said: stdout + stderr });
        },
      );
      child.stdin?.on("error", () => {}); // the program may end before it has read everything
      child.stdin?.end(options.input ?? "");
    });
  }

  /** Runs git and throws when it fails. Returns standard output without the last line end. */
  async git(...args: string[]): Promise<string> {
    const ran = await this.run("git", args);
    if (ran.status !== 0) throw new Error(`git ${args.join(" ")} (${ran.status}): ${ran.said}`);
    return ran.stdout.replace(/\n$/, "");
  }

  /** Runs git; the exit code is the caller's business. */
  tryGit(...args: string[]): Promise<Ran> {
    return this.run("git", args);
  }

  /** The command line of this checkout. */
  readonly cli: string = join(packageUnderTest, "bin/instride.js");

  instride(...args: string[]): Promise<Ran> {
    return this.run(process.execPath, [this.cli, ...args]);
  }

  write(path: string, content: string | Buffer): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true, force: true });
  }
}

export interface NewRepository {
  /** Set instride up with husky's real hooks, as a user's `npx instride init` does. Default true. */
  readonly installed?: boolean;
  readonly initArgs?: readonly string[];
  /** Names what `prepare` makes; repositories of one name are copies of one template. */
  readonly template?: string;
  /** What the repository holds at the start, committed through the hooks. */
  readonly prepare?: (repository: TestRepository) => Promise<void>;
}

const inFolder = (folder: string): TestRepository =>
  new TestRepository(join(folder, "repo"), join(folder, "home"));

const newFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "instride-test-")));

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

const setUp = async (folder: string, options: NewRepository): Promise<void> => {
  const repository = inFolder(folder);
  mkdirSync(repository.root);
  mkdirSync(repository.home);
  writeFileSync(
    join(repository.home, ".gitconfig"),
    "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[core]\n\tfsync = none\n[safe]\n\tdirectory = *\n",
  );
  await repository.git("init", "-q", ...(options.initArgs ?? []));
  if (options.installed === false) return;
  mkdirSync(join(repository.root, "node_modules"));
  symlinkSync(packageUnderTest, join(repository.root, "node_modules/instride"));
  repository.write(".gitignore", "node_modules/\n");
  const ran = await repository.instride("init");
  if (ran.status !== 0) throw new Error(`instride init: ${ran.said}`);
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Set instride up");
  await options.prepare?.(repository);
};

const templates = new Map<string, Promise<string>>();

/** Installing and the first commits cost a second each; what many tests share is made once and copied. */
const templateFor = (options: NewRepository): Promise<string> => {
  const key = JSON.stringify([options.installed, options.initArgs, options.template]);
  const known = templates.get(key);
  if (known !== undefined) return known;
  const made = (async () => {
    const folder = newFolder();
    process.on("exit", () => remove(folder));
    await setUp(folder, options);
    return folder;
  })();
  templates.set(key, made);
  return made;
};

/** Copies keep their times, so that git's index stays fresh but for the inode; the index is refreshed then. */
const copyTemplate = async (from: string, to: string): Promise<void> => {
  if (process.platform === "win32")
    cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  else execFileSync("cp", ["-a", `${from}/.`, to]);
  const repository = inFolder(to);
  await repository.tryGit("update-index", "-q", "--refresh");
};

/** A repository of its own for one test. The package under test is linked into node_modules, and its dist/ is what runs. */
export const newRepository = async (t: TestContext, options: NewRepository = {}): Promise<TestRepository> => {
  const folder = newFolder();
  t.after(() => remove(folder));
  if (options.prepare !== undefined && options.template === undefined) await setUp(folder, options);
  else await copyTemplate(await templateFor(options), folder);
  return inFolder(folder);
};
