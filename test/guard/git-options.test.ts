import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { test } from "node:test";
import { builtins, guarded, isNoVerify, takesNext } from "../../src/guard/git-options.ts";

/** The options that git's own usage text gives a separate value: `-m, --message <message>`. */
const usage = (command: string): { short: string; long: string; value: boolean; stuck: boolean }[] => {
  const { stdout, stderr } = spawnSync("git", [command, "-h"], { encoding: "utf8" });
  return [
    ...`${stdout}${stderr}`.matchAll(
      /^ {4}(?:-(\w)(?:, )?)?(?:--(?:\[no-\])?([a-z0-9-]+))?(\[=?[^\]]*\])?( [<(.{][^ ]*|\.\.\.| \S+$)?(?=\s|$)/gm,
    ),
  ].map(([, short, long, stuck, value]) => ({
    short: short ?? "",
    long: long ?? "",
    stuck: stuck !== undefined,
    value: value !== undefined,
  }));
};

for (const command of Object.keys(guarded)) {
  test(`the options of git ${command} that take a value are those that this git's usage shows`, () => {
    const options = guarded[command];
    assert.ok(options !== undefined);
    assert.ok(usage(command).filter(({ value }) => value).length >= 4);
    for (const { short, long, value, stuck } of usage(command)) {
      if (!value) continue;
      if (stuck) continue;
      if (short !== "") assert.ok(options.short.includes(short), `-${short} takes a value`);
      if (long !== "") assert.ok(options.long.includes(long), `--${long} takes a value`);
    }
  });
}

test("every command that this git has is known not to be an alias", () => {
  const names = execFileSync("git", ["--list-cmds=builtins"], { encoding: "utf8" }).split("\n");
  const helpers =
    /--|^(?:$|credential-|diagnose|env|fsck-objects|fetch-pack|get-tar|merge-|pack-redundant|pickaxe|prune-packed|receive-pack|remote-|show-index|unpack|upload|init-db)/;
  assert.deepEqual(
    names.filter((name) => !builtins.has(name) && !helpers.test(name)),
    [],
  );
});

test("an abbreviation counts when it is unambiguous", () => {
  const commit = guarded["commit"];
  assert.ok(commit !== undefined);
  assert.equal(takesNext(commit, "mess"), true);
  assert.equal(takesNext(commit, "a"), false);
  assert.equal(takesNext(commit, "amend"), false);
  assert.deepEqual(["no-verify", "no-veri", "no-v", "no-", "no-verbose", "verify"].map(isNoVerify), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
