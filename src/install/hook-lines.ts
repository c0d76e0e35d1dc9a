// The one line that instride owns in each hook file, and how it is added and taken away without touching a byte of
// anybody else's. Pure.

import { shellWord } from "../report/foreign.ts";

export const hookNames = ["pre-commit", "pre-merge-commit", "commit-msg", "post-commit", "pre-push"] as const;
export type HookName = (typeof hookNames)[number];

/**
 * Calls the package's hook. Where the package is not installed the line says so and lets git go on: verify in CI is
 * the control, and a checkout without node_modules must not be unable to commit.
 * @param home path of the package as seen from the root of the work tree, `node_modules/instride`
 */
export const hookLine = (name: HookName, home: string): string => {
  const script = shellWord(`${home}/hooks/${name}`);
  return `if [ -f ${script} ]; then sh ${script} "$@"; else echo "instride: not installed here, so its ${name} hook did not run (npm install)" >&2; fi`;
};

/** Any instride line for this hook, whatever folder it names. */
const isOurs = (line: string, name: HookName): boolean =>
  new RegExp(
    `^if \\[ -f (\\S*hooks/${name}|'.*hooks/${name}') \\]; then sh \\1 "\\$@"; else echo "instride: not installed here`,
  ).test(line);

export const hasHookLine = (text: string, name: HookName): boolean =>
  text.split(/\r?\n/).some((line) => isOurs(line, name));

/**
 * Adds the line at the end, where other tools have finished changing what is staged. A file that did not end with a
 * line end still does not, so that removal gives back every byte.
 */
export const addHookLine = (text: string | undefined, name: HookName, home: string): string => {
  const line = hookLine(name, home);
  if (text === undefined || text === "") return `${line}\n`;
  if (hasHookLine(text, name))
    return text
      .split("\n")
      .map((each) => (isOurs(each, name) ? line : each))
      .join("\n");
  return text.endsWith("\n") ? `${text}${line}\n` : `${text}\n${line}`;
};

/** The text without our line; undefined when nothing else is left. */
export const removeHookLine = (text: string, name: HookName): string | undefined => {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => isOurs(line, name));
  if (at === -1) return text;
  lines.splice(at, 1);
  const rest = lines.join("\n");
  return rest === "" ? undefined : rest;
};
