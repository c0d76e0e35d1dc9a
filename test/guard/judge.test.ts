import assert from "node:assert/strict";
import { test } from "node:test";
import { commitsIn, judgeCommand, needsAliases } from "../../src/guard/index.ts";
import { table } from "./table.ts";

const there = [
  ".husky/_",
  ".git/hooks",
  ".git/config",
  ".git/instride",
  ".instride/watch",
  "node_modules/instride",
];

/** Where a line of the table runs: the root of the repository, or its folder. */
const exists = (path: string): boolean => {
  const inside = path.startsWith("/") ? path.replace(/^\/home\/ada\/app\//, "") : path;
  return there.some((each) => each === inside || each.startsWith(`${inside}/`));
};

for (const { command, allowed, why, aliases, cwd } of table) {
  test(`${allowed ? "allows" : "refuses"} ${JSON.stringify(command)}${cwd === undefined ? "" : ` in ${cwd}`}: ${why}`, () => {
    const verdict = judgeCommand(command, {
      exists: (path) => (cwd === undefined || path.startsWith("/")) && exists(path),
      ...(aliases === undefined ? {} : { aliases }),
      ...(cwd === undefined ? {} : { cwd }),
    });
    assert.equal(verdict.allowed, allowed, verdict.reason);
    if (!allowed) assert.ok(verdict.reason !== undefined && verdict.instead !== undefined);
  });
}

test("no command line stands in the table twice with the same aliases in the same folder", () => {
  const keys = table.map(({ command, aliases, cwd }) => JSON.stringify([command, aliases, cwd]));
  assert.deepEqual(
    keys.filter((key, at) => keys.indexOf(key) !== at),
    [],
  );
});

test("a reason names the option as it was written", () => {
  assert.match(judgeCommand("git commit -anm x").reason ?? "", /git commit -anm skips git hooks/);
  assert.match(judgeCommand("git -c core.hooksPath=x log").reason ?? "", /git -c core\.hooksPath/);
});

test("an argument that can't be read is called so", () => {
  assert.match(judgeCommand("git commit $X").reason ?? "", /can't be read/);
  assert.match(judgeCommand("git commit --no-$X").reason ?? "", /'--no-…'.*can't be read/);
});

test("a commit is seen through its wrappers, and a dry run is none", () => {
  for (const line of [
    "git commit -m x",
    "cd a && sudo git -C b commit",
    "sh -c 'git commit'",
    "git commit -n",
  ])
    assert.equal(commitsIn(line), true, line);
  for (const line of ["git status", "git commit --dry-run", "echo git commit", "git log --grep commit"])
    assert.equal(commitsIn(line), false, line);
  assert.equal(commitsIn("git ci -m x", { aliases: { ci: "commit" } }), true);
});

test("aliases are asked for only when git itself has no such command", () => {
  assert.equal(needsAliases("git ci -m x"), true);
  assert.equal(needsAliases("git commit -m x && npm test"), false);
});

test("an alias that names itself ends", () => {
  assert.equal(judgeCommand("git a", { aliases: { a: "b", b: "a" } }).allowed, true);
  assert.equal(judgeCommand("alias ls='ls --color'; ls").allowed, true);
});
