// Random walks through git with the real hooks. `WALKS=500` walks for long; SEED repeats a run. A failing walk shrinks
// to the few steps that matter, which then become a scenario.

import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { suite, test } from "node:test";
import fc from "fast-check";
import { writeComponent } from "../support/component.ts";
import { newRepository } from "../support/repository.ts";
import { prepareBranches, steps, Walk } from "./walk.ts";

const walks = Number(process.env["WALKS"] ?? 15);
const seed = Number(process.env["SEED"] ?? 20_301);
const length = 14;
const counts = new Map<string, number>();
const runners = availableParallelism() + 1;

suite("random walks", { concurrency: runners }, () => {
  for (let runner = 0; runner < runners; runner += 1)
    test(`property: every commit through the hooks ends in step and loses nothing (walker ${runner + 1})`, (t) =>
      fc.assert(
        fc.asyncProperty(steps(length), async (taken) => {
          const repository = await newRepository(t, {
            template: "walk",
            prepare: async (made) => {
              await writeComponent(made);
              await prepareBranches(made);
            },
          });
          const walk = new Walk(repository, counts);
          for (const step of taken) await walk.take(step);
        }),
        {
          numRuns: Math.ceil(walks / runners),
          seed: seed + runner,
          interruptAfterTimeLimit: 1_200_000,
          markInterruptAsFailure: true,
        },
      ));
});

test("the walks made commits, merges, picks, rebases and decisions", (t) => {
  t.diagnostic([...counts].map(([what, count]) => `${what} ${count}`).join(", "));
  const of = (...names: string[]): number => names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
  assert.ok(of("commit") >= walks, "commits");
  if (walks < 15) return;
  assert.ok(of("clean merge", "stopped merge", "squash") > 0, "merges");
  assert.ok(of("a rebase", "a cherry-pick") > 0, "rebases and picks");
  assert.ok(of("accept") > 0, "decisions");
});
