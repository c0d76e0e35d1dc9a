// One stored agent context: a list of entries that is only ever added to, each chained to the one before by its digest,
// so that a record can name the exact state of the conversation that it came from.

import { createHash } from "node:crypto";
import type { Operation } from "../../model/delta.ts";
import type { Usage } from "../../model/provenance.ts";

/** A message as the provider takes it. Content is kept as it came: an echo must be the same bytes. */
export interface StoredMessage {
  readonly role: "user" | "assistant";
  readonly content: readonly Readonly<Record<string, unknown>>[];
}

/** Everything that must be the same for a conversation to be continued, and read from the provider's cache. */
export interface Opening {
  readonly component: string;
  readonly agent: string;
  readonly model: string;
  readonly effort: string | null;
  /** Digest of the tools and of the system prompt. */
  readonly frame: string;
  readonly endpoint: string;
  /** Whether the conversation wrote the code, or began with a fresh reading of it. */
  readonly origin: "generated" | "reconstructed";
}

/** A decision that the author took while writing, with its reason. */
export interface Decision {
  readonly about: string;
  readonly decision: string;
  readonly why: string;
}

/** One HTTP attempt. Without usage its cost is not known, which is not the same as nothing. */
export interface Attempt {
  readonly model: string;
  /** As the response names it, where it names one. */
  readonly responseModel?: string;
  /** ISO time of the start; the provider's cache counts from it. */
  readonly startedAt: string;
  /** Until the last byte, or until it was given up. */
  readonly durationMs?: number;
  readonly phase: string;
  readonly outcome: string;
  readonly status?: number;
  readonly usage?: Usage;
}

export type EntryBody =
  | { readonly kind: "open"; readonly opening: Opening }
  | { readonly kind: "message"; readonly message: StoredMessage }
  /**
   * A record that was written to the provider's cache, so that the changes of one burst can each begin with it; with
   * `continues`, what a later change added at its end.
   */
  | {
      readonly kind: "resumed";
      readonly record: string;
      readonly frame: string;
      readonly ttl: "5m" | "1h";
      readonly continues?: true;
    }
  | { readonly kind: "attempt"; readonly attempt: Attempt }
  | { readonly kind: "decision"; readonly decision: Decision }
  /** A change of the component that was answered. `live` when this conversation itself answered. */
  | {
      readonly kind: "update";
      readonly live: boolean;
      readonly change: string;
      readonly operations: readonly Operation[];
    }
  /** From here on the messages differ from what the provider saw: the conversation can only be resumed. */
  | { readonly kind: "sealed"; readonly reason: string; readonly origin?: string };

export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly body: EntryBody;
  readonly digest: string;
}

/** Key order counts: the provider's bytes depend on it, so the digest is over the text as it is stored. */
const digestOf = (previous: string, seq: number, at: string, body: EntryBody): string =>
  createHash("sha256")
    .update(previous)
    .update("\n")
    .update(JSON.stringify([seq, at, body]))
    .digest("hex");

/** Entries for bodies that follow on `last`. */
export const chain = (bodies: readonly EntryBody[], at: string, last?: Entry): Entry[] => {
  const entries: Entry[] = [];
  let [previous, seq] = [last?.digest ?? "", (last?.seq ?? -1) + 1];
  for (const body of bodies) {
    const digest = digestOf(previous, seq, at, body);
    entries.push({ seq, at, body, digest });
    previous = digest;
    seq += 1;
  }
  return entries;
};

export const printEntry = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

export interface ReadContext {
  readonly entries: readonly Entry[];
  /** What is wrong, with the line; entries before it hold. A last line that was cut off is no damage. */
  readonly damage?: string;
}

/** Reads a stored context and checks its chain. Never throws. */
export const readEntries = (text: string): ReadContext => {
  const entries: Entry[] = [];
  let previous = "";
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    let entry: Entry;
    try {
      entry = JSON.parse(line) as Entry;
    } catch {
      if (index === lines.length - 1) return { entries };
      return { entries, damage: `line ${index + 1} is no JSON` };
    }
    const { seq, at, body, digest } = entry;
    if (seq !== entries.length || digest !== digestOf(previous, seq, at, body))
      return {
        entries,
        damage: `line ${index + 1} was altered: its digest does not follow from the line before`,
      };
    entries.push(entry);
    previous = digest;
  }
  return { entries };
};
