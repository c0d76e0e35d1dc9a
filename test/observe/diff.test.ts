import assert from "node:assert/strict";
import { test } from "node:test";
import type { FileObservation } from "../../src/model/observation.ts";
import { diffObservation, observeFile } from "../../src/observe/index.ts";

const file = (path: string, source: string): FileObservation => observeFile(path, source) as FileObservation;
const change = (before: readonly FileObservation[], after: readonly FileObservation[]) => {
  const { added, removed } = diffObservation(before, after);
  return [added.map((fact) => fact.name), removed.map((fact) => fact.name)];
};

const one = "export function a() { fetch('https://a.com'); }\n";
const two = "export function b() { fetch('https://b.com'); }\n";

test("a new call is added, a lost one removed", () => {
  assert.deepEqual(change([file("x.ts", one)], [file("x.ts", one + two)]), [["b.com"], []]);
  assert.deepEqual(change([file("x.ts", one + two)], [file("x.ts", two)]), [[], ["a.com"]]);
});

test("moved lines and reordered functions show nothing", () => {
  assert.deepEqual(change([file("x.ts", one + two)], [file("x.ts", `\n\n// note\n${two}${one}`)]), [[], []]);
});

test("a call that moves to another function shows on both sides", () => {
  assert.deepEqual(change([file("x.ts", one)], [file("x.ts", one.replace("a()", "c()"))]), [
    ["a.com"],
    ["a.com"],
  ]);
});

test("a renamed file shows nothing, a rename with an edit only the edit", () => {
  assert.deepEqual(change([file("x.ts", one)], [file("y.ts", one)]), [[], []]);
  assert.deepEqual(change([file("x.ts", one)], [file("y.ts", one + two)]), [["b.com"], []]);
});

test("a call that moves between files that stay shows on both sides", () => {
  assert.deepEqual(
    change([file("x.ts", one), file("y.ts", two)], [file("x.ts", ""), file("y.ts", two + one)]),
    [["a.com"], ["a.com"]],
  );
});

test("a whole file that comes or goes shows its facts", () => {
  assert.deepEqual(change([], [file("x.ts", one)]), [["a.com"], []]);
  assert.deepEqual(change([file("x.ts", one)], []), [[], ["a.com"]]);
});
