// What the short way reads, the yaml package reads as the same: the tests hold it to that on texts of every form that
// is near its own, and on all short texts there are.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { readCanonical } from "../../src/model/read-canonical.ts";
import { readSource } from "../../src/model/source.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { projectRoot } from "../support/repository.ts";
import { anyModel } from "./arbitraries.ts";
import { exampleModel } from "./example.ts";

const path = "specs/sessions.threats.yaml";

/** Whether the text was read, after comparing what was read, key by key. */
const isReadAsYaml = (text: string): boolean => {
  const read = readCanonical(text);
  if (read === undefined) return false;
  const { value, comments, problems } = readSource(text);
  assert.deepEqual(problems, [], JSON.stringify(text));
  assert.deepEqual(read.value, value, JSON.stringify(text));
  assert.equal(JSON.stringify(read.value), JSON.stringify(value), JSON.stringify(text));
  assert.deepEqual(read.comments, comments, JSON.stringify(text));
  return true;
};

/** The same of the whole parse: a byte-order mark is passed over, but not in the short way. */
const isParsedAsYaml = (text: string): boolean => {
  if (!isReadAsYaml(text)) return false;
  const short = parseModel(path, text);
  const full = parseModel(path, `\uFEFF${text}`);
  assert.deepEqual(short, full, JSON.stringify(text));
  assert.equal(JSON.stringify(short.model), JSON.stringify(full.model), JSON.stringify(text));
  return true;
};

test("the print of a model is read in the short way", () => {
  assert.ok(isParsedAsYaml(printModel(exampleModel())));
  assert.ok(isParsedAsYaml(printModel(exampleModel(), { schema: "./schema.json" })));
  const specs = join(projectRoot, "specs");
  for (const name of readdirSync(specs).filter((each) => each.endsWith(".threats.yaml"))) {
    const { model } = parseModel(name, readFileSync(join(specs, name), "utf8"));
    assert.ok(model !== undefined && isParsedAsYaml(printModel(model)), name);
  }
});

test("whatever model is printed, it is read as the yaml package reads it", () => {
  let read = 0;
  fc.assert(
    fc.property(anyModel, fc.boolean(), (model, isForEditors) => {
      const text = printModel(model, isForEditors ? { schema: "../schema.json" } : {});
      if (isParsedAsYaml(text)) read++;
    }),
    { numRuns: 300 },
  );
  assert.ok(read > 5, `${read} of 300 models were read in the short way`);
});

const fragments = [
  ..."\t\r\n\0\u0085\u2028\ufeff\u00a0\u200bé漢🔐:#-?&*!|>'\"%@`{}[],~<=.\\/_+e0 ",
  ": ",
  " #",
  "# ",
  "- ",
  "? ",
  "  ",
  "\r\n",
  "\n\n",
  "\n ",
  "&a ",
  "*a",
  "!!str ",
  "!tag ",
  ">-\n",
  "|-\n",
  "|\n",
  ">\n",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "<<: ",
  "<<<<<<< ours\n",
  "=======\n",
  "\\u00e9",
  "\\x41",
  "\\U0001F510",
  "\\ud83d",
  "\\/",
  '\\"',
  "__proto__: ",
  "yes",
  "null",
  "~",
  "true",
  "0x1f",
  "0o17",
  "1e3",
  ".5",
  "+.5",
  ".inf",
  "1_000",
  "12:30",
  "2031-05-30",
  "[]",
  "{}",
  "{a: b}",
  "'a'",
  '"a"',
  '"a": ',
];

type Change = (lines: string[], at: number, other: number, put: string) => void;

const spliceText =
  (cut: number, isPut: boolean): Change =>
  (lines, at, other, put) => {
    const line = lines[at] ?? "";
    const from = other % (line.length + 1);
    lines[at] = line.slice(0, from) + (isPut ? put : "") + line.slice(from + cut);
  };

const changes: readonly Change[] = [
  spliceText(0, true),
  spliceText(1, true),
  spliceText(1, false),
  // Behind the indentation and behind the colon is where YAML's marks have a meaning.
  (lines, at, _, put) => {
    lines[at] = (lines[at] ?? "").replace(/^ *(?:- )?/, (before) => before + put);
  },
  (lines, at, _, put) => {
    lines[at] = (lines[at] ?? "").replace(/(: ?|- ).*$/, (_all, before: string) => before + put);
  },
  (lines, at, _, put) => {
    lines[at] = `${lines[at] ?? ""}${put}`;
  },
  (lines, at, other) => {
    lines[at] = " ".repeat(other % 4) + (lines[at] ?? "");
  },
  (lines, at, other) => {
    lines[at] = (lines[at] ?? "").slice(other % 4);
  },
  (lines, at) => {
    lines.splice(at, 1);
  },
  (lines, at, other) => {
    lines.splice(at, 0, lines[other % lines.length] ?? "");
  },
  (lines, at, other) => {
    const from = other % lines.length;
    [lines[at], lines[from]] = [lines[from] ?? "", lines[at] ?? ""];
  },
  (lines, at) => {
    lines.splice(at, 0, "");
  },
  (lines, at, other) => {
    lines.splice(at, 0, `${" ".repeat(other % 9)}# seen`);
  },
];

test("a damaged print is refused, or read as the yaml package reads it", () => {
  const models = fc.oneof(
    fc.constant(printModel(exampleModel())),
    fc.constant(printModel(exampleModel(), { schema: "./schema.json" })),
    anyModel.map((model) => printModel(model)),
  );
  const change = fc.tuple(
    fc.constantFrom(...changes),
    fc.nat(500),
    fc.nat(500),
    fc.constantFrom(...fragments),
  );
  let read = 0;
  fc.assert(
    fc.property(models, fc.array(change, { minLength: 1, maxLength: 3 }), (text, applied) => {
      const lines = text.split("\n");
      for (const [apply, at, other, put] of applied) apply(lines, at % lines.length, other, put);
      if (isParsedAsYaml(lines.join("\n"))) read++;
    }),
    { numRuns: 1500 },
  );
  assert.ok(read > 100, `${read} of 1500 damaged texts were read in the short way`);
});

test("any text at all, as a value, an item, a key or a paragraph, is refused or read as the yaml package does", () => {
  const piece = fc.oneof(
    fc.constantFrom(...fragments),
    fc.string({ maxLength: 6, unit: "binary" }),
    fc.string({ maxLength: 6 }),
  );
  const joined = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(joined, (text) => {
      for (const whole of [
        text,
        `k: ${text}\n`,
        `k:\n  - ${text}\nz: 1\n`,
        `${text}: v\n`,
        `k: "${text}"\n`,
        `k: ${JSON.stringify(text)}\n`,
        `k:\n  a: >-\n    ${text}\n    b\n  z: 1\n`,
        `#${text}\nk: v\n`,
      ])
        isReadAsYaml(whole);
    }),
    { numRuns: 2000 },
  );
});

test("every text of up to two marks is refused or read as the yaml package does", () => {
  const marks = [..."a1 :-#\"'[]{}&*!|>%@`~.\\?=,e_+0xn<yT\t\né/"];
  const short = ["", ...marks, ...marks.flatMap((first) => marks.map((second) => first + second))];
  for (const text of [
    ...short,
    "yes",
    "No",
    "null",
    "True",
    "+.5",
    "-.5",
    "+1e3",
    ".inf",
    "+.inf",
    ".nan",
    "...",
  ])
    for (const whole of [
      `k: ${text}\n`,
      `k:\n  - ${text}\n`,
      `${text}: v\n`,
      `k: "${text}"\n`,
      `k: >-\n  ${text}\nz: 1\n`,
      `k:\n  - >-\n    a\n    ${text}\n`,
    ])
      isReadAsYaml(whole);
});

test("every text of up to three lines is refused or read as the yaml package does", () => {
  const forms = [
    "",
    "  ",
    "a: b",
    "a:",
    "  a: b",
    "  a:",
    "    a: b",
    "b: 1",
    "  b: true",
    "- x",
    "  - x",
    "    - x",
    "-",
    "  -",
    "a: >-",
    "  a: >-",
    "  - >-",
    "c: >-",
    "a: |",
    "  text",
    "    text",
    "    text ",
    "      # text",
    "  b: {}",
    "b: []",
    "#c",
    "  #c",
    '"a": "b"',
    "   c: d",
    "a: 'b'",
    "---",
    "...",
    "? a",
    ": b",
    "  a: b #c",
  ];
  for (const first of forms)
    for (const second of forms) for (const third of forms) isReadAsYaml(`${first}\n${second}\n${third}\n`);
});

test("what the printer never writes is left to the yaml package", () => {
  for (const text of [
    "",
    "\n",
    "# a comment\n",
    "a\n",
    "- a\n",
    "a: b # why\n",
    "a: b\n# why\n",
    "a:\n  # why\n  b: c\n",
    "a: b\r\n",
    "\ufeffa: b\n",
    "a:\tb\n",
    "a: b \n",
    "a:  b\n",
    "a : b\n",
    "a: 'b'\n",
    "a: [b]\n",
    "a: {b: c}\n",
    "a: &x b\n",
    "a: !!str b\n",
    "a: *x\n",
    "a: b\na: c\n",
    "a:\n",
    "a:\nb: c\n",
    "a:\n- b\n",
    "a:\n   b: c\n",
    "a:\n  b: c\n    d: e\n",
    "a:\n  - b: c\n",
    "a: b\n  c\n",
    "a: |\n  b\n",
    "a: >\n  b\n",
    "a: >-\n\n  b\n",
    "a: >-\n  b\n\n  c\n",
    "a: >-\n    b\n",
    "a: >-\n  b\n   c\n",
    "a: >-\nb: c\n",
    "---\na: b\n",
    "a: b\n...\n",
    "? a\n: b\n",
    "__proto__: b\n",
    "<<: b\n",
    "a: yes\n",
    "a: ~\n",
    "a: null\n",
    "a: 0x1f\n",
    "a: 1e3\n",
    "a: 1.5\n",
    "a: -1\n",
    "a: 012\n",
    "a: 2031-05-30\n",
    'a: "b" c\n',
    'a: "b\n',
    'a: "\\x41"\n',
    'a: "b"c: d\n',
    `${"k".repeat(1001)}: b\n`,
  ])
    assert.equal(readCanonical(text), undefined, JSON.stringify(text));
});

test("nesting that is deeper than any model's is left to the yaml package", () => {
  const nested = (depth: number): string =>
    `${Array.from({ length: depth }, (_, at) => `${"  ".repeat(at)}a:`).join("\n")} b\n`;
  assert.ok(isReadAsYaml(nested(20)));
  assert.ok(!isReadAsYaml(nested(100)));
  assert.ok(!isReadAsYaml(nested(1000)));
});

test("comments at the head are kept, each line of them", () => {
  const text = `# kept by the sessions team\n#\n# yaml-language-server: $schema=x\n\n${printModel(exampleModel())}`;
  assert.ok(isParsedAsYaml(text));
  const { comments } = parseModel(path, text);
  assert.deepEqual(comments.before.get("/instride"), [
    "# kept by the sessions team",
    "#",
    "# yaml-language-server: $schema=x",
  ]);
});

test("a finding of a model in canonical form has its place", () => {
  const text = printModel(exampleModel());
  for (const [from, to, code] of [
    ["to: redis", "to: rediss", "unknown-reference"],
    ["status: mitigated", "status: fine", "not-one-of"],
    ["component: sessions", "component: 7", "wrong-type"],
    ["instride: 1", "instride: 2", "model-version"],
  ] as const) {
    const changed = text.replace(from, to);
    assert.ok(isParsedAsYaml(changed));
    const { findings } = parseModel(path, changed);
    assert.equal(findings[0]?.code, code);
    assert.ok(changed.split("\n")[(findings[0]?.at.line ?? 0) - 1]?.includes(to), code);
  }
});
