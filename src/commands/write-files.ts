// Writes what an agent proposed: all of it or nothing, only where the spec allows it, and through no link.

import { rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ProposedFile } from "../agents/port.ts";
import type { Repository } from "../git/repository.ts";
import { readWorktree, writeWorktree } from "../git/worktree.ts";
import { type WriteRules, writeProblems } from "../safety/paths.ts";
import { UserError } from "./outcome.ts";

const refusal = (path: string, expected: string): UserError =>
  new UserError(`cannot write '${path}': expected ${expected}`, { next: "nothing was changed" });

/** What stands at each path now, checked against what the proposal was made from. */
const lookAt = async (
  repository: Repository,
  files: readonly ProposedFile[],
): Promise<Map<string, Buffer | undefined>> => {
  const before = new Map<string, Buffer | undefined>();
  for (const { path, replaces } of files) {
    const held = await readWorktree(repository.root, path);
    if (held.kind === "foreign") throw refusal(path, "a file, reached through no link");
    if (replaces === undefined && held.kind === "file")
      throw refusal(path, "no file yet; it has appeared meanwhile");
    if (replaces !== undefined && (held.kind === "absent" || held.bytes.toString("utf8") !== replaces))
      throw refusal(path, "the content that the change was made from; it was edited meanwhile");
    before.set(path, held.kind === "file" ? held.bytes : undefined);
  }
  return before;
};

/** Folders that this made are taken away again while they are empty. */
const removeEmpty = async (root: string, path: string): Promise<void> => {
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder))
    try {
      await rmdir(join(root, folder));
    } catch {
      return;
    }
};

/** @throws UserError when a file may not be written; nothing is changed then, nor when a write fails half way. */
export const writeProposed = async (
  repository: Repository,
  files: readonly ProposedFile[],
  rules: WriteRules,
): Promise<void> => {
  const [problem] = writeProblems(files, rules);
  if (problem !== undefined) throw refusal(problem.path, problem.expected);
  const before = await lookAt(repository, files);
  const written: string[] = [];
  try {
    for (const { path, content } of files) {
      written.push(path);
      await writeWorktree(repository, path, Buffer.from(content));
    }
  } catch (error) {
    for (const path of written.reverse()) {
      await writeWorktree(repository, path, before.get(path)).catch(() => {});
      if (before.get(path) === undefined) await removeEmpty(repository.root, path);
    }
    throw new UserError(`cannot write the code: ${(error as Error).message}`, {
      next: "nothing was changed",
      cause: error,
    });
  }
};
