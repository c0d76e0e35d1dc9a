// Commands that look back: log, risks, trend, controls; over real histories.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import type { CommandContext } from "../../src/commands/context.ts";
import { controls } from "../../src/commands/controls.ts";
import { diff } from "../../src/commands/diff.ts";
import { log } from "../../src/commands/log.ts";
import { UserError } from "../../src/commands/outcome.ts";
import { accept, retire, signoff } from "../../src/commands/people.ts";
import { risks } from "../../src/commands/risks.ts";
import { show } from "../../src/commands/show.ts";
import { trend } from "../../src/commands/trend.ts";
import type { RiskEntry } from "../../src/history/risk-register.ts";
import type { ThreatLife } from "../../src/history/threat-log.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { parseModel } from "../../src/model/yaml.ts";
import { type History, newHistory } from "./histories.ts";

interface Ran {
  readonly outcome: string;
  readonly out: string;
  readonly err: string;
}

const run = async (
  history: History,
  command: (context: CommandContext) => Promise<string>,
  changed: Partial<CommandContext> = {},
): Promise<Ran> => {
  const context = { ...history.context(), ...changed };
  const outcome = await command(context);
  const text = (stream: unknown): string => (stream as { text: string }).text;
  return { outcome, out: text(context.stdout), err: text(context.stderr) };
};

interface LogValue {
  readonly complete: boolean;
  readonly needs?: string;
  readonly earlier: readonly string[];
  readonly events: readonly { text: string; commit: { id: string } }[];
  readonly threats: readonly (ThreatLife & { level: string; status: string })[];
}

const logOf = async (
  history: History,
  component: string,
  revision?: string,
  threat?: string,
): Promise<LogValue> => {
  const { out } = await run(history, (context) =>
    log(context, {
      component,
      json: true,
      ...(revision === undefined ? {} : { revision }),
      ...(threat === undefined ? {} : { threat }),
    }),
  );
  return JSON.parse(out) as LogValue;
};

const risksOf = async (
  history: History,
  at?: string,
): Promise<{ outcome: string; complete: boolean; day: string; risks: readonly RiskEntry[] }> => {
  const { out, outcome } = await run(history, (context) =>
    risks(context, { format: "json", ...(at === undefined ? {} : { at }) }),
  );
  return { outcome, ...JSON.parse(out) };
};

const someThreat = (history: History, path = "specs/notes.threats.yaml"): string => {
  const { model } = parseModel(path, history.repository.read(path));
  const found =
    model === undefined ? undefined : threatsOf(model).find(({ threat }) => threat.status === "open");
  assert.ok(found, "the example has an open threat");
  return found.id;
};

/** A person's command on what is committed, and the commit of what it staged. */
const decide = async (
  history: History,
  command: (context: CommandContext) => Promise<string>,
  message: string,
): Promise<string> => {
  await run(history, command);
  return history.commit(message);
};

const acceptUntil = (
  history: History,
  id: string,
  until: string | undefined,
  reason: string,
  message: string,
): Promise<string> =>
  decide(
    history,
    (context) =>
      accept(context, { id, reason, falsePositive: false, ...(until === undefined ? {} : { until }) }),
    message,
  );

test("a threat's log has every decision with its commit and mode, through a rename of the spec, to its retirement", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const id = someThreat(history);
  const accepted = await acceptUntil(history, id, "2030-09-30", "the gateway limits it", "Accept it");
  const renewed = await acceptUntil(history, id, "2031-03-31", "still limited", "Renew it");
  await repository.git("mv", "specs/notes.md", "specs/jotter.md");
  await repository.git("mv", "specs/notes.threats.yaml", "specs/jotter.threats.yaml");
  await repository.git("mv", "specs/notes.threats.md", "specs/jotter.threats.md");
  const moved = await history.commit("Rename the spec");
  const retired = await decide(
    history,
    (context) => retire(context, { id, reason: "the route is gone" }),
    "Retire it",
  );

  const value = await logOf(history, "notes");
  assert.equal(value.complete, true);
  const life = value.threats.find((each) => each.id === id);
  assert.deepEqual(
    life?.events.map(({ kind, commit }) => [kind, commit.title]),
    [
      ["born", "Add notes"],
      ["accepted", "Accept it"],
      ["renewed", "Renew it"],
      ["retired", "Retire it"],
    ],
  );
  assert.deepEqual(life?.events.map(({ commit }) => commit.id).slice(1), [accepted, renewed, retired]);
  assert.deepEqual(
    life?.events.map(({ modes }) => modes),
    [["rules"], ["human"], ["human"], ["human"]],
  );
  assert.equal(life?.status, "retired");
  assert.deepEqual(
    value.events.map(({ text, commit }) => [text, commit.id]),
    [["model moved from specs/notes.threats.yaml to specs/jotter.threats.yaml", moved]],
  );

  const text = await run(history, (context) => log(context, { component: "notes", json: false, threat: id }));
  assert.match(text.out, new RegExp(`${id}  .*\\n(?:.*\\n)*?.*retired`));
  assert.match(text.out, /renewed: until 2031-03-31 by Ada <ada@example\.test>: still limited/);
  for (const line of text.out.split("\n")) assert.ok(line.length <= 80, line);

  const late = await logOf(history, "notes", `${accepted}..HEAD`, id);
  assert.deepEqual(
    late.threats[0]?.events.map(({ kind }) => kind),
    ["renewed", "retired"],
  );
});

test("a component under a new id carries its threats' past along", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const id = someThreat(history);
  await acceptUntil(history, id, "2031-03-31", "known", "Accept it");
  repository.write("specs/notes.md", repository.read("specs/notes.md").replace("id: notes", "id: jots"));
  repository.write(
    "specs/notes.threats.yaml",
    repository.read("specs/notes.threats.yaml").replace("component: notes", "component: jots"),
  );
  await history.commit("Call it jots", "past the hooks");
  const value = await logOf(history, "jots");
  assert.deepEqual(value.earlier, ["notes"]);
  assert.deepEqual(
    value.threats.find((each) => each.id === id)?.events.map(({ kind }) => kind),
    ["born", "accepted"],
  );
  const { risks: register } = await risksOf(history);
  const entry = register.find((each) => each.id === id);
  assert.equal(entry?.component, "jots");
  assert.equal(entry?.renewals.length, 0);
  assert.equal(register.filter((each) => each.id === id).length, 1);
  assert.deepEqual(
    register
      .filter(({ kind }) => kind !== "threat")
      .map(({ component, state, commit }) => [component, state, commit?.title]),
    [["jots", "current", "Add notes"]],
  );
});

test("a threat that is taken out of the model by hand is told as vanished, and what follows is not lost", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const id = someThreat(history);
  const before = repository.read("specs/notes.threats.yaml");
  const lines = before.split("\n");
  const start = lines.findIndex((line) => line.includes(`${id}:`));
  const indent = (lines[start] as string).search(/\S/);
  const length =
    lines.slice(start + 1).findIndex((line) => line.trim() !== "" && line.search(/\S/) <= indent) + 1;
  repository.write(
    "specs/notes.threats.yaml",
    [...lines.slice(0, start), ...lines.slice(start + length)].join("\n"),
  );
  await history.commit("Drop a threat", "past the hooks");
  repository.write("specs/notes.threats.yaml", "a: [broken");
  await history.commit("Break the model", "past the hooks");
  repository.write("specs/notes.threats.yaml", before);
  await history.commit("Bring it back", "past the hooks");
  const value = await logOf(history, "notes", undefined, id);
  assert.deepEqual(
    value.threats[0]?.events.map(({ kind }) => kind),
    ["born", "vanished", "returned"],
  );
  assert.deepEqual(
    value.events.map(({ text }) => text),
    ["model can't be read", "model can be read again"],
  );
});

test("the register tells owner, approver, end, renewals and state; an ended acceptance is a finding", async (t) => {
  const history = await newHistory(t);
  const id = someThreat(history);
  await acceptUntil(history, id, "2030-07-15", "the gateway limits it", "Accept it");
  const soon = await risksOf(history);
  const entry = (register: readonly RiskEntry[]): RiskEntry =>
    register.find((each) => each.id === id) as RiskEntry;
  assert.equal(soon.outcome, "clean");
  assert.deepEqual(
    { ...entry(soon.risks), commit: undefined, level: undefined, levelThen: undefined, title: undefined },
    {
      component: "notes",
      id,
      kind: "threat",
      reason: "the gateway limits it",
      owner: "Notes team",
      approver: "Ada <ada@example.test>",
      since: "2030-06-01",
      until: "2030-07-15",
      renewals: [],
      merged: [],
      state: "current",
      flags: [],
      commit: undefined,
      level: undefined,
      levelThen: undefined,
      title: undefined,
    },
  );
  history.today = "2030-06-15";
  assert.equal(entry((await risksOf(history)).risks).state, "ends soon");
  history.today = "2030-07-15";
  assert.equal(
    entry((await risksOf(history)).risks).state,
    "ends soon",
    "an acceptance holds through its day",
  );
  history.today = "2030-07-16";
  const over = await risksOf(history);
  assert.equal(over.outcome, "findings");
  assert.equal(over.risks[0]?.id, id, "what has ended comes first");
  assert.equal(entry(over.risks).state, "ended");

  await acceptUntil(history, id, "2030-12-31", "one more time", "Renew it");
  history.today = "2030-12-01";
  await acceptUntil(history, id, "2031-12-31", "and again", "Renew it again");
  const twice = await risksOf(history);
  assert.deepEqual(
    entry(twice.risks).renewals.map(({ until }) => until),
    ["2030-12-31", "2031-12-31"],
  );
  assert.deepEqual(entry(twice.risks).flags, ["renewed 2 times"]);
  assert.equal(entry(twice.risks).commit?.title, "Accept it");

  const spec = twice.risks.find((each) => each.kind === "risk of the spec");
  assert.equal(spec?.owner, "Notes team");
  assert.equal(spec?.until, "2090-01-31");
  assert.deepEqual(spec?.flags, ["no approver named"]);

  await decide(history, (context) => retire(context, { id, reason: "gone" }), "Retire it");
  const gone = entry((await risksOf(history)).risks);
  assert.equal(gone.state, "withdrawn");
  assert.equal(gone.renewals.length, 2);

  const back = await risksOf(history, "HEAD~3");
  assert.equal(back.day, "2030-01-01", "a named revision is judged on the day that it claims");
  assert.equal(entry(back.risks).until, "2030-07-15");
});

test("behind a merge stand the commits that it brought in, and their authors", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const id = someThreat(history);
  await repository.git("checkout", "-q", "-b", "side");
  const accepted = await acceptUntil(history, id, "2031-03-31", "known", "Accept it");
  await repository.git("checkout", "-q", "main");
  repository.write("README.md", "# Example, longer\n");
  await history.commit("Meanwhile");
  const merger = { GIT_AUTHOR_NAME: "Grace", GIT_AUTHOR_EMAIL: "grace@example.test" };
  const ran = await repository.run("git", ["merge", "-q", "--no-ff", "-m", "Merge side", "side"], {
    env: merger,
  });
  assert.equal(ran.status, 0, ran.said);
  const event = (await logOf(history, "notes", undefined, id)).threats[0]?.events[1];
  assert.deepEqual(
    [event?.kind, event?.commit.title, event?.commit.author],
    ["accepted", "Merge side", "Grace"],
  );
  assert.deepEqual(
    event?.merged.map((head) => [head.id, head.author]),
    [[accepted, "Ada"]],
  );
  const { risks: register } = await risksOf(history);
  assert.deepEqual(
    register.find((each) => each.id === id)?.flags,
    [],
    "the approver made the commit that was merged",
  );
  const text = await run(history, (context) => log(context, { component: "notes", threat: id, json: false }));
  assert.match(text.out, /merged {2}[0-9a-f]{12} 2030-\d\d-\d\d Ada: Accept it/);
});

test("a register prints in 80 columns, and CSV neutralises formulas", async (t) => {
  const history = await newHistory(t);
  const id = someThreat(history);
  await acceptUntil(
    history,
    id,
    undefined,
    '=HYPERLINK("http://evil.example","x") is what somebody wrote as a reason',
    "Accept",
  );
  const text = await run(history, (context) => risks(context, { format: "text" }));
  for (const line of text.out.split("\n")) assert.ok(line.length <= 80, line);
  assert.match(text.out, /look at: no end/);
  const csv = await run(history, (context) => risks(context, { format: "csv" }));
  assert.match(csv.out, /,"'=HYPERLINK\(""http/);
  assert.match(csv.out.split("\r\n")[0] ?? "", /^component,id,kind,title,level,/);
});

test("the trend tells when a component was out of step and for how many commits nobody looked", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  repository.write("README.md", "# Example, longer\n");
  await history.commit("Write the readme");
  repository.write(
    "src/notes/server.ts",
    `${repository.read("src/notes/server.ts")}export const late = 1;\n`,
  );
  await history.commit("Past the hooks", "past the hooks");
  await history.commit("Bring it in step");
  const { out } = await run(history, (context) => trend(context, { format: "json" }));
  const { series, components } = JSON.parse(out) as {
    series: { components: number; in_step: number; oldest_age: number }[];
    components: { component: string; commits: number; commits_in_step: number; age: number }[];
  };
  assert.deepEqual(
    series.map((row) => [row.components, row.in_step, row.oldest_age]),
    [
      [1, 1, 0],
      [1, 1, 1],
      [1, 0, 2],
      [1, 1, 0],
    ],
  );
  assert.deepEqual(
    components.map((row) => [row.component, row.commits, row.commits_in_step, row.age]),
    [["notes", 4, 3, 0]],
  );
  const svg = await run(history, (context) => trend(context, { format: "svg" }));
  assert.match(svg.out, /^<svg [^>]*role="img"/);
  assert.match(svg.out, /In 1 of them a component was out of step\./);
  const text = await run(history, (context) => trend(context, { format: "text" }));
  for (const line of text.out.split("\n")) assert.ok(line.length <= 80, line);
});

test("controls count what is here, name what is missing, and say supports", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const all = await run(history, (context) => controls(context, { frameworks: [], format: "json" }));
  const value = JSON.parse(all.out) as {
    data: { kind: string; state: string; here: string; missing: string[] }[];
    frameworks: { id: string; controls: { id: string; state: string }[] }[];
  };
  const kind = (name: string): { state: string; here: string; missing: string[] } =>
    value.data.find((each) => each.kind === name) as never;
  assert.match(kind("coverage").here, /^1 of 1 component in step/);
  assert.match(kind("review").missing.join(), /no sign-off: notes/);
  assert.match(kind("threats").missing.join(), /provisional/);
  assert.match(kind("coverage").missing.join(), /name no `code`/);
  assert.equal(value.frameworks.length, 13);

  await decide(history, (context) => signoff(context, { component: "notes" }), "Sign off");
  repository.write(
    "src/notes/server.ts",
    `${repository.read("src/notes/server.ts")}export const late = 1;\n`,
  );
  await history.commit("Past the hooks", "past the hooks");
  const ranged = await run(history, (context) =>
    controls(context, { revision: "base..HEAD", frameworks: ["soc2"], format: "json" }),
  );
  const later = JSON.parse(ranged.out) as typeof value;
  assert.deepEqual(
    later.frameworks.map(({ id }) => id),
    ["soc2"],
  );
  const of = (name: string): string => {
    const found = later.data.find((each) => each.kind === name);
    return `${found?.here}; ${found?.missing.join("; ")}`;
  };
  assert.match(of("identity"), /2 commits by 1 author, 0 with a signature; 2 commits without a signature/);
  assert.match(of("coverage"), /0 of 1 component in step; 1 of 2 commits of base\.\.HEAD/);
  assert.match(of("review"), /1 of 1 component signed off as they stand/);
  assert.match(of("exceptions"), /1 commit not in step/);

  for (const format of ["text", "csv"] as const) {
    const { out, err } = await run(history, (context) =>
      controls(context, { frameworks: ["soc2", "cra"], format }),
    );
    assert.doesNotMatch(out + err, /complian/i);
    assert.match(format === "text" ? err : out, /support/);
    if (format === "text") for (const line of out.split("\n")) assert.ok(line.length <= 80, line);
  }
  await assert.rejects(
    run(history, (context) => controls(context, { frameworks: ["sco2"], format: "text" })),
    (error: unknown) => error instanceof UserError && error.next === "did you mean soc2?",
  );
});

test("a house mapping is read from the tree that the settings stand in, or from a file", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const mapping = (support: string): string =>
    `frameworks:\n  - id: house\n    name: House rules\n    version: "7"\n    controls:\n      - id: H-1\n        asks: Threats are known.\n        support: ${support}\n        data: [threats]\n        adds: [the rest]\n`;
  repository.write("house.yaml", mapping("direct"));
  const fromFile = await run(history, (context) =>
    controls(context, { frameworks: ["house"], mapping: "house.yaml", format: "csv" }),
  );
  assert.match(fromFile.out, /house,H-1,Threats are known\.,direct,threats,some,/);
  repository.write(
    "instride.config.json",
    JSON.stringify({ specs: ["specs/**/*.md"], controls: "house.yaml" }),
  );
  await history.commit("Add the house mapping");
  const fromTree = await run(history, (context) =>
    controls(context, { frameworks: ["house"], format: "csv" }),
  );
  assert.match(fromTree.out, /house,H-1/);
  repository.write("other.yaml", mapping("dierct").replace("id: house", "id: other"));
  await assert.rejects(
    run(history, (context) => controls(context, { frameworks: [], mapping: "other.yaml", format: "text" })),
    (error: unknown) => {
      assert.ok(error instanceof UserError);
      const [finding] = error.findings;
      assert.deepEqual(finding?.at, { path: "other.yaml", line: 8, column: 18 });
      assert.match(finding?.message ?? "", /did you mean `direct`/);
      return true;
    },
  );
});

test("a shallow clone says what it lacks, and never passes for the whole history", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  const id = someThreat(history);
  await acceptUntil(history, id, "2031-03-31", "known", "Accept it");
  await acceptUntil(history, id, "2031-06-30", "still known", "Renew it");
  await history.commit("Nothing else");
  const shallow = `${repository.home}/shallow`;
  execFileSync("git", ["clone", "-q", "--depth", "2", `file://${repository.root}`, shallow], {
    env: repository.env,
  });
  const at = { cwd: shallow };
  const logged = await run(history, (context) => log(context, { component: "notes", json: true }), at);
  const value = JSON.parse(logged.out) as LogValue;
  assert.equal(value.complete, false);
  assert.match(value.needs ?? "", /git fetch --unshallow/);
  assert.match(logged.err, /shallow: its history begins at [0-9a-f]{12}/);
  assert.deepEqual(
    value.threats.find((each) => each.id === id)?.events.map(({ kind }) => kind),
    ["present", "accepted"],
  );
  const register = await run(history, (context) => risks(context, { format: "text" }), at);
  assert.match(register.out, /renewals unknown/);
  await assert.rejects(
    run(
      history,
      (context) => controls(context, { revision: "HEAD~5..HEAD", frameworks: [], format: "text" }),
      at,
    ),
    (error: unknown) =>
      error instanceof UserError && /shallow/.test(error.message) && /--unshallow/.test(error.next ?? ""),
  );
  await assert.rejects(
    run(history, (context) => show(context, { name: "notes", at: "base", json: false }), at),
    (error: unknown) => error instanceof UserError && /shallow/.test(error.message),
  );
});

test("diff takes a range, and pairs a component that was renamed", async (t) => {
  const history = await newHistory(t);
  const { repository } = history;
  repository.write("specs/notes.md", repository.read("specs/notes.md").replace("id: notes", "id: jots"));
  repository.write(
    "specs/notes.threats.yaml",
    repository.read("specs/notes.threats.yaml").replace("component: notes", "component: jots"),
  );
  await history.commit("Call it jots", "past the hooks");
  const { out } = await run(history, (context) => diff(context, { from: "base..HEAD", format: "text" }));
  assert.match(out, /^jots \(was notes\)\n/);
  assert.doesNotMatch(out, /vanished/);
  const shown = await run(history, (context) => show(context, { name: "notes", at: "base", json: true }));
  assert.equal((JSON.parse(shown.out) as { component: string }).component, "notes");
});
