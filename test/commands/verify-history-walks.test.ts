// Random small histories through real git: what the sweep says of each commit is what verify says of each tree.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { verifyEntries } from "../../src/commands/verify.ts";
import { openRepository } from "../../src/git/repository.ts";
import { listCommit } from "../../src/git/trees.ts";
import { hasErrors } from "../../src/model/finding.ts";
import { config, type History, newHistory, sweepOf } from "./histories.ts";

const file = fc.constantFrom("a", "b", "c");
const way = fc.constantFrom("in step", "in step", "past the hooks");

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("edit"), file, value: fc.nat(2), way }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete"), file, way }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("targets"), value: fc.nat(2), way }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("second spec"), way }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("config"), value: fc.nat(1), way }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("record"), value: fc.nat(), removes: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("model"), value: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("fork") }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("merge") }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("revert") }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const targets = ["  - src/notes/**", "  - src/notes/a*", "  - src/notes/**\n  - '!src/notes/c*'"] as const;

const recordsIn = (history: History): string[] => {
  const folder = join(history.repository.root, ".instride/records/notes");
  return existsSync(folder) ? readdirSync(folder).map((name) => `.instride/records/notes/${name}`) : [];
};

/** Commits in step where that is possible, else as it is: some states have no way into step without a person. */
const commit = async (history: History, way: string): Promise<void> => {
  if (way === "in step")
    try {
      await history.commit("In step");
      return;
    } catch {
      // Broken records, conflicts in models and the like: a person would mend them; this history goes on with them.
    }
  await history.commit("Past the hooks", "past the hooks");
};

const take = async (history: History, each: Step): Promise<void> => {
  const { repository } = history;
  const path = "file" in each ? `src/notes/${each.file}.ts` : "";
  switch (each.kind) {
    case "edit":
      repository.write(path, `export const value = ${(each as { value: number }).value};\n`);
      return commit(history, (each as { way: string }).way);
    case "delete":
      repository.remove(path);
      return commit(history, (each as { way: string }).way);
    case "targets": {
      const text = repository.read("specs/notes.md");
      const wished = targets[(each as { value: number }).value] as string;
      repository.write("specs/notes.md", text.replace(/targets:\n(?: {2}-.*\n)+/, `targets:\n${wished}\n`));
      return commit(history, (each as { way: string }).way);
    }
    case "second spec":
      if (repository.exists("specs/b.md")) repository.remove("specs/b.md");
      else
        repository.write(
          "specs/b.md",
          repository
            .read("specs/notes.md")
            .replace("id: notes", "id: b")
            .replace(/targets:\n(?: {2}-.*\n)+/, "targets:\n  - src/notes/b*\n"),
        );
      return commit(history, (each as { way: string }).way);
    case "config": {
      const code = (each as { value: number }).value === 1 ? ["src/**"] : [];
      repository.write("instride.config.json", JSON.stringify({ ...config, code }));
      return commit(history, (each as { way: string }).way);
    }
    case "record": {
      const { value, removes } = each as { value: number; removes: boolean };
      const records = recordsIn(history);
      const record = records[value % Math.max(records.length, 1)];
      if (record === undefined) return;
      if (removes) repository.remove(record);
      else repository.write(record, `${repository.read(record)}\n`);
      return commit(history, "past the hooks");
    }
    case "model": {
      const model =
        (each as { value: number }).value === 0 ? "specs/notes.threats.yaml" : "specs/notes.threats.md";
      if (!repository.exists(model)) return;
      repository.write(model, repository.read(model).replace(/sessions?|notes?/i, "words"));
      return commit(history, "past the hooks");
    }
    case "fork":
      await repository.git("branch", "-f", "side", "HEAD");
      await repository.git("checkout", "-q", "side");
      repository.write("README.md", `${repository.read("README.md")}side\n`);
      await commit(history, "past the hooks");
      await repository.git("checkout", "-q", "main");
      return;
    case "merge": {
      if ((await repository.tryGit("rev-parse", "--verify", "-q", "side")).status !== 0) return;
      // The two lines change places, so that both grow.
      await repository.git("checkout", "-q", "side");
      repository.write("src/notes/b.ts", `export const side = ${recordsIn(history).length};\n`);
      await commit(history, "in step");
      await repository.git("checkout", "-q", "main");
      await repository.tryGit("merge", "-q", "-X", "ours", "--no-edit", "--no-ff", "side");
      await repository.git("add", "-A");
      return commit(history, "past the hooks");
    }
    case "revert":
      // Without the root there is no component any more, and nothing to walk through.
      if ((await repository.git("rev-parse", "HEAD")) === (await repository.git("rev-parse", "base"))) return;
      if ((await repository.tryGit("revert", "--no-edit", "HEAD")).status !== 0)
        await repository.git("reset", "-q", "--hard", "HEAD");
      return;
  }
};

test("the sweep's verdict of each commit is that of a full verify of its tree", async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
      const history = await newHistory(t);
      history.today = "2030-01-02";
      for (const each of steps) await take(history, each);
      const context = history.context();
      const repository = await openRepository(context.cwd, context.env);
      const ids = (await history.repository.git("rev-list", "base..HEAD"))
        .split("\n")
        .filter((id) => id !== "");
      if (ids.length === 0) return;
      const wrong: string[] = [];
      for (const id of ids) {
        const { findings } = await verifyEntries(context, repository, await listCommit(repository, id));
        if (hasErrors(findings)) wrong.push(id);
      }
      for (const full of [false, true]) {
        const swept = await sweepOf(history, { full });
        assert.equal(swept.commits, ids.length);
        // What vanished is seen in history alone; no tree tells.
        const vanished = swept.findings
          .filter(({ code }) => code === "record-removed")
          .map(({ commit }) => commit);
        const log = await history.repository.git("log", "--stat", "--format=%h %s", "base..HEAD");
        assert.deepEqual(
          [...swept.notInStep].sort(),
          [...new Set([...wrong, ...vanished])].sort(),
          `full: ${full}\n${log}`,
        );
      }
    }),
    { numRuns: 6 },
  );
});
