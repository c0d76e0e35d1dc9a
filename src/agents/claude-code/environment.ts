// The program that is started, and the environment in which it runs: the developer's, without what ties it to the
// session and the commit around it. Nothing of the tree has a say in either.

import { delimiter, isAbsolute, relative, sep } from "node:path";

/** Set for whatever we start; whoever finds it set starts no agent. */
export const sentinel = "INSTRIDE_IN_AGENT";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where Claude Code keeps its transcripts, and how it signs in: without these a fork finds no session, or no account. */
const kept = /^CLAUDE_(?:CONFIG_DIR|CODE_PROJECT_DIR_NAME|CODE_OAUTH_TOKEN|CODE_USE_\w+|CODE_SKIP_\w+_AUTH)$/;

/** Names the program in place of `claude`. The person's environment may; a setting in a tree would start any program. */
const programVariable = "INSTRIDE_CLAUDE_COMMAND";

/** A name to be looked for on PATH, or an absolute path. */
export const programOf = (env: Environment): { readonly command: string } | { readonly missing: string } => {
  const named = env[programVariable];
  if (named === undefined || named === "") return { command: "claude" };
  if (/[\\/]/.test(named) && !isAbsolute(named))
    return { missing: `${programVariable} is neither a name on PATH nor an absolute path` };
  return { command: named };
};

/** PATH without folders of the work tree: husky and npm put `node_modules/.bin` in front, which a commit may fill. */
const outsideOf = (root: string, path: string): string =>
  path
    .split(delimiter)
    .filter((folder) => {
      if (!isAbsolute(folder)) return false;
      const inside = relative(root, folder);
      return inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    })
    .join(delimiter);

/**
 * What marks a shell as part of a running session (Claude Code refuses to start inside itself, and inherited variables
 * have stopped transcripts from being saved), other agents' marks, and what git tells a hook: a relative index path
 * breaks git in the child.
 */
const scrubbed = /^(?:CLAUDE|GIT_|AI_AGENT$|INSTRIDE)/;

export const forkEnvironment = (env: Environment, root: string): Record<string, string> => {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || (scrubbed.test(name) && !kept.test(name))) continue;
    clean[name] = /^path$/i.test(name) ? outsideOf(root, value) : value;
  }
  clean[sentinel] = "1";
  return clean;
};

/** Whether this process was itself started by an agent that we started. */
export const isNested = (env: Environment): boolean => {
  const value = env[sentinel];
  return value !== undefined && value !== "";
};
