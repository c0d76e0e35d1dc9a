import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { liveClaims, namedThreats, stalePaths } from "../../src/pairing/claims.ts";
import { foldRecords } from "../../src/pairing/gc.ts";
import {
  type ChangeRecord,
  type NamedRecord,
  parseRecord,
  printRecord,
  recordIdOf,
  type StoredRecord,
} from "../../src/pairing/record.ts";

const blob = (letter: string): string => letter.repeat(40);

export const named = (record: StoredRecord): NamedRecord => {
  const id = recordIdOf(printRecord(record));
  return { id, path: `.instride/records/${record.component}/${id}.json`, record };
};

const change = (claims: ChangeRecord["claims"], extra: Partial<ChangeRecord> = {}): NamedRecord =>
  named({
    instride: 1,
    component: "c",
    mode: "rules",
    agent: "test",
    usage: [],
    claims,
    follows: [],
    outputs: {},
    threats: { added: [], changed: [], retired: [] },
    ...extra,
  });

test("a claim is live until another record of the tree replaces it for that path", () => {
  const first = change({ a: { blob: blob("1"), replaces: [] }, b: { blob: blob("2"), replaces: [] } });
  const second = change({ a: { blob: blob("3"), replaces: [first.id] } });
  const live = liveClaims([second, first]);
  assert.deepEqual(live.get("a"), [{ record: second.id, blob: blob("3") }]);
  assert.deepEqual(live.get("b"), [{ record: first.id, blob: blob("2") }]);
});

test("an edit past the hooks that goes back to an older blob is stale, because the old claim is no longer live", () => {
  const first = change({ a: { blob: blob("1"), replaces: [] } });
  const second = change({ a: { blob: blob("2"), replaces: [first.id] } });
  const stale = stalePaths(new Map([["a", blob("1")]]), liveClaims([first, second]));
  assert.deepEqual(
    stale.map(({ path, why }) => [path, why]),
    [["a", "changed"]],
  );
});

test("absent counts as a value: a deleted file is stale until a record claims its absence", () => {
  const first = change({ a: { blob: blob("1"), replaces: [] } });
  assert.equal(stalePaths(new Map(), liveClaims([first]))[0]?.why, "gone");
  const second = change({ a: { blob: null, replaces: [first.id] } });
  assert.deepEqual(stalePaths(new Map(), liveClaims([first, second])), []);
});

test("two branches that changed one file to the same content are in step, to different contents stale", () => {
  const base = change({ a: { blob: blob("1"), replaces: [] } });
  const left = change({ a: { blob: blob("2"), replaces: [base.id] } });
  const right = change({ a: { blob: blob("3"), replaces: [base.id] } });
  const live = liveClaims([base, left, right]);
  assert.deepEqual(stalePaths(new Map([["a", blob("2")]]), live), []);
  assert.equal(stalePaths(new Map([["a", blob("4")]]), live).length, 1);
  const merge = change({
    a: { blob: blob("4"), replaces: live.get("a")?.map((claim) => claim.record) ?? [] },
  });
  assert.deepEqual(stalePaths(new Map([["a", blob("4")]]), liveClaims([base, left, right, merge])), []);
});

/** A random history of claims over few paths and contents, each replacing what is live, as sync does. */
const histories = fc
  .array(
    fc.array(
      fc.tuple(fc.constantFrom("a", "b", "c"), fc.option(fc.constantFrom("1", "2", "3"), { nil: null })),
      { minLength: 1, maxLength: 3 },
    ),
    { maxLength: 12 },
  )
  .map((steps) => {
    const records: NamedRecord[] = [];
    const now = new Map<string, string>();
    for (const [at, step] of steps.entries()) {
      for (const [path, content] of step)
        if (content === null) now.delete(path);
        else now.set(path, blob(content));
      const stale = stalePaths(now, liveClaims(records));
      if (stale.length === 0) continue;
      records.push(
        change(
          Object.fromEntries(
            stale.map((each) => [
              each.path,
              { blob: each.now, replaces: each.live.map((claim) => claim.record) },
            ]),
          ),
          {
            reason: `step ${at}`,
            threats: { added: [`S-${"abcdefghijkl"[at]}aaaa`], changed: [], retired: [] },
          },
        ),
      );
    }
    return { records, now };
  });

test("property: after each claim the tree is in step, in whatever order the records are read", () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat()), ({ records, now }, noise) => {
      assert.deepEqual(stalePaths(now, liveClaims(records)), []);
      const shuffled = [...records]
        .map((record) => ({ record, key: noise.next().value as number }))
        .sort((a, b) => a.key - b.key);
      assert.deepEqual(stalePaths(now, liveClaims(shuffled.map(({ record }) => record))), []);
    }),
  );
});

test("property: gc keeps every live claim under its record's id, every threat id, and every record's spend once", () => {
  fc.assert(
    fc.property(histories, ({ records, now }) => {
      const base = foldRecords("c", records);
      if (base === undefined) return;
      const folded = [named(base)];
      const before = liveClaims(records);
      assert.deepEqual([...liveClaims(folded)].sort(), [...before].sort());
      assert.deepEqual([...namedThreats(folded).keys()].sort(), [...namedThreats(records).keys()].sort());
      assert.deepEqual(
        base.folded.map((each) => each.record).sort(),
        records.map((record) => record.id).sort(),
      );
      assert.deepEqual(stalePaths(now, liveClaims(folded)), []);
      // A branch that claimed against a folded record still replaces it.
      const [path, live] = [...before].find(([, claims]) => claims.length > 0) ?? [];
      if (path === undefined || live === undefined) return;
      const later = change({ [path]: { blob: blob("9"), replaces: live.map((claim) => claim.record) } });
      assert.deepEqual(liveClaims([...folded, later]).get(path), [{ record: later.id, blob: blob("9") }]);
    }),
  );
});

test("a record is read back as it was printed, and an altered one is found by its name", () => {
  const record = change({ a: { blob: blob("1"), replaces: [] } });
  const text = printRecord(record.record);
  assert.deepEqual(parseRecord(record.path, { component: "c", id: record.id }, text).record, record);
  const { findings } = parseRecord(
    record.path,
    { component: "c", id: record.id },
    text.replace("rules", "human"),
  );
  assert.equal(findings[0]?.code, "record-altered");
  const bad = '{"instride":1}\n';
  assert.equal(
    parseRecord("p", { component: "c", id: recordIdOf(bad) }, bad).findings[0]?.code,
    "record-unreadable",
  );
});
