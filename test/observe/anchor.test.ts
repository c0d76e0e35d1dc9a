import assert from "node:assert/strict";
import { test } from "node:test";
import { observe, resolveAnchor } from "../../src/observe/index.ts";

const files = new Map([
  ["src/a.ts", "\nexport class Sessions {\n  revoke() {}\n}\n"],
  ["src/b.py", "import x\n\ndef login_all():\n  pass\n\ndef login():\n  pass\n"],
  [
    "src/broken.ts",
    "function a( {\nfunction late() {}\n// function gone() {}\n/* function lost() {}\n lost() */ kept();",
  ],
  ["src/g.py", "# def removed():\n#removed\nx = '/*'\ndef stays():\n  pass\n"],
  ["src/d.go", "// Removed was here\n/*\nfunc Removed() {}\n*/\nfunc Stays() {}\n"],
  ["src/e.h", "#define LIMIT 3\n# LIMITED\n"],
  ["src/f.sql", "-- create table removed\ncreate table stays (id int);\n"],
]);
const observation = observe(files);

const cases: readonly (readonly [string, { line?: number } | undefined])[] = [
  ["src/a.ts", {}],
  ["src/a.ts#Sessions", { line: 2 }],
  ["src/a.ts#Sessions.revoke", { line: 3 }],
  ["src/a.ts#revoke", undefined],
  ["src/a.ts#constructor", undefined],
  ["src/none.ts#Sessions", undefined],
  ["__proto__", undefined],
  ["src/b.py", {}],
  ["src/b.py#login", { line: 6 }],
  ["src/b.py#Server.login", { line: 6 }],
  ["src/b.py#log", undefined],
  ["src/b.py#$&(.*", undefined],
  ["src/broken.ts#late", { line: 2 }],
  ["src/broken.ts#gone", undefined],
  ["src/broken.ts#lost", undefined],
  ["src/broken.ts#kept", { line: 5 }],
  ["src/g.py#removed", undefined],
  ["src/g.py#stays", { line: 4 }],
  ["src/d.go#Removed", undefined],
  ["src/d.go#Stays", { line: 5 }],
  ["src/e.h#LIMIT", { line: 1 }],
  ["src/e.h#LIMITED", undefined],
  ["src/f.sql#removed", undefined],
  ["src/f.sql#stays", { line: 2 }],
];

for (const [anchor, expected] of cases) {
  test(`anchor ${anchor} ${expected === undefined ? "points nowhere" : "is found"}`, () => {
    assert.deepEqual(resolveAnchor(anchor, observation, files), expected);
  });
}

test("without contents, a file that is not observed is taken on trust", () => {
  assert.deepEqual(resolveAnchor("src/b.py#login", observation), {});
  assert.equal(resolveAnchor("src/c.py#login", observation), undefined);
});
