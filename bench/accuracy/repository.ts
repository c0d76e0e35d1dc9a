// Repositories of the accuracy bench: hermetic, with fixed identity and dates, so that a run gives the same commits again.

import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TestRepository } from "../../test/support/repository.ts";
import { projectRoot } from "../repositories.ts";
import type { Tree } from "./series.ts";

/** Settings of the repositories: the corpus has critical threats on purpose, and no commit may stop because of one. */
export interface Settings {
  readonly agent: "rules" | "claude";
  readonly claude?: Readonly<Record<string, unknown>>;
}

export const configPath = "instride.config.json";

export const configText = (settings: Settings): string =>
  `${JSON.stringify({ specs: ["specs/**/*.md"], ...settings, policy: { "max-open": "critical" } }, undefined, 2)}\n`;

const gitconfig =
  "[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[core]\n\tfsync = none\n[safe]\n\tdirectory = *\n";

/** A folder that holds repositories, removed by the caller. */
export const newFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "instride-accuracy-")));

export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** A repository that holds the settings and nothing else yet. */
export const newRepository = async (
  folder: string,
  name: string,
  settings: Settings,
): Promise<TestRepository> => {
  const home = join(folder, "home");
  const repository = new TestRepository(join(folder, name), home);
  mkdirSync(repository.root, { recursive: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, ".gitconfig"), gitconfig);
  await repository.git("init", "-q");
  repository.write(".gitignore", "node_modules/\n");
  repository.write(configPath, configText(settings));
  return repository;
};

const makeTemplate = async (): Promise<string> => {
  const folder = newFolder();
  process.on("exit", () => removeFolder(folder));
  const repository = await newRepository(folder, "template", { agent: "rules" });
  mkdirSync(join(repository.root, "node_modules"), { recursive: true });
  symlinkSync(projectRoot(), join(repository.root, "node_modules/instride"));
  const ran = await repository.instride("init");
  if (ran.status !== 0) throw new Error(`instride init: ${ran.said}`);
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", "Set instride up");
  return repository.root;
};

let template: Promise<string> | undefined;

/**
 * A repository with instride and its hooks set up, as a user's `npx instride init` does, and that committed: a copy of one that
 * is made once.
 */
export const newInstalled = async (folder: string, name: string): Promise<TestRepository> => {
  template ??= makeTemplate();
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, ".gitconfig"), gitconfig);
  const repository = new TestRepository(join(folder, name), home);
  cpSync(await template, repository.root, { recursive: true, verbatimSymlinks: true });
  return repository;
};

/** Makes the work tree hold a tree's files instead of those of the tree before. */
export const checkOut = (repository: TestRepository, tree: Tree, before: Tree = new Map()): void => {
  for (const path of before.keys()) if (!tree.has(path)) repository.remove(path);
  for (const [path, text] of tree)
    if (before.get(path) !== text) {
      mkdirSync(dirname(join(repository.root, path)), { recursive: true });
      repository.write(path, text);
    }
};
