// How each coding agent asks its hook before it runs a shell command or writes a file, and how each wants to be told no.
//
// Claude Code, Codex, Gemini CLI: exit code 2 blocks and standard error reaches the model. Cursor and Copilot: JSON on
// standard output. Allowing is silence everywhere: an explicit "allow" would skip the question that the agent may want
// to put to its user.

import { visible } from "../report/foreign.ts";
import { type Edit, editsOf, isEditing } from "./edits.ts";
import { asObject } from "./json.ts";
import type { Verdict } from "./verdict.ts";

export const agentFormats = ["claude", "cursor", "codex", "copilot", "gemini"] as const;
export type AgentFormat = (typeof agentFormats)[number];

/**
 * Milliseconds that the guard spends on a brief. Agents' programs wait ten seconds for a hook and then run its command
 * unread; starting Node, other hooks and slow machines need their part.
 */
export const briefAtMost = 3000;

export type HookRequest =
  | { readonly kind: "command"; readonly command: string; readonly cwd: string | undefined }
  /** Files that a tool is about to write. */
  | { readonly kind: "edit"; readonly edits: readonly Edit[]; readonly cwd: string | undefined }
  /** A tool that runs no shell and writes no file. */
  | { readonly kind: "other" }
  /** Not what this agent sends. */
  | { readonly kind: "foreign"; readonly why: string };

export interface HookAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const quoteWord = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** A command given as a line, or as an argument vector. */
const commandText = (value: unknown): string | undefined => {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((word) => typeof word === "string"))
    return (value as string[]).map(quoteWord).join(" ");
  return undefined;
};

/** A tool whose input has a `command` that no shell runs. */
const notShell = /^view$/i;

/** Finds the command line, or the files to be written, in what an agent wrote to its hook's standard input. */
export const readRequest = (format: AgentFormat, text: string): HookRequest => {
  const json = asObject(text);
  if (json === undefined) return { kind: "foreign", why: "standard input is not a JSON object" };
  const cwd = typeof json["cwd"] === "string" ? json["cwd"] : undefined;
  const tool = json["tool_name"] ?? json["toolName"];
  if (typeof tool === "string" && isEditing(tool)) return { kind: "edit", edits: editsOf(json), cwd };
  if (typeof tool === "string" && notShell.test(tool)) return { kind: "other" };
  const input = asObject(json["tool_input"] ?? json["toolArgs"] ?? json["toolInput"]);
  const command =
    commandText(input?.["command"]) ??
    commandText(input?.["cmd"]) ??
    (format === "cursor" ? commandText(json["command"]) : undefined);
  if (command !== undefined) return { kind: "command", command, cwd };
  if (typeof tool === "string") return { kind: "other" };
  return { kind: "foreign", why: `it names no tool and no command, expected what ${format} sends` };
};

const explain = ({ reason, instead }: Verdict): string =>
  visible(
    `instride: refused: ${reason ?? "it goes around git hooks"}.${instead === undefined ? "" : ` Instead: ${instead}.`}`,
  );

/** What the hook process prints and ends with. */
export const answer = (format: AgentFormat, verdict: Verdict): HookAnswer => {
  if (verdict.allowed) return { status: 0, stdout: format === "cursor" ? "{}\n" : "", stderr: "" };
  const message = explain(verdict);
  if (format === "cursor") {
    // Cursor renamed both messages from camel case to snake case; old versions read the former.
    const messages = {
      agent_message: message,
      agentMessage: message,
      user_message: message,
      userMessage: message,
    };
    return { status: 0, stdout: `${JSON.stringify({ permission: "deny", ...messages })}\n`, stderr: "" };
  }
  if (format === "copilot")
    return {
      status: 0,
      stdout: `${JSON.stringify({ permissionDecision: "deny", permissionDecisionReason: message })}\n`,
      stderr: "",
    };
  return { status: 2, stdout: "", stderr: `${message}\n` };
};
