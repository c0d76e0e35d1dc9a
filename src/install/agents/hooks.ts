// The hooks of other coding agents: what `init --agents` adds to their settings, and takes out again. Pure.
//
// Each command finds the package from the root of the work tree, and does nothing where it is not installed: a hook
// that fails in a fresh clone would be taken out.

import { addItem, addMember, removeItem, replaceNode } from "./json-edit.ts";
import { type JsonArray, type JsonObject, readJson, valueOfNode } from "./json-text.ts";

export type HookedAgent = "cursor" | "codex" | "copilot" | "gemini";

export interface AgentHookFile {
  readonly agent: HookedAgent;
  /** Relative to the root of the work tree. */
  readonly path: string;
}

/** Settings files in which hooks stand, one an agent. */
export const agentHookFiles: readonly AgentHookFile[] = [
  { agent: "cursor", path: ".cursor/hooks.json" },
  { agent: "codex", path: ".codex/hooks.json" },
  { agent: "copilot", path: ".github/hooks/instride.json" },
  { agent: "gemini", path: ".gemini/settings.json" },
];

/** The outcome of an edit. `gone`: nothing but ours was in the file. */
export type SettingsEdit =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "gone" }
  | { readonly kind: "unreadable"; readonly why: string };

type Entry = Readonly<Record<string, unknown>>;
type Entries = readonly (readonly [event: string, entry: Entry])[];

const script = (home: string, entrance: "guard" | "note"): string =>
  `$(git rev-parse --show-toplevel)/${home}/dist/${entrance}-entry.js`;

const shell = (home: string, entrance: "guard" | "note", agent: HookedAgent): string =>
  `f="${script(home, entrance)}"; [ ! -f "$f" ] || node "$f" ${agent}`;

/**
 * A request that names none of the guarded places anywhere is let through by the shell alone. The pattern of a `case`,
 * the same as in plugins/claude-code/hooks/edit.sh.
 */
export const mayBeGuarded: string = String.raw`*.[Hh][Uu][Ss][Kk][Yy]* | *.[Gg][Ii][Tt][/\\\"]* | *.[Ii][Nn][Ss][Tt][Rr][Ii][Dd][Ee]* | *[Nn][Oo][Dd][Ee]_[Mm][Oo][Dd][Uu][Ll][Ee][Ss][/\\\"]* | *\\u00[2-7]*`;

/** The guard before an edit. Cursor wants an answer in any case. */
const editShell = (home: string, agent: HookedAgent): string => {
  const otherwise = agent === "cursor" ? "echo '{}'" : ":";
  return `i=$(cat); case $i in ${mayBeGuarded}) f="${script(home, "guard")}"; if [ -f "$f" ]; then printf '%s\\n' "$i" | node "$f" ${agent}; else ${otherwise}; fi ;; *) ${otherwise} ;; esac`;
};

const powerShell = (home: string, entrance: "guard" | "note", agent: HookedAgent): string =>
  `$f = "${script(home, entrance)}"; if (Test-Path $f) { node $f ${agent} }`;

/** What stands in an agent's settings. @param home the package as seen from the root, `node_modules/instride` */
const entriesFor = (agent: HookedAgent, home: string): Entries => {
  const command = (entrance: "guard" | "note"): string => shell(home, entrance, agent);
  switch (agent) {
    case "cursor":
      return [
        ["beforeShellExecution", { command: command("guard") }],
        ["preToolUse", { command: editShell(home, agent), matcher: "Write|Delete" }],
        ["afterFileEdit", { command: command("note") }],
      ];
    case "codex": {
      const hook = (line: string): Entry => ({ type: "command", command: line, timeout: 10 });
      return [
        ["PreToolUse", { matcher: "Bash|shell", hooks: [hook(command("guard"))] }],
        ["PreToolUse", { matcher: "apply_patch|Edit|Write", hooks: [hook(editShell(home, agent))] }],
        ["PostToolUse", { matcher: "apply_patch|Edit|Write", hooks: [hook(command("note"))] }],
        ["SessionStart", { hooks: [hook(command("note"))] }],
      ];
    }
    case "copilot": {
      const hook = (entrance: "guard" | "note"): Entry => ({
        type: "command",
        bash: command(entrance),
        powershell: powerShell(home, entrance, agent),
        timeoutSec: 10,
      });
      return [
        ["preToolUse", hook("guard")],
        ["postToolUse", hook("note")],
      ];
    }
    case "gemini": {
      const hook = (line: string): Entry => ({ type: "command", command: line, timeout: 10_000 });
      return [
        ["BeforeTool", { matcher: "run_shell_command", hooks: [hook(command("guard"))] }],
        ["BeforeTool", { matcher: "write_file|replace", hooks: [hook(editShell(home, agent))] }],
        ["AfterTool", { matcher: "write_file|replace", hooks: [hook(command("note"))] }],
        ["SessionStart", { hooks: [hook(command("note"))] }],
      ];
    }
  }
};

/** A file that holds nothing else. Its `version` stands last, so that no file of a user's becomes the same by adding. */
const wholeFile = (agent: HookedAgent, home: string): string => {
  const hooks: Record<string, Entry[]> = {};
  for (const [event, entry] of entriesFor(agent, home)) hooks[event] = [...(hooks[event] ?? []), entry];
  const versioned = agent === "cursor" || agent === "copilot";
  return `${JSON.stringify({ hooks, ...(versioned ? { version: 1 } : {}) }, undefined, 2)}\n`;
};

/** Our own command, wherever the package is. */
const ours = /git rev-parse --show-toplevel\)\/(.+?)\/dist\/(?:guard|note)-entry\.js/;

const isOurs = (value: unknown): boolean => ours.test(JSON.stringify(value));

const unreadable = (why: string): SettingsEdit => ({ kind: "unreadable", why });

interface Found {
  readonly root: JsonObject;
  readonly hooks: JsonObject | undefined;
}

const readSettings = (text: string): Found | string => {
  const root = readJson(text);
  if (root?.kind !== "object") return "it is not a JSON object";
  const hooks = root.members.find(({ key }) => key === "hooks")?.value;
  if (hooks !== undefined && hooks.kind !== "object") return "its `hooks` is not an object";
  return { root, hooks };
};

const listOf = (hooks: JsonObject, event: string): JsonArray | "absent" | "other" => {
  const value = hooks.members.find(({ key }) => key === event)?.value;
  return value === undefined ? "absent" : value.kind === "array" ? value : "other";
};

/** Adds our hooks, or brings them up to date. Every other byte stays. */
export const addAgentHooks = (agent: HookedAgent, text: string | undefined, home: string): SettingsEdit => {
  if (text === undefined) return { kind: "text", text: wholeFile(agent, home) };
  let now = text;
  const entries = entriesFor(agent, home);
  for (const [at, [event, entry]] of entries.entries()) {
    const earlier = entries.slice(0, at).filter(([each]) => each === event).length;
    const found = readSettings(now);
    if (typeof found === "string") return unreadable(found);
    const list = found.hooks === undefined ? "absent" : listOf(found.hooks, event);
    if (list === "other") return unreadable(`its \`hooks.${event}\` is not an array`);
    if (found.hooks === undefined) now = addMember(now, found.root, "hooks", { [event]: [entry] });
    else if (list === "absent") now = addMember(now, found.hooks, event, [entry]);
    else {
      const standing = list.items.filter((item) => isOurs(valueOfNode(item)))[earlier];
      if (standing === undefined) now = addItem(now, list, entry);
      else if (JSON.stringify(valueOfNode(standing)) !== JSON.stringify(entry))
        now = replaceNode(now, standing, entry);
    }
  }
  return { kind: "text", text: now };
};

/** Takes our hooks out again. */
export const removeAgentHooks = (agent: HookedAgent, text: string): SettingsEdit => {
  const home = ours.exec(text)?.[1];
  if (home !== undefined && text === wholeFile(agent, home)) return { kind: "gone" };
  let now = text;
  for (;;) {
    const found = readSettings(now);
    if (typeof found === "string") return unreadable(found);
    const next = removeFirst(now, found);
    if (next === undefined) return { kind: "text", text: now };
    now = next;
  }
};

const removeFirst = (text: string, { root, hooks }: Found): string | undefined => {
  if (hooks === undefined) return undefined;
  const parents = [{ object: root, member: root.members.findIndex(({ value }) => value === hooks) }];
  for (const [member, { value: list }] of hooks.members.entries()) {
    if (list.kind !== "array") continue;
    const item = list.items.findIndex((each) => isOurs(valueOfNode(each)));
    if (item !== -1) return removeItem(text, [...parents, { object: hooks, member }], list, item);
  }
  return undefined;
};
