// Programs that run another program, and how to get from their arguments to that program's.

import { type Field, joined, unreadable } from "./fields.ts";

interface Wrapper {
  /** Short options that take the next argument. */
  readonly short: string;
  /** Long options that take the next argument. */
  readonly long: readonly string[];
  /** Arguments of its own before the program. */
  readonly own: number;
  /** `NAME=value` before the program sets its environment. */
  readonly assigns: boolean;
  /** Options after whose value everything belongs to the program. */
  readonly final: RegExp | undefined;
}

const wrapper = (
  short = "",
  long: readonly string[] = [],
  more: { own?: number; assigns?: boolean; final?: RegExp } = {},
): Wrapper => ({
  short,
  long,
  own: more.own ?? 0,
  assigns: more.assigns ?? false,
  final: more.final,
});

const wrappers: Readonly<Record<string, Wrapper>> = {
  ...{
    nohup: wrapper(),
    setsid: wrapper(),
    builtin: wrapper(),
    command: wrapper(),
    chronic: wrapper(),
    corepack: wrapper(),
    unbuffer: wrapper(),
    "ssh-agent": wrapper("aEt"),
  },
  ...{
    caffeinate: wrapper("tw"),
    busybox: wrapper(),
    toybox: wrapper(),
    winpty: wrapper(),
    noglob: wrapper(),
    nocorrect: wrapper(),
  },
  exec: wrapper("a"),
  time: wrapper("fo", ["format", "output"]),
  nice: wrapper("n", ["adjustment"]),
  ionice: wrapper("cn", ["class", "classdata"]),
  stdbuf: wrapper("ioe", ["input", "output", "error"]),
  timeout: wrapper("sk", ["signal", "kill-after"], { own: 1 }),
  gtimeout: wrapper("sk", ["signal", "kill-after"], { own: 1 }),
  taskset: wrapper("", [], { own: 1 }),
  chrt: wrapper("", [], { own: 1 }),
  flock: wrapper("wE", ["timeout", "wait", "conflict-exit-code"], { own: 1 }),
  strace: wrapper("eopsPuE"),
  watch: wrapper("n", ["interval"]),
  sudo: wrapper("ugpCTUrthRD", ["user", "group", "prompt", "chdir", "host", "role", "type"], {
    assigns: true,
  }),
  doas: wrapper("uC"),
  env: wrapper("uCS", ["unset", "chdir", "split-string"], {
    assigns: true,
    final: /^(?:-[a-zA-Z]*S|--split-string)/,
  }),
  xargs: wrapper("InPLdasE", [
    "max-args",
    "max-procs",
    "delimiter",
    "arg-file",
    "max-chars",
    "max-lines",
    "replace",
  ]),
  parallel: wrapper("jnNIa", ["jobs", "max-args", "arg-file"]),
  npx: wrapper("pc", ["package", "call"]),
  bunx: wrapper(),
};

/** Package managers that run a program by a subcommand, `npm exec`. */
const runners: Readonly<Record<string, readonly string[]>> = {
  npm: ["exec", "x"],
  pnpm: ["exec", "dlx"],
  yarn: ["exec", "dlx"],
  bun: ["x"],
};

export interface Unwrapped {
  readonly rest: readonly Field[];
  /** `NAME=value` arguments that set the environment. */
  readonly assigned: readonly Field[];
  /** Options with their values, as they came. */
  readonly options: readonly Field[];
}

/** The program inside a wrapper and its arguments; undefined when the program runs no other. */
export const unwrap = (name: string, args: readonly Field[]): Unwrapped | undefined => {
  const known = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
  if (known !== undefined) return skipOptions(known, args);
  const runs = Object.hasOwn(runners, name) ? (runners[name] as readonly string[]) : [];
  if (runs.includes(args[0]?.text ?? ""))
    return skipOptions(wrapper("pc", ["package", "call"]), args.slice(1));
  return undefined;
};

const skipOptions = (known: Wrapper, args: readonly Field[]): Unwrapped => {
  const assigned: Field[] = [];
  let at = 0;
  for (; at < args.length; at += 1) {
    const { text } = args[at] as Field;
    if (text === "--") {
      at += 1;
      break;
    }
    if (known.assigns && /^[A-Za-z_]\w*=/.test(text)) assigned.push(args[at] as Field);
    else if (text.startsWith("--")) {
      if (known.long.includes(text.slice(2))) at += 1;
    } else if (text.length > 1 && text.startsWith("-")) {
      if (takesNext(known.short, text.slice(1))) at += 1;
    } else break;
    if (known.final?.test(text) === true) {
      at += 1;
      break;
    }
  }
  const options = args.slice(0, at);
  return { rest: args.slice(at + known.own), assigned, options };
};

/** Whether a cluster of short options ends in one that still lacks its value. */
const takesNext = (short: string, letters: string): boolean => {
  const first = [...letters].findIndex((letter) => short.includes(letter));
  return first !== -1 && first === letters.length - 1;
};

export const isShell = (name: string): boolean => /^(?:ba|da|z|k|mk|a|fi|rba)?sh$/.test(name);

/** What a shell was asked to run: a script, its standard input, or a file (which is not looked into). */
export const shellScript = (args: readonly Field[]): { script: Field } | "input" | "file" => {
  let command = false;
  for (let at = 0; at < args.length; at += 1) {
    const field = args[at] as Field;
    const { text } = field;
    if (/^--(?:rcfile|init-file)$/.test(text)) at += 1;
    else if (/^[-+][a-zA-Z]/.test(text)) {
      if (text.startsWith("-") && text.includes("c")) command = true;
      else if (text.startsWith("-") && text.includes("s")) return "input";
      if (/[oO]$/.test(text)) at += 1;
    } else if (!text.startsWith("--") && text !== "-") {
      if (command) return { script: field };
      // `bash <(echo …)`: the substitution stands here by its text.
      return /\s/.test(text) ? { script: field } : "file";
    }
  }
  return "input";
};

/** The value of an option that is a command line, `-c VALUE`, `-cVALUE` or `--long VALUE`. */
const optionValue = (args: readonly Field[], letter: string, long: string): Field | undefined => {
  for (let at = 0; at < args.length; at += 1) {
    const field = args[at] as Field;
    const { text, whole } = field;
    const stuck = text.startsWith(`--${long}=`)
      ? long.length + 3
      : /^-[a-zA-Z]/.test(text)
        ? text.indexOf(letter) + 1
        : 0;
    if (text === `--${long}` || (stuck > 0 && stuck === text.length)) return args[at + 1];
    if (stuck > 0) return { ...field, text: text.slice(stuck), whole: whole.slice(stuck) };
  }
  return undefined;
};

/** The command line that a program other than a shell hands to a shell, `su -c`, `env -S`, `npx -c`. */
export const scriptOption = (
  name: string,
  args: readonly Field[],
  inner: Unwrapped | undefined,
): Field | undefined => {
  if (/^(?:su|runuser|script)$/.test(name)) return optionValue(args, "c", "command");
  if (/^(?:cmd|powershell|pwsh)$/.test(name)) {
    const at = args.findIndex(({ text }) => /^(?:\/[ck]|-c|-command)$/i.test(text));
    return at === -1 ? undefined : joined(args.slice(at + 1));
  }
  if (inner === undefined) return undefined;
  if (name === "env") return optionValue(inner.options, "S", "split-string");
  if (name === "flock") return optionValue(inner.rest.slice(0, 2), "c", "command");
  return /^(?:npx|npm|pnpm)$/.test(name) ? optionValue(inner.options, "c", "call") : undefined;
};

/** What xargs runs: its program, and arguments that nobody can read beforehand. */
export const spreadInto = ({ options, rest }: Unwrapped): Field[] => {
  if (!options.some(({ text }) => /^-[Ii]/.test(text) || text.startsWith("--replace")))
    return [...rest, unreadable];
  return rest.map((field) => {
    const at = field.text.search(/\{\}|%/);
    return at === -1 ? field : { ...field, text: field.text.slice(0, at), open: "one" };
  });
};
