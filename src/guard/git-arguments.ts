// Reading git's argument lists: its own options before the command, and a guarded command's options after it.

import type { Field } from "./fields.ts";
import { moved } from "./folder.ts";
import { type GitOptions, globalWithValue, isNoVerify, takesNext } from "./git-options.ts";

/** A setting given on the command line, `-c core.hooksPath=x`. */
export interface Setting {
  /** As written. */
  readonly option: string;
  /** In lower case. */
  readonly key: string;
  readonly value: string;
  /** The key itself can't be read. */
  readonly open: boolean;
}

export interface GitLine {
  readonly settings: readonly Setting[];
  /** Undefined when there is none: `git --version`. */
  readonly subcommand: Field | undefined;
  readonly args: readonly Field[];
  /** The folder in which it runs, by `-C`; left out: where the line is. */
  readonly folder?: string;
}

const settingOf = (option: string, field: Field): Setting => {
  const equals = field.whole.indexOf("=");
  const key = equals === -1 ? field.whole : field.whole.slice(0, equals);
  return {
    option: `${option}${option.endsWith("=") ? "" : " "}${key}`,
    key: key.toLowerCase(),
    value: equals === -1 ? "" : field.whole.slice(equals + 1),
    open: field.open !== "no" && !field.text.includes("="),
  };
};

/** Splits git's arguments at the name of its command. */
export const readGitLine = (args: readonly Field[]): GitLine => {
  const settings: Setting[] = [];
  let folder: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const field = args[at] as Field;
    if (!field.text.startsWith("-"))
      return {
        settings,
        subcommand: field,
        args: args.slice(at + 1),
        ...(folder === undefined ? {} : { folder }),
      };
    const next = args[at + 1];
    if (field.text === "-C" && next !== undefined) folder = moved(folder ?? "", next.whole);
    if (field.text === "-c" && next !== undefined) settings.push(settingOf("-c", next));
    else if (field.text === "--config-env" && next !== undefined)
      settings.push(settingOf("--config-env", next));
    else if (field.text.startsWith("--config-env="))
      settings.push(
        settingOf("--config-env=", { ...field, text: field.text.slice(13), whole: field.whole.slice(13) }),
      );
    if (field.open === "no" && globalWithValue.has(field.text)) at += 1;
  }
  return { settings, subcommand: undefined, args: [] };
};

/** What was found in the arguments of a guarded command. */
export interface Reading {
  /** The option that leaves hooks out, as written. */
  readonly bypass: string | undefined;
  /** An argument that may be any option, because it can't be read. */
  readonly unreadable: Field | undefined;
  /** Command lines that git itself will run, `rebase --exec`. */
  readonly scripts: readonly Field[];
}

/** Reads the arguments as git's own option parser does: options may stand anywhere before `--`. */
export const readArguments = (options: GitOptions, args: readonly Field[]): Reading => {
  const scripts: Field[] = [];
  const found = (more: { bypass?: string; unreadable?: Field } = {}): Reading => ({
    bypass: more.bypass,
    unreadable: more.unreadable,
    scripts,
  });
  for (let at = 0; at < args.length; at += 1) {
    const field = args[at] as Field;
    const { text } = field;
    const value = args[at + 1];
    if (field.plain) continue;
    if (field.open === "many") return found({ unreadable: field });
    if (text === "--" && field.open === "no") return found();
    if (text.startsWith("--")) {
      const equals = text.indexOf("=");
      const name = text.slice(2, equals === -1 ? undefined : equals);
      if (isNoVerify(name)) return found({ bypass: text });
      if (field.open === "no" && equals === -1 && takesNext(options, name)) {
        if (value?.open === "many") return found({ unreadable: value });
        if (value !== undefined && options.scripts.includes(name)) scripts.push(value);
        at += 1;
      } else if (equals !== -1 && options.scripts.includes(name))
        scripts.push({ ...field, text: text.slice(equals + 1), whole: field.whole.slice(equals + 1) });
      else if (field.open !== "no" && equals === -1) return found({ unreadable: field });
    } else if (text.startsWith("-")) {
      const cluster = readCluster(options, text.slice(1));
      if (cluster.bypass) return found({ bypass: text });
      if (cluster.value === "next" && field.open === "no") {
        if (value?.open === "many") return found({ unreadable: value });
        if (value !== undefined && options.scripts.includes(cluster.letter)) scripts.push(value);
        at += 1;
      } else if (cluster.value === "stuck" && options.scripts.includes(cluster.letter)) {
        const from = text.indexOf(cluster.letter) + 1;
        scripts.push({ ...field, text: text.slice(from), whole: field.whole.slice(from) });
      } else if (cluster.value === "none" && field.open !== "no") return found({ unreadable: field });
    } else if (text === "" && field.open !== "no") return found({ unreadable: field });
  }
  return found();
};

interface Cluster {
  readonly bypass: boolean;
  /** The option that takes a value, and where that value is. */
  readonly letter: string;
  readonly value: "none" | "stuck" | "next";
}

/** Reads `anm`: short options up to the first that takes a value. */
const readCluster = (options: GitOptions, letters: string): Cluster => {
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] as string;
    if (options.bypass === letter) return { bypass: true, letter, value: "none" };
    const last = at === letters.length - 1;
    if (options.short.includes(letter)) return { bypass: false, letter, value: last ? "next" : "stuck" };
    if (options.shortOptional.includes(letter) && !last) return { bypass: false, letter, value: "stuck" };
  }
  return { bypass: false, letter: "", value: "none" };
};
