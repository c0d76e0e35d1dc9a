// Other hook managers with a task that does nothing, taken from where their users get them. One that can't be had is
// skipped, and the results say so.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchRepository, withHuskyHook, withManager } from "./repositories.ts";

const versions = { "lint-staged": "16.4.0", lefthook: "^2.0.0" };

/** Kept between runs: installing is not what is measured. */
const toolsFolder = (): string => join(tmpdir(), `instride-bench-tools-${process.getuid?.() ?? "user"}`);

const installTools = (): string => {
  const folder = toolsFolder();
  const modules = join(folder, "node_modules");
  if (existsSync(join(modules, "lefthook")) && existsSync(join(modules, "lint-staged"))) return modules;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: versions }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], {
    cwd: folder,
    stdio: "pipe",
    timeout: 120_000,
  });
  return modules;
};

export interface Peer {
  readonly name: string;
  readonly repository?: BenchRepository;
  /** Why it is left out. */
  readonly skipped?: string;
}

const attempt = (name: string, make: () => BenchRepository): Peer => {
  try {
    return { name, repository: make() };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const [line = ""] = (error as Error).message.split("\n");
    return { name, skipped: missing ? "not installed" : line };
  }
};

const lintStaged = (folder: string, modules: string): BenchRepository =>
  withHuskyHook(folder, "lint-staged", modules, {
    ".husky/pre-commit": "lint-staged\n",
    "package.json": JSON.stringify({ private: true, "lint-staged": { "*": "true" } }),
  });

const lefthook = (folder: string, modules: string): BenchRepository =>
  withManager(
    folder,
    "lefthook",
    modules,
    { "lefthook.yml": 'output: false\npre-commit:\n  commands:\n    nothing:\n      run: "true"\n' },
    [join(modules, ".bin/lefthook"), "install"],
  );

const preCommit = (folder: string): BenchRepository =>
  withManager(
    folder,
    "pre-commit",
    undefined,
    {
      ".pre-commit-config.yaml":
        "repos:\n  - repo: local\n    hooks:\n      - id: nothing\n        name: nothing\n        language: system\n        entry: 'true'\n",
    },
    ["pre-commit", "install"],
  );

export const peers = (folder: string): Peer[] => {
  let modules: string;
  try {
    modules = installTools();
  } catch {
    const skipped = "the npm registry could not be reached";
    return [
      { name: "lint-staged 16.4.0", skipped },
      { name: "lefthook 2", skipped },
      attempt("pre-commit", () => preCommit(folder)),
    ];
  }
  return [
    attempt("lint-staged 16.4.0", () => lintStaged(folder, modules)),
    attempt("lefthook 2", () => lefthook(folder, modules)),
    attempt("pre-commit", () => preCommit(folder)),
  ];
};
