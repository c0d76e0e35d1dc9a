// instride's own commands on a command line, whoever starts them, and those that speak in a person's name.

import type { Field } from "./fields.ts";
import { refused, throughHooks, type Verdict } from "./verdict.ts";

/** What only people say of a threat model. */
const peoples = /^(?:accept|challenge|retire|signoff)$/;

const baseOf = (path: string): string => path.replace(/^.*[/\\]/, "").toLowerCase();

/** The program by any of its names: `instride`, `instride@latest`, `bin/instride.js`, `instride.cmd`. */
const isOurs = (field: Field): boolean =>
  /^instride(?:@.*)?(?:\.(?:[cm]?js|cmd|ps1))?$/.test(baseOf(field.whole));

/** Programs that run a file given to them, and their options that take the next argument. */
const interpreter = /^(?:node|nodejs|bun|deno|tsx|ts-node|(?:ba|da|z|k|mk|a|fi)?sh)$/;
const takesValue =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--env-file|--title|-o|-O|--cwd|--dir|--prefix|--filter|--workspace)$/;

/** Programs that run what a package holds, and their words for it. */
export const manager: RegExp = /^(?:npm|pnpm|yarn|bun|deno)$/;
const runs = /^(?:run|run-script|exec|x|dlx)$/;

/** The first argument that is neither an option nor an option's value, and what follows it. */
export const skipOptions = (args: readonly Field[]): readonly Field[] => {
  const at = args.findIndex(
    ({ text }, index) => !text.startsWith("-") && !takesValue.test(args[index - 1]?.text ?? ""),
  );
  return at === -1 ? [] : args.slice(at);
};

/** The arguments that instride would get; undefined when it is not what runs. */
const argumentsOf = (name: string, args: readonly Field[]): readonly Field[] | undefined => {
  if (isOurs({ text: name, whole: name, open: "no", plain: false })) return args;
  if (interpreter.test(name)) {
    const [file, ...rest] = skipOptions(args);
    if (file !== undefined && isOurs(file)) return rest;
  }
  if (!manager.test(name)) return undefined;
  const [first, ...rest] = skipOptions(args);
  if (first === undefined) return undefined;
  const [file, ...more] = runs.test(first.text) ? skipOptions(rest) : [first, ...rest];
  return file !== undefined && isOurs(file) ? more : undefined;
};

const isAbbreviation = (text: string, option: string): boolean => text.length > 3 && option.startsWith(text);

/** Commands that only people run. */
const judgeOwn = (args: readonly Field[]): Verdict | undefined => {
  const [verb, ...rest] = args.filter(({ text, open }) => !text.startsWith("-") || open !== "no");
  if (verb === undefined) return undefined;
  if (verb.open !== "no" && !verb.plain)
    return refused("the instride command can't be read here, and it may be one for people", "write it out");
  const texts = args.map(({ text }) => text);
  if (peoples.test(verb.text) && !(rest.length === 0 && /^(?:--help|-h)$/.test(texts.at(-1) ?? "")))
    return refused(
      `instride ${verb.text} speaks in a person's name; only people accept, challenge, retire and sign off`,
      "tell the person what you would say and why, and let them run it; an objection of yours goes into a submission as `disagree`",
    );
  if (verb.text === "init" && texts.some((text) => isAbbreviation(text, "--uninstall")))
    return refused(
      "instride init --uninstall takes the git hooks out; that is for people to decide",
      throughHooks,
    );
  return undefined;
};

/** Verbs that take a package out. Others may stand before them: `yarn workspace api remove`, `npm -w api uninstall`. */
const removing = /^(?:un|uninstall|unlink|remove|rm|r)$/;

/** Taking the package away takes away what the hooks call. */
const judgeUninstall = (name: string, args: readonly Field[]): Verdict | undefined => {
  if (!manager.test(name) || runs.test(skipOptions(args)[0]?.text ?? "")) return undefined;
  const at = args.findIndex(({ text }) => removing.test(text));
  return at !== -1 && args.slice(at + 1).some(isOurs)
    ? refused(
        `${name} ${args[at]?.text} instride takes away what the git hooks call; that is for people to decide`,
        throughHooks,
      )
    : undefined;
};

export const judgeInstride = (name: string, args: readonly Field[]): Verdict | undefined => {
  const own = argumentsOf(name, args);
  return own === undefined ? judgeUninstall(name, args) : judgeOwn(own);
};
