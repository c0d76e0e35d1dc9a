import assert from "node:assert/strict";
import { test } from "node:test";
import { absences, absencesProblems } from "../../src/frameworks/absences.ts";
import { frameworkById, frameworks, lettersOf, validateFramework } from "../../src/frameworks/index.ts";
import { ruleProblems } from "../../src/frameworks/rule.ts";
import { catalogueProblems, distinctOf, rules } from "../../src/frameworks/rules/index.ts";
import { stride } from "../../src/frameworks/stride.ts";
import { topicIds, topics } from "../../src/frameworks/topics.ts";
import type { ElementKind } from "../../src/frameworks/types.ts";

test("every framework is valid and found by its id", () => {
  for (const framework of frameworks) {
    assert.deepEqual(validateFramework(framework), []);
    assert.equal(frameworkById(framework.id), framework);
  }
  assert.equal(frameworkById("none-such"), undefined);
});

test("a framework with slips is told each of them", () => {
  const problems = validateFramework({
    ...stride,
    id: "Bad Id",
    categories: [...stride.categories, { id: "spoofing", letter: "S", title: "Again" }],
    questions: { ...stride.questions, flow: { luck: "Is it lucky" } },
  });
  assert.equal(problems.length, 5, problems.join("\n"));
  assert.ok(problems.every((problem) => problem.startsWith("framework 'Bad Id': unexpected")));
});

test("the letters of STRIDE begin its threat ids", () => {
  assert.deepEqual(Object.values(lettersOf(stride)).join(""), "STRIDE");
});

test("the catalogue and its reasons have no problems", () => {
  assert.deepEqual(catalogueProblems(rules), []);
  assert.deepEqual(absencesProblems(absences), []);
});

test("the catalogue covers all categories and kinds with at least 45 rules", () => {
  assert.ok(rules.length >= 45);
  assert.deepEqual(
    [...new Set(rules.map(({ category }) => category))].sort(),
    stride.categories.map(({ id }) => id).sort(),
  );
  assert.deepEqual([...new Set(rules.map(({ kind }) => kind))].sort(), [
    "external",
    "flow",
    "process",
    "store",
  ]);
});

test("each question of STRIDE has a reason for when it has no threat", () => {
  for (const kind of Object.keys(stride.questions) as ElementKind[])
    for (const category of Object.keys(stride.questions[kind]))
      assert.ok(
        absences.some(
          (absence) => absence.kind === kind && absence.category === category && absence.when === undefined,
        ),
        `${kind}/${category}`,
      );
});

test("rules with the same weakness under one question are told apart whatever fires", () => {
  const seen = new Set<string>();
  for (const rule of rules) {
    const identity = `${rule.kind}/${rule.category}/${rule.weakness[0] ?? ""}/${distinctOf(rule) ?? ""}`;
    assert.ok(!seen.has(identity), identity);
    seen.add(identity);
  }
});

test("a rule with unknown facts, lists, placeholders and ids is told each, with its id", () => {
  const [rule] = rules;
  assert.ok(rule !== undefined);
  const problems = ruleProblems({
    ...rule,
    id: "stride/external/tampering/odd",
    where: {
      all: [
        { has: "entry.colour" },
        { eq: ["entry.admin", "yes"] },
        { some: ["planets", { has: "name" }] },
        { matches: ["name", "("] },
      ],
    },
    title: "{planet} falls",
    weakness: ["CWE 12"],
  });
  assert.equal(problems.length, 7, problems.join("\n"));
  assert.ok(problems.every((problem) => problem.startsWith("rule 'stride/external/tampering/odd': ")));
});

test("the words of every topic are regular expressions", () => {
  for (const id of topicIds)
    for (const pattern of [topics[id].stated, topics[id].observed])
      assert.doesNotThrow(() => new RegExp(pattern, "i"));
});

test("titles name the weakness: a thing that joins the focus changes none, and none is long", () => {
  for (const { id, title } of rules) {
    assert.doesNotMatch(
      title,
      /\{(?:focus|at|auth|entries|changing|open|senders|outbound|holds|callers)\}/,
      id,
    );
    assert.ok(title.replace(/\{\w+\}/g, "`Mail provider`").length <= 100, id);
  }
});
