// Which session to fork: the one whose shell makes this commit, or the one that a hook of the plugin noted for this
// work tree. A variable proves only that a session is among the ancestors; where two agents left marks, none is taken.

import { isAbsolute } from "node:path";
import { detectAgent } from "../session/detect.ts";
import type { Environment } from "./environment.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id as Claude Code makes them. Everything else stays out of command lines and paths. */
export const isSessionId = (text: string): boolean => uuid.test(text);

/** An absolute path to a transcript: `…/<session id>.jsonl`, without anything that a terminal would act on. */
export const isTranscriptPath = (path: string): boolean => {
  const name = path.split(/[\\/]/).pop() ?? "";
  return (
    isAbsolute(path) &&
    path.length < 4096 &&
    !/[\p{Cc}\p{Cf}]/u.test(path) &&
    name.endsWith(".jsonl") &&
    isSessionId(name.slice(0, -".jsonl".length))
  );
};

export interface SessionNote {
  readonly id: string;
  readonly transcript?: string;
}

/** Reads `.git/instride/session.json`; undefined for anything but a note that holds a valid id. */
export const parseSessionNote = (text: string): SessionNote | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { session_id: id, transcript_path: transcript } = value as Record<string, unknown>;
  if (typeof id !== "string" || !isSessionId(id)) return undefined;
  return {
    id,
    ...(typeof transcript === "string" && isTranscriptPath(transcript) ? { transcript } : {}),
  };
};

/** What follows `--resume`, or why there is nothing to resume. */
export type FoundSession = { readonly resume: string } | { readonly missing: string };

export const findSession = (env: Environment, note: string | undefined): FoundSession => {
  if (detectAgent(env)?.ambiguous === true)
    return { missing: "more than one agent left its mark in the environment, so the session is not known" };
  const id = env["CLAUDE_CODE_SESSION_ID"];
  const noted = note === undefined ? undefined : parseSessionNote(note);
  if (id !== undefined && id !== "") {
    if (!isSessionId(id)) return { missing: "CLAUDE_CODE_SESSION_ID is not a session id" };
    return { resume: noted?.id === id && noted.transcript !== undefined ? noted.transcript : id };
  }
  if (noted !== undefined) return { resume: noted.transcript ?? noted.id };
  return {
    missing: note === undefined ? "no session is known in this work tree" : "the noted session is unreadable",
  };
};
