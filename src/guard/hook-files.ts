// Files that make hooks run: overwriting or deleting them goes around the hooks as surely as `--no-verify`.

import type { Field } from "./fields.ts";
import { refused, type Verdict } from "./verdict.ts";

/** Folder parts in sequence that hold hooks, or what instride's hooks rely on. */
export const places: readonly (readonly string[])[] = [
  [".husky"],
  [".git", "hooks"],
  [".git", "config"],
  [".git", "instride"],
  [".instride", "watch"],
  ["node_modules", "instride"],
];

/** Scripts: a line more at their end leaves the lines above it in force. */
export const appendable: RegExp = /(?:^|\/)\.husky(?:\/(?!_)|$)|(?:^|\/)\.git\/hooks(?:\/|$)/;

/** Whether a part of a path, perhaps a pattern, may be this name, given in lower case. */
export const partMatches = (pattern: string, name: string): boolean => {
  if (!/[*?[]/.test(pattern)) return pattern.toLowerCase() === name;
  if (!pattern.startsWith(name.startsWith(".") ? "." : "")) return false;
  if (pattern.length > 64) return false;
  const source = pattern
    .replace(/\[[^\]]*\]?/g, "?")
    .replace(/[^?*]/g, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll("?", ".")
    .replace(/\*+/g, ".*");
  try {
    return new RegExp(`^${source}$`, "iu").test(name);
  } catch {
    return false;
  }
};

/** The path, its `.` and `..` worked out, when it lies in one of the places. */
export const hookFile = (path: string, folder: string): string | undefined => {
  const full = /^(?:[/\\]|[A-Za-z]:)/.test(path) || folder === "" ? path : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of full.split(/[/\\]+/)) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const found = places.some((place) =>
    parts.some(
      (_, at) =>
        at + place.length <= parts.length &&
        place.every((name, index) => partMatches(parts[at + index] as string, name)),
    ),
  );
  return found ? parts.join("/") : undefined;
};

export const refusal = (what: string, path: string): Verdict =>
  refused(
    `${what} ${path} would switch off or change the git hooks of this repository`,
    "leave these files to npx instride init and to people; to add to a hook of the project's own, put lines at the end of its file and keep all that stands there",
  );

/** Which arguments of a program are files that it deletes, overwrites or makes unrunnable. */
const targetsOf = (name: string, args: readonly Field[]): readonly Field[] => {
  const files = args.filter(({ text }) => !text.startsWith("-"));
  const last = files.slice(-1);
  const into = args.filter((_, at) => /^(?:-t|--target-directory)$/.test(args[at - 1]?.text ?? ""));
  const has = (option: RegExp): boolean => args.some(({ text }) => option.test(text));
  switch (name) {
    case "rm":
    case "rmdir":
    case "unlink":
    case "shred":
    case "truncate":
    case "mv":
    case "trash":
    case "rimraf":
    case "del":
    case "erase":
    case "remove-item":
      return files;
    case "tee":
      return files;
    case "cp":
    case "ln":
    case "install":
    case "rsync":
      return [...last, ...into];
    case "sed":
    case "perl":
    case "ruby":
      return has(/^-[a-zA-Z]*i|^--in-place/) ? files : [];
    case "find":
      return has(/^-delete$/) ? files.slice(0, 1) : [];
    case "dd":
      return args.flatMap((field) =>
        field.text.startsWith("of=")
          ? [{ ...field, text: field.text.slice(3), whole: field.whole.slice(3) }]
          : [],
      );
    case "chmod":
      return takesExecution(args) ? files.slice(1) : [];
    default:
      return [];
  }
};

/** `chmod -x`, `chmod 644`, `chmod u=rw`: anything but a mode that lets the owner run the file. */
const takesExecution = (args: readonly Field[]): boolean => {
  const mode = args.find(({ text }) => /^(?:[ugoa]*[-+=]|[0-7]{3,4}$)/.test(text))?.text ?? "";
  if (/^[0-7]+$/.test(mode)) return (Number.parseInt(mode.at(-3) ?? "0", 8) & 1) === 0;
  return !/^[ugoa]*\+/.test(mode);
};

export const judgeProgram = (name: string, args: readonly Field[], folder: string): Verdict | undefined => {
  // `chmod -x FILE`: the mode looks like an option.
  const given =
    name === "chmod" ? args.map((field) => (field.text === "-x" ? { ...field, text: "a-x" } : field)) : args;
  for (const { whole } of targetsOf(name, given)) {
    const path = hookFile(whole, folder);
    if (path === undefined) continue;
    if (name === "tee" && args.some(({ text }) => /^-[a-z]*a|^--append$/.test(text)) && appendable.test(path))
      continue;
    return refusal(name, path);
  }
  return undefined;
};

export const judgeWrite = (operator: string, field: Field, folder: string): Verdict | undefined => {
  const path = hookFile(field.whole, folder);
  if (path === undefined || (operator.endsWith(">>") && appendable.test(path))) return undefined;
  return refusal("writing to", path);
};

/** `git rm` and `git mv` of a hook's file. */
export const judgeGitFiles = (
  subcommand: string,
  args: readonly Field[],
  folder: string,
): Verdict | undefined => {
  for (const { text, whole } of args) {
    const path = text.startsWith("-") ? undefined : hookFile(whole, folder);
    if (path !== undefined) return refusal(`git ${subcommand}`, path);
  }
  return undefined;
};
