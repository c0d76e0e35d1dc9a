// Reads records of a long history: the plain ones by hand, a fifth of the time that the schema takes, all others by
// the schema. What this file takes for a record, the schema takes for the same record; a test holds it to that.

import type { Finding } from "../model/finding.ts";
import { modes } from "../model/provenance.ts";
import { idPattern, threatIdPattern } from "../model/schema.ts";
import { type ChangeRecord, type NamedRecord, parseRecord, recordIdOf } from "./record.ts";

const recordId = /^[0-9a-f]{12}$/;
const blobId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const required = new Set("instride component mode agent usage claims follows outputs threats".split(" "));
const optional = new Set(["context", "reason"]);

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const areAll = (value: unknown, pattern: RegExp): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === "string" && pattern.test(each));

const hasOnly = (value: Fields, first: string, second: string, third?: string): boolean => {
  let count = 0;
  for (const key in value) {
    if (key !== first && key !== second && key !== third) return false;
    count += 1;
  }
  return count === (third === undefined ? 2 : 3);
};

const areClaims = (value: unknown): boolean => {
  if (!isFields(value)) return false;
  for (const path in value) {
    const claim = value[path];
    if (!isFields(claim) || !hasOnly(claim, "blob", "replaces")) return false;
    const { blob, replaces } = claim as { blob: unknown; replaces: unknown };
    if (blob !== null && !(typeof blob === "string" && blobId.test(blob))) return false;
    if (!areAll(replaces, recordId)) return false;
  }
  return true;
};

const areOutputs = (value: unknown): boolean => {
  if (!isFields(value)) return false;
  for (const path in value) {
    const oid = value[path];
    if (typeof oid !== "string" || !blobId.test(oid)) return false;
  }
  return true;
};

const areThreats = (value: unknown): boolean =>
  isFields(value) &&
  hasOnly(value, "added", "changed", "retired") &&
  Object.values(value).every((ids) => areAll(ids, threatIdPattern));

/** The value as a change record that has every field and no usage; undefined for anything less plain. */
export const plainRecord = (value: unknown): ChangeRecord | undefined => {
  if (!isFields(value)) return undefined;
  let found = 0;
  for (const key in value) {
    if (required.has(key)) found += 1;
    else if (!optional.has(key) || typeof value[key] !== "string") return undefined;
  }
  if (found !== required.size) return undefined;
  const record = value as Readonly<Record<keyof ChangeRecord, unknown>>;
  const plain =
    record.instride === 1 &&
    typeof record.component === "string" &&
    idPattern.test(record.component) &&
    (modes as readonly unknown[]).includes(record.mode) &&
    typeof record.agent === "string" &&
    Array.isArray(record.usage) &&
    record.usage.length === 0 &&
    areAll(record.follows, recordId) &&
    areClaims(record.claims) &&
    areOutputs(record.outputs) &&
    areThreats(record.threats);
  return plain ? (record as ChangeRecord) : undefined;
};

/** What `parseRecord` says, sooner. */
export const readRecord = (
  path: string,
  expected: { component: string; id: string },
  text: string,
): { record?: NamedRecord; findings: Finding[] } => {
  if (recordIdOf(text) === expected.id) {
    let record: ChangeRecord | undefined;
    try {
      record = plainRecord(JSON.parse(text));
    } catch {
      // parseRecord says what is wrong with it
    }
    if (record?.component === expected.component)
      return { record: { id: expected.id, path, record }, findings: [] };
  }
  return parseRecord(path, expected, text);
};
