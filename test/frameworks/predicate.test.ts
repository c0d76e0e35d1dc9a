import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  holds,
  type Predicate,
  predicateProblems,
  type Scope,
  type Vocabulary,
} from "../../src/frameworks/predicate.ts";

const vocabulary: Vocabulary = {
  facts: { open: "flag", name: "text", size: "number", tags: "texts" },
  lists: { doors: { "door.locked": "flag" } },
};
const scope: Scope = {
  facts: { open: true, name: "Front hall", size: 3, tags: ["old", "oak"] },
  lists: { doors: [{ facts: { "door.locked": false } }, { facts: { "door.locked": true } }] },
};

test("each operator says what its name says", () => {
  const table: [Predicate, boolean][] = [
    [{ has: "open" }, true],
    [{ has: "missing" }, false],
    [{ eq: ["size", 3] }, true],
    [{ eq: ["name", "front hall"] }, false],
    [{ matches: ["name", "^front"] }, true],
    [{ matches: ["tags", "^oak$"] }, true],
    [{ atLeast: ["tags", 2] }, true],
    [{ atLeast: ["size", 4] }, false],
    [{ some: ["doors", { has: "door.locked" }] }, true],
    [{ some: ["doors", { all: [{ has: "door.locked" }, { not: { has: "open" } }] }] }, false],
    [{ all: [] }, true],
    [{ any: [] }, false],
  ];
  for (const [predicate, expected] of table)
    assert.equal(holds(predicate, scope), expected, JSON.stringify(predicate));
});

test("a predicate of unknown shape is a problem, never an exception", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.ok(Array.isArray(predicateProblems(value, vocabulary)));
    }),
  );
});

test("names and types are checked against the vocabulary, inside lists too", () => {
  assert.deepEqual(
    predicateProblems({ some: ["doors", { any: [{ has: "door.locked" }, { has: "open" }] }] }, vocabulary),
    [],
  );
  assert.deepEqual(predicateProblems({ has: "door.locked" }, vocabulary), ["unknown fact 'door.locked'"]);
  assert.deepEqual(predicateProblems({ atLeast: ["open", 1] }, vocabulary), [
    "unexpected flag 'open', expected number or texts",
  ]);
  assert.deepEqual(predicateProblems({ has: "toString" }, vocabulary), ["unknown fact 'toString'"]);
  for (const operator of ["toString", "constructor", "hasOwnProperty", "__proto__"])
    assert.match(
      predicateProblems(JSON.parse(`{"${operator}": "open"}`), vocabulary)[0] ?? "",
      /^unexpected operators/,
    );
  assert.equal(predicateProblems({ has: "open", not: { has: "open" } }, vocabulary).length, 1);
});

test("a predicate without problems can be evaluated, and not is its opposite", () => {
  const leaf: fc.Arbitrary<Predicate> = fc.constantFrom<Predicate>(
    { has: "open" },
    { eq: ["size", 2] },
    { matches: ["tags", "o"] },
    { some: ["doors", { has: "door.locked" }] },
  );
  const tree: fc.Arbitrary<Predicate> = fc.letrec<{ node: Predicate }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie("node"), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie("node"), { maxLength: 3 }).map((any) => ({ any })),
      tie("node").map((not) => ({ not })),
    ),
  })).node;
  fc.assert(
    fc.property(tree, (predicate) => {
      assert.deepEqual(predicateProblems(predicate, vocabulary), []);
      assert.equal(holds({ not: predicate }, scope), !holds(predicate, scope));
    }),
  );
});
