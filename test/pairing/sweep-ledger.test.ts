import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { liveClaims, stalePaths } from "../../src/pairing/claims.ts";
import { recordPathOf } from "../../src/pairing/files.ts";
import { foldRecords } from "../../src/pairing/gc.ts";
import {
  type ChangeRecord,
  headsOf,
  type NamedRecord,
  printRecord,
  recordIdOf,
  type StoredRecord,
} from "../../src/pairing/record.ts";
import { Ledger } from "../../src/pairing/sweep-ledger.ts";
import { Timeline } from "../../src/pairing/sweep-timeline.ts";

const named = (record: StoredRecord): NamedRecord => {
  const id = recordIdOf(printRecord(record));
  return { id, path: recordPathOf(record.component, id), record };
};

const blob = (digit: number | null): string | null => (digit === null ? null : String(digit).repeat(40));

const change = (extra: Partial<ChangeRecord>): NamedRecord =>
  named({
    instride: 1,
    component: "c",
    mode: "rules",
    agent: "test",
    usage: [],
    claims: {},
    follows: [],
    outputs: {},
    threats: { added: [], changed: [], retired: [] },
    ...extra,
  });

const paths = ["a", "b", "c"] as const;
const path = fc.constantFrom(...paths);
const value = fc.option(fc.nat(2), { nil: null });

/** What happens to the files of a component, in any order that git could bring about. */
const event = fc.oneof(
  fc.record({ kind: fc.constant("input" as const), path, value }),
  fc.record({
    kind: fc.constant("record" as const),
    claims: fc.array(fc.tuple(path, value, fc.subarray([0, 1, 2, 3, 4, 5, 6, 7])), { maxLength: 3 }),
    follows: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]),
    // A merge brings records in an order of its own.
    late: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("remove" as const), which: fc.nat() }),
  fc.record({ kind: fc.constant("fold" as const) }),
);

test("kept up event by event, the ledger says what the claims of the whole tree say", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 25 }), (events) => {
      const ledger = new Ledger(new Timeline());
      const inputs = new Map<string, string>();
      let records: NamedRecord[] = [];
      const made: NamedRecord[] = [];
      const late: NamedRecord[] = [];
      for (const [at, each] of events.entries()) {
        if (each.kind === "input") {
          const oid = blob(each.value) ?? undefined;
          ledger.setInput(each.path, oid);
          if (oid === undefined) inputs.delete(each.path);
          else inputs.set(each.path, oid);
        } else if (each.kind === "record") {
          const idsOf = (which: readonly number[]): string[] =>
            which.flatMap((index) => made[index]?.id ?? []);
          const record = change({
            reason: String(at),
            follows: idsOf(each.follows),
            claims: Object.fromEntries(
              each.claims.map(([of, to, replaces]) => [of, { blob: blob(to), replaces: idsOf(replaces) }]),
            ),
          });
          made.push(record);
          if (each.late) late.push(record);
          for (const added of each.late ? [] : [record, ...late.splice(0)]) {
            records.push(added);
            ledger.add(added);
          }
        } else if (each.kind === "remove" && records.length > 0) {
          records.splice(each.which % records.length, 1);
          ledger.rebuild(records);
        } else if (each.kind === "fold") {
          const base = foldRecords("c", records);
          if (base === undefined) continue;
          records = [named(base)];
          ledger.rebuild(records);
        }
        assert.deepEqual(
          [...ledger.stale.keys()].sort(),
          stalePaths(inputs, liveClaims(records)).map((stale) => stale.path),
        );
        assert.deepEqual(
          [...ledger.heads.keys()].sort(),
          headsOf(records)
            .map(({ id }) => id)
            .sort(),
        );
      }
    }),
    { numRuns: 500 },
  );
});

test("one newest record that a sync judged vouches for its outputs; a person's edit, a fold and two heads do not", () => {
  const outputs = { "specs/c.threats.yaml": blob(7) as string };
  const of = (...records: NamedRecord[]): Ledger => {
    const ledger = new Ledger(new Timeline());
    for (const record of records) ledger.add(record);
    return ledger;
  };
  const first = change({ outputs });
  assert.deepEqual(of(first).vouching()?.outputs, outputs);
  assert.equal(of(first, change({ outputs, reason: "another line" })).vouching(), undefined);
  assert.ok(of(first, change({ outputs, follows: [first.id] })).vouching());
  assert.equal(of(change({ outputs, mode: "human" })).vouching(), undefined);
  const stale = of(first);
  stale.setInput("a", blob(1) as string);
  assert.equal(stale.vouching(), undefined);
  const base = foldRecords("c", [first, change({ outputs, follows: [first.id] })]);
  assert.ok(base);
  assert.equal(of(named(base)).vouching(), undefined);
  assert.ok(of(named(base)).isFolded(first.id));
});
