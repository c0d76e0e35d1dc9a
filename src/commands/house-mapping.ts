// The frameworks to report on: those that come with instride, and an organisation's own from a file.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { builtInFrameworks } from "../controls/frameworks/index.ts";
import { parseMapping } from "../controls/mapping.ts";
import type { ControlFramework } from "../controls/schema.ts";
import { readBlobs } from "../git/blobs.ts";
import type { Repository } from "../git/repository.ts";
import { nearest } from "../model/nearest.ts";
import { configPath } from "../pairing/files.ts";
import { UserError } from "./outcome.ts";
import type { Workspace } from "./workspace.ts";

const parsed = (path: string, text: string): readonly ControlFramework[] => {
  const { frameworks, findings } = parseMapping(path, text);
  if (findings.length > 0)
    throw new UserError(`cannot use the mapping '${path}'`, { findings, next: "correct it, then try again" });
  return frameworks;
};

/** The mapping that the settings name, as the same tree holds it. */
const fromTree = async (
  repository: Repository,
  workspace: Workspace,
): Promise<readonly ControlFramework[]> => {
  const path = workspace.config.controls;
  if (path === undefined) return [];
  const entry = workspace.entries.find((each) => each.path === path);
  if (entry === undefined)
    throw new UserError(`no '${path}' in this tree, which ${configPath} names as its controls`, {
      next: `git add ${path}, or take the key out`,
    });
  const text = (await readBlobs(repository, [entry.oid])).get(entry.oid)?.toString("utf8") ?? "";
  return parsed(path, text);
};

const fromFile = async (cwd: string, path: string): Promise<readonly ControlFramework[]> => {
  const text = await readFile(resolve(cwd, path), "utf8").catch((cause: unknown) => {
    throw new UserError(`cannot read '${path}'`, { next: "give the path of a YAML or JSON file", cause });
  });
  return parsed(path, text);
};

/**
 * @param mapping a file beside what the settings name
 * @param wanted ids; empty: all
 * @throws UserError for a mapping that can't be used, and for an id that no framework has
 */
export const frameworksFor = async (
  cwd: string,
  repository: Repository,
  workspace: Workspace,
  mapping: string | undefined,
  wanted: readonly string[],
): Promise<readonly ControlFramework[]> => {
  const house = [
    ...(await fromTree(repository, workspace)),
    ...(mapping === undefined ? [] : await fromFile(cwd, mapping)),
  ];
  const all = [...builtInFrameworks, ...house];
  const ids = all.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined)
    throw new UserError(`two mappings describe the framework '${twice}'`, {
      next: "give one of them another id",
    });
  return wanted.length === 0 ? all : wanted.map((id) => named(id, all));
};

const named = (id: string, all: readonly ControlFramework[]): ControlFramework => {
  const found = all.find((each) => each.id === id.toLowerCase());
  if (found !== undefined) return found;
  const ids = all.map((each) => each.id);
  const close = nearest(id.toLowerCase(), ids);
  throw new UserError(`no framework '${id}'`, {
    next: close === undefined ? `there are: ${ids.join(", ")}` : `did you mean ${close}?`,
  });
};
