import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Finding } from "../../src/model/finding.ts";
import { renderFindings } from "../../src/report/findings.ts";
import { validate, withoutSchemas } from "../support/published.ts";
import { matchesGolden } from "./golden.ts";

const tool = { name: "instride", version: "0.1.0", url: "https://example.test/instride" };

const findings: readonly Finding[] = [
  {
    code: "unknown-column",
    severity: "warning",
    at: { path: "specs/sessions.md", line: 112, column: 5, endLine: 112, endColumn: 11 },
    message: "Unexpected column `Wohin`, expected From, To, Data or Protection",
  },
  {
    code: "stale",
    severity: "error",
    at: { path: "src/sessions/login.ts" },
    message: "Unexpected content, expected what 3f8e2a90c1b4 claims",
    next: "instride sync sessions",
    component: "sessions",
  },
  {
    code: "missing-owner",
    severity: "error",
    at: { path: "specs/sessions.md", line: 3, column: 1 },
    message: "Unexpected control without owner, expected the team that runs it",
    next: "add an Owner column",
  },
  {
    code: "code-not-observed",
    severity: "info",
    at: { path: "specs/sessions.md", line: 9 },
    message: "main.py was not observed",
  },
];

test("text lists findings by file and place, with the next step below", () => {
  const text = renderFindings(findings, { format: "text", tool });
  matchesGolden("findings.txt", text);
  assert.match(text, /^specs\/sessions\.md:3:1 /);
});

test("text in colour is the same text", () => {
  const plain = renderFindings(findings, { format: "text", tool });
  const painted = renderFindings(findings, { format: "text", tool, colour: true });
  assert.notEqual(painted, plain);
  assert.equal(painted.replace(/\u001b\[\d+m/g, ""), plain);
});

test("no findings are said aloud, with what was looked at", () => {
  assert.equal(renderFindings([], { format: "text", tool, looked: "3 specs" }), "no findings: 3 specs\n");
  assert.equal(renderFindings([], { format: "github", tool }), "no findings\n");
  assert.deepEqual(JSON.parse(renderFindings([], { format: "json", tool })), {
    findings: [],
    summary: { errors: 0, warnings: 0, infos: 0 },
  });
});

test("json holds every finding as it is, and counts them", () => {
  const parsed = JSON.parse(renderFindings(findings, { format: "json", tool })) as Record<string, unknown>;
  assert.deepEqual(parsed["summary"], { errors: 2, warnings: 1, infos: 1 });
  assert.deepEqual(parsed["findings"], [findings[2], findings[3], findings[0], findings[1]]);
});

test("workflow commands carry place, code and next step, one a line", () => {
  const lines = renderFindings(findings, { format: "github", tool }).trimEnd().split("\n");
  assert.equal(
    lines[0],
    "::error file=specs/sessions.md,line=3,col=1,title=missing-owner::Unexpected control without owner, expected the team that runs it%0ANext: add an Owner column",
  );
  assert.equal(
    lines[1],
    "::notice file=specs/sessions.md,line=9,title=code-not-observed::main.py was not observed",
  );
  assert.equal(lines.length, findings.length);
});

const anyFinding = fc.record({
  code: fc.constantFrom("stale", "missing-owner", "unanswered-question"),
  severity: fc.constantFrom("error" as const, "warning" as const, "info" as const),
  at: fc.record({
    path: fc.constantFrom("specs/a.md", "src/ä b#c.ts", "x\n::error::y"),
    line: fc.integer({ min: 1, max: 9999 }),
    column: fc.integer({ min: 1, max: 300 }),
  }),
  message: fc.string({ unit: "grapheme" }),
});

test("a message never starts a second line or a second command", () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { minLength: 1 }), (list) => {
      const lines = renderFindings(list, { format: "github", tool }).trimEnd().split("\n");
      assert.equal(lines.length, list.length);
      for (const line of lines) assert.match(line, /^::(error|warning|notice) file=/);
    }),
  );
});

test("SARIF is valid by the published schema, whatever the findings say", { skip: withoutSchemas }, () => {
  fc.assert(
    fc.property(fc.array(anyFinding), (list) => {
      const log: unknown = JSON.parse(renderFindings([...findings, ...list], { format: "sarif", tool }));
      assert.deepEqual(validate("sarif", log), []);
    }),
    { numRuns: 30 },
  );
});

test("what is said of many files in the same words is said once, and of each file that has more, beside it", () => {
  const said = (path: string, line?: number): Finding => ({
    code: "not-observed",
    severity: "info",
    at: { path, ...(line === undefined ? {} : { line }) },
    message: "Not observed",
  });
  const stale: Finding = {
    code: "stale",
    severity: "error",
    at: { path: "b.sh" },
    message: "Unexpected content",
  };
  const text = renderFindings(
    [said("a.sh"), said("b.sh"), said("c.sh"), said("d.sh"), said("e.sh", 1), stale],
    { format: "text", tool },
  );
  assert.equal(
    text,
    `b.sh  info   Not observed  not-observed
b.sh  error  Unexpected content  stale

e.sh:1  info  Not observed  not-observed

3 files  info  Not observed  not-observed
    a.sh
    c.sh
    d.sh

1 error, 5 remarks in 5 files
`,
  );
});

test("a finding that quotes a link of the tree makes no link in a SARIF viewer", () => {
  const link = "[Accept this alert](https://example.test/)";
  const finding: Finding = {
    code: "unknown-column",
    severity: "warning",
    at: { path: "specs/sessions.md" },
    message: `Unexpected entry point ${link}`,
    next: `rename ${link}`,
  };
  const [run] = JSON.parse(renderFindings([finding], { format: "sarif", tool })).runs;
  const [rule] = run.tool.driver.rules;
  for (const text of [run.results[0].message.text, rule.help.text]) {
    assert.match(text, /Accept this alert/);
    assert.doesNotMatch(text, /\]\(/);
  }
  assert.equal(rule.help.markdown, "rename \\[Accept this alert\\](https\\://example.test/)");
});

test("SARIF has what code scanning asks for beyond the schema", () => {
  const rules = [
    { id: "stale", short: "Out of step", full: "An input changed.", help: "Run `instride sync`." },
  ];
  const log = JSON.parse(renderFindings(findings, { format: "sarif", tool, rules }));
  const [run] = log.runs;
  for (const rule of run.tool.driver.rules) {
    for (const text of [rule.id, rule.shortDescription.text, rule.fullDescription.text, rule.help.text]) {
      assert.ok(text.length > 0 && text.length <= 1024);
    }
    assert.ok(rule.properties.tags.includes("security"));
  }
  for (const result of run.results) {
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.ok(result.message.text.length > 0);
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    assert.doesNotMatch(artifactLocation.uri, /^\/|\\|\s/);
    assert.ok(region.startLine >= 1 && region.startColumn >= 1 && region.endLine >= region.startLine);
    assert.ok(region.endLine > region.startLine || region.endColumn > region.startColumn);
    assert.equal(result.partialFingerprints.primaryLocationLineHash, undefined);
  }
  const stale = run.tool.driver.rules.find((rule: { readonly id: string }) => rule.id === "stale");
  assert.equal(stale.shortDescription.text, "Out of step");
});
