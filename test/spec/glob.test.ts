import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { globProblem } from "../../src/spec/glob.ts";

test("globs that git reads as they are meant are accepted", () => {
  for (const target of [
    "src/**",
    "**/*.ts",
    "!src/**/*.test.ts",
    "src/a.ts",
    "src/[ab]/?.ts",
    "src/[!a]*.ts",
    "src/[]a]*.ts",
    "src/[[]*.ts",
    "Zugänge/**",
    "a b/*",
  ]) {
    assert.equal(globProblem(target), undefined, target);
  }
});

test("patterns of other tools are refused with a reason", () => {
  for (const [target, what] of [
    ["", "empty target"],
    ["!", "empty target"],
    ["src/{a,b}/**", "braces"],
    ["src/@(a|b).ts", "extended pattern"],
    ["src/!(a).ts", "extended pattern"],
    ["/src/**", "absolute path"],
    ["C:/src/**", "absolute path"],
    ["~/src", "absolute path"],
    ["../src/**", "`.` or `..` folder"],
    ["./src/**", "`.` or `..` folder"],
    ["src\\a\\**", "backslash"],
    [":(glob)src/**", "pathspec magic"],
    ["src/", "folder"],
    ["src//a", "empty folder name"],
    ["src/**.ts", "`**` beside other characters"],
    ["src/[a.ts", "`[` without `]`"],
    ["src/[ab][", "`[` without `]`"],
    ["[".repeat(50_000), "`[` without `]`"],
    ["!!src", "second `!`"],
    ["a\tb", "control character"],
  ] as const) {
    assert.equal(globProblem(target)?.what, what, target);
  }
});

test("git agrees: braces and `**` beside other characters match no more than accepted globs say", (t) => {
  const directory = mkdtempSync(join(tmpdir(), "instride-glob-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const env = { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: directory, env, encoding: "utf8" });
  git("init", "--quiet");
  for (const path of ["src/a/x.ts", "src/b/x.ts", "src/deep/er/y.ts"]) {
    mkdirSync(join(directory, dirname(path)), { recursive: true });
    writeFileSync(join(directory, path), "");
  }
  git("add", ".");
  const matches = (target: string): string[] =>
    git("ls-files", "--", `:(glob)${target}`).split("\n").filter(Boolean);
  assert.deepEqual(matches("src/{a,b}/**"), []);
  assert.deepEqual(matches("src/**.ts"), []);
  assert.deepEqual(matches("src/**/*.ts"), ["src/a/x.ts", "src/b/x.ts", "src/deep/er/y.ts"]);
  assert.deepEqual(matches("src/[ab]/x.ts"), ["src/a/x.ts", "src/b/x.ts"]);
});
