// Child processes: which program, by which library, with or without a shell.

import { propertyOf, type SyntaxNode, unwrap } from "./node.ts";
import { splitOrigin } from "./origin.ts";
import type { Call, Observer, SourceFile } from "./source-file.ts";
import { expressionName, nameOfEnv, type Piece, pieces } from "./text.ts";

/** What the first argument is: a program, a whole command line, or a module for `node`. */
type Form = "program" | "command" | "module";

const launchers: readonly (readonly [RegExp, RegExp, Form, boolean])[] = [
  [/^child_process$/, /^(?:execFile|execFileSync|spawn|spawnSync)$/, "program", false],
  [/^child_process$/, /^(?:exec|execSync)$/, "command", true],
  [/^child_process$/, /^fork$/, "module", false],
  [/^execa$/, /^(?:|execa|execaSync)$/, "program", false],
  [
    /^execa$/,
    /^(?:execaCommand|execaCommandSync|command|commandSync|\$(?:\.sync)?(?:\(\))?)$/,
    "command",
    false,
  ],
  [/^execa$/, /^(?:execaNode|node)$/, "module", false],
  [/^zx$/, /^(?:\$(?:\.sync)?(?:\(\))?|quiet)$/, "command", true],
  [/^bun$/, /^\$$/, "command", true],
  [
    /^(?:cross-spawn|cross-spawn:sync|tinyexec|nano-spawn|tinyspawn)$/,
    /^(?:|sync|spawn|x|exec)$/,
    "program",
    false,
  ],
  [/^node-pty$/, /^spawn$/, "program", false],
  [/^shelljs$/, /^exec$/, "command", true],
  [/^global$/, /^(?:Deno\.Command|Deno\.run|Bun\.spawn|Bun\.spawnSync)$/, "program", false],
];

const shells = /^(?:.*[\\/])?(?:sh|bash|zsh|dash|ksh|fish|cmd|cmd\.exe|powershell|powershell\.exe|pwsh)$/i;

const nameOf = (file: SourceFile, piece: SyntaxNode): string => {
  if (file.origin(piece) === "global:process.execPath" || file.origin(piece) === "global:process.argv0")
    return "node";
  const env = nameOfEnv(file, piece);
  return env === undefined ? `dynamic ${expressionName(piece)}` : `dynamic env ${env}`;
};

const programName = (file: SourceFile, all: readonly Piece[]): string => {
  const [head, next] = all;
  if (head === undefined) return "dynamic expression";
  if (typeof head !== "string") return nameOf(file, head);
  if (next === undefined) return head.trim() === "" ? "dynamic expression" : head.trim();
  return `dynamic ${all.map((piece) => (typeof piece === "string" ? piece : `{${expressionName(piece)}}`)).join("")}`;
};

/** The first word of a command line, past settings of variables. */
const commandName = (file: SourceFile, all: readonly Piece[]): string => {
  const [head, next] = all;
  if (head === undefined) return "dynamic expression";
  if (typeof head !== "string") return nameOf(file, head);
  const words = head.trimStart().replace(/^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+)+/, "");
  const first = /^(?:"([^"]+)"|'([^']+)'|([^\s;|&<>()]+))/.exec(words);
  const name = first?.[1] ?? first?.[2] ?? first?.[3];
  if (name === undefined)
    return next === undefined || typeof next === "string" ? "dynamic expression" : nameOf(file, next);
  const isCut = first?.[0].length === words.length && next !== undefined;
  return isCut && typeof next !== "string" ? `dynamic ${name}{${expressionName(next)}}` : name;
};

const usesShell = (call: Call): boolean => {
  for (const arg of call.args.slice(1)) {
    const value = propertyOf(unwrap(arg), "shell");
    if (value !== undefined) return value.text !== "false";
  }
  return false;
};

/** `Bun.spawn(["git", "status"])` and `Bun.spawn({ cmd: [...] })`. */
const programArgument = (node: SyntaxNode | undefined): SyntaxNode | undefined => {
  if (node === undefined) return undefined;
  const inner = unwrap(node);
  if (inner.kind === "array") return inner.items[0];
  if (inner.kind !== "object") return inner;
  const cmd = propertyOf(inner, "cmd");
  return cmd === undefined ? undefined : programArgument(cmd);
};

export const observeLaunches: Observer = (file, report) => {
  for (const call of file.calls) {
    const { module, path } = splitOrigin(call.origin);
    const launcher = launchers.find(([modules, paths]) => modules.test(module) && paths.test(path));
    if (launcher === undefined) continue;
    const [, , form, always] = launcher;
    const template = call.node.child("template_string");
    // `$({ shell: true })` only sets options; the template that follows launches.
    if (template === undefined && /\$/.test(path)) continue;
    const first = template ?? programArgument(call.args[0]);
    const all = first === undefined ? [] : pieces(file, first);
    const name =
      form === "module" ? "node" : form === "command" ? commandName(file, all) : programName(file, all);
    const shell = always || usesShell(call) || shells.test(name);
    report("launch", name, call.node, {
      library: module === "global" ? path : module,
      operation: path === "" ? module : path,
      ...(form === "module" && first !== undefined ? { module: first.text.slice(0, 80) } : {}),
      ...(shell ? { shell: "true" } : {}),
      ...(form === "command" && all.length > 1 ? { interpolated: "true" } : {}),
    });
  }
};
