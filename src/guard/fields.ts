// From words to the arguments that a program would get, as far as the line itself tells.

import { expandBraces } from "./braces.ts";
import { parseShell, type SimpleCommand } from "./shell.ts";
import type { Part, Word } from "./word.ts";

export interface Field {
  /** What is known of it, from its beginning. */
  readonly text: string;
  /** `no`: the text is all of it. `one`: more follows that can't be read. `many`: it may even be several arguments, or none. */
  readonly open: "no" | "one" | "many";
  /** Whatever it turns out to be, it does not begin with a dash. */
  readonly plain: boolean;
  /** All of it, with `$_` for each piece that can't be read: what a shell would be given to run. */
  readonly whole: string;
}

/** What the line has defined so far. */
export interface Scope {
  /** Undefined: assigned in more than one way, so its value depends on the run. */
  readonly variables: Map<string, Field | undefined>;
  readonly shellAliases: Map<string, string>;
  /** By name in lower case, as git compares them. */
  readonly gitAliases: Map<string, string>;
  /** Where `cd` has led from where the line starts; empty when that is not known. */
  folder: string;
}

/** Nesting beyond this is not followed. */
export const depthLimit = 10;

export const known = (text: string): Field => ({ text, open: "no", plain: false, whole: text });
export const unreadable: Field = { text: "", open: "many", plain: false, whole: "$_" };

/** Options of commands whose output is a name, a path or an object id, and so no flag. */
const namingOptions =
  /^(?:--(?:show-current|abbrev-ref|short|verify|symbolic-full-name|show-toplevel|git-dir|tags|always|abbrev|all|fork-point|max-count)(?:=\w+)?|-q|-d)$/;
const namingCommand =
  /^(?:git (?:rev-parse|branch|symbolic-ref|merge-base|describe|rev-list|write-tree)|pwd|mktemp|whoami|hostname)(?: |$)/;

/** Whether a substitution gives a branch, an object id, a path: git lets no such name begin with a dash. */
const givesName = (source: string): boolean => {
  const script = source.trim().replace(/ 2>\s?\/dev\/null$/, "");
  if (!namingCommand.test(script) || !/^[\w ./:@{}^~=-]*$/.test(script)) return false;
  return script.split(" ").every((word) => !word.startsWith("-") || namingOptions.test(word));
};

/** The standard output of a command that prints what it is given; undefined for every other command. */
export const outputOf = (command: SimpleCommand, scope: Scope, depth: number): Field | undefined => {
  const first = command.words[0]?.[0];
  if (depth > depthLimit || first?.kind !== "text" || !/^(?:echo|printf|cat)$/.test(first.text))
    return undefined;
  const [name, ...args] = fieldsOf(command.words, scope, depth + 1);
  if (name === undefined || command.redirects.some(({ operator }) => operator.includes(">")))
    return undefined;
  if (name.text === "cat") {
    const text = command.redirects.find(({ operator }) => operator === "<<" || operator === "<<<");
    return args.length > 0 || text === undefined ? undefined : fieldOf(text.target, scope, depth + 1);
  }
  const shown = name.text === "echo" ? dropWhile(args, ({ text }) => /^-[neE]+$/.test(text)) : printed(args);
  if (shown === undefined || shown.some(({ text }) => text.includes("\\"))) return undefined;
  return joined(shown);
};

const dropWhile = (args: readonly Field[], test: (field: Field) => boolean): Field[] => {
  const from = args.findIndex((field) => !test(field));
  return from === -1 ? [] : args.slice(from);
};

const printed = (args: readonly Field[]): Field[] | undefined => {
  const [format, ...rest] = args[0]?.text === "--" ? args.slice(1) : args;
  if (format === undefined || format.open !== "no") return undefined;
  if (/^%[sb](?:\\n)?$/.test(format.text)) return rest;
  const text = format.text.replace(/\\n/g, "\n");
  return text.includes("%") ? undefined : [known(text)];
};

/** Several fields as one text, with blanks between. */
export const joined = (fields: readonly Field[]): Field => {
  const whole = fields
    .map((field) => field.whole)
    .join(" ")
    .replace(/\n+$/, "");
  const opened = fields.findIndex(({ open }) => open !== "no");
  if (opened === -1) return known(whole);
  return {
    text: fields
      .slice(0, opened + 1)
      .map(({ text }) => text)
      .join(" "),
    open: "many",
    plain: false,
    whole,
  };
};

/** What one part stands for. */
const fillIn = (part: Part, scope: Scope, depth: number): Field => {
  if (part.kind === "text") return known(part.text);
  const value =
    part.kind === "variable"
      ? scope.variables.get(part.name)
      : part.kind === "command"
        ? substituted(part.source, scope, depth)
        : undefined;
  return value ?? unreadable;
};

const substituted = (source: string, scope: Scope, depth: number): Field | undefined => {
  if (givesName(source)) return { text: "", open: "many", plain: true, whole: "$_" };
  if (depth > depthLimit || !/^\s*(?:echo|printf|cat)\b/.test(source)) return undefined;
  const [command, more] = parseShell(source);
  const output =
    command === undefined || more !== undefined ? undefined : outputOf(command, scope, depth + 1);
  return output?.open === "no" ? known(output.text.replace(/\n+$/, "")) : output;
};

/** The fields of words as a shell would make them, in order. */
export const fieldsOf = (words: readonly Word[], scope: Scope, depth = 0): Field[] =>
  words.flatMap(expandBraces).flatMap((word) => split(word, scope, depth));

/** The one field of a word in a place where shells do not split: an assignment, a redirection. */
export const fieldOf = (word: Word, scope: Scope, depth = 0): Field =>
  split(
    word.map((part) => ({ ...part, quoted: true })),
    scope,
    depth,
  )[0] ?? known("");

const split = (word: Word, scope: Scope, depth: number): Field[] => {
  const fields: Field[] = [];
  let now: Field | undefined;
  const append = (more: Field, quoted: boolean): void => {
    const before = now ?? known("");
    const open = more.open === "no" ? "no" : quoted ? "one" : "many";
    if (before.open !== "no")
      now = { ...before, open: open === "many" ? "many" : before.open, whole: before.whole + more.whole };
    else
      now = {
        text: before.text + more.text,
        open,
        plain: before.text === "" && more.plain,
        whole: before.whole + more.whole,
      };
  };
  for (const part of word) {
    const value = fillIn(part, scope, depth);
    if (part.quoted || part.kind === "text" || value.open !== "no") {
      append(value, part.quoted);
      continue;
    }
    // A known value outside quotes: cut at its blanks.
    const pieces = value.text.split(/[ \t\n]+/);
    pieces.forEach((piece, index) => {
      if (index > 0 && now !== undefined) {
        fields.push(now);
        now = undefined;
      }
      if (piece !== "") append(known(piece), true);
    });
  }
  if (now !== undefined) fields.push(now);
  return fields;
};
