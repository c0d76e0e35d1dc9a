import assert from "node:assert/strict";
import test from "node:test";
import { explainRule, lintSpec, lintSpecs, ruleIds } from "../../src/spec/lint.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { problemSeverities } from "../../src/spec/problem.ts";
import { rules, setRules } from "../../src/spec/rules/index.ts";

const reported = (id: string, text: string): string[] =>
  lintSpec(parseSpec("specs/example.md", text))
    .filter((finding) => finding.code === id)
    .map(({ at, message }) => `${at.line}:${at.column} ${message}`);

const reportedOfAll = (id: string, texts: readonly string[]): string[] =>
  lintSpecs(texts.map((text, index) => parseSpec(`specs/${"abc"[index]}.md`, text)))
    .filter((finding) => finding.code === id)
    .map(({ at, message }) => `${at.path}:${at.line}:${at.column} ${message}`);

for (const rule of rules) {
  test(`${rule.id}: its good example has no finding, its bad one exactly those it names`, () => {
    assert.deepEqual(reported(rule.id, rule.examples.good), []);
    assert.deepEqual(reported(rule.id, rule.examples.bad), rule.examples.expected);
    assert.notDeepEqual(rule.examples.expected, []);
  });
}

for (const rule of setRules) {
  test(`${rule.id}: its good examples have no finding, its bad ones exactly those it names`, () => {
    assert.deepEqual(reportedOfAll(rule.id, rule.examples.good), []);
    assert.deepEqual(reportedOfAll(rule.id, rule.examples.bad), rule.examples.expected);
    assert.notDeepEqual(rule.examples.expected, []);
  });
}

test("a message quotes the beginning of a long piece alone: it may be a secret that was pasted by mistake", () => {
  const secret = `sk${"x".repeat(298)}`;
  const table = `| Route | Inputs |\n|---|---|\n| \`POST /a\` | ${secret} |\n`;
  const texts = [
    `---\nid: example\ntargets:\n  - src/**\n---\n\n# Example\n\n## Interface\n\n${table}`,
    `---\nid: example\ntargets:\n  - *${secret}\n---\n\n# Example\n`,
  ];
  const [input, alias] = texts.map((text) => JSON.stringify(lintSpec(parseSpec("specs/example.md", text))));
  assert.match(input ?? "", /interface-input-unreadable/);
  assert.match(alias ?? "", /front-matter-alias/);
  for (const said of [input, alias]) {
    assert.match(said ?? "", /skx{58}…/);
    assert.doesNotMatch(said ?? "", /x{59}/);
  }
});

test("a spec that breaks one rule everywhere is told so a hundred times, and how often more", () => {
  const rows = Array.from({ length: 250 }, (_, at) => `| | secret ${at} |`).join("\n");
  const text = `---\nid: example\ntitle: Example\ntargets:\n  - src/**\nowner: Team\n---\n\n# Example\n\n## Security\n\n### Assets\n\n| Asset | Sensitivity |\n|---|---|\n${rows}\n`;
  const found = lintSpec(parseSpec("specs/example.md", text)).filter(({ code }) => code === "unnamed-row");
  assert.equal(found.length, 101);
  assert.equal(found.at(-1)?.message, "150 more of the same kind from here on");
  assert.equal(found.at(-1)?.at.line, (found.at(-2)?.at.line ?? 0) + 1);
});

test("every rule has an id of its own, a reason, messages that say what was expected, and the severity that its findings carry", () => {
  assert.equal(new Set(ruleIds).size, ruleIds.length);
  for (const rule of [...rules, ...setRules]) {
    assert.match(rule.id, /^[a-z]+(?:-[a-z]+)*$/);
    assert.match(rule.description, /\.$/);
    for (const line of rule.examples.expected) assert.match(line, /\d+:\d+ Unexpected .+, expected /);
  }
  for (const rule of rules) {
    const found = lintSpec(parseSpec("specs/example.md", rule.examples.bad)).find(
      ({ code }) => code === rule.id,
    );
    assert.equal(found?.severity, rule.severity);
  }
});

test("every problem that parsing can report is a documented rule", () => {
  for (const code of Object.keys(problemSeverities)) assert.ok(ruleIds.includes(code), code);
});

test("a rule's page shows its severity, its reason and both examples, and an unknown id has none", () => {
  const page = explainRule("risk-without-owner") ?? "";
  assert.match(page, /^# risk-without-owner\n\nSeverity: error\.\n/);
  assert.match(page, /nobody accepted/);
  assert.match(page, /## Good[\s\S]*\| Ada \|[\s\S]*## Bad[\s\S]*7:1 Unexpected accepted risk/);
  assert.match(explainRule("duplicate-id") ?? "", /id: accounts/);
  for (const id of ruleIds) assert.ok((explainRule(id) ?? "").length < 4000, id);
  assert.equal(explainRule("no-such-rule"), undefined);
});
