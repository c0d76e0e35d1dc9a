import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { judgeEdit } from "../../src/guard/index.ts";

const hook = "npx instride hook pre-commit\n";
const read = (path: string): string | undefined => (path.includes("pre-commit") ? hook : undefined);
const judge = (
  path: string,
  change?: NonNullable<Parameters<typeof judgeEdit>[0]["change"]>,
  folder = "/p",
) => judgeEdit({ path, ...(change === undefined ? {} : { change }) }, folder, read);

test("files that make hooks run may not be edited, whatever way their path is written", () => {
  for (const path of [
    "/p/.husky/pre-commit",
    ".husky/commit-msg",
    "/p/.husky/_/h",
    "/p/.git/hooks/pre-commit",
    "/p/.git/config",
    "/p/.GIT/Config",
    "/p/src/../.git//./config",
    "C:\\p\\.git\\config",
    "/p/.instride/watch/sessions",
    "/p/node_modules/instride/dist/guard-entry.js",
  ])
    assert.equal(judge(path, "exit 0\n")?.allowed, false, path);
  assert.equal(judge("config", "x", "/p/.git")?.allowed, false);
  assert.match(judge("/p/.git/config")?.reason ?? "", /^writing to p\/\.git\/config would /);
});

test("other files may be", () => {
  for (const path of ["/p/src/a.ts", "/p/.gitignore", "/p/.github/hooks/x.json", "/p/docs/.husky.md", "../x"])
    assert.equal(judge(path, "x"), undefined, path);
});

test("a hook may get lines at its end and lose none", () => {
  const path = "/p/.husky/pre-commit";
  const old = hook.trimEnd();
  assert.equal(judge(path, `${hook}npm test\n`), undefined);
  assert.equal(judge(path, [{ old, now: `${old}\nnpm test`, all: false }]), undefined);
  for (const change of [
    `exit 0\n${hook}`,
    "npm test\n",
    "",
    [{ old, now: "", all: false }],
    [{ old, now: `exit 0\n${old}`, all: true }],
    [{ old: "not there", now: "x", all: false }],
  ])
    assert.equal(judge(path, change)?.allowed, false, JSON.stringify(change));
  assert.equal(judge(path)?.allowed, false, "a change that can't be read");
  assert.equal(judge("/p/.husky/_/pre-commit", `${hook}exit 0\n`)?.allowed, false, "husky's own");
});

test("a line without an end is not lengthened", () => {
  const bare = (change: string) => judgeEdit({ path: ".husky/x", change }, "/p", () => "npx instride");
  assert.equal(bare("npx instride || true\n")?.allowed, false);
  assert.equal(bare("npx instride\nnpm test\n"), undefined);
});

test("whatever is written, what is allowed begins with all that stood there", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.string({ minLength: 1 }),
      fc.string(),
      fc.boolean(),
      (before, more, old, now, all) => {
        for (const change of [before + more, [{ old, now, all }]]) {
          const verdict = judgeEdit({ path: ".husky/x", change }, "", () => before);
          if (verdict !== undefined) continue;
          const after =
            typeof change === "string"
              ? change
              : all
                ? before.split(old).join(now)
                : before.slice(0, before.indexOf(old)) + now + before.slice(before.indexOf(old) + old.length);
          assert.ok(after.startsWith(before));
        }
      },
    ),
  );
});
