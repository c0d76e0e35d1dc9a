// Environment variables that switch hooks off, or give git a setting past its files.

import type { Field } from "./fields.ts";
import { refused, throughHooks, type Verdict } from "./verdict.ts";

/** The values of each variable that switch hooks off. */
const switches: Readonly<Record<string, RegExp>> = {
  INSTRIDE: /^0$/,
  HUSKY: /^0$/,
  HUSKY_SKIP_HOOKS: /^(?!0$|false$).+$/,
  LEFTHOOK: /^(?:0|false)$/,
  LEFTHOOK_EXCLUDE: /./,
  SKIP_SIMPLE_GIT_HOOKS: /^(?!0$|false$).+$/,
};

/** Variables that say where the person's own settings are: husky's init.sh, git's global file. */
export const movesSettings: RegExp =
  /^(?:HOME|USERPROFILE|XDG_CONFIG_HOME|GIT_CONFIG_GLOBAL|GIT_CONFIG_SYSTEM)$/;

/** Keys of git's configuration that decide which hooks run; also files that may hold such keys. */
export const isHookSetting = (key: string): boolean =>
  /^(?:core\.hookspath|hook\..+|include\.path|includeif\..+\.path)$/.test(key.toLowerCase());

export const judgeVariable = (name: string, value: Field): Verdict | undefined => {
  if (Object.hasOwn(switches, name)) {
    if (value.open !== "no" && !value.plain)
      return refused(
        `the value of ${name} can't be read here, and it may switch git hooks off`,
        `leave ${name} alone`,
      );
    if ((switches[name] as RegExp).test(value.text))
      return refused(`${name}=${value.text} switches off git hooks`, throughHooks);
  }
  if (/^GIT_CONFIG_KEY_\d+$/.test(name) && (value.open !== "no" || isHookSetting(value.text)))
    return refused(`${name} gives git a setting that decides which hooks run`, throughHooks);
  if (
    name === "GIT_CONFIG_PARAMETERS" &&
    (value.open !== "no" || /hookspath|hook\.|include/i.test(value.text))
  )
    return refused(`${name} gives git a setting that decides which hooks run`, throughHooks);
  return undefined;
};

/** PowerShell's way to set a variable; its syntax is not read any further. */
const powerShell = /\$env:(\w+)\s*=\s*["']?([^"';\s]*)/gi;

/** Variables that a line sets in PowerShell's way. */
export const powerShellVariables = (
  commandLine: string,
): readonly (readonly [name: string, value: Field])[] =>
  [...commandLine.matchAll(powerShell)].map(([, name = "", value = ""]) => [
    name.toUpperCase(),
    { text: value, open: "no", plain: false, whole: value },
  ]);
