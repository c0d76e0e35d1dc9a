import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { observeFile } from "../../../src/observe/index.ts";

const digest = (source: string, path = "a.tsx"): string => {
  const file = observeFile(path, source);
  assert.ok(file);
  return file.tokens;
};

const same: readonly (readonly [string, string, string])[] = [
  ["spaces and blank lines", "const a = f(1, 2);\nreturn_(a);", "const a=f( 1,2 );\n\n\n   return_( a ) ;"],
  ["comments", "f(1); // one\n/* two */ g();", "f(1);\ng();"],
  ["arguments over lines", "call(a, b.c(d));", "call(\n  a,\n  b.c(d)\n);"],
  ["a chain over lines", "a.b().c();", "a\n  .b()\n  .c();"],
  ["operators over lines", "const x = a && b ? c : d;", "const x =\n  a &&\n  b\n    ? c\n    : d;"],
  [
    "braces on their own line",
    "function f() { if (a) { b(); } else { c(); } }",
    "function f()\n{\n  if (a)\n  {\n    b();\n  }\n  else\n  {\n    c();\n  }\n}",
  ],
  ["line ends", "f();\ng();\n", "f();\r\ng();\r\n"],
  ["a byte order mark", "f();", "\uFEFFf();"],
  ["layout of JSX", "const a = <p><b>x</b></p>;", "const a = <p>\n  <b>x</b>\n</p>;"],
  ["attributes over lines", "const a = <p id='x' lang='y' />;", "const a = <p\n  id='x'\n  lang='y'\n/>;"],
  ["lint directives", "// eslint-disable-next-line\nf();", "f();"],
  ["JSDoc types", "/** @type {string} */\nlet a;", "let a;"],
];

for (const [title, before, after] of same) {
  test(`digest stays: ${title}`, () => {
    assert.equal(digest(after), digest(before));
  });
}

const different: readonly (readonly [string, string, string])[] = [
  ["a string", "f('a');", "f('b');"],
  ["spaces in a string", "f('a b');", "f('a  b');"],
  ["quotes that turn a string into a template", "f('a');", "f(`a`);"],
  ["spaces in a template", "f(`a b`);", "f(`a\n b`);"],
  ["an expression in a template", "f(`${a}`);", "f(`${b}`);"],
  ["a regular expression", "f(/a b/);", "f(/a  b/);"],
  ["a flag of a regular expression", "f(/a/);", "f(/a/g);"],
  ["a number", "f(1);", "f(10);"],
  ["an operator", "a < b;", "a <= b;"],
  ["a negation", "if (a) b();", "if (!a) b();"],
  ["optional access", "a.b;", "a?.b;"],
  ["a return that loses its value", "function f() { return x; }", "function f() { return\nx; }"],
  ["a postfix that becomes a prefix", "a++\nb", "a\n++b"],
  ["an async arrow that becomes two statements", "const f = async\nx => x", "const f = async x => x"],
  ["type assertion that becomes statements", "x = a as\nfoo", "x = a\nas\nfoo"],
  ["words that join", "a in b;", "ainb;"],
  ["signs that join", "a + +b;", "a++b;"],
  ["text in JSX", "const a = <p>x y</p>;", "const a = <p>x z</p>;"],
  ["a space between elements", "const a = <p><b>x</b> <i>y</i></p>;", "const a = <p><b>x</b><i>y</i></p>;"],
  ["a type", "let a: string;", "let a: number;"],
  ["the order of members", "const a = { b, c };", "const a = { c, b };"],
  ["type checking switched off", "f();", "// @ts-ignore\nf();"],
  ["a bundler's instruction", "import('a');", "import(/* webpackIgnore: true */ 'a');"],
  ["a shebang", "f();", "#!/usr/bin/env node\nf();"],
  ["modifiers", "class A { a = 1 }", "class A { static a = 1 }"],
];

for (const [title, before, after] of different) {
  test(`digest changes: ${title}`, () => {
    assert.notEqual(digest(after), digest(before));
  });
}

test("a broken source is digested as it stands", () => {
  const file = observeFile("a.ts", "const a = (;");
  assert.equal(file?.partial, true);
  assert.notEqual(digest("const a = (;", "a.ts"), digest("const a  = (;", "a.ts"));
});

test("digests are 32 hexadecimal digits and the same in every run", () => {
  assert.equal(digest("const a = 1;"), digest("const a = 1;"));
  assert.match(digest(""), /^[0-9a-f]{32}$/);
});

const statements = [
  "const a = f(1, 'x');",
  "if (a) { b(); } else { c(`t ${d}`); }",
  "export class A { #x = /re/g; get y() { return this.#x; } }",
  "for (const i of [1, 2]) { g(i); }",
  "const h = async (x: number): Promise<void> => { await x; };",
  "type T = { readonly a: string | undefined };",
  "switch (a) { case 'x': break; default: throw new Error('no'); }",
];
const program = fc.array(fc.constantFrom(...statements), { minLength: 1, maxLength: 6 });
const filler = fc.constantFrom(
  " ",
  "\n",
  "\t\t",
  "\r\n",
  " /* note */ ",
  "\n// remark\n",
  "\n\n\n",
  " /* two\nlines */ ",
);

test("comments and layout between statements and after brackets keep the digest", () => {
  fc.assert(
    fc.property(program, fc.array(filler, { minLength: 1, maxLength: 8 }), (lines, fillers) => {
      const source = lines.join("\n");
      let at = 0;
      const changed = source.replace(
        /[;{(,[](?![^\n]*[`/])/g,
        (mark) => `${mark}${fillers[at++ % fillers.length]}`,
      );
      assert.equal(digest(changed, "a.ts"), digest(source, "a.ts"));
    }),
    { numRuns: 150 },
  );
});

test("any change of a literal changes the digest", () => {
  const text = fc.stringMatching(/^[ -!#-[\]-~]{0,12}$/);
  fc.assert(
    fc.property(program, text, text, (lines, first, second) => {
      const source = (value: string) => `${lines.join("\n")}\nconst z = "${value}";`;
      assert.equal(digest(source(first), "a.ts") === digest(source(second), "a.ts"), first === second);
    }),
    { numRuns: 150 },
  );
});
