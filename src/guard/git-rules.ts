// What a git command line may not do: skip hooks by an option, by a setting, or by plumbing.

import { isHookSetting } from "./environment.ts";
import type { Field } from "./fields.ts";
import { type GitLine, readArguments } from "./git-arguments.ts";
import { guarded } from "./git-options.ts";
import { judgeGitFiles } from "./hook-files.ts";
import { refused, throughHooks, type Verdict } from "./verdict.ts";

/**
 * @param certain false when the program's name can't be read and may not be git at all: then only what is plainly
 * there is refused.
 */
export const judgeGit = (line: GitLine, certain: boolean, folder: string): Verdict | undefined => {
  for (const { option, key, open } of line.settings) {
    if (isHookSetting(key)) return refused(`git ${option} decides which hooks run`, throughHooks);
    if (open && certain)
      return refused(
        `the setting in git ${option} can't be read here, and it may switch hooks off`,
        "write the setting out",
      );
  }
  const { subcommand, args } = line;
  if (subcommand === undefined) return undefined;
  if (subcommand.open !== "no") {
    if (!certain || subcommand.plain || subcommand.text !== "") return undefined;
    return refused(
      "the git command can't be read here, and it may be a commit that skips hooks",
      "write the git command out",
    );
  }
  const name = subcommand.text;
  if (Object.hasOwn(guarded, name)) return judgeGuarded(name, args, certain);
  if (name === "config") return judgeConfig(args, certain);
  if (name === "rm" || name === "mv") return judgeGitFiles(name, args, folder);
  if (name === "update-ref") return judgeUpdateRef(args, certain);
  if (name === "commit-tree" || name === "fast-import" || (name === "hash-object" && writesCommit(args)))
    return refused(`git ${name} makes commits that no hook sees`, "make the commit with git commit");
  return undefined;
};

const judgeGuarded = (name: string, args: readonly Field[], certain: boolean): Verdict | undefined => {
  const options = guarded[name];
  if (options === undefined) return undefined;
  const { bypass, unreadable } = readArguments(options, args);
  if (bypass !== undefined) return refused(`git ${name} ${bypass} skips git hooks`, throughHooks);
  if (unreadable === undefined || !certain) return undefined;
  const shown = unreadable.text === "" ? "an argument" : `the argument '${unreadable.text}…'`;
  return refused(
    `${shown} of git ${name} can't be read here, and it may be an option that skips hooks`,
    'write it out, or put it after `--` when it is a path; quote a value, as in -m "$TEXT"',
  );
};

/** HEAD and branches may only move by commands that run hooks. Deleting one loses nothing that hooks watch. */
const judgeUpdateRef = (args: readonly Field[], certain: boolean): Verdict | undefined => {
  const reasonAt = args.findIndex(({ text }) => text === "-m");
  const given = args.filter((_, at) => reasonAt === -1 || (at !== reasonAt && at !== reasonAt + 1));
  if (given.some(({ text }) => text === "-d")) return undefined;
  const ref = given.find(({ text, open }) => !text.startsWith("-") || open !== "no");
  const fromInput = given.some(({ text }) => text === "--stdin");
  const hidden = ref !== undefined && ref.open !== "no" && ref.text === "" && certain;
  if (!fromInput && !hidden && !/^(?:.*\/)?HEAD$|^refs\/heads\//.test(ref?.text ?? "")) return undefined;
  return refused(
    "git update-ref moves a branch to a commit that no hook may have seen",
    "commit with git commit, move a branch with git branch, git switch or git reset",
  );
};

const writesCommit = (args: readonly Field[]): boolean =>
  args.some(
    ({ text }, at) => /^-t(?:commit)$/.test(text) || (text === "commit" && args[at - 1]?.text === "-t"),
  );

/** husky's own setting, as its installer writes it. */
const usual = /^\.husky\/_\/?$/;

const judgeConfig = (args: readonly Field[], certain: boolean): Verdict | undefined => {
  const options = args.filter(({ text }) => text.startsWith("-")).map(({ text }) => text);
  const words = args.filter(({ text, open }) => !text.startsWith("-") && !(open !== "no" && text === ""));
  const verb = words[0]?.text ?? "";
  const how = "leave core.hooksPath as it is; npx instride doctor says whether hooks run";
  if (
    options.some((option) => /^--(?:remove|rename)-section$/.test(option)) ||
    /^(?:remove|rename)-section$/.test(verb)
  ) {
    return words.some(({ text }) => /^(?:core|hook|include)\b/i.test(text))
      ? refused("git config would drop the section that says where hooks are", how)
      : undefined;
  }
  const at = args.findIndex(({ text }) => isHookSetting(text));
  if (at === -1) {
    const first = args.find(({ text }) => !text.startsWith("-"));
    const open = first !== undefined && first.open !== "no" && first.text === "" && args.at(-1) !== first;
    return open && certain
      ? refused(
          "the key that git config sets can't be read here, and it may be core.hooksPath",
          "write the key out",
        )
      : undefined;
  }
  const reads =
    options.some((option) => /^--(?:get|list|name-only)/.test(option)) || verb === "get" || verb === "list";
  if (reads) return undefined;
  const key = args[at] as Field;
  const unsets = options.some((option) => option.startsWith("--unset")) || verb === "unset";
  const value = args[at + 1];
  if (!unsets && (value === undefined || (value.open === "no" && usual.test(value.text)))) return undefined;
  return refused(`git config would change ${key.text}, which decides which hooks run`, how);
};
