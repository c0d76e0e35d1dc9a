// What can be read off a stored context: its messages, what was decided in it, how old the provider's cache of it is.

import { redactAllValues } from "../../safety/secretlint.ts";
import {
  type Attempt,
  chain,
  type Decision,
  type Entry,
  type EntryBody,
  type Opening,
  type StoredMessage,
} from "./entry.ts";

type Update = Extract<EntryBody, { kind: "update" }>;

/** The record that the changes of the last burst began with. */
export interface Resumed {
  /** The record, and what later changes added to it, block by block. */
  readonly blocks: readonly string[];
  /** What must be the same for it to be read from the cache. */
  readonly frame: string;
  /** How long the provider keeps it since it was last used. */
  readonly ttl: "5m" | "1h";
  /** Changes answered since its last block was written. */
  readonly updates: readonly Update[];
}

export interface Context {
  /** First 12 hex digits of the first entry's digest. */
  readonly id: string;
  readonly opening: Opening;
  readonly messages: readonly StoredMessage[];
  readonly decisions: readonly Decision[];
  readonly attempts: readonly Attempt[];
  /** Changes answered outside this conversation since its last turn: it does not know of them yet. */
  readonly unseen: readonly Update[];
  readonly updates: readonly Update[];
  readonly resumed?: Resumed;
  /** When the changes were answered, in milliseconds since the epoch, oldest first. */
  readonly answeredAt: readonly number[];
  /** Why it can't be continued as it is; it can always be resumed. */
  readonly sealed?: string;
  /** Digest of the last entry: what a record names. */
  readonly digest: string;
  readonly last: Entry;
}

const resumedOf = (bodies: readonly EntryBody[]): Resumed | undefined => {
  type Block = Extract<EntryBody, { kind: "resumed" }>;
  const isBlock = (body: EntryBody): body is Block => body.kind === "resumed";
  const start = bodies.findLastIndex((body) => isBlock(body) && body.continues !== true);
  const blocks = start < 0 ? [] : bodies.slice(start).filter(isBlock);
  const [first] = blocks;
  if (first === undefined) return undefined;
  return {
    blocks: blocks.map(({ record }) => record),
    frame: first.frame,
    ttl: first.ttl,
    updates: bodies
      .slice(bodies.findLastIndex(isBlock))
      .filter((body): body is Update => body.kind === "update"),
  };
};

/** Undefined when there is no opening. */
export const contextOf = (entries: readonly Entry[]): Context | undefined => {
  const [first] = entries;
  const last = entries.at(-1);
  if (first?.body.kind !== "open" || last === undefined) return undefined;
  const bodies = entries.map(({ body }) => body);
  const pick = <K extends EntryBody["kind"]>(kind: K): Extract<EntryBody, { kind: K }>[] =>
    bodies.filter((body): body is Extract<EntryBody, { kind: K }> => body.kind === kind);
  const lastTurn = bodies.map(({ kind }) => kind).lastIndexOf("message");
  const sealed = pick("sealed").at(-1)?.reason;
  const resumed = resumedOf(bodies);
  return {
    id: first.digest.slice(0, 12),
    opening: first.body.opening,
    messages: pick("message").map(({ message }) => message),
    decisions: pick("decision").map(({ decision }) => decision),
    attempts: pick("attempt").map(({ attempt }) => attempt),
    updates: pick("update"),
    answeredAt: entries.flatMap(({ at, body }) => (body.kind === "update" ? [Date.parse(at)] : [])),
    unseen: bodies
      .slice(lastTurn + 1)
      .flatMap((body) => (body.kind === "update" && !body.live ? [body] : [])),
    ...(resumed === undefined ? {} : { resumed }),
    ...(sealed === undefined ? {} : { sealed }),
    digest: last.digest,
    last,
  };
};

/** The conversation that wrote the code, or its record. */
export type Which = "live" | "resumed";

/** Phase of the attempts that began with the record: it has a cache of its own. */
export const resumedPhase = "resumed";

/** When the provider's cache of this conversation was last written or read; undefined when never. */
export const lastUsedAt = (context: Context, which: Which = "live"): number | undefined => {
  const started = context.attempts
    .filter(
      ({ usage, phase }) =>
        usage !== undefined &&
        usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h > 0 &&
        (phase === resumedPhase) === (which === "resumed"),
    )
    .map((each) => Date.parse(each.startedAt));
  return started.length === 0 ? undefined : Math.max(...started);
};

/** Tokens of the live conversation as the provider counted them at its last answered turn; 0 when unknown. */
export const sizeOf = (context: Context): number => {
  const usage = context.attempts
    .filter(({ outcome, phase }) => outcome === "answered" && phase !== "questions" && phase !== resumedPhase)
    .at(-1)?.usage;
  return usage === undefined
    ? 0
    : usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.output;
};

/**
 * The same context without credentials, for sharing. Chained anew; where anything was taken out, the messages are no
 * longer what the provider saw, which the seal says together with the digest of the original.
 */
export const redacted = async (entries: readonly Entry[]): Promise<Entry[]> => {
  const origin = entries.at(-1)?.digest ?? "";
  const out: Entry[] = [];
  let changed = false;
  for (const { at, body } of entries) {
    const clean = await redactAllValues(body);
    changed ||= clean.kinds.length > 0;
    out.push(...chain([clean.value], at, out.at(-1)));
  }
  const last = entries.at(-1);
  if (changed && last !== undefined)
    out.push(
      ...chain([{ kind: "sealed", reason: "credentials were taken out", origin }], last.at, out.at(-1)),
    );
  return out;
};
