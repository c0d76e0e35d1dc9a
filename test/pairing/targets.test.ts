import assert from "node:assert/strict";
import { test } from "node:test";
import { matcher, pathspecsOf } from "../../src/pairing/targets.ts";
import { watchFiles } from "../../src/pairing/watch.ts";
import { newRepository } from "../support/repository.ts";

const paths = [
  "src/a.ts",
  "src/b/c.ts",
  "src/b/.hidden.ts",
  "src/b/d/e.ts",
  "src.ts",
  "lib/src/a.ts",
  "a.ts",
  "src/b/c.test.ts",
  "src/[x]/y.ts",
  "src/ü/é.ts",
  "src/b c/d.ts",
  "src/a{b,c}.ts",
  "SRC/a.ts",
  "src/!no.ts",
];
const globs = [
  ["src/**"],
  ["src/*"],
  ["src/*.ts"],
  ["**/*.ts"],
  ["src/**/*.ts"],
  ["**/c.ts"],
  ["src/b"],
  ["src/b/"],
  ["src/?.ts"],
  ["src/[ab].ts"],

  ["*"],
  ["src/ü/**"],
  ["src/b c/*"],
  ["nothing/**"],
  ["src/**/e.ts"],
  ["**"],
  ["src/b/**/"],
];

test("targets match what git's own glob pathspecs match", async (t) => {
  const repository = await newRepository(t, { installed: false });
  for (const path of paths) repository.write(path, path);
  await repository.git("add", "-A");
  const listed = (await repository.git("-c", "core.quotePath=false", "ls-files", "-z"))
    .split("\0")
    .filter(Boolean);
  for (const each of globs) {
    const git = (
      await repository.git("-c", "core.quotePath=false", "ls-files", "-z", "--", ...pathspecsOf(each))
    )
      .split("\0")
      .filter(Boolean);
    assert.deepEqual(listed.filter(matcher(each)), git, `globs ${each.join(" ")}`);
  }
});

test("a leading ! excludes", () => {
  const matches = matcher(["src/**", "!src/b/**", "!**/*.test.ts"]);
  assert.deepEqual(paths.filter(matches), [
    "src/a.ts",
    "src/[x]/y.ts",
    "src/ü/é.ts",
    "src/b c/d.ts",
    "src/a{b,c}.ts",
    "src/!no.ts",
  ]);
});

test("no targets match nothing", () => {
  assert.equal(matcher([])("src/a.ts"), false);
  assert.equal(matcher(["!src/**"])("lib/a.ts"), false);
});

test("a watch file lists what its component includes and never what another excludes", () => {
  const files = watchFiles(
    ["specs/**/*.md"],
    [
      { id: "one", targets: ["src/**", "!src/two/**"] },
      { id: "two", targets: ["src/two/**"] },
    ],
  );
  assert.equal(files.get(".instride/watch/one"), ":(glob)src/**\n");
  assert.equal(files.get(".instride/watch/two"), ":(glob)src/two/**\n");
  assert.match(
    files.get(".instride/watch/_instride") ?? "",
    /^:\(glob\)\.instride\/\*\*\n:\(glob\)specs\/\*\*\/\*\.md\n:\(glob\)specs\/\*\*\/\*\.threats\.\*\n:\(literal\)instride\.config\.json\n$/,
  );
});
