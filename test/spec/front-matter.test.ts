// The plainest front matter is read without the yaml package: these tests hold the two to the same values and places.

import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { plainHead, readFrontMatter } from "../../src/spec/front-matter.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { placesIn } from "../../src/spec/place.ts";
import { readPlainFrontMatter } from "../../src/spec/plain-front-matter.ts";
import type { Problem } from "../../src/spec/problem.ts";

const offset = 4;

const read = (raw: string, shown: string) => {
  const problems: Problem[] = [];
  const reading = readFrontMatter(raw, offset, placesIn("specs/a.md", `---\n${shown}`), (problem) =>
    problems.push(problem),
  );
  return { reading, problems };
};

/** Whether the text is read as plain, after comparing: a comment below it keeps it from being read so. */
const isReadAsYaml = (raw: string): boolean => {
  if (readPlainFrontMatter(raw) === undefined) return false;
  const commented = `${raw}\n# the end\n`;
  assert.equal(readPlainFrontMatter(commented), undefined);
  const short = read(raw, commented);
  const full = read(commented, commented);
  assert.deepEqual(short, full, JSON.stringify(raw));
  assert.equal(JSON.stringify(short), JSON.stringify(full), JSON.stringify(raw));
  return true;
};

const usual = [
  "id: sessions",
  "title: Sessions, and who may end them",
  "owner: identity team",
  "framework: stride",
  "targets:",
  "  - src/sessions/**",
  '  - "!src/sessions/legacy/**"',
  "tests: test/sessions/**",
  "since: the second audit",
  "",
].join("\n");

test("front matter of names and texts, and lists of texts, is read as the yaml package reads it", () => {
  assert.ok(isReadAsYaml(usual));
  assert.ok(isReadAsYaml(usual.trimEnd()));
  assert.ok(isReadAsYaml(`\n${usual.replaceAll("\n", "\n\n")}`));
  assert.ok(isReadAsYaml('id: "a \\"b\\" \\u00e9"\n'));
  assert.ok(isReadAsYaml("id: a\nconstructor: b\n"));
  const { reading } = read(usual, usual);
  assert.deepEqual(reading?.values, {
    id: "sessions",
    title: "Sessions, and who may end them",
    owner: "identity team",
    framework: "stride",
    targets: ["src/sessions/**", "!src/sessions/legacy/**"],
    tests: ["test/sessions/**"],
  });
  assert.deepEqual(reading?.keys[4]?.values[1], {
    path: "specs/a.md",
    line: 8,
    column: 5,
    endLine: 8,
    endColumn: 30,
  });
});

test("a value that does not fit is found at its place", () => {
  const raw = "id: sessions\ntitle:\n  - Sessions\n";
  assert.ok(isReadAsYaml(raw));
  const { problems } = read(raw, raw);
  assert.deepEqual(
    problems.map(({ code, at }) => [code, at.line]),
    [["front-matter-value", 4]],
  );
});

test("any other front matter is left to the yaml package", () => {
  for (const raw of [
    "",
    "\n",
    "id: a\r\n",
    "id:\ta\n",
    "id: a \n",
    "id : a\n",
    " id: a\n",
    "id: a # why\n",
    "# why\nid: a\n",
    "id: 'a'\n",
    "id: 7\n",
    "id: yes\n",
    "id: ~\n",
    "id:\n",
    "id: a\nid: b\n",
    "id: a: b\n",
    "id: @a\n",
    "id: *a\n",
    "id: !a b\n",
    "id: a\n  b\n",
    "id: >-\n  a\n",
    "targets: [a, b]\n",
    "targets:\n- a\n",
    "targets:\n    - a\n",
    "targets:\n  - a\n   - b\n",
    "targets:\n  - a\n    b\n",
    "targets:\n  -\n",
    "targets:\n  - a: b\n",
    "targets: a\n  - b\n",
    "targets:\ntests:\n  - a\n",
    "  - a\n",
    "? id\n: a\n",
    "yes: a\n",
    "id\n",
  ])
    assert.equal(readPlainFrontMatter(raw), undefined, JSON.stringify(raw));
});

test("every front matter of up to four lines is refused, or read as the yaml package reads it", () => {
  const forms = [
    "",
    "id: a",
    "title: b: c",
    "targets:",
    "targets: x",
    "tests:",
    "  - x",
    '  - "y"',
    "- x",
    "  -",
    "   - x",
    "  x",
    "no: x",
    "other: - x",
    "---",
  ];
  for (const first of forms)
    for (const second of forms)
      for (const third of forms)
        for (const fourth of forms) isReadAsYaml(`${first}\n${second}\n${third}\n${fourth}\n`);
});

test("a damaged front matter is refused, or read as the yaml package reads it", () => {
  const put = fc.oneof(
    fc.constantFrom(
      ..."\t\r\n\u2028é🔐:#-?&*!|>'\"%@`{}[],~<=.\\_0 ",
      ": ",
      " #",
      "- ",
      "\n  ",
      "\n  - ",
      "\r\n",
    ),
    fc.string({ maxLength: 5 }),
    fc.string({ maxLength: 3, unit: "binary" }),
  );
  let plain = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(usual.length), fc.nat(3), put), { minLength: 1, maxLength: 3 }),
      (changes) => {
        let raw = usual;
        for (const [at, cut, text] of changes) raw = raw.slice(0, at) + text + raw.slice(at + cut);
        if (isReadAsYaml(raw)) plain++;
      },
    ),
    { numRuns: 2000 },
  );
  assert.ok(plain > 100, `${plain} of 2000 damaged texts were read as plain`);
});

test("the head of a block is what parsing the spec gives", () => {
  let plain = 0;
  fc.assert(
    fc.property(
      fc.nat(usual.length),
      fc.nat(3),
      fc.constantFrom("", "x", "  - y\n", "tests: z\n", "---\n", "\n", "#", "id: other\n"),
      (at, cut, text) => {
        const raw = usual.slice(0, at) + text + usual.slice(at + cut);
        const block = `---\n${raw}---\n`;
        const head = plainHead(block);
        if (head === undefined) return;
        plain++;
        const { spec } = parseSpec("specs/example.md", block);
        assert.deepEqual(head, { id: spec?.id, targets: spec?.targets });
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(plain > 100, `${plain} of 1000`);
});

test("a block of more than front matter may hold is no plain head", () => {
  assert.notEqual(plainHead("---\nid: a\n---\n"), undefined);
  assert.equal(plainHead(`---\nid: a\ntitle: ${"x".repeat(70_000)}\n---\n`), undefined);
});
