import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { recordPathOf } from "../../src/pairing/files.ts";
import { changeRecordSchema, parseRecord, recordIdOf } from "../../src/pairing/record.ts";
import { plainRecord, readRecord } from "../../src/pairing/sweep-record.ts";

const record = {
  instride: 1,
  component: "notes",
  mode: "rules",
  agent: "test",
  usage: [],
  claims: {
    "src/a.ts": { blob: "1".repeat(40), replaces: ["0123456789ab"] },
    "src/b.ts": { blob: null, replaces: [] },
  },
  follows: ["0123456789ab"],
  outputs: { "specs/notes.threats.yaml": "2".repeat(64) },
  threats: { added: ["S-7f3ka"], changed: [], retired: [] },
};

test("a plain record is read as the schema reads it", () => {
  assert.deepEqual(plainRecord(record), changeRecordSchema.parse(record));
  const reasoned = { ...record, reason: "why", context: "abc" };
  assert.deepEqual(plainRecord(reasoned), changeRecordSchema.parse(reasoned));
});

/** Values that are near to what belongs in a record, and far from it. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "",
    "x",
    0,
    1,
    2,
    true,
    [],
    ["x"],
    {},
    "1".repeat(40),
    "0123456789ab",
    "human",
    {
      added: [],
      changed: [],
    },
  ),
  fc.jsonValue(),
);

/** Paths to every value of the record, and to one key more at each level. */
const places = fc.constantFrom<readonly string[]>(
  ...Object.keys(record).map((key) => [key]),
  ["extra"],
  ["reason"],
  ["context"],
  ["claims", "src/a.ts"],
  ["claims", "src/a.ts", "blob"],
  ["claims", "src/a.ts", "replaces"],
  ["claims", "src/a.ts", "extra"],
  ["outputs", "specs/notes.threats.yaml"],
  ["threats", "added"],
  ["threats", "extra"],
);

test("what is taken for a record by hand, the schema takes for the same record", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(places, fc.option(odd, { nil: undefined })), { maxLength: 3 }), (edits) => {
      const value = structuredClone(record) as Record<string, unknown>;
      for (const [place, put] of edits) {
        let at: unknown = value;
        for (const key of place.slice(0, -1)) at = (at as Record<string, unknown> | undefined)?.[key];
        if (typeof at !== "object" || at === null || Array.isArray(at)) continue;
        const last = place.at(-1) as string;
        if (put === undefined) delete (at as Record<string, unknown>)[last];
        else (at as Record<string, unknown>)[last] = put;
      }
      const text = JSON.stringify(value);
      const id = recordIdOf(text);
      const path = recordPathOf("notes", id);
      const expected = parseRecord(path, { component: "notes", id }, text);
      assert.deepEqual(readRecord(path, { component: "notes", id }, text), expected);
      const plain = plainRecord(JSON.parse(text));
      if (plain !== undefined) assert.deepEqual(plain, changeRecordSchema.parse(JSON.parse(text)));
    }),
    { numRuns: 1000 },
  );
});

test("bytes that do not match the name are altered, whatever they hold", () => {
  const text = JSON.stringify(record);
  const path = recordPathOf("notes", "000000000000");
  const { findings } = readRecord(path, { component: "notes", id: "000000000000" }, text);
  assert.deepEqual(
    findings.map(({ code }) => code),
    ["record-altered"],
  );
});
