// `instride new NAME`: writes a spec that lints clean and teaches by its comments.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openRepository } from "../git/repository.ts";
import { listWorktree } from "../git/trees.ts";
import { slug } from "../model/fact.ts";
import { newSpec } from "../spec/template.ts";
import { type CommandContext, print } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { loadConfig } from "./workspace.ts";

export interface NewOptions {
  readonly name: string;
  readonly target?: string;
  readonly owner?: string;
}

/** The folder of the first spec glob: `specs/**` → `specs`. */
const folderOf = (globs: readonly string[]): string => {
  const parts = (globs[0] ?? "specs/**").split("/");
  const wild = parts.findIndex((part) => /[*?[]/.test(part));
  const fixed = parts.slice(0, wild === -1 ? -1 : wild);
  return fixed.length === 0 ? "specs" : fixed.join("/");
};

export const newCommand = async (context: CommandContext, options: NewOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { entries } = await listWorktree(repository);
  const { config } = await loadConfig(repository, entries);
  const id = slug(options.name);
  const path = `${folderOf(config.specs)}/${id}.md`;
  const text = newSpec({
    id,
    title: options.name.trim(),
    target: options.target ?? `src/${id}/**`,
    ...(options.owner === undefined ? {} : { owner: options.owner }),
  });
  await mkdir(dirname(join(repository.root, path)), { recursive: true });
  try {
    await writeFile(join(repository.root, path), text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new UserError(`'${path}' exists already`, { next: "choose another name, or edit it" });
  }
  print(context, `wrote ${path}`);
  print(context, `next: edit it, then instride lint ${path} and instride generate ${path}`);
  return "clean";
};
