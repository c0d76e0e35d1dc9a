// `instride new NAME`: writes a spec that lints clean and teaches by its comments.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { openRepository, type Repository } from "../git/repository.ts";
import { listWorktree } from "../git/trees.ts";
import { staysInside } from "../git/worktree.ts";
import { slug } from "../model/fact.ts";
import { shellLine } from "../report/foreign.ts";
import { type Companion, companionSpec } from "../spec/formats/companion.ts";
import { detectFormat } from "../spec/formats/detect.ts";
import { readForeign } from "../spec/formats/read.ts";
import { newSpec } from "../spec/template.ts";
import { type CommandContext, print } from "./context.ts";
import { type Outcome, UserError } from "./outcome.ts";
import { loadConfig } from "./workspace.ts";

export interface NewOptions {
  readonly name: string;
  readonly target?: string;
  readonly owner?: string;
  /** A spec of another tool, for which a companion is written. */
  readonly from?: string;
}

/** The folder of the first spec glob: `specs/**` → `specs`. */
export const folderOf = (globs: readonly string[]): string => {
  const parts = (globs[0] ?? "specs/**").split("/");
  const wild = parts.findIndex((part) => /[*?[]/.test(part));
  const fixed = parts.slice(0, wild === -1 ? -1 : wild);
  return fixed.length === 0 ? "specs" : fixed.join("/");
};

/** @throws UserError when the file is not there, or is no spec of a format that is known. */
const companionFor = async (
  context: CommandContext,
  repository: Repository,
  from: string,
  own: Omit<Companion, "from" | "foreign">,
): Promise<string> => {
  const path = relative(repository.root, resolve(context.cwd, from)).split(sep).join("/");
  const detected = detectFormat(path);
  if (detected === undefined)
    throw new UserError(`'${path}' is no spec of Tessl, OpenSpec, Spec Kit or Kiro`, {
      next: "name openspec/specs/…/spec.md, specs/NNN-…/spec.md, .kiro/specs/…/requirements.md or ….spec.md",
    });
  try {
    const text = await readFile(join(repository.root, path), "utf8");
    return companionSpec({ ...own, from: path, foreign: readForeign(detected, text) });
  } catch (error) {
    throw new UserError(
      `cannot read '${path}': ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`,
      { next: "name a file of this repository" },
    );
  }
};

export const newCommand = async (context: CommandContext, options: NewOptions): Promise<Outcome> => {
  const repository = await openRepository(context.cwd, context.env);
  const { entries } = await listWorktree(repository);
  const { config } = await loadConfig(repository, entries);
  const id = slug(options.name);
  const path = `${folderOf(config.specs)}/${id}.md`;
  const target = options.target ?? `src/${id}/**`;
  const owner = options.owner === undefined ? {} : { owner: options.owner };
  const text =
    options.from === undefined
      ? newSpec({ id, title: options.name.trim(), target, ...owner })
      : await companionFor(context, repository, options.from, { id, target, ...owner });
  if (!(await staysInside(repository.root, path)))
    throw new UserError(`'${path}' leads out of the repository`, {
      next: "replace the link on its way, or set `specs` in instride.config.json to another folder",
    });
  await mkdir(dirname(join(repository.root, path)), { recursive: true });
  try {
    await writeFile(join(repository.root, path), text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new UserError(`'${path}' exists already`, { next: "choose another name, or edit it" });
  }
  print(context, `wrote ${path}`);
  print(
    context,
    options.from === undefined
      ? `next: edit it, then ${shellLine(["instride", "lint", path])} and ${shellLine(["instride", "generate", path])}`
      : `next: fill its Security section in; ${shellLine(["instride", "lint", path])} says what is missing`,
  );
  return "clean";
};
