import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { readInputs } from "../../src/spec/inputs.ts";
import type { InterfaceInput } from "../../src/spec/types.ts";

const inputs = (text: string): InterfaceInput[] => readInputs(text).map(({ input }) => input);
const only = (text: string): Partial<InterfaceInput> => {
  const found = inputs(text);
  assert.equal(found.length, 1, text);
  return found[0] as InterfaceInput;
};
const input = (name: string, type: string, more: Partial<InterfaceInput> = {}): InterfaceInput => ({
  name,
  type,
  optional: false,
  ...more,
});

test("types, limits, options and places are read in the notations people use", () => {
  for (const [text, expected] of [
    ["email: string (1..254)", input("email", "string", { min: 1, max: 254 })],
    ["email: string 1-254", input("email", "string", { min: 1, max: 254 })],
    ["email: string (1–254 characters)", input("email", "string", { min: 1, max: 254 })],
    ["limit?: integer 1..100", input("limit", "integer", { optional: true, min: 1, max: 100 })],
    ["limit: int, 1..100, optional", input("limit", "integer", { optional: true, min: 1, max: 100 })],
    ["limit: integer (default 20)", input("limit", "integer", { optional: true })],
    ["age: number >= 18", input("age", "number", { min: 18 })],
    ["age: integer between 1 and 120", input("age", "integer", { min: 1, max: 120 })],
    ["shift: integer -5..5", input("shift", "integer", { min: -5, max: 5 })],
    ["code: string (length 6)", input("code", "string", { min: 6, max: 6 })],
    ["name: string up to 80", input("name", "string", { max: 80 })],
    ["name: string (min 2, max 80)", input("name", "string", { min: 2, max: 80 })],
    ["tags: string[] (max 10)", input("tags", "string[]", { max: 10 })],
    ["tags: array of strings", input("tags", "string[]")],
    ["ids: Array<uuid>", input("ids", "string[]", { format: "uuid" })],
    ['role: "admin" | "user"', input("role", "string", { oneOf: ["admin", "user"] })],
    ["role: admin | user", input("role", "string", { oneOf: ["admin", "user"] })],
    ["role: enum(admin, user)", input("role", "string", { oneOf: ["admin", "user"] })],
    ["size: 1 | 2", input("size", "integer", { oneOf: ["1", "2"] })],
    ["id: uuid (path)", input("id", "string", { format: "uuid", in: "path" })],
    ["q: string (query, 1..50)", input("q", "string", { in: "query", min: 1, max: 50 })],
    ["sig: hex in header", input("sig", "string", { format: "hex", in: "header" })],
    ["at: date-time", input("at", "string", { format: "date-time" })],
    ["note: string | null", input("note", "string", { optional: true })],
    ["mail: string, format email", input("mail", "string", { format: "email" })],
    ["done: bool", input("done", "boolean")],
    ["meta: object", input("meta", "object")],
    ["X-Request-Id: uuid (header)", input("X-Request-Id", "string", { format: "uuid", in: "header" })],
  ] as const) {
    assert.deepEqual(only(text), expected, text);
  }
});

test("several inputs are separated by commas, semicolons and line breaks, but not inside brackets and quotes", () => {
  const names = (text: string): string[] => inputs(text).map(({ name }) => name);
  assert.deepEqual(names("a: string (1, 2), b: int; c?: bool\nd: uuid"), ["a", "b", "c", "d"]);
  assert.deepEqual(names('a: "x, y" | "z", b: int'), ["a", "b"]);
  assert.deepEqual(names("{ a: string, b: int }"), ["a", "b"]);
  assert.deepEqual(names("body: { a: string, b: int }"), ["a", "b"]);
  assert.deepEqual(inputs("body: { a: string }")[0]?.in, "body");
  assert.deepEqual(names("a: string, the person's name, b: int"), ["a", "b"]);
});

test("no inputs are said in several ways", () => {
  for (const text of ["", "-", "—", "none", "None.", "n/a", "no body"])
    assert.deepEqual(inputs(text), [], text);
});

test("an input without a readable type is unknown and marked", () => {
  for (const text of ["email", "age: years", "???"]) {
    const [read] = readInputs(text);
    assert.equal(read?.input.type, "unknown", text);
    assert.equal(read?.readable, false, text);
  }
});

test("any text is read without an error", () => {
  const part = fc.constantFrom(
    "a",
    ": ",
    "string",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ",",
    ";",
    "|",
    '"',
    "'",
    "1..2",
    "?",
    "\n",
    "enum",
    " ",
    "=",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      for (const { input: read } of readInputs(parts.join(""))) assert.notEqual(read.name, "");
    }),
    { numRuns: 500 },
  );
});

test("a cell of nothing but digits, blanks or bounds is read in the time that it takes to see it", () => {
  for (const cell of [
    `n: integer ${"1".repeat(200_000)}`,
    `n: integer ${"1_".repeat(100_000)}`,
    `n: integer max ${" ".repeat(100_000)}x`,
    `n: string ${"(min 1 ".repeat(5_000)}`,
    `n ${" ".repeat(100_000)}? x`,
  ])
    assert.equal(readInputs(cell)[0]?.input.name.trim().slice(0, 1), "n");
});
