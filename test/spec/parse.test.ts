import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import type { Place } from "../../src/model/finding.ts";
import { lintSpec } from "../../src/spec/lint.ts";
import { parseSpec, suggestedId } from "../../src/spec/parse.ts";
import type { ReadSpec } from "../../src/spec/types.ts";

const fixtures = new URL("../../../test/spec/fixtures/", import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(`${name}.md`, fixtures), "utf8");
const names = readdirSync(fixtures).map((file) => file.replace(/\.md$/, ""));
const read = (name: string): ReadSpec => parseSpec(`specs/${name}.md`, fixture(name));
const codes = (parsed: ReadSpec): string[] => parsed.findings.map(({ code }) => code);

const secured = (subsections: string): ReadSpec => parseSpec("specs/x.md", `## Security\n\n${subsections}`);
const facts = (subsections: string): [string, Record<string, string>][] =>
  secured(subsections).reading.draft.facts.map(({ key, fields }) => [key, fields]);
const keys = (subsections: string): string[] => facts(subsections).map(([key]) => key);

/** Every place that a reading holds. */
const placesOf = ({ reading, findings }: ReadSpec): Place[] => [
  ...findings.map(({ at }) => at),
  ...reading.draft.facts.map(({ at }) => at),
  ...reading.draft.interface.map(({ at }) => at),
  ...reading.draft.unread.map(({ at }) => at),
  ...reading.headings.map(({ at }) => at),
  ...reading.placeholders.map(({ at }) => at),
  ...[...reading.cells.values()].flatMap((cells) => Object.values(cells)),
  ...(reading.frontMatter ?? []).flatMap(({ at, values }) => [at, ...values]),
];

const assertInside = (parsed: ReadSpec): void => {
  const lines = parsed.reading.source.split(/\r\n|\n|\r/);
  const inside = (line = 0, column = 0): boolean => {
    const text = lines[line - 1];
    return text !== undefined && column >= 1 && column <= text.length + 1;
  };
  for (const at of placesOf({ ...parsed, findings: lintSpec(parsed) })) {
    assert.ok(inside(at.line, at.column), JSON.stringify(at));
    if (at.endLine !== undefined) assert.ok(inside(at.endLine, at.endColumn), JSON.stringify(at));
  }
};

test("a spec of tables is read with its front matter, interface, facts and places", () => {
  const { spec, findings } = read("sessions");
  assert.deepEqual(findings, []);
  assert.equal(spec?.title, "Sessions");
  assert.equal(spec?.owner, "identity team");
  assert.deepEqual(spec?.targets, ["src/sessions/**", "!src/sessions/**/*.test.ts"]);
  assert.deepEqual(spec?.tests, ["test/sessions/**"]);
  assert.equal(spec?.summary, "Signs people in and keeps them signed in. Written in TypeScript on Hono.");
  assert.deepEqual(
    spec?.interface.map(({ name, auth, errors, at }) => [name, auth, errors.length, at.line]),
    [
      ["POST /sessions", "none", 2, 19],
      ["DELETE /sessions/:id", "session", 2, 20],
      ["GET /sessions", "session", 1, 21],
    ],
  );
  const flow = spec?.facts.find(({ kind }) => kind === "flow");
  assert.deepEqual(flow, {
    key: "flow:browser-sessions-service-email-and-password",
    kind: "flow",
    name: "Browser -> Sessions service: email and password",
    text: "From: Browser; To: Sessions service; Data: email and password; Protection: TLS 1.3",
    at: { path: "specs/sessions.md", line: 51, column: 1, endLine: 51, endColumn: 62 },
    fields: { from: "Browser", to: "Sessions service", data: "email and password", protection: "TLS 1.3" },
  });
});

test("a careful spec lints clean", () => {
  assert.deepEqual(lintSpec(read("sessions")), []);
});

test("a spec of lists under other heading names and levels states the same kinds of facts", () => {
  const { spec, reading, findings } = read("ledger-list");
  assert.deepEqual(findings, []);
  assert.equal(spec?.title, "Ledger callbacks");
  assert.deepEqual(
    reading.subsections.map(({ kind }) => kind),
    ["asset", "entry", "boundary", "flow", "auth", "control", "risk", "assumption", "out-of-scope"],
  );
  assert.deepEqual(
    spec?.facts
      .filter(({ kind }) => kind === "risk")
      .map(({ name, fields }) => [name, fields["owner"], fields["expires"]]),
    [
      ["Replay inside five minutes", "Grace Hopper", "2027-01-31"],
      ["Clock drift", "SRE", "2026-12-31"],
    ],
  );
  assert.deepEqual(spec?.outOfScope, ["The bank's own systems.", "Denial of service of the proxy"]);
  assert.deepEqual(
    spec?.unread.map(({ section, at }) => [section, at.line]),
    [["auth", 43]],
  );
});

test("bold paragraphs stand for headings, and prose stays text with its place", () => {
  const { spec, reading } = read("prose");
  assert.deepEqual(
    reading.subsections.map(({ kind, state }) => `${kind} ${state}`),
    ["asset stated", "entry stated", "boundary stated", "flow stated", "auth none", "assumption stated"],
  );
  assert.deepEqual(
    spec?.facts.map(({ key }) => key),
    [
      "asset:salary-table",
      "entry:export-run",
      "entry:export-list",
      "flow:database-export-job-salaries",
      "flow:export-job-finance-share-report-files",
      "assumption:disk-encryption",
    ],
  );
  assert.deepEqual(
    spec?.unread.map(({ section, at }) => [section, at.line]),
    [
      ["security", 19],
      ["asset", 23],
      ["boundary", 35],
    ],
  );
});

test("headings that are routes declare the interface, and tables below them its inputs", () => {
  const { spec } = read("mixed");
  const [put, get] = spec?.interface ?? [];
  assert.deepEqual(put?.inputs, [
    { name: "id", type: "string", optional: false, format: "uuid", in: "path" },
    { name: "width", type: "integer", optional: false, min: 16, max: 2048, in: "query" },
    { name: "fit", type: "string", optional: true, oneOf: ["cover", "contain"], in: "query" },
  ]);
  assert.equal(put?.auth, "signed url");
  assert.equal(put?.output, "201");
  assert.equal(get?.name, "GET /images/{id}/thumbnail");
  assert.equal(spec?.framework, "stride");
  assert.deepEqual(
    spec?.unread.map(({ text }) => text.slice(0, 12)),
    ["The followin", "and also", "flowchart LR"],
  );
});

test("names of any script are read", () => {
  const { spec } = read("german");
  assert.equal(spec?.id, "zugänge");
  assert.deepEqual(spec?.interface[0]?.inputs, [
    { name: "tür", type: "string", optional: false, min: 1, max: 40 },
  ]);
  assert.ok(spec?.facts.some(({ key }) => key === "flow:tastenfeld-steuerung-turcode-verschlusselt"));
});

test("a hostile spec is read as far as it goes, and has no spec where its front matter refers to itself", () => {
  const parsed = read("hostile");
  assert.equal(parsed.spec, undefined);
  assert.deepEqual(codes(parsed), [
    "front-matter-alias",
    "front-matter-alias",
    "front-matter-alias",
    "duplicate-front-matter-key",
    "unnamed-row",
    "unclosed-comment",
  ]);
  assert.equal(parsed.reading.draft.title, "alert(1) Hostile link & code");
});

for (const name of names) {
  test(`${name}: every place lies inside the text`, () => assertInside(read(name)));

  test(`${name}: CRLF and LF give the same spec`, () => {
    const lf = parseSpec("specs/x.md", fixture(name));
    const crlf = parseSpec("specs/x.md", fixture(name).replaceAll("\n", "\r\n"));
    assert.deepEqual(crlf.reading.draft, lf.reading.draft);
    assert.deepEqual(lintSpec(crlf), lintSpec(lf));
    assertInside(crlf);
  });
}

test("a spec without an id gets one from its file's name, and says so", () => {
  assert.equal(suggestedId("specs/User Sessions.md"), "user-sessions");
  const parsed = parseSpec("specs/User Sessions.md", "---\ntargets: src/**\n---\n");
  assert.equal(parsed.spec?.id, "user-sessions");
  assert.ok(
    lintSpec(parsed).some(({ code, next }) => code === "missing-id" && next === "add `id: user-sessions`"),
  );
});

test("the title comes from the front matter, else from the first heading of level 1", () => {
  assert.equal(parseSpec("a.md", "---\ntitle: Front\n---\n# Heading\n").spec?.title, "Front");
  assert.equal(parseSpec("a.md", "---\nid: a\n---\n## Two\n# `One` *a*\n").spec?.title, "One a");
});

test("front matter that cannot be read leaves no spec but everything else", () => {
  for (const [text, code] of [
    ["# A\n", "missing-front-matter"],
    ["", "missing-front-matter"],
    ["---\nid: a\n# A\n", "missing-front-matter"],
    ["\n---\nid: a\n---\n# A\n", "missing-front-matter"],
    ["+++\nid = 1\n+++\n", "missing-front-matter"],
    ["---\n- a\n---\n", "front-matter-unreadable"],
    ["---\n---\n", "front-matter-unreadable"],
    ["---\na: [\n---\n", "front-matter-unreadable"],
    ["---\ntargets:\n  - !src/x\n---\n", "front-matter-unreadable"],
    [`---\na: ${"[".repeat(20_000)}\n---\n`, "front-matter-unreadable"],
    [`---\na: ${"x".repeat(70_000)}\n---\n`, "front-matter-unreadable"],
    ["---\na: &a [*a, *a]\n---\n", "front-matter-alias"],
  ] as const) {
    const parsed = parseSpec("specs/a.md", text);
    assert.equal(parsed.spec, undefined, text.slice(0, 40));
    assert.ok(codes(parsed).includes(code), `${text.slice(0, 40)}: ${codes(parsed)}`);
    assertInside(parsed);
  }
});

test("an alias bomb is refused before it grows", () => {
  const levels = Array.from({ length: 12 }, (_, level) =>
    level === 0 ? "a0: &a0 [x]" : `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`,
  );
  const parsed = parseSpec("specs/a.md", `---\n${levels.join("\n")}\n---\n`);
  assert.equal(parsed.spec, undefined);
  assert.ok(codes(parsed).every((code) => code === "front-matter-alias"));
});

test("a value of the wrong type is left out, and the rest of the front matter stands", () => {
  const { spec, findings } = parseSpec(
    "specs/a.md",
    "---\nid: a\ntitle: 7\nowner: {a: b}\ntargets: src/**\n---\n",
  );
  assert.deepEqual([spec?.id, spec?.title, spec?.owner, spec?.targets], ["a", "a", undefined, ["src/**"]]);
  assert.deepEqual(
    findings.map(({ code, at }) => [code, at.line, at.column]),
    [
      ["front-matter-value", 3, 8],
      ["front-matter-value", 4, 8],
    ],
  );
});

test("a byte-order mark is skipped and does not move any place", () => {
  const plain = parseSpec("a.md", "---\nid: a\nid: b\n---\n");
  const marked = parseSpec("a.md", new TextEncoder().encode("\uFEFF---\nid: a\nid: b\n---\n"));
  assert.deepEqual(marked.spec, plain.spec);
  assert.deepEqual(codes(marked), ["byte-order-mark", "duplicate-front-matter-key"]);
  assert.deepEqual(marked.findings[1], plain.findings[0]);
});

test("bytes that are not UTF-8 are reported at the first of them", () => {
  const bytes = Buffer.concat([
    Buffer.from("---\nid: a\n---\n# Zug"),
    Buffer.from([0xe4, 0x6e]),
    Buffer.from("\n\xff", "latin1"),
  ]);
  const { findings } = parseSpec("a.md", bytes);
  assert.deepEqual(
    findings.map(({ code, at, message }) => [code, at.line, at.column, message]),
    [
      [
        "invalid-encoding",
        4,
        6,
        "Unexpected bytes that are not UTF-8 (2 places, this is the first), expected UTF-8 text",
      ],
    ],
  );
  const utf16 = parseSpec("a.md", Buffer.from("\uFEFF# A", "utf16le"));
  assert.deepEqual(
    utf16.findings.map(({ message }) => message),
    ["Unexpected UTF-16 (little-endian) text, expected UTF-8"],
  );
});

test("nesting beyond what is read is reported, and what surrounds it is read", () => {
  for (const deep of [
    "> ".repeat(5000),
    "- ".repeat(5000),
    "1. ".repeat(3000),
    ">".repeat(3000),
    " ".repeat(4000),
    Array.from({ length: 150 }, (_, level) => `${"  ".repeat(level)}- a`).join("\n"),
    `${"*a **b ".repeat(200)}c${"** d*".repeat(200)}`,
  ]) {
    const parsed = parseSpec(
      "a.md",
      `## Security\n\n### Assets\n\n- **Before** (secret)\n\n${deep}x\n\n### Assumptions\n\n- After\n`,
    );
    if (!/^[* ]/.test(deep)) assert.ok(codes(parsed).includes("nested-too-deep"), deep.slice(0, 20));
    assert.ok(parsed.reading.draft.facts.some(({ key }) => key === "asset:before"));
    assertInside(parsed);
    assert.doesNotThrow(() => lintSpec(parsed));
  }
});

test("a spec of 10,000 lines is read to its end", () => {
  const prose = "A paragraph of one line.\n\n".repeat(4_500);
  const rows = Array.from({ length: 1_000 }, (_, row) => `- **Asset ${row}** (secret)\n`).join("");
  const { reading, findings } = secured(`${prose}### Assets\n\n${rows}`);
  assert.equal(reading.draft.unread.length, 4_500);
  assert.equal(reading.draft.facts.length, 1_000);
  assert.equal(reading.draft.facts[999]?.at.line, 10_004);
  assert.deepEqual(
    findings.map(({ code }) => code),
    ["missing-front-matter"],
  );
});

test("a security section may have any level, and ends at a heading of its own level", () => {
  const parsed = parseSpec("a.md", "# A\n\n#### Security\n\n###### Assets\n\n- In\n\n#### Assets\n\n- Out\n");
  assert.deepEqual(
    parsed.reading.draft.facts.map(({ key }) => key),
    ["asset:in"],
  );
});

test("headings inside a subsection divide it", () => {
  assert.deepEqual(keys("### Entry points\n\n#### Public\n\n- `GET /a`\n\n#### Operators\n\n- `POST /b`\n"), [
    "entry:GET /a",
    "entry:POST /b",
  ]);
});

test("an explicit nothing states nothing and is no gap", () => {
  for (const none of [
    "None",
    "None.",
    "n/a — nothing is stored",
    "N/A",
    "- None",
    "None: the job only reads",
    "None because the job only reads",
    "- None: the job only reads",
    "| Risk | Reason |\n| --- | --- |\n| None | the job only reads |",
    "No accepted risks.",
  ]) {
    const { reading } = secured(`### Accepted risks\n\n${none}\n`);
    assert.equal(reading.subsections[0]?.state, "none", none);
    assert.deepEqual(reading.draft.facts, []);
    assert.deepEqual(reading.draft.unread, []);
  }
});

test("a nothing that goes on is not lost", () => {
  for (const more of [
    "None, except that support staff read every message.",
    "None. Support staff read every message.",
    "N/A - apart from the support staff, who read every message.",
    "None yet, but support staff read every message.",
    "- None. Support staff read every message.",
    "| Risk | Reason |\n| --- | --- |\n| None | except that support staff read every message |",
  ]) {
    const parsed = secured(`### Accepted risks\n\n${more}\n`);
    const { subsections, draft } = parsed.reading;
    assert.equal(subsections[0]?.state, "stated", more);
    assert.deepEqual([draft.facts, draft.unread.length], [[], 1], more);
    assert.match(draft.unread[0]?.text ?? "", /support staff/i);
    assert.ok(lintSpec(parsed).some(({ code }) => code === "unread-text"));
  }
});

test("a risk whose name begins with No is a risk", () => {
  assert.deepEqual(
    keys("### Accepted risks\n\n- No authentication\n- None of the routes is rate limited\n"),
    ["risk:no-authentication", "risk:none-of-the-routes-is-rate-limited"],
  );
});

test("nested items belong to the statement above them", () => {
  const { reading } = secured(
    "### Assets\n\n- **Keys** (secret)\n  - signing\n    - rotated yearly\n  - encryption\n- Logs\n",
  );
  assert.deepEqual(
    reading.draft.facts.map(({ name, text }) => [name, text]),
    [
      ["Keys", "Keys (secret); signing; rotated yearly; encryption"],
      ["Logs", "Logs"],
    ],
  );
});

test("a list of labels is one statement", () => {
  assert.deepEqual(
    facts("### Accepted risks\n\n- Risk: Replay\n- Owner: Ada\n- Reason: rare\n- Until: 2027-01-31\n"),
    [["risk:replay", { owner: "Ada", reason: "rare", expires: "2027-01-31" }]],
  );
});

test("unknown columns are kept under their own names", () => {
  assert.deepEqual(facts("### Assets\n\n| Asset | Retention Time |\n| - | - |\n| Logs | 30 days |\n"), [
    ["asset:logs", { "retention time": "30 days" }],
  ]);
});

test("markup in a statement is read as its text", () => {
  assert.deepEqual(keys("### Assets\n\n| Asset |\n| - |\n| [*Session* `tokens`](x.md) <!-- no --> |\n"), [
    "asset:session-tokens",
  ]);
});

test("flows that differ only in their protection are two, and equal ones are one stated twice", () => {
  const { reading } = secured(
    "### Data flows\n\n- A -> B: x over TLS\n- A -> B: x over loopback\n- A -> B: x over TLS\n",
  );
  assert.deepEqual(
    reading.draft.facts.map(({ name }) => name),
    ["A -> B: x", "A -> B: x (loopback)"],
  );
  assert.equal(reading.repeated.length, 1);
});

test("two security sections are both read", () => {
  const { reading } = parseSpec(
    "a.md",
    "## Security\n\n### Assets\n\n- A\n\n## Security\n\n### Assets\n\n- B\n",
  );
  assert.deepEqual(
    reading.draft.facts.map(({ key }) => key),
    ["asset:a", "asset:b"],
  );
});

/** Pieces that specs are made of, so that random texts reach the parser's branches. */
const piece = fc.constantFrom(
  "---\n",
  "id: a\n",
  'targets: [a, "b"]\n',
  "\n",
  "\n\n",
  "# A\n",
  "## Security\n\n",
  "### Assets\n\n",
  "### Data flows\n\n",
  "### Accepted risks\n\n",
  "## Interface\n\n",
  "| a | Owner |\n|---|---|\n",
  "| Route | Inputs |\n| - | - |\n",
  "| `GET /a` | x: int 1..2 |\n",
  "| x | y |\n",
  "- ",
  "  - ",
  "**a.** ",
  "a: b",
  "A -> B",
  ": data over TLS",
  "`GET /a`",
  "None.",
  "<!--",
  "-->",
  "<br>",
  "\uFEFF",
  "\r\n",
  "\r",
  "> ",
  "```\n",
  "*a [*a]",
  "&a ",
  "[x](y)",
  "\\|",
  "\0",
  "\uD800",
  "😀",
  "\t",
  "    ",
  "1. ",
  "(",
  ")",
  "{",
  "}",
  '"',
  "|",
  "Owner: x",
  "until 2027-01-01",
);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ maxLength: 8 }) }), {
      maxLength: 40,
    })
    .map((parts) => parts.join("")),
);

test("any text gives a reading whose places lie inside it", () => {
  fc.assert(
    fc.property(anyText, (text) => assertInside(parseSpec("specs/a.md", text))),
    { numRuns: 600 },
  );
});

test("any bytes give a reading whose places lie inside it", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assertInside(parseSpec("specs/a.md", bytes))),
    { numRuns: 200 },
  );
});

test("facts are the same with CRLF as with LF", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const lf = text.replace(/\r\n?/g, "\n");
      const plain = parseSpec("a.md", lf).reading.draft;
      const windows = parseSpec("a.md", lf.replaceAll("\n", "\r\n")).reading.draft;
      assert.deepEqual(windows.facts, plain.facts);
      assert.deepEqual(windows.interface, plain.interface);
    }),
    { numRuns: 200 },
  );
});

const name = fc
  .stringMatching(/^[A-Z][a-z]{2,8}( [a-z]{3,8}){0,2}$/)
  .filter((text) => !/^(?:none|nothing|from|not)\b/i.test(text));
const columnsByKind = {
  Assets: ["Asset", "Sensitivity", "Location", "Notes"],
  "Trust boundaries": ["Boundary", "Outside", "Inside", "Enforced by"],
  "Compensating controls": ["Control", "Layer", "Owner", "Gaps"],
  "Accepted risks": ["Risk", "Why", "Accepted by", "Until"],
  Assumptions: ["Assumption", "Owner", "If wrong", "Basis"],
  "Data flows": ["Source", "Target", "Payload", "Transport"],
} as const;
const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
const rowsOf = fc.uniqueArray(fc.tuple(name, name, name, name), {
  minLength: 1,
  maxLength: 5,
  selector: ([first]) => first,
});

test("reordering the columns of a table changes neither keys nor fields", () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
  for (const [heading, columns] of Object.entries(columnsByKind)) {
    fc.assert(
      fc.property(rowsOf, order, (rows, wanted) => {
        const shuffled = (cells: readonly string[]): string[] =>
          wanted.map((index) => cells[index] as string);
        const before = facts(`### ${heading}\n\n${table(columns, rows)}`);
        assert.equal(before.length, rows.length);
        assert.deepEqual(facts(`### ${heading}\n\n${table(shuffled(columns), rows.map(shuffled))}`), before);
      }),
      { numRuns: 25 },
    );
  }
});

test("rewriting a table as a list, in any of its styles, changes no key", () => {
  const styles = [
    (first: string, rest: string) => `- **${first}.** ${rest}\n`,
    (first: string, rest: string) => `* **${first}**: ${rest}\n`,
    (first: string, rest: string) => `1. ${first}: ${rest}\n`,
    (first: string, rest: string) => `- ${first} — ${rest}\n`,
    (first: string, rest: string) => `- ${first}\n  - ${rest}\n`,
  ];
  for (const [heading, columns] of Object.entries(columnsByKind)) {
    if (heading === "Data flows") continue;
    fc.assert(
      fc.property(rowsOf, fc.constantFrom(...styles), (rows, style) => {
        const list = rows.map(([first, second]) => style(first, second)).join("");
        assert.deepEqual(
          keys(`### ${heading}\n\n${list}`),
          keys(`### ${heading}\n\n${table(columns, rows)}`),
        );
      }),
      { numRuns: 25 },
    );
  }
});

test("rewriting flows as arrows changes no key", () => {
  const arrow = fc.constantFrom("->", "→", "-->", "=>");
  fc.assert(
    fc.property(rowsOf, arrow, (rows, symbol) => {
      const list = rows
        .map(([from, to, data, over]) => `- ${from} ${symbol} ${to}: ${data} over TLS ${over}\n`)
        .join("");
      const flows = table(
        columnsByKind["Data flows"],
        rows.map(([from, to, data, over]) => [from, to, data, `TLS ${over}`]),
      );
      assert.deepEqual(facts(`### Data flows\n\n${list}`), facts(`### Data flows\n\n${flows}`));
    }),
    { numRuns: 50 },
  );
});

test("lines of prose that are flows have the place of their line", () => {
  const { reading } = secured("### Data flows\n\nA -> B: x over TLS\n  B -> C: y over TLS\n");
  assert.deepEqual(
    reading.draft.facts.map(({ at }) => [at.line, at.column, at.endColumn]),
    [
      [5, 1, 19],
      [6, 3, 21],
    ],
  );
});

test("a table without rows states nothing", () => {
  const { reading } = secured("### Assets\n\n| Asset |\n| - |\n");
  assert.equal(reading.subsections[0]?.state, "empty");
});

test("a line of thousands of marks is left out instead of being paired for minutes", () => {
  const parsed = secured(`### Assets\n\n- Keys\n\n${"![".repeat(20_000)}a${"](b)".repeat(20_000)}\n`);
  assert.deepEqual(codes(parsed), ["missing-front-matter", "too-many-marks"]);
  assert.equal(parsed.reading.draft.facts.length, 1);
});

test("marks that would be paired for minutes are left out, wherever they stand and however they are spread", () => {
  for (const marked of [
    "]".repeat(50_000),
    `a ${"<!--".repeat(20_000)}`,
    `${"] ".repeat(40)}\n`.repeat(1_000),
    `- ${"`a ``b ```c ".repeat(20_000)}`,
    `| A |\n| - |\n| ${"~a ~~b ".repeat(20_000)} |`,
    `${`a <!-- ${"b".repeat(300)} `.repeat(900)}`,
    `### ${"[a".repeat(20_000)}`,
  ]) {
    const parsed = secured(`### Assets\n\n- Keys\n\n${marked}\n\n### Assumptions\n\n- The clock is right\n`);
    assert.deepEqual(codes(parsed), ["missing-front-matter", "too-many-marks"], marked.slice(0, 20));
    assert.deepEqual(
      parsed.reading.draft.facts.map(({ key }) => key),
      ["asset:keys", "assumption:the-clock-is-right"],
    );
  }
});

test("a long table with code marks in its cells is read whole", () => {
  const rows = Array.from({ length: 1_500 }, (_, row) => `| \`key_${row}\` | **secret** |\n`).join("");
  const { reading, findings } = secured(`### Assets\n\n| Asset | Sensitivity |\n| --- | --- |\n${rows}`);
  assert.equal(reading.draft.facts.length, 1_500);
  assert.deepEqual(
    findings.map(({ code }) => code),
    ["missing-front-matter"],
  );
});

test("a spec of too many lines is refused with a finding", () => {
  assert.deepEqual(codes(parseSpec("a.md", "a\n---\n".repeat(6_001))), ["spec-too-large"]);
});

test("an entry point may be named in the middle of its statement", () => {
  const text =
    "- Health: GET /health, public\n- The gateway polls `GET /ready`.\n- `x run --fast` calls POST /a\n- Worker\n";
  assert.deepEqual(keys(`### Entry points\n\n${text}`), [
    "entry:GET /health",
    "entry:GET /ready",
    "entry:x-run-fast",
    "entry:worker",
  ]);
});

test("owners, reasons and ends are read from sentences too", () => {
  assert.deepEqual(
    facts(
      "### Accepted risks\n\n- **Old hashes** — accepted by Bo until 2026-12-31 because migration takes a year.\n\n" +
        "### Compensating controls\n\n- **Egress filter** (network team): only the mailer is reachable\n",
    ).map(([, { owner, reason, expires }]) => [owner, reason, expires]),
    [
      ["Bo", "migration takes a year", "2026-12-31"],
      ["network team", undefined, undefined],
    ],
  );
});

test("sentences outside the security section are kept as they stand, without tables, code and the summary", () => {
  const { reading } = parseSpec(
    "specs/x.md",
    `---
id: x
---
# X

What it is for.

## Interface

At most 64 KiB.

| Operation | Input |
| --- | --- |
| \`GET /a\` | none |

## Behaviour

- Passwords are stored as scrypt
  digests.
- Tokens are random.

## Security

### Assets

- **Keys.** Secret.

## Operations

Kept for 30 days.
`,
  );
  assert.deepEqual(
    reading.draft.statements?.map(({ text, at }) => [text, at.line]),
    [
      ["At most 64 KiB.", 10],
      ["Passwords are stored as scrypt digests.", 18],
      ["Tokens are random.", 20],
      ["Kept for 30 days.", 30],
    ],
  );
});

test("an end that two flows share is known", () => {
  const ends = (flows: string): string[] =>
    lintSpec(secured(`### Data flows\n\n${flows}\n`))
      .filter(({ code }) => code === "flow-end-unknown")
      .map(({ message }) => /`([^`]+)`/.exec(message)?.[1] ?? "");
  assert.deepEqual(ends("- Courier -> Depot: parcels\n- Depot -> Shelf: parcels"), ["Courier", "Shelf"]);
  assert.deepEqual(ends("- Depot -> Depot: parcels"), ["Depot"]);
});

test("emoji and joined scripts are no hidden characters, and a line of them is one finding", () => {
  const hidden = (text: string): number =>
    lintSpec(parseSpec("a.md", `# A\n\n${text}\n`)).filter(({ code }) => code === "hidden-character").length;
  assert.equal(
    hidden(
      "\u2764\ufe0f \u{1f468}\u200d\u{1f4bb} \u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 1\ufe0f\u20e3 a\u00a0b",
    ),
    0,
  );
  for (const character of [
    "\u202e",
    "\u200b",
    "\u3164",
    "\u2800",
    "\u115f",
    "\u{e0041}",
    "\u2066",
    "\u200d",
    "\ufe0f",
    "\u0007",
  ])
    assert.equal(hidden(`adm${character}in${character}`), 1, character.codePointAt(0)?.toString(16));
});

test("a sentence has a short key, and sentences that begin alike are told apart", () => {
  const long = "The gateway removes every header that names a person before a request arrives";
  assert.deepEqual(
    keys(
      `### Assumptions\n\n- ${long}\n- ${long} at the service\n- ${long.toLowerCase()}\n- The agent's clock is right\n`,
    ),
    [
      "assumption:the-gateway-removes-every-header-that-names-a",
      "assumption:the-gateway-removes-every-header-that-names-a-2",
      "assumption:the-agents-clock-is-right",
    ],
  );
  const [key] = keys(`### Accepted risks\n\n- ${"Wordthatislong".repeat(9)}\n`);
  assert.equal(key, `risk:${"wordthatislong".repeat(9).slice(0, 60)}`);
  const alike = Array.from({ length: 3_000 }, (_, row) => `- ${long} in case ${row}\n`).join("");
  assert.equal(new Set(keys(`### Compensating controls\n\n${alike}`)).size, 3_000);
});

test("routes that differ in the names of their parameters alone are one entry point", () => {
  assert.deepEqual(keys("### Entry points\n\n- `GET /users/:id`\n- `GET /users/{userId}`\n"), [
    "entry:GET /users/{}",
  ]);
});
