// The workflow files of docs/ci, parsed and run. Only the registry is not part of it: `npm install` links the package.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { parse } from "yaml";
import { packageUnderTest, projectRoot, type Ran } from "../support/repository.ts";
import { config, type History, newHistory } from "./histories.ts";

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

interface Job {
  readonly instride: {
    readonly variables: Readonly<Record<string, string>>;
    readonly script: readonly string[];
  };
}

const read = (name: string): string => readFileSync(join(projectRoot, "docs/ci", name), "utf8");
const workflow = parse(read("github-actions.yml")) as Workflow;
const job = parse(read("gitlab-ci.yml")) as Job;

const zeros = "0".repeat(40);

/** Commits with a lock file that names the package, and the policy that the base has. */
const prepare = async (t: TestContext): Promise<{ history: History; base: string }> => {
  const history = await newHistory(t);
  const version = (
    JSON.parse(readFileSync(join(packageUnderTest, "package.json"), "utf8")) as { version: string }
  ).version;
  history.repository.write(
    "package-lock.json",
    JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/instride": { version } } }, undefined, 2),
  );
  history.repository.write(
    "instride.config.json",
    JSON.stringify({ ...config, policy: { "max-open": "critical" } }),
  );
  return { history, base: await history.commit("Pin instride") };
};

/** A folder for `PATH` whose npm does what an installation does, from the package at hand. */
const registry = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), "instride-registry-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const script = `#!/bin/sh
test "$1" = install && test "$2" = --prefix || exit 64
mkdir -p "$3/node_modules/.bin"
ln -sfn '${packageUnderTest}' "$3/node_modules/instride"
ln -sfn ../instride/bin/instride.js "$3/node_modules/.bin/instride"
`;
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/npm"), script);
  chmodSync(join(folder, "bin/npm"), 0o755);
  return folder;
};

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

const runGitlab = (t: TestContext, history: History, { base, before }: Event): Promise<Ran> => {
  const folder = registry(t);
  const env = {
    ...job.instride.variables,
    TOOLS: join(folder, "tools"),
    PATH: `${folder}/bin:${history.repository.env["PATH"]}`,
    CI_COMMIT_BEFORE_SHA: before ?? zeros,
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
  };
  return history.repository.run("sh", ["-e", "-c", job.instride.script.join("\n")], { env });
};

test("the workflow asks for no rights, holds no secrets and pins its actions", () => {
  assert.deepEqual(Object.keys(workflow.on).sort(), ["pull_request", "push"]);
  assert.deepEqual(workflow.permissions, { contents: "read" });
  const { steps } = workflow.jobs.verify;
  const used = steps.flatMap(({ uses }) => uses ?? []);
  assert.ok(used.length > 0);
  for (const action of used) assert.match(action, /@[0-9a-f]{40}$/);
  assert.deepEqual(steps[0]?.with, { "fetch-depth": 0, "persist-credentials": false, submodules: false });
  for (const { run } of steps)
    assert.doesNotMatch(run ?? "", /\$\{\{/, "expressions in scripts can be injected into");
  assert.doesNotMatch(read("github-actions.yml"), /secrets\./);
  assert.equal(job.instride.variables["GIT_DEPTH"], "0");
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
