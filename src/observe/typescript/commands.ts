// Commands of a program: declared with a library, or told apart by hand.

import { memberOf, propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import { type Call, creationOf, type Observer, type Report, type SourceFile } from "./source-file.ts";
import { literalText, textPattern } from "./text.ts";

const commander =
  /^(?:commander|@commander-js\/extra-typings):(?:program|Command\(\)|createCommand\(\)|\(\))/;

const builders = /^(?:yargs|yargs\/yargs|cac|sade):(?:cac)?(?:\(\)|$)/;

/** `serve [port]` is the command `serve`; `$0` and `*` are the program itself. */
const commandWord = (text: string): string => {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => !/^[<[]/.test(word));
  const name = words.join(" ");
  return name === "" || name === "$0" || name === "*" ? "main" : name;
};

/** The commands above a receiver: `remote` for what hangs on `program.command("remote")`. */
const commandPath = (file: SourceFile, start: SyntaxNode | undefined): string[] => {
  const path: string[] = [];
  let node = start === undefined ? undefined : unwrap(start);
  for (let step = 0; step < 200 && node !== undefined; step++) {
    if (node.kind === "word" || memberOf(node)?.object.text === "this") {
      node = creationOf(file, node);
      continue;
    }
    const call: Call | undefined = file.callOf(node);
    if (call === undefined) break;
    if (call.isNew || call.receiver === undefined) {
      const text = call.isNew ? literalText(file, call.args[0]) : undefined;
      if (text !== undefined && isSubcommand(file, node)) path.unshift(commandWord(text));
      break;
    }
    const text = call.name === "command" ? literalText(file, call.args[0]) : undefined;
    if (text !== undefined) path.unshift(commandWord(text));
    node = unwrap(call.receiver);
  }
  return path;
};

/** A command made by `new Command("x")` belongs to another one when it is handed to `addCommand`. */
const isSubcommand = (file: SourceFile, creation: SyntaxNode): boolean =>
  file.calls.some(
    (call) => call.name === "addCommand" && call.args.some((arg) => rootCreation(file, arg) === creation),
  );

const rootCreation = (file: SourceFile, start: SyntaxNode): SyntaxNode | undefined => {
  let node = creationOf(file, start);
  for (let step = 0; step < 200 && node !== undefined; step++) {
    const call = file.callOf(node);
    if (call === undefined || call.isNew || call.receiver === undefined) return node;
    node = creationOf(file, call.receiver);
  }
  return node;
};

const observeCommands = (file: SourceFile, report: Report): boolean => {
  let seen = false;
  const groups = commandGroups(file);
  const see = (name: string, node: SyntaxNode, library: string) => {
    seen = true;
    report("entry", `command ${name}`, node, { library });
  };
  for (const call of file.calls) {
    const origin = call.origin ?? "";
    const { module } = splitOrigin(origin);
    const isParameter =
      call.receiver !== undefined && origin === "" && /^(?:program|cli|yargs)$/.test(call.receiver.text);
    if (commander.test(origin) || builders.test(origin) || (isParameter && call.name === "command")) {
      const library = module === "" ? "cli" : module;
      if (call.name === "command") {
        const [first] = call.args;
        const options = first === undefined ? undefined : unwrap(first);
        const list =
          options?.kind === "array"
            ? options.items[0]
            : options?.kind === "object"
              ? propertyOf(options, "command")
              : options;
        const text = textPattern(file, list);
        if (text !== undefined && !groups.has(call.node))
          see(
            [...(builders.test(origin) ? [] : commandPath(file, call.receiver)), commandWord(text)].join(" "),
            call.node,
            library,
          );
      } else if (call.name === "action" && commander.test(origin)) {
        const above = commandPath(file, call.receiver);
        if (above.length === 0) see(programName(file) ?? "main", call.node, library);
        else if (!chainHasCommand(file, call.receiver)) see(above.join(" "), call.node, library);
      } else seen = true;
    } else if (module === "citty" && /:defineCommand$/.test(origin)) {
      const meta = propertyOf(unwrap(call.args[0] ?? call.node), "meta");
      see(
        literalText(file, propertyOf(meta === undefined ? undefined : unwrap(meta), "name")) ?? "main",
        call.node,
        module,
      );
    }
  }
  return seen;
};

/** The command that a receiver leads to, through chains and names. */
const commandOf = (file: SourceFile, receiver: SyntaxNode | undefined): SyntaxNode | undefined => {
  let node = creationOf(file, receiver);
  for (let step = 0; step < 200 && node !== undefined; step++) {
    const call = file.callOf(node);
    if (call?.name === "command") return node;
    node = creationOf(file, call?.receiver);
  }
  return undefined;
};

/** Commands that do nothing by themselves and have commands below them. */
const commandGroups = (file: SourceFile): ReadonlySet<SyntaxNode> => {
  const groups = new Set<SyntaxNode>();
  const active = new Set<SyntaxNode>();
  for (const call of file.calls) {
    if (builders.test(call.origin ?? "") || (call.name !== "action" && call.name !== "command")) continue;
    const command = commandOf(file, call.receiver);
    if (command !== undefined) (call.name === "action" ? active : groups).add(command);
  }
  for (const command of active) groups.delete(command);
  return groups;
};

/** True when the chain itself contains `.command(…)`, which has been reported where it stands. */
const chainHasCommand = (file: SourceFile, start: SyntaxNode | undefined): boolean => {
  let node = start === undefined ? undefined : creationOf(file, start);
  for (let step = 0; step < 200 && node !== undefined; step++) {
    const call = file.callOf(node);
    if (call?.receiver === undefined) return false;
    if (call.name === "command") return true;
    node = creationOf(file, call.receiver);
  }
  return false;
};

const programName = (file: SourceFile): string | undefined => {
  for (const call of file.calls) {
    const isName =
      commander.test(call.origin ?? "") && (call.name === "name" || (call.isNew && call.name === "Command"));
    const text = isName ? literalText(file, call.args[0]) : undefined;
    if (text !== undefined) return text;
  }
  return undefined;
};

const fromArguments = /^global:process\.argv\b|^util:parseArgs\(\)/;

/** Commands told apart by hand: `switch (command) { case "lint": … }` on what came from `process.argv`. */
const observeArguments = (file: SourceFile, report: Report): boolean => {
  let seen = false;
  const see = (text: string | undefined, subject: SyntaxNode, node: SyntaxNode) => {
    if (text === undefined || !/^[a-z][\w:-]*$/i.test(text) || !isArgument(file, subject)) return;
    seen = true;
    report("entry", `command ${text}`, node, { library: "process.argv" });
  };
  for (const node of file.nodesOf("switch_case")) {
    const subject = node.parent?.parent?.child("parenthesized_expression");
    if (subject !== undefined) see(literalText(file, node.children[1]), subject, node);
  }
  for (const node of file.nodesOf("binary_expression")) {
    const [left, operator, right] = node.children;
    if (left !== undefined && /^===?$/.test(operator?.text ?? "")) see(literalText(file, right), left, node);
  }
  return seen;
};

/** Whether a value is one of the words that the program was called with. */
const isArgument = (file: SourceFile, node: SyntaxNode): boolean => {
  let at: SyntaxNode | undefined = unwrap(node);
  for (let step = 0; step < 6 && at !== undefined; step++) {
    if (fromArguments.test(file.origin(at) ?? "")) return true;
    if (at.kind !== "word") return false;
    const binding = file.scopes.lookup(at.text, at);
    at =
      binding !== undefined && "init" in binding && binding.init !== undefined
        ? unwrap(binding.init)
        : undefined;
  }
  return false;
};

const parsers = /^(?:(?:meow|arg|minimist|mri|getopts|command-line-args):|util:parseArgs)$/;

/** The program's own arguments, where no command is told apart. */
const observeCommandLine = (file: SourceFile, report: Report): void => {
  for (const call of file.calls) {
    const { module } = splitOrigin(call.origin);
    if (parsers.test(call.origin ?? "")) report("entry", "command line", call.node, { library: module });
  }
  for (const node of file.nodesOf("member_expression")) {
    if (memberOf(node)?.name !== "argv" || file.origin(node) !== "global:process.argv") continue;
    // The second word is the program itself: a test whether this file is the one that was started.
    if (node.parent?.kind === "subscript_expression" && node.parent.children[2]?.text === "1") continue;
    report("entry", "command line", node, { library: "process.argv" });
  }
};

/** Entry points of a command line; the bare arguments count only where no command is told apart. */
export const observeCli: Observer = (file, report) => {
  const hasCommands = observeCommands(file, report);
  const hasArguments = observeArguments(file, report);
  if (!hasCommands && !hasArguments) observeCommandLine(file, report);
};
