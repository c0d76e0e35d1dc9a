import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gc } from "../../src/commands/gc.ts";
import { accept } from "../../src/commands/people.ts";
import type { Finding } from "../../src/model/finding.ts";
import { forge } from "./forge.ts";
import { config, History, newHistory, type Said } from "./histories.ts";

const codes = (said: Said): string[] => [...new Set(said.findings.map((finding) => finding.code))].sort();
const errors = (said: Said): Finding[] => said.findings.filter((finding) => finding.severity === "error");

const records = (history: History): string[] =>
  readdirSync(join(history.repository.root, ".instride/records/notes")).map(
    (name) => `.instride/records/notes/${name}`,
  );

test("a range whose commits are all in step is clean, and says how many it checked", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("More");
  history.repository.write("README.md", "# Other\n");
  await history.commit("Words");
  history.repository.write("src/notes/more.ts", "export const more = 2;\n");
  await history.commit("Most");
  const said = await history.verify("base..HEAD");
  assert.equal(said.outcome, "clean", said.stdout);
  assert.equal(said.stderr, "3 commits, each in step\n");
  const all = await history.verify(undefined);
  assert.equal(all.outcome, "clean", all.stdout);
  assert.equal(all.stderr, "4 commits, each in step\n");
});

test("without --every-commit the tip alone is checked, and the range is counted", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("In a hurry", "past the hooks");
  await history.commit("Mended");
  const said = await history.verify("base..HEAD", { everyCommit: false });
  assert.equal(said.outcome, "clean", said.stdout);
  assert.match(said.stderr, /^base\.\.HEAD has 2 commits; HEAD was checked/);
});

test("a stale commit that a later one mends is found, by its id, and told once for as long as it stands", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  const stale = await history.commit("In a hurry", "past the hooks");
  history.repository.write("README.md", "# Other\n");
  await history.commit("Words", "past the hooks");
  await history.commit("Mended");
  const said = await history.verify("base..HEAD");
  assert.equal(said.outcome, "findings");
  const [finding, ...others] = errors(said);
  assert.deepEqual(others, []);
  assert.equal(finding?.code, "stale");
  assert.equal(finding?.at.path, "src/notes/more.ts");
  assert.equal(finding?.commit, stale);
  assert.match(finding?.message ?? "", new RegExp(`^since ${stale.slice(0, 12)} \\(in 2 commits\\): `));
  assert.equal(said.stderr, "3 commits, 2 not in step\n");
});

test("what stood before the range and at the tip is said so", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("In a hurry", "past the hooks");
  await history.repository.git("tag", "hurried");
  history.repository.write("README.md", "# Other\n");
  const commit = await history.commit("Words", "past the hooks");
  const said = await history.verify("hurried..HEAD");
  assert.equal(said.outcome, "findings");
  assert.equal(errors(said)[0]?.commit, commit);
  assert.match(errors(said)[0]?.message ?? "", /stood before the range already, still at the tip/);
});

test("an older content put back past the hooks is stale in its commit", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("One");
  history.repository.write("src/notes/more.ts", "export const more = 2;\n");
  await history.commit("Two");
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  const back = await history.commit("Back", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.deepEqual(
    errors(said).map(({ commit }) => commit),
    [back],
  );
});

test("merges are judged like any commit: different files in step, the same file stale", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  repository.write("src/notes/a.ts", "export const a = 1;\n");
  repository.write("src/notes/b.ts", "export const b = 1;\n");
  await history.commit("Two files");
  await repository.git("checkout", "-qb", "side");
  repository.write("src/notes/a.ts", "export const a = 2;\n");
  await history.commit("a on a side line");
  await repository.git("checkout", "-q", "main");
  repository.write("src/notes/b.ts", "export const b = 2;\n");
  await history.commit("b");
  await repository.git("merge", "-q", "--no-edit", "side");
  const merged = await history.verify("base..HEAD");
  assert.equal(merged.outcome, "clean", merged.stdout);
  assert.match(merged.stderr, /^4 commits, each in step/);

  await repository.git("checkout", "-qb", "other");
  repository.write("src/notes/a.ts", "export const a = 3;\n");
  await history.commit("a on another line");
  await repository.git("checkout", "-q", "main");
  repository.write("src/notes/a.ts", "export const a = 4;\n");
  await history.commit("a too");
  await repository.tryGit("merge", "-q", "other");
  repository.write("src/notes/a.ts", "export const a = 5;\n");
  const merge = await history.commit("Merge by hand", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.deepEqual(
    errors(said).map(({ commit, code }) => [commit, code]),
    [[merge, "stale"]],
  );
});

test("--first-parent leaves the commits of side lines out, the merge still counts", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  await repository.git("checkout", "-qb", "side");
  repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("In a hurry", "past the hooks");
  await history.commit("Mended");
  await repository.git("checkout", "-q", "main");
  await repository.git("merge", "-q", "--no-ff", "--no-edit", "side");
  assert.equal((await history.verify("base..HEAD")).outcome, "findings");
  const said = await history.verify("base..HEAD", { firstParent: true });
  assert.equal(said.outcome, "clean", said.stdout);
  assert.equal(said.stderr, "1 commit, each in step\n");
});

test("a record that vanishes although its change stays is an error of its commit", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  const before = new Set(records(history));
  await history.commit("More");
  const record = records(history).find((path) => !before.has(path)) as string;
  history.repository.remove(record);
  const removed = await history.commit("Tidy up", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.equal(said.outcome, "findings");
  const finding = said.findings.find(({ code }) => code === "record-removed");
  assert.equal(finding?.commit, removed);
  assert.equal(finding?.at.path, record);
  assert.equal(finding?.severity, "error");
});

test("a record that others follow can't vanish unseen, even where no claim of it is live any more", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  const before = new Set(records(history));
  await history.commit("One");
  const middle = records(history).find((path) => !before.has(path)) as string;
  history.repository.write("src/notes/more.ts", "export const more = 2;\n");
  await history.commit("Two");
  history.repository.remove(middle);
  await history.commit("Tidy up", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.deepEqual(
    errors(said).map(({ code, at }) => [code, at.path]),
    [["record-removed", middle]],
  );
});

test("a revert takes a record back together with its change, which is said and is no error", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("More");
  await history.repository.git("revert", "--no-edit", "HEAD");
  const said = await history.verify("base..HEAD");
  assert.equal(said.outcome, "clean", said.stdout);
  assert.deepEqual(codes(said), ["record-taken-back"]);
});

test("an edited record is found by its name, in the commit that edited it", async (t) => {
  const history = await newHistory(t);
  const [record] = records(history) as [string];
  const text = history.repository.read(record);
  history.repository.write(record, text.replace('"mode": "rules"', '"mode": "human"'));
  const edited = await history.commit("Upgrade", "past the hooks");
  history.repository.write(record, text);
  await history.commit("Put back", "past the hooks");
  const said = await history.verify("base..HEAD");
  const finding = said.findings.find(({ code }) => code === "record-altered");
  assert.equal(finding?.commit, edited);
  assert.equal(said.stderr, "2 commits, 1 not in step\n");
});

test("gc folds records without a finding, and what follows is checked against the fold", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("One");
  history.repository.write("src/notes/more.ts", "export const more = 2;\n");
  await history.commit("Two");
  assert.equal(await gc(history.context(), { dryRun: false }), "clean");
  await history.commit("Fold records", "past the hooks");
  assert.equal(records(history).length, 1);
  history.repository.write("src/notes/more.ts", "export const more = 3;\n");
  await history.commit("Three");
  history.repository.write("src/notes/more.ts", "export const more = 2;\n");
  const back = await history.commit("Back", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.deepEqual(
    errors(said).map(({ code, commit }) => [code, commit]),
    [["stale", back]],
  );
});

test("rewritten targets are followed: what they take in is an input from that commit on", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  repository.write("src/shared/util.ts", "export const util = 1;\n");
  await history.commit("Nobody's");
  repository.write(
    "specs/notes.md",
    repository.read("specs/notes.md").replace("  - src/notes/**", "  - src/notes/**\n  - src/shared/**"),
  );
  await history.commit("Take it in");
  repository.write("src/shared/util.ts", "export const util = 2;\n");
  const stale = await history.commit("In a hurry", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.deepEqual(
    errors(said).map(({ commit, at }) => [commit, at.path]),
    [[stale, "src/shared/util.ts"]],
  );
});

test("targets rewritten past the hooks are found with their watch file", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  repository.write(
    "specs/notes.md",
    repository.read("specs/notes.md").replace("  - src/notes/**", "  - lib/**"),
  );
  await history.commit("Look elsewhere", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.equal(said.outcome, "findings");
  assert.deepEqual(
    codes(said).filter((code) => code === "stale" || code === "watch-differs"),
    ["stale", "watch-differs"],
  );
});

test("a component whose spec is removed is no more, and comes back with its claims", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const text = repository.read("specs/notes.md");
  for (const name of ["md", "threats.yaml", "threats.md"]) repository.remove(`specs/notes.${name}`);
  await history.commit("No spec");
  repository.write("src/notes/server.ts", "export {};\n");
  await history.commit("Free code");
  repository.write("specs/notes.md", text);
  const back = await history.commit("The spec is back", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.ok(
    errors(said).every(({ commit }) => commit === back),
    said.stdout,
  );
  assert.ok(codes(said).includes("stale"));
});

test("records of a component without a spec are guarded too", async (t) => {
  const history = await newHistory(t);
  for (const name of ["md", "threats.yaml", "threats.md"]) history.repository.remove(`specs/notes.${name}`);
  await history.commit("No spec");
  const [record] = records(history) as [string];
  history.repository.write(record, "{}\n");
  await history.commit("Edit", "past the hooks");
  history.repository.remove(record);
  await history.commit("Remove", "past the hooks");
  assert.deepEqual(codes(await history.verify("base..HEAD")), ["record-altered", "record-removed"]);
});

test("a config that can't be read is a finding of its commits, and what follows is judged again", async (t) => {
  const history = await newHistory(t);
  history.repository.write("instride.config.json", "{");
  const broken = await history.commit("Oops", "past the hooks");
  history.repository.write("instride.config.json", JSON.stringify(config));
  await history.commit("Mended", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.deepEqual(
    errors(said).map(({ code, commit }) => [code, commit]),
    [["bad-config", broken]],
  );
});

test("a model edited by hand is judged in full, in the commit that did it", async (t) => {
  const history = await newHistory(t);
  const path = "specs/notes.threats.yaml";
  const text = history.repository.read(path);
  history.repository.write(path, text.replace(/\n {2}externals:\n[\s\S]*?\n\n/, "\n"));
  const edited = await history.commit("Shorter", "past the hooks");
  history.repository.write(path, text);
  await history.commit("As it was", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.ok(errors(said).length > 0);
  assert.ok(
    errors(said).every(({ commit }) => commit === edited),
    said.stdout,
  );
});

test("an acceptance counts by the day that a commit claims, and by today at the tip", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const id = /^\s+([A-Z]-[a-z0-9]{5}):/m.exec(repository.read("specs/notes.threats.yaml"))?.[1] as string;
  history.today = "2030-01-01";
  const accepted = await accept(history.context(), {
    id,
    reason: "for now",
    until: "2030-03-01",
    falsePositive: false,
  });
  assert.equal(accepted, "clean");
  await history.commit("Accept", "past the hooks");
  const tip = await history.commit("Nothing else", "past the hooks");
  assert.equal((await history.verify("base..HEAD")).outcome, "clean");
  history.today = "2030-06-01";
  const said = await history.verify("base..HEAD");
  assert.deepEqual(
    errors(said).map(({ code, commit }) => [code, commit]),
    [["acceptance-expired", tip]],
  );
  assert.equal(said.stderr, "2 commits, 1 not in step\n");
});

test("--policy-from takes the policy of another revision, in every commit", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  await repository.git("checkout", "-qb", "strict");
  repository.write("instride.config.json", JSON.stringify({ ...config, policy: { modes: ["in-session"] } }));
  await history.commit("Strict", "past the hooks");
  await repository.git("checkout", "-q", "main");
  repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("More");
  assert.equal((await history.verify("base..HEAD")).outcome, "clean");
  const said = await history.verify("base..HEAD", { policyFrom: "strict" });
  assert.equal(said.outcome, "findings");
  assert.deepEqual(codes(said), ["mode-not-allowed"]);
  const tip = await history.verify("HEAD", { policyFrom: "strict", everyCommit: false });
  assert.deepEqual(codes(tip), ["mode-not-allowed"]);
  await assert.doesNotReject(async () => {
    const unknown = await history.verify("HEAD", { policyFrom: "nowhere", everyCommit: false });
    assert.equal(unknown.outcome, "failed");
    assert.match(unknown.stderr, /unknown revision 'nowhere'/);
  });
});

test("--full trusts no record: a forged chain is judged by every rule", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  repository.write(
    "src/notes/server.ts",
    'export const leak = async () => fetch("https://leak.example.com/");\n',
  );
  forge(repository);
  const forged = await history.commit("Forged", "past the hooks");
  await history.commit("Mended");
  assert.equal((await history.verify("base..HEAD")).outcome, "clean", "the chain alone can't tell");
  const full = await history.verify("base..HEAD", { full: true });
  assert.ok(errors(full).length > 0);
  assert.ok(
    errors(full).every(({ commit }) => commit === forged),
    full.stdout,
  );
  const tip = await history.verify(`base..${forged}`);
  assert.equal(tip.outcome, "findings", "the tip is always judged in full");
});

test("an empty range says so aloud", async (t) => {
  const history = await newHistory(t);
  const said = await history.verify("HEAD..HEAD");
  assert.equal(said.outcome, "clean");
  assert.match(said.stderr, /HEAD\.\.HEAD holds no commits; only HEAD is checked/);
});

test("what is no range is said with what to write instead", async (t) => {
  const history = await newHistory(t);
  const unknown = await history.verify("nowhere..HEAD");
  assert.equal(unknown.outcome, "failed");
  assert.match(unknown.stderr, /unknown revision 'nowhere'/);
  const dots = await history.verify("base...HEAD");
  assert.equal(dots.outcome, "failed");
  assert.match(dots.stderr, /instride verify base\.\.HEAD/);
});

test("--since-tag begins at the nearest tag that fits", async (t) => {
  const history = await newHistory(t);
  await history.repository.git("tag", "v1");
  await history.commit("One");
  await history.repository.git("tag", "nightly");
  await history.commit("Two");
  assert.match((await history.verify(undefined, { sinceTag: true })).stderr, /^1 commit, /);
  assert.match((await history.verify(undefined, { sinceTag: "v*" })).stderr, /^2 commits, /);
  const none = await history.verify(undefined, { sinceTag: "w*" });
  assert.equal(none.outcome, "failed");
  assert.match(none.stderr, /no tag like 'w\*' leads to 'HEAD'/);
});

test("a shallow clone says which depth it needs, and is checked where it is deep enough", async (t) => {
  const history = await newHistory(t);
  for (const word of ["One", "Two", "Three"]) await history.commit(word);
  const { repository } = history;
  const clone = `${repository.root}-shallow`;
  await repository.git("clone", "-q", "--depth=3", `file://${repository.root}`, clone);
  t.after(() => repository.run("rm", ["-rf", clone]));
  const shallow = new History(
    Object.assign(Object.create(Object.getPrototypeOf(repository)), repository, { root: clone }),
  );
  const all = await shallow.verify(undefined);
  assert.equal(all.outcome, "failed");
  assert.match(all.stderr, /shallow.*cut off at [0-9a-f]{12}/);
  assert.match(all.stderr, /git fetch --unshallow.*fetch-depth: 0/);
  const unknown = await shallow.verify("HEAD~3..HEAD");
  assert.equal(unknown.outcome, "failed");
  assert.match(unknown.stderr, /unknown revision 'HEAD~3': this clone is shallow[\s\S]*fetch-depth: 0/);
  const near = await shallow.verify("HEAD~2..HEAD");
  assert.equal(near.outcome, "clean", near.stderr);
});

test("SHA-256 repositories, several roots and paths that are no UTF-8 are followed", async (t) => {
  const history = await newHistory(t, ["--object-format=sha256"]);
  const { repository } = history;
  await repository.git("checkout", "-q", "--orphan", "other");
  await repository.git("rm", "-rfq", ".");
  repository.write("other.md", "Another root\n");
  await history.commit("Root", "past the hooks");
  await repository.git("checkout", "-q", "main");
  await repository.git("merge", "-q", "--no-edit", "--allow-unrelated-histories", "other");
  const odd = Buffer.concat([
    Buffer.from(join(repository.root, "src/notes/")),
    Buffer.from([0xff]),
    Buffer.from(".ts"),
  ]);
  writeFileSync(odd, "export {};\n");
  await history.commit("Odd path", "past the hooks");
  const said = await history.verify(undefined);
  assert.deepEqual(
    errors(said).map(({ code, at }) => [code, at.path]),
    [["stale", '"src/notes/\\377.ts"']],
  );
});

test("SARIF and workflow commands name the commit", async (t) => {
  const history = await newHistory(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  const stale = await history.commit("In a hurry", "past the hooks");
  const sarif = JSON.parse((await history.verify("base..HEAD", { format: "sarif" })).stdout) as {
    runs: { results: { message: { text: string } }[] }[];
  };
  assert.match(sarif.runs[0]?.results[0]?.message.text ?? "", new RegExp(stale.slice(0, 12)));
  const github = (await history.verify("base..HEAD", { format: "github" })).stdout;
  assert.match(
    github,
    new RegExp(`^::error file=src/notes/more.ts,title=stale::since ${stale.slice(0, 12)}`),
  );
});

test("history can be checked in a bare repository and from a subfolder", async (t) => {
  const history = await newHistory(t);
  await history.commit("One");
  const { repository } = history;
  const bare = `${repository.root}-bare`;
  await repository.git("clone", "-q", "--bare", repository.root, bare);
  t.after(() => repository.run("rm", ["-rf", bare]));
  const at = (root: string): History =>
    new History(Object.assign(Object.create(Object.getPrototypeOf(repository)), repository, { root }));
  assert.equal((await at(bare).verify("base..main")).outcome, "clean");
  assert.equal((await at(join(repository.root, "src/notes")).verify("base..main")).outcome, "clean");
});

test("settings that no longer match a spec that is still there are an error at the tip", async (t) => {
  const history = await newHistory(t);
  history.repository.write("instride.config.json", JSON.stringify({ ...config, specs: ["docs/**/*.md"] }));
  const narrowed = await history.commit("Narrow", "past the hooks");
  const said = await history.verify("base..HEAD");
  assert.equal(said.outcome, "findings");
  assert.ok(errors(said).some(({ code, commit }) => code === "component-gone" && commit === narrowed));
});
