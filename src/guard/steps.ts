// A command line as the list of what it would do, through every layer that it is wrapped in.

import { depthLimit, type Field, fieldOf, fieldsOf, joined, known, outputOf, type Scope } from "./fields.ts";
import { moved } from "./folder.ts";
import { type GitLine, readArguments, readGitLine } from "./git-arguments.ts";
import { builtins, guarded } from "./git-options.ts";
import { declaring, isGit, plainText, prefixes, quote } from "./lexicon.ts";
import { type Assignment, assign, assignmentIn, assignmentOf, newScope } from "./scope.ts";
import { parseShell, type SimpleCommand } from "./shell.ts";
import { type Part, readQuoted } from "./word.ts";
import { isShell, scriptOption, shellScript, spreadInto, unwrap } from "./wrappers.ts";

export type Step =
  /** `certain`: the program is git, and not just something that can't be read. */
  | { readonly kind: "git"; readonly certain: boolean; readonly line: GitLine; readonly folder: string }
  | {
      readonly kind: "program";
      readonly name: string;
      readonly args: readonly Field[];
      readonly folder: string;
    }
  | { readonly kind: "write"; readonly operator: string; readonly path: Field; readonly folder: string }
  | { readonly kind: "environment"; readonly name: string; readonly value: Field }
  | { readonly kind: "too-deep" };

/** Everything that a command line would do, as far as it can be read. */
export const stepsOf = (
  commandLine: string,
  gitAliases: Readonly<Record<string, string>> = {},
  folder = "",
): Step[] => {
  const steps: Step[] = [];
  new Walk(steps, newScope(gitAliases, folder)).script(commandLine, 0);
  return steps;
};

class Walk {
  private readonly steps: Step[];
  private readonly scope: Scope;
  /** Aliases that are being expanded: a shell does not expand one within itself. */
  private readonly expanding = new Set<string>();

  constructor(steps: Step[], scope: Scope) {
    this.steps = steps;
    this.scope = scope;
  }

  script(source: string, depth: number): void {
    if (depth > depthLimit) {
      this.steps.push({ kind: "too-deep" });
      return;
    }
    let before: SimpleCommand | undefined;
    for (const command of parseShell(source)) {
      this.substitutions(command, depth);
      this.command(command, before, depth);
      before = command;
    }
  }

  /** Scripts in the words run too. */
  private substitutions(command: SimpleCommand, depth: number): void {
    const visit = (parts: readonly Part[], level: number): void => {
      for (const part of parts) {
        if (part.kind === "command") this.script(part.source, level + 1);
        else if (part.kind !== "unknown" || !/[$`]/.test(part.source)) continue;
        else if (level > depthLimit) this.steps.push({ kind: "too-deep" });
        else visit(readQuoted(part.source), level + 1);
      }
    };
    for (const word of command.words) visit(word, depth);
    for (const { target } of command.redirects) visit(target, depth);
  }

  private command(command: SimpleCommand, before: SimpleCommand | undefined, depth: number): void {
    const { folder } = this.scope;
    for (const { operator, target } of command.redirects)
      if (operator.includes(">") && operator !== ">&")
        this.steps.push({ kind: "write", operator, path: fieldOf(target, this.scope), folder });

    let words = command.words;
    for (let first = plainText(words[0]); first !== undefined; first = plainText(words[0])) {
      if (first === "for" || first === "select") {
        const name = plainText(words[1]);
        if (name !== undefined) this.scope.variables.set(name, undefined);
        return;
      }
      if (first === "case") return;
      if (first === "function") words = words.slice(2);
      else if (prefixes.test(first)) words = words.slice(1);
      else break;
    }
    const assignments: Assignment[] = [];
    for (let word = words[0]; word !== undefined; word = words[0]) {
      const assignment = assignmentOf(word, this.scope);
      if (assignment === undefined) break;
      assignments.push(assignment);
      words = words.slice(1);
    }
    for (const assignment of assignments) {
      this.environment(assignment);
      if (words.length === 0) assign(this.scope, assignment);
    }
    const input = (): Field | undefined => {
      const text = command.redirects.find(({ operator }) => operator === "<<" || operator === "<<<");
      if (text !== undefined) return fieldOf(text.target, this.scope);
      return command.piped && before !== undefined ? outputOf(before, this.scope, depth) : undefined;
    };
    this.run(fieldsOf(words, this.scope, depth), input, depth);
  }

  private environment({ name, value }: Assignment): void {
    this.steps.push({ kind: "environment", name, value });
  }

  /** One program with its arguments. `input` is the text on its standard input, when the line has it. */
  private run(fields: readonly Field[], input: () => Field | undefined, depth: number): void {
    const [command, ...args] = fields;
    if (command === undefined) return;
    if (depth > depthLimit) {
      this.steps.push({ kind: "too-deep" });
      return;
    }
    const name = command.text
      .replace(/^.*[/\\]/, "")
      .toLowerCase()
      .replace(/\.exe$/, "");
    const certain = command.open === "no";
    const { folder } = this.scope;
    const alias = certain ? this.scope.shellAliases.get(command.text) : undefined;
    if (alias !== undefined && !this.expanding.has(command.text)) {
      this.expanding.add(command.text);
      this.script([alias, ...args.map(quote)].join(" "), depth + 1);
      this.expanding.delete(command.text);
      return;
    }
    if (!certain || isGit(name)) this.git(readGitLine(args), certain && /^(?:git|hub)$/.test(name), depth);
    else if (name.startsWith("git-"))
      this.git({ settings: [], subcommand: known(name.slice(4)), args }, true, depth);
    else if (isShell(name)) {
      const asked = shellScript(args);
      const script = asked === "input" ? input() : asked === "file" ? undefined : asked.script;
      if (asked === "file") this.steps.push({ kind: "program", name, args, folder });
      if (script !== undefined) this.script(script.whole, depth + 1);
    } else {
      this.steps.push({ kind: "program", name, args, folder });
      this.program(name, args, input, depth);
    }
  }

  /** What a program other than git and the shells does to what follows, or runs itself. */
  private program(name: string, args: readonly Field[], input: () => Field | undefined, depth: number): void {
    if (declaring.test(name)) this.declare(args);
    else if (name === "alias") this.aliases(args, depth);
    else if (name === "cd" || name === "pushd")
      this.scope.folder = moved(this.scope.folder, args.at(-1)?.whole ?? "");
    else if (name === "read" || name === "mapfile" || name === "readarray")
      for (const { text } of args) this.scope.variables.set(text, undefined);
    else if (name === "eval") this.script(joined(args).whole, depth + 1);
    else if (name === "trap" || name === "source" || name === ".") {
      // `. <(echo …)`: the substitution stands here by its text.
      if (args[0] !== undefined && /\s/.test(args[0].text)) this.script(args[0].whole, depth + 1);
    } else if (name === "find") this.find(args, depth);
    else this.wrapped(name, args, input, depth);
  }

  private declare(args: readonly Field[]): void {
    for (const field of args) {
      const assignment = assignmentIn(field);
      if (assignment === undefined) continue;
      this.environment(assignment);
      assign(this.scope, assignment);
    }
  }

  private aliases(args: readonly Field[], depth: number): void {
    for (const { text, whole } of args) {
      const equals = text.indexOf("=");
      if (equals <= 0) continue;
      this.scope.shellAliases.set(text.slice(0, equals), whole.slice(equals + 1));
      this.script(whole.slice(equals + 1), depth + 1);
    }
  }

  private find(args: readonly Field[], depth: number): void {
    args.forEach(({ text }, at) => {
      if (!/^-(?:exec|execdir|ok|okdir)$/.test(text)) return;
      const rest = args.slice(at + 1);
      const end = rest.findIndex((field) => field.text === ";" || field.text === "+");
      const found: Field = { text: "", open: "one", plain: true, whole: `${args[0]?.whole ?? "."}/$_` };
      const program = (end === -1 ? rest : rest.slice(0, end)).map((field) =>
        field.text === "{}" ? found : field,
      );
      this.run(program, () => undefined, depth + 1);
    });
  }

  private wrapped(name: string, args: readonly Field[], input: () => Field | undefined, depth: number): void {
    const inner = unwrap(name, args);
    for (const field of inner?.assigned ?? []) {
      const assignment = assignmentIn(field);
      if (assignment !== undefined) this.environment(assignment);
    }
    const script = scriptOption(name, args, inner);
    if (script !== undefined) {
      const rest = name === "env" ? (inner?.rest ?? []).map(quote) : [];
      this.script([script.whole, ...rest].join(" "), depth + 1);
    } else if (inner !== undefined) {
      const spread = name === "xargs" || name === "parallel";
      this.run(spread ? spreadInto(inner) : inner.rest, spread ? () => undefined : input, depth + 1);
    }
  }

  private git(line: GitLine, certain: boolean, depth: number): void {
    for (const { key, value } of line.settings)
      if (key.startsWith("alias.")) this.scope.gitAliases.set(key.slice(6), value);
    const name = line.subcommand?.open === "no" ? line.subcommand.text : undefined;
    const alias =
      name === undefined || builtins.has(name) ? undefined : this.scope.gitAliases.get(name.toLowerCase());
    const mark = `git ${name}`;
    if (alias !== undefined && !this.expanding.has(mark)) {
      this.expanding.add(mark);
      this.steps.push({
        kind: "git",
        certain,
        line: { ...line, subcommand: undefined, args: [] },
        folder: this.scope.folder,
      });
      this.gitAlias(alias, line.args, certain, depth + 1);
      this.expanding.delete(mark);
      return;
    }
    const folder = line.folder === undefined ? this.scope.folder : moved(this.scope.folder, line.folder);
    this.steps.push({ kind: "git", certain, line, folder });
    if (name === "config") this.gitConfig(line.args, depth);
    else if (name === "bisect" && line.args[0]?.text === "run")
      this.run(line.args.slice(1), () => undefined, depth + 1);
    else if (name === "submodule") {
      const at = line.args.findIndex(({ text }) => text === "foreach");
      if (at !== -1)
        this.script(
          joined(line.args.slice(at + 1).filter(({ text }) => text !== "--recursive")).whole,
          depth + 1,
        );
    } else if (name !== undefined && Object.hasOwn(guarded, name)) {
      const options = guarded[name];
      if (options !== undefined)
        for (const script of readArguments(options, line.args).scripts) this.script(script.whole, depth + 1);
    }
  }

  /** `!` hands the alias to a shell; any other is the beginning of git's arguments. */
  private gitAlias(alias: string, args: readonly Field[], certain: boolean, depth: number): void {
    if (depth > depthLimit) this.steps.push({ kind: "too-deep" });
    else if (alias.trimStart().startsWith("!"))
      this.script([alias.trimStart().slice(1), ...args.map(quote)].join(" "), depth);
    else {
      const words = parseShell(alias).flatMap((command) => command.words);
      this.git(readGitLine([...fieldsOf(words, this.scope, depth), ...args]), certain, depth);
    }
  }

  /** An alias that the line defines is judged where it is defined. */
  private gitConfig(args: readonly Field[], depth: number): void {
    const at = args.findIndex(({ text }) => /^alias\./i.test(text));
    const value = args[at + 1];
    if (at === -1 || value === undefined) return;
    this.scope.gitAliases.set((args[at] as Field).text.slice(6).toLowerCase(), value.whole);
    this.gitAlias(value.whole, [], true, depth + 1);
  }
}
