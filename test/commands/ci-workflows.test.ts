// The workflow files of docs/ci, parsed and run. Only the registry is not part of it: `npm install` links the package.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { parse } from "yaml";
import { problemsOf } from "../support/actions.ts";
import { projectRoot, type Ran } from "../support/repository.ts";
import { config, type History } from "./histories.ts";
import { prepare, registry } from "./pinned.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: {
    readonly verify: { readonly env: Readonly<Record<string, string>>; readonly steps: readonly Step[] };
  };
}

interface Jobs {
  readonly ".instride": {
    readonly variables: Readonly<Record<string, string>>;
    readonly before_script: readonly string[];
  };
  readonly instride: { readonly extends: string; readonly script: readonly string[] };
  readonly "instride-evidence": { readonly extends: string; readonly script: readonly string[] };
}

const read = (name: string): string => readFileSync(join(projectRoot, "docs/ci", name), "utf8");
const workflow = parse(read("github-actions.yml")) as Workflow;
const jobs = parse(read("gitlab-ci.yml")) as Jobs;

const zeros = "0".repeat(40);

interface Event {
  /** Base of a pull or merge request. */
  readonly base?: string;
  /** What the branch was before a push. */
  readonly before?: string;
}

/** `${{ a || b }}` as the runner fills it in. */
const filledIn = (text: string, { base, before }: Event): string =>
  text.replace(/\$\{\{([^}]*)\}\}/g, (_all, expression: string) => {
    const values: Readonly<Record<string, string | undefined>> = {
      "github.event.pull_request.base.sha": base,
      "github.event.merge_group.base_sha": undefined,
      "github.event.before": before,
    };
    const names = expression.split("||").map((name) => name.trim());
    for (const name of names) assert.ok(Object.hasOwn(values, name), `unknown expression ${name}`);
    return names.map((name) => values[name]).find((value) => value !== undefined) ?? "";
  });

const runGithub = async (t: TestContext, history: History, event: Event): Promise<Ran> => {
  const folder = registry(t);
  const { verify } = workflow.jobs;
  const env: Record<string, string> = {
    PATH: `${folder}/bin:${history.repository.env["PATH"]}`,
    RUNNER_TEMP: folder,
  };
  for (const [name, value] of Object.entries(verify.env)) env[name] = filledIn(value, event);
  let ran: Ran | undefined;
  for (const { run } of verify.steps) {
    if (run === undefined) continue;
    ran = await history.repository.run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
      env,
    });
    if (ran.status !== 0) return ran;
  }
  assert.ok(ran);
  return ran;
};

const runGitlabJob = (
  t: TestContext,
  history: History,
  name: "instride" | "instride-evidence",
  { base, before }: Event,
): Promise<Ran> => {
  const folder = registry(t);
  const env = {
    ...jobs[".instride"].variables,
    TOOLS: join(folder, "tools"),
    PATH: `${folder}/bin:${history.repository.env["PATH"]}`,
    CI_COMMIT_BEFORE_SHA: before ?? zeros,
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
  };
  const script = [...jobs[".instride"].before_script, ...jobs[name].script].join("\n");
  return history.repository.run("sh", ["-e", "-c", script], { env });
};

const runGitlab = (t: TestContext, history: History, event: Event): Promise<Ran> =>
  runGitlabJob(t, history, "instride", event);

test("GitHub's own parser takes the workflow", async () => {
  assert.deepEqual(await problemsOf("workflow", "github-actions.yml", read("github-actions.yml")), []);
});

test("the workflow asks for no rights, holds no secrets and pins its actions", () => {
  assert.deepEqual(Object.keys(workflow.on).sort(), ["merge_group", "pull_request", "push"]);
  assert.deepEqual(workflow.permissions, { contents: "read" });
  const { steps } = workflow.jobs.verify;
  const used = steps.flatMap(({ uses }) => uses ?? []);
  assert.ok(used.length > 0);
  for (const action of used) assert.match(action, /@[0-9a-f]{40}$/);
  assert.deepEqual(steps[0]?.with, { "fetch-depth": 0, "persist-credentials": false, submodules: false });
  for (const { run } of steps)
    assert.doesNotMatch(run ?? "", /\$\{\{/, "expressions in scripts can be injected into");
  assert.doesNotMatch(read("github-actions.yml"), /secrets\./);
  assert.equal(jobs[".instride"].variables["GIT_DEPTH"], "0");
  assert.deepEqual([jobs.instride.extends, jobs["instride-evidence"].extends], [".instride", ".instride"]);
});

for (const [service, run] of [
  ["GitHub", runGithub],
  ["GitLab", runGitlab],
] as const) {
  test(`${service}: a request whose commits are in step passes, and one that went past the hooks does not`, async (t) => {
    const { history, base } = await prepare(t);
    history.repository.write("src/notes/more.ts", "export const more = 1;\n");
    await history.commit("More");
    const clean = await run(t, history, { base });
    assert.equal(clean.status, 0, clean.said);
    assert.match(clean.stderr, /1 commit, each in step/);
    history.repository.write("src/notes/more.ts", "export const more = 2;\n");
    const stale = await history.commit("In a hurry", "past the hooks");
    await history.commit("Mended");
    const found = await run(t, history, { base });
    assert.equal(found.status, 1, found.said);
    assert.match(found.stdout, new RegExp(stale.slice(0, 12)));
    assert.match(found.stderr, /3 commits, 1 not in step/);
  });

  test(`${service}: a request can't loosen the policy for itself`, async (t) => {
    const { history } = await prepare(t);
    const strict = { ...config, policy: { modes: ["in-session", "rules"] } };
    history.repository.write("instride.config.json", JSON.stringify(strict));
    const base = await history.commit("Strict");
    history.repository.write("instride.config.json", JSON.stringify(config));
    history.repository.write(
      "src/notes/server.ts",
      `${history.repository.read("src/notes/server.ts")}// words\n`,
    );
    await history.commit("Loosen, then change in another mode");
    const loosened = await run(t, history, { base });
    assert.equal(loosened.status, 1, loosened.said);
    assert.match(loosened.stdout, /mode-not-allowed/);
  });

  test(`${service}: a push is checked from where the branch was; a new branch from its roots`, async (t) => {
    const { history, base } = await prepare(t);
    history.repository.write("src/notes/more.ts", "export const more = 1;\n");
    await history.commit("More");
    const pushed = await run(t, history, { before: base });
    assert.equal(pushed.status, 0, pushed.said);
    assert.match(pushed.stderr, /1 commit, each in step/);
    const fresh = await run(t, history, { before: zeros });
    assert.equal(fresh.status, 0, fresh.said);
    assert.match(fresh.stderr, /3 commits, each in step/);
  });
}

test("GitLab: a merge request links to what changes in the threat models", async (t) => {
  const { history, base } = await prepare(t);
  const server = history.repository.read("src/notes/server.ts");
  const call = `export const call = () => fetch("https://late.example.com/a", { method: "POST" });`;
  history.repository.write("src/notes/server.ts", `${server}\n${call}\n`);
  await history.commit("Call out");
  const ran = await runGitlab(t, history, { base });
  assert.equal(ran.status, 0, ran.said);
  assert.match(history.repository.read("instride-changes.md"), /late\.example\.com/);
});

test("GitLab: a push to the default branch leaves evidence; a rewritten branch has none to give", async (t) => {
  const { history, base } = await prepare(t);
  history.repository.write("src/notes/more.ts", "export const more = 1;\n");
  await history.commit("More");
  const evidence = (event: Event): Promise<Ran> => runGitlabJob(t, history, "instride-evidence", event);
  const first = await evidence({ before: zeros });
  assert.equal(first.status, 0, first.said);
  assert.match(first.said, /evidence begins with the next/);
  const elsewhere = await history.repository.git("commit-tree", "-m", "Elsewhere", `${base}^{tree}`);
  const rewritten = await evidence({ before: elsewhere });
  assert.equal(rewritten.status, 1);
  assert.match(rewritten.said, /was rewritten/);
  const known = await history.repository.instride("evidence", "--help");
  if (!known.stdout.includes("--out")) return t.skip("this build has no instride evidence");
  const pushed = await evidence({ before: base });
  assert.equal(pushed.status, 0, pushed.said);
  assert.ok(history.repository.exists("instride-evidence/index.html"));
});

test("GitHub's own parser takes the workflow of docs/CI.md, which asks for no more than it says", async () => {
  const text = readFileSync(join(projectRoot, "docs/CI.md"), "utf8");
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(text) as unknown as [string, string];
  assert.deepEqual(await problemsOf("workflow", "instride.yml", example), []);
  assert.deepEqual((parse(example) as Workflow).permissions, {
    contents: "read",
    "pull-requests": "write",
    "security-events": "write",
  });
});
