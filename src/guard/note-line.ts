// What the note says to the agent. Pure.

import { nameForAgent } from "../report/foreign.ts";

/** More names than this say no more. */
const namesAtMost = 8;

/**
 * One line for the agent; undefined when no component has changed. It begins with who speaks, and holds nothing of the
 * tree but names that can say nothing else.
 * @param components names of watch files, as the tree has them
 * @param changed how many files were
 */
export const noteLine = (components: readonly string[], changed: number): string | undefined => {
  if (components.length === 0) return undefined;
  const names = components.flatMap((component) => nameForAgent(component) ?? []).slice(0, namesAtMost);
  const more = components.length - names.length;
  const others = `${more}${names.length > 0 ? " more" : ""} ${more === 1 ? "component" : "components"}`;
  const said = [...names, ...(more === 0 ? [] : [others])].join(", ");
  const files = changed === 1 ? "1 file" : `${changed} files`;
  const models = components.length === 1 ? "its threat model" : "their threat models";
  return `instride: ${files} of ${said} changed since ${models}; when you commit, run \`npx instride brief\``;
};
