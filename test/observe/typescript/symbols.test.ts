import assert from "node:assert/strict";
import { test } from "node:test";
import { observeFile } from "../../../src/observe/index.ts";

const symbolsOf = (source: string, path = "a.ts") => {
  const file = observeFile(path, source);
  assert.ok(file);
  return file.symbols;
};

const names: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "functions, exported, local and nested",
    "export async function a() { function b() {} } function* c() {}",
    ["a", "b", "c"],
  ],
  [
    "classes with their members",
    "export class A { static x = 1; #y = 2; constructor() {} async m() {} get g() { return 1 } static { } }",
    ["A", "A.x", "A.#y", "A.constructor", "A.m", "A.g"],
  ],
  [
    "constants",
    "export const a = 1, b = () => {}; const { c, d: e } = f(); let g;",
    ["a", "b", "c", "e", "g"],
  ],
  ["local constants that hold functions", "function f() { const g = () => 1; const n = 2; }", ["f", "g"]],
  [
    "members of object literals",
    "const x = { a() {}, b: function () {}, c: 1, d: { e: () => 1 }, 'f g': () => 1, [h]: () => 1 };",
    ["x", "x.a", "x.b", "x.d", "x.d.e", "x.f g"],
  ],
  [
    "types",
    "export interface I {} type T = 1; enum E { A } namespace N { export function k() {} }",
    ["I", "T", "E", "N", "k"],
  ],
  ["default exports", "export default { fetch() {} };", ["default", "default.fetch"]],
  ["named default exports", "export default class A { m() {} }", ["A", "A.m"]],
  [
    "CommonJS exports",
    "exports.a = function () {}; module.exports.b = () => {}; A.prototype.c = function () {};",
    ["a", "b", "A.c"],
  ],
  [
    "names that objects already have",
    "const __proto__ = () => {}; function constructor() {} class toString {}",
    ["__proto__", "constructor", "toString"],
  ],
];

for (const [title, source, expected] of names) {
  test(`symbols: ${title}`, () => {
    assert.deepEqual(Object.keys(symbolsOf(source)), [...expected]);
  });
}

test("symbols have the lines of their declaration", () => {
  const symbols = symbolsOf("\nexport function a() {\n  return 1;\n}\n\nclass B {\n  c() {}\n}\n");
  assert.deepEqual(symbols["a"], { line: 2, endLine: 4 });
  assert.deepEqual(symbols["B"], { line: 6, endLine: 8 });
  assert.deepEqual(symbols["B.c"], { line: 7, endLine: 7 });
});

test("an implementation stands for its overloads, the outer function for the inner", () => {
  assert.deepEqual(symbolsOf("function a(x: 1): 1;\nfunction a(x: any) {\n}")["a"], { line: 2, endLine: 3 });
  assert.deepEqual(symbolsOf("function b() { function a() {} }\nfunction a() {}")["a"], {
    line: 2,
    endLine: 2,
  });
});
