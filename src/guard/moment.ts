// What an agent's hook tells after an edit, or at the beginning of a session or a turn.

import { asObject, type Json } from "./json.ts";

export type Moment =
  /** Files were written; paths as the agent gave them. */
  | { readonly kind: "edit"; readonly paths: readonly string[]; readonly cwd: string | undefined }
  /** A moment at which context can be added. */
  | {
      readonly kind: "turn";
      readonly event: string;
      readonly again: boolean;
      /** The session as its agent names it: an id and the path of its transcript. Unchecked. */
      readonly session?: { readonly id: string; readonly transcript: string };
      readonly cwd: string | undefined;
    }
  | { readonly kind: "other" };

/** Events whose answer may carry `additionalContext`. */
const turns = /^(?:SessionStart|UserPromptSubmit|Stop)$/;

const text = (value: unknown): string[] => (typeof value === "string" && value !== "" ? [value] : []);

/** Paths in a patch of Codex's `apply_patch`. */
const patchPaths = (patch: string): string[] =>
  [...patch.matchAll(/^\*\*\* (?:Add File|Update File|Delete File|Move to): (.+?)\r?$/gm)].map(
    (match) => match[1] as string,
  );

/** Paths that a request or an event of any agent's editing tools names, as given. */
export const pathsOf = (json: Json): string[] => {
  const input = asObject(json["tool_input"] ?? json["toolArgs"] ?? json["toolInput"]) ?? {};
  const named = ["file_path", "filePath", "notebook_path", "path"].flatMap((key) => text(input[key]));
  const patches = ["command", "input", "patch"].flatMap((key) => text(input[key])).flatMap(patchPaths);
  return [...named, ...text(json["file_path"]), ...patches];
};

/** Reads what any of the agents wrote to its hook's standard input. */
export const readMoment = (input: string): Moment => {
  const json = asObject(input);
  if (json === undefined) return { kind: "other" };
  const cwd =
    text(json["cwd"])[0] ??
    (Array.isArray(json["workspace_roots"]) ? text(json["workspace_roots"][0])[0] : undefined);
  const event = text(json["hook_event_name"])[0] ?? "";
  if (turns.test(event)) {
    const [id] = text(json["session_id"]);
    const [transcript] = text(json["transcript_path"]);
    return {
      kind: "turn",
      event,
      again: json["stop_hook_active"] === true,
      cwd,
      ...(id === undefined || transcript === undefined ? {} : { session: { id, transcript } }),
    };
  }
  const paths = [...new Set(pathsOf(json))];
  return paths.length > 0 ? { kind: "edit", paths, cwd } : { kind: "other" };
};
