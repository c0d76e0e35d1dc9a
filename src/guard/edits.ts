// What an agent's editing tools are about to write. A hook's file may get lines at its end, as with `>>` in a shell:
// those above stay in force. Every other edit of a protected file is refused.

import { appendable, hookFile, refusal } from "./hook-files.ts";
import { asObject, type Json } from "./json.ts";
import { pathsOf } from "./moment.ts";
import type { Verdict } from "./verdict.ts";

interface Replacement {
  readonly old: string;
  readonly now: string;
  readonly all: boolean;
}

export interface Edit {
  /** As the agent gave it. */
  readonly path: string;
  /** The whole new text, or what is replaced in the old one; left out: not told in a form that is read here. */
  readonly change?: string | readonly Replacement[];
}

/** Tools that write files and run no shell, by the names that agents give them. */
const editing =
  /^(?:edit|write|multiedit|notebookedit|apply_patch|create|write_file|replace|delete|delete_file)$/i;

export const isEditing = (tool: string): boolean => editing.test(tool);

const replacementOf = (value: unknown): Replacement | undefined => {
  const json = asObject(value);
  const { old_string: old, new_string: now, replace_all: all } = json ?? {};
  return typeof old === "string" && old !== "" && typeof now === "string"
    ? { old, now, all: all === true }
    : undefined;
};

const changeOf = (input: Json): string | readonly Replacement[] | undefined => {
  if (typeof input["content"] === "string") return input["content"];
  const given: readonly unknown[] = Array.isArray(input["edits"]) ? input["edits"] : [input];
  const read = given.flatMap((each) => replacementOf(each) ?? []);
  return read.length === given.length ? read : undefined;
};

/** The edits of one request. */
export const editsOf = (json: Json): readonly Edit[] => {
  const paths = [...new Set(pathsOf(json))];
  const input = asObject(json["tool_input"] ?? json["toolArgs"] ?? json["toolInput"]);
  const change = paths.length === 1 && input !== undefined ? changeOf(input) : undefined;
  return paths.map((path) => ({ path, ...(change === undefined ? {} : { change }) }));
};

/** The text after a change; undefined when it can't be told. */
const textAfter = (before: string, change: Edit["change"]): string | undefined => {
  if (change === undefined || typeof change === "string") return change;
  let text = before;
  for (const { old, now, all } of change) {
    if (!text.includes(old)) return undefined;
    text = all ? text.replaceAll(old, () => now) : text.replace(old, () => now);
  }
  return text;
};

const onlyAdds = (before: string, after: string): boolean =>
  after.startsWith(before) && (before.endsWith("\n") || /^(?:\r?\n|$)/.test(after.slice(before.length)));

/**
 * Refuses an edit of a file that makes hooks run, unless it adds to a script's end.
 * @param folder where the agent is; empty when that is not known
 * @param read text of a file as the agent names it; undefined when there is none
 */
export const judgeEdit = (
  { path, change }: Edit,
  folder: string,
  read: (path: string) => string | undefined,
): Verdict | undefined => {
  const file = hookFile(path, folder);
  if (file === undefined) return undefined;
  const before = appendable.test(file) ? read(path) : undefined;
  const after = before === undefined ? undefined : textAfter(before, change);
  if (before !== undefined && after !== undefined && onlyAdds(before, after)) return undefined;
  return refusal("writing to", file);
};
