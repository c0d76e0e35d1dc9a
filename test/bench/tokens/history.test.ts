import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HistoryProblem, historyOf, readComponents } from "../../../bench/tokens/history.ts";
import { seriesOf } from "../../../bench/tokens/series.ts";
import { newRepository, type TestRepository } from "../../support/repository.ts";

const commitAt = async (repository: TestRepository, minute: number, subject: string): Promise<void> => {
  const date = new Date(Date.UTC(2030, 0, 1, 0, minute)).toISOString();
  repository.env["GIT_COMMITTER_DATE"] = date;
  await repository.git("add", "-A");
  await repository.git("commit", "-qm", subject);
};

const withHistory = async (repository: TestRepository): Promise<void> => {
  repository.write("src/a/login.ts", "export const login = (): number => 1;\n");
  repository.write("src/b/other.ts", "export const other = 1;\n");
  await commitAt(repository, 0, "Begin");
  repository.write("src/a/login.ts", "export const login = (): number => 2;\n");
  await commitAt(repository, 2, "Two");
  repository.write("src/b/other.ts", "export const other = 2;\n");
  await commitAt(repository, 5, "Elsewhere");
  repository.write("src/a/logo.png", Buffer.from([0, 1, 2, 0]));
  await commitAt(repository, 10, "A picture");
  repository.write("src/a/call.ts", 'export const call = () => fetch("https://pay.example.test/v1");\n');
  await commitAt(repository, 30, "Calls \u001b[31mout");
};

test("a component's commits come with the times between them; what can't be read asks nobody", async (t) => {
  const repository = await newRepository(t, { installed: false });
  await withHistory(repository);
  const history = historyOf(repository.root, { id: "a", targets: ["src/a/**"] }, 50);
  assert.deepEqual(
    history.commits.map(({ gapMs, kind }) => [(gapMs ?? 0) / 60_000, kind.slice(9)]),
    [
      [2, "Two"],
      [8, "A picture"],
      [20, "Calls [31mout"],
    ],
  );
  const series = await seriesOf(history.component, history.specPath, history.start, history.commits);
  assert.deepEqual(
    series.steps.map(({ gapMs, request }) => [
      (gapMs ?? 0) / 60_000,
      request.changes.map(({ path }) => path),
    ]),
    [
      [2, ["src/a/login.ts"]],
      [28, ["src/a/call.ts"]],
    ],
  );
  assert.match(JSON.stringify(series.steps.at(-1)?.answer), /pay\.example\.test/);
});

test("only as many commits as wanted are replayed, on top of what was there before them", async (t) => {
  const repository = await newRepository(t, { installed: false });
  await withHistory(repository);
  const history = historyOf(repository.root, { id: "a", targets: ["src/a/**"] }, 1);
  assert.equal(history.commits.length, 1);
  assert.match(history.start.files.get("src/a/login.ts") ?? "", /=> 2/);
});

test("what is wrong with the input is said with the place and what was expected", async (t) => {
  const repository = await newRepository(t, { installed: false });
  await withHistory(repository);
  assert.throws(
    () => historyOf(repository.root, { id: "c", targets: ["src/c/**"] }, 50),
    (error) => error instanceof HistoryProblem && /0 commits .* touch c \(src\/c/.test(error.message),
  );
  const file = join(repository.root, "components.json");
  writeFileSync(file, '{"components":[{"id":"a"}]}');
  assert.throws(() => readComponents(file), /components\.0\.targets/);
  writeFileSync(file, "{");
  assert.throws(() => readComponents(file), /can't be read .*expected \{"components"/);
  writeFileSync(file, '{"components":[{"id":"a","targets":["src/**"]}]}');
  assert.deepEqual(readComponents(file), [{ id: "a", targets: ["src/**"] }]);
});
