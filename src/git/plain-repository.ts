// The objects of a repository under nobody's settings: a bare repository of our own that borrows them. Configuration,
// attributes, replaced or grafted commits and merge drivers of one machine must not decide what another one reads, and
// nothing is written into the user's repository.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Repository } from "./repository.ts";
import { git, gitText } from "./run.ts";

/** Variables that would lead git elsewhere, or bring settings along. */
const leading =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|GRAFT_FILE|REPLACE_REF_BASE|SHALLOW_FILE|CONFIG.*|ATTR_.*|DEFAULT_HASH)$/;

/**
 * Does a piece of work on such a repository, and removes it. Revisions have to be full ids: it has no refs.
 * @throws GitError
 */
export const withPlainRepository = async <T>(
  repository: Repository,
  work: (plain: Repository) => Promise<T>,
): Promise<T> => {
  const [objects, format] = await Promise.all([
    gitText(repository, ["rev-parse", "--git-path", "objects"]),
    gitText(repository, ["rev-parse", "--show-object-format"]),
  ]);
  const folder = await mkdtemp(join(tmpdir(), "instride-plain-"));
  try {
    const settings = join(folder, "settings");
    await writeFile(settings, "");
    const env: NodeJS.ProcessEnv = {};
    for (const [name, value] of Object.entries(repository.env)) if (!leading.test(name)) env[name] = value;
    env["GIT_CONFIG_GLOBAL"] = settings;
    env["GIT_CONFIG_NOSYSTEM"] = "1";
    env["GIT_NO_REPLACE_OBJECTS"] = "1";
    const gitDir = join(folder, "plain.git");
    await git({ cwd: folder, env }, [
      "init",
      "-q",
      "--bare",
      `--object-format=${format}`,
      "--template=",
      gitDir,
    ]);
    // Quoted, as gitformat has it, so that no character of the path means anything.
    const borrowed = JSON.stringify(resolve(repository.cwd, objects));
    await writeFile(join(gitDir, "objects/info/alternates"), `${borrowed}\n`);
    return await work({ cwd: gitDir, env, root: gitDir, gitDir, commonDir: gitDir, bare: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
