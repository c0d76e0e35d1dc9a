import assert from "node:assert/strict";
import { test } from "node:test";
import { corpusOf } from "../../../bench/accuracy/conditions.ts";
import { loadTree } from "../../../bench/accuracy/load.ts";
import { scoreModel } from "../../../bench/accuracy/score.ts";
import { specPathOf, treesOf } from "../../../bench/accuracy/series.ts";
import { systems } from "../../../bench/accuracy/systems/index.ts";
import { neutralPlants, type Span, type System } from "../../../bench/accuracy/truth.ts";
import { emptyModel } from "../../../src/model/empty.ts";
import { lintSpecs } from "../../../src/spec/lint.ts";
import { parseSpec } from "../../../src/spec/parse.ts";

const spans = ({ truth: { entries, ...truth } }: System): readonly Span[] => [
  ...entries.flatMap((entry) => [entry, ...(entry.flips === undefined ? [] : [{ since: entry.flips }])]),
  ...Object.values(truth).flat(),
];

test("the corpus is as large as the bench says it has to be", () => {
  const corpus = corpusOf(systems);
  assert.ok(corpus.systems >= 12);
  assert.equal(Object.keys(corpus.languages).length, 3);
  assert.ok(corpus.series >= 6);
  for (const { id, series } of systems)
    assert.ok(series.length === 0 || (series.length >= 4 && series.length <= 8), id);
});

test("every spec of the corpus lints clean, and has no warning after any commit", () => {
  for (const system of systems)
    for (const [at, tree] of treesOf(system, loadTree(system.id)).entries()) {
      const path = specPathOf(system.id);
      const findings = lintSpecs([parseSpec(path, tree.get(path) ?? "")]).filter(
        ({ severity }) => at === 0 || severity !== "info",
      );
      assert.deepEqual(
        findings.map(({ message }) => message),
        [],
        `${system.id}, commit ${at}`,
      );
    }
});

test("each system has 80 to 250 lines of code", () => {
  for (const { id } of systems) {
    const texts = [...loadTree(id)].filter(([path]) => path !== specPathOf(id)).map(([, text]) => text);
    const lines = texts.join("").split("\n").length - 1;
    assert.ok(lines >= 80 && lines <= 250, `${id}: ${lines}`);
  }
});

test("every commit changes something, and truths begin and end only where a commit could change them", () => {
  for (const system of systems) {
    const trees = treesOf(system, loadTree(system.id));
    for (const [index, { message, plant }] of system.series.entries()) {
      assert.notDeepEqual(trees[index], trees[index + 1], `${system.id}: ${message}`);
      const moved = spans(system).filter(({ since, until }) => since === index + 1 || until === index + 1);
      assert.equal(moved.length > 0, !neutralPlants.has(plant), `${system.id}: ${message}`);
    }
    for (const { since = 0, until = 0 } of spans(system))
      assert.ok(Math.max(since, until) <= system.series.length, system.id);
  }
});

test("an empty model scores nothing found and nothing wrong, and every name of the truth is defined", () => {
  for (const system of systems) {
    const end = system.series.length;
    const { recall, wrong, unfounded, stale } = scoreModel(
      system,
      emptyModel(system.id, "stride"),
      end,
      new Set(),
    );
    assert.deepEqual(
      Object.values(recall).flatMap(({ found }) => found),
      [],
    );
    assert.deepEqual([wrong, unfounded, stale], [[], [], []]);
    for (const { name } of system.truth.flows)
      for (const part of name.split(" -> "))
        assert.ok(part === "self" || part in system.names, `${system.id}: ${part}`);
    for (const { at } of [...system.truth.threats, ...system.truth.traps])
      for (const part of at?.split(" -> ") ?? [])
        assert.ok(part === "self" || part in system.names, `${system.id}: ${part}`);
  }
});
