// Records: the evidence that a change was considered. Small immutable files, named by their content, only ever added.

import { createHash, hash } from "node:crypto";
import { z } from "zod";
import type { Finding } from "../model/finding.ts";
import { modes, usagePurposes } from "../model/provenance.ts";
import { idPattern, threatIdSchema } from "../model/schema.ts";
import { shellWord } from "../model/shell-word.ts";

const recordId = z.string().regex(/^[0-9a-f]{12}$/);
const oid = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const count = z.number().int().nonnegative();

export const usageSchema = z.strictObject({
  model: z.string(),
  input: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  cacheRead: count,
  output: count,
  thinking: count,
  estimated: z.boolean().exactOptional(),
  purpose: z.enum(usagePurposes).exactOptional(),
});

const provenance = {
  mode: z.enum(modes),
  agent: z.string(),
  context: z.string().optional(),
  usage: z.array(usageSchema).default([]),
};

/**
 * Records that were the newest when this one was made, and the blobs of model and rendering that it left. Where one
 * record is the newest of all and its blobs are in the tree, the tree is what a sync judged in step.
 */
const chain = {
  follows: z.array(recordId).default([]),
  outputs: z.record(z.string(), oid).default({}),
};

const threats = z.strictObject({
  added: z.array(threatIdSchema).default([]),
  changed: z.array(threatIdSchema).default([]),
  retired: z.array(threatIdSchema).default([]),
});

export const changeRecordSchema = z.strictObject({
  instride: z.literal(1),
  component: z.string().regex(idPattern),
  ...provenance,
  /** By path: the blob it has now (null: absent), and the earlier records that this replaces for the path. */
  claims: z.record(z.string(), z.strictObject({ blob: oid.nullable(), replaces: z.array(recordId) })),
  ...chain,
  threats: threats.prefault({}),
  reason: z.string().optional(),
});

/** What `gc` folds many records into: their live claims under their own ids, all threat ids, and what they cost. */
export const baseRecordSchema = z.strictObject({
  instride: z.literal(1),
  component: z.string().regex(idPattern),
  base: z.literal(true),
  live: z.record(z.string(), z.array(z.strictObject({ record: recordId, blob: oid.nullable() }))),
  ...chain,
  threats: z.array(threatIdSchema),
  folded: z.array(z.strictObject({ record: recordId, ...provenance })),
});

export type ChangeRecord = z.infer<typeof changeRecordSchema>;
export type BaseRecord = z.infer<typeof baseRecordSchema>;
export type StoredRecord = ChangeRecord | BaseRecord;

export interface NamedRecord {
  readonly id: string;
  readonly path: string;
  readonly record: StoredRecord;
}

export const isBase = (record: StoredRecord): record is BaseRecord => "base" in record;

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
};

/** The newest records: those that no other record of the tree follows. */
export const headsOf = (records: readonly NamedRecord[]): NamedRecord[] => {
  const followed = new Set(records.flatMap(({ record }) => record.follows));
  return records.filter(({ id }) => !followed.has(id));
};

/** The id that git gives to a text as a blob, in the object format of the ids around it. */
export const blobIdOf = (text: string, like: string | undefined): string => {
  const bytes = Buffer.from(text, "utf8");
  return createHash(like?.length === 64 ? "sha256" : "sha1")
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest("hex");
};

/** Canonical bytes: sorted keys, two spaces, a line end. */
export const printRecord = (record: StoredRecord): string =>
  `${JSON.stringify(sorted(record), undefined, 2)}\n`;

/** The name of a record with these bytes. */
export const recordIdOf = (text: string): string => hash("sha256", text, "hex").slice(0, 12);

/**
 * Reads one record file. A record whose bytes do not match its name was altered after it was made: an error, since
 * records are evidence.
 */
export const parseRecord = (
  path: string,
  expected: { component: string; id: string },
  text: string,
): { record?: NamedRecord; findings: Finding[] } => {
  const problem = (code: string, message: string, next: string): { findings: Finding[] } => ({
    findings: [
      {
        code,
        severity: "error",
        at: { path, line: 1, column: 1 },
        message,
        next,
        component: expected.component,
      },
    ],
  });
  const restore = `git checkout <commit> -- ${shellWord(path)}, with the commit that added it`;
  if (recordIdOf(text.replaceAll("\r\n", "\n")) !== expected.id)
    return problem(
      "record-altered",
      "Unexpected content, expected the bytes that the record's name was made from",
      restore,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return problem(
      "record-unreadable",
      `Unexpected content, expected JSON: ${(error as Error).message}`,
      restore,
    );
  }
  const base = typeof value === "object" && value !== null && "base" in value;
  const parsed = (base ? baseRecordSchema : changeRecordSchema).safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where =
      issue === undefined ? "" : ` at ${issue.path.map(String).join(".") || "the top"}: ${issue.message}`;
    return problem("record-unreadable", `Unexpected record${where}`, restore);
  }
  if (parsed.data.component !== expected.component)
    return problem(
      "record-misplaced",
      `Unexpected component \`${parsed.data.component}\`, expected \`${expected.component}\``,
      restore,
    );
  return { record: { id: expected.id, path, record: parsed.data }, findings: [] };
};
