// `instride init --agents`: the guard and the notes in the settings of coding agents, and a block in AGENTS.md.

import { mkdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { addAgentsBlock, removeAgentsBlock } from "../install/agents/agents-md.ts";
import {
  addAgentHooks,
  agentHookFiles,
  removeAgentHooks,
  type SettingsEdit,
} from "../install/agents/hooks.ts";
import { type CommandContext, remark } from "./context.ts";

const agentsFile = "AGENTS.md";

/** Every file that is edited here. */
export const agentPaths: readonly string[] = [...agentHookFiles.map(({ path }) => path), agentsFile];

const textOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

/** Writes an edit and returns whether anything changed. A file that can't be read as settings is left alone, aloud. */
const apply = async (
  context: CommandContext,
  root: string,
  path: string,
  before: string | undefined,
  edit: SettingsEdit,
): Promise<boolean> => {
  const file = join(root, path);
  if (edit.kind === "unreadable") {
    remark(context, `instride: ${path} was left alone: ${edit.why}`);
    return false;
  }
  if (edit.kind === "gone") {
    if (before === undefined) return false;
    await rm(file);
    // Folders that held nothing else were made with the file.
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder))
      if (
        !(await rmdir(join(root, folder)).then(
          () => true,
          () => false,
        ))
      )
        break;
    return true;
  }
  if (edit.text === before) return false;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, edit.text);
  return true;
};

const blockEdit = (text: string | undefined): SettingsEdit =>
  text === undefined ? { kind: "gone" } : { kind: "text", text };

/** @returns what was done, one line each */
export const installAgents = async (
  context: CommandContext,
  root: string,
  home: string,
): Promise<string[]> => {
  const done: string[] = [];
  for (const { agent, path } of agentHookFiles) {
    const before = await textOf(join(root, path));
    if (await apply(context, root, path, before, addAgentHooks(agent, before, home)))
      done.push(`added guard and notes to ${path}`);
  }
  const before = await textOf(join(root, agentsFile));
  if (await apply(context, root, agentsFile, before, { kind: "text", text: addAgentsBlock(before) }))
    done.push(`added a block to ${agentsFile}`);
  return done;
};

/** @returns what was done, one line each */
export const uninstallAgents = async (context: CommandContext, root: string): Promise<string[]> => {
  const done: string[] = [];
  for (const { agent, path } of agentHookFiles) {
    const before = await textOf(join(root, path));
    if (before !== undefined && (await apply(context, root, path, before, removeAgentHooks(agent, before))))
      done.push(`took guard and notes out of ${path}`);
  }
  const before = await textOf(join(root, agentsFile));
  if (
    before !== undefined &&
    (await apply(context, root, agentsFile, before, blockEdit(removeAgentsBlock(before))))
  )
    done.push(`took our block out of ${agentsFile}`);
  return done;
};
