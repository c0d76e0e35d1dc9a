// Words and names with a meaning of their own on a command line.

import type { Field } from "./fields.ts";
import type { Word } from "./word.ts";

/** Words that may stand before a command and change nothing about what it does. */
export const prefixes = /^(?:if|then|else|elif|fi|do|done|while|until|esac|coproc|!|\{|\})$/;
/** Builtins whose arguments may assign. */
export const declaring = /^(?:export|declare|typeset|local|readonly|set)$/;

/** The text of a word without quotes and expansions. */
export const plainText = (word: Word | undefined): string | undefined => {
  const [part, more] = word ?? [];
  return part?.kind === "text" && !part.quoted && more === undefined ? part.text : undefined;
};

/** One argument, written so that a shell reads it back. */
export const quote = ({ text, open }: Field): string => {
  const literal = `'${text.replaceAll("'", "'\\''")}'`;
  return open === "no" ? literal : open === "one" ? `${literal}"$_"` : `${literal}$_`;
};

/** Whether a program's name, perhaps a pattern, is git's. */
export const isGit = (name: string): boolean => {
  if (name === "git" || name === "hub") return true;
  if (name.length > 16 || !/[*?[]/.test(name)) return false;
  const pattern = name
    .replace(/\[[^\]]*\]?/g, ".")
    .replaceAll("?", ".")
    .replaceAll("*", ".*");
  return /^[\w.*-]+$/.test(pattern) && new RegExp(`^${pattern}$`).test("git");
};
