import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isCode, languageOf, observe, observeFile } from "../../src/observe/index.ts";

const fixtures = join(process.cwd(), "test/observe/fixtures");
const services = readdirSync(fixtures).filter(
  (name) => name.endsWith(".txt") && !name.endsWith(".facts.txt"),
);

for (const name of services) {
  const path = name.replace(/\.txt$/, "");
  test(`the facts of ${path} are the ones on its list`, () => {
    const file = observeFile(path, readFileSync(join(fixtures, name), "utf8"));
    assert.equal(file?.partial, false);
    const lines = file?.facts.map(
      ({ at, key, symbol, fields }) =>
        `${at.line}:${at.column} ${key} @${symbol ?? "-"} ${JSON.stringify(fields)}`,
    );
    assert.equal(`${lines?.join("\n")}\n`, readFileSync(join(fixtures, `${path}.facts.txt`), "utf8"));
  });
}

test("files go where their language says", () => {
  const files = new Map([
    ["src/a.ts", "export const a = 1;"],
    ["src/b.mjs", "fetch('https://a.b')"],
    ["tools/c.py", "print(1)"],
    ["Dockerfile", "FROM x"],
    ["bin/run", "#!/usr/bin/env node\nfetch('https://c.d');"],
    ["bin/go", "#!/bin/sh\n"],
    ["README.md", "# x"],
    ["package.json", "{}"],
    ["logo.png", "\u0000"],
    ["LICENSE", "MIT"],
  ]);
  const observation = observe(files);
  assert.deepEqual(Object.keys(observation.files), ["src/a.ts", "src/b.mjs", "bin/run"]);
  assert.deepEqual(observation.unobserved, ["Dockerfile", "bin/go", "tools/c.py"]);
});

test("languages are told by the end of the name", () => {
  const expected = {
    "a.ts": "typescript",
    "a.d.ts": "typescript",
    "A.TSX": "typescript",
    "a.cjs": "javascript",
    "x/y.go": "go",
    "main.tf": "terraform",
    "a.sql": "sql",
    ".eslintrc": undefined,
    "a.json": undefined,
    "a.constructor": undefined,
    constructor: undefined,
    "": undefined,
  };
  for (const [path, language] of Object.entries(expected)) {
    assert.equal(languageOf(path), language, path);
    assert.equal(isCode(path), language !== undefined, path);
  }
});

test("declaration files have symbols and no facts", () => {
  const file = observeFile(
    "a.d.ts",
    "export declare function a(): void; declare const b = fetch('https://a.b');",
  );
  assert.deepEqual(file?.facts, []);
  assert.ok(file?.symbols["a"]);
});

test("a syntax error makes the observation partial and hides no more than it must", () => {
  const file = observeFile("a.ts", "fetch('https://a.b');\nfunction broken( {\nfetch('https://c.d');");
  assert.equal(file?.partial, true);
  assert.ok(file?.facts.some((fact) => fact.name === "a.b"));
});

test("any text is observed without an error, with places inside the text", () => {
  const pieces = fc.constantFrom(
    "import x from 'express';",
    "app.get('/x', h)",
    "(",
    ")",
    "{",
    "}",
    "[",
    "`",
    "${",
    "'",
    '"',
    "/*",
    "//",
    "<a>",
    "</",
    "=>",
    "class A",
    "process.env.",
    "KEY",
    "await ",
    "\n",
    "\u2028",
    "😀",
    "\ud800",
    "\0",
    "\\",
    "@x",
    "#!",
    "fetch(",
    "a?.b",
    "...",
    ";",
    ",",
  );
  const code = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(pieces, { maxLength: 30 }).map((list) => list.join("")),
  );
  const path = fc.constantFrom("a.ts", "a.tsx", "a.js", "a.cjs", "a.d.ts");
  fc.assert(
    fc.property(code, path, (source, name) => {
      const file = observeFile(name, source);
      assert.ok(file);
      const lines = source.split("\n");
      for (const { at } of file.facts)
        assert.ok((lines[(at.line ?? 0) - 1]?.length ?? -1) >= (at.column ?? 0) - 1);
      for (const { line, endLine } of Object.values(file.symbols))
        assert.ok(line >= 1 && line <= endLine && endLine <= lines.length);
      assert.equal(observeFile(name, source)?.tokens, file.tokens);
    }),
    { numRuns: 400 },
  );
});

test("code of machines is observed to its end", () => {
  const deep = observeFile("deep.js", "x(".repeat(20_000) + ")".repeat(20_000));
  assert.equal(deep?.partial, true);
  const minified = observeFile("min.js", `${"a(b,{c:1});".repeat(10_000)}fetch("https://a.b")`);
  assert.deepEqual(
    minified?.facts.map((fact) => fact.name),
    ["a.b"],
  );
  assert.equal(minified?.facts[0]?.at.column, 110_001);
  const chain = observeFile("chain.js", `const x = a${".b(1)".repeat(20_000)};`);
  assert.equal(chain?.facts.length, 0);
});

test("names that refer to each other end", () => {
  const doubled = Array.from({ length: 60 }, (_, at) => `const a${at + 1} = a${at} + a${at};`).join("\n");
  assert.equal(observeFile("a.js", `const a0 = "x";\n${doubled}\nfetch(a60);`)?.facts.length, 1);
  assert.equal(
    observeFile("b.js", "const a = b ?? b; const b = a ?? a; fetch(a); a.get('/x', () => {});")?.facts.length,
    1,
  );
});

test("a source that is too long to parse is listed as not observed", () => {
  const long = `fetch("https://a.b");\n${"// filler\n".repeat(110_000)}`;
  assert.equal(observeFile("src/long.ts", long), undefined);
  const { files, unobserved } = observe(new Map([["src/long.ts", long]]));
  assert.deepEqual([Object.keys(files), unobserved], [[], ["src/long.ts"]]);
});

test("a name that is assigned and asked for thousands of times is looked up once", () => {
  const source = `let a; ${"a = fetch; a(b);\n".repeat(8_000)}let c; c = fetch; c("https://a.b");`;
  assert.deepEqual(
    observeFile("src/a.ts", source)?.facts.map(({ name }) => name),
    ["a.b"],
  );
});

test("more comparisons of requests than are looked at make the observation partial", () => {
  const tests = (count: number): string =>
    `import { createServer } from "node:http";\ncreateServer((req, res) => {\n${Array.from({ length: count }, (_, n) => `if (req.url === "/p${n}") a();`).join("\n")}\n});`;
  assert.equal(observeFile("src/a.ts", tests(10))?.partial, false);
  assert.equal(observeFile("src/a.ts", tests(2_001))?.partial, true);
});
