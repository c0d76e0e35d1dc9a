// action.yml, checked by GitHub's own parser and run: its scripts in real repositories, its conditions and environments by
// GitHub's own expressions, its comments against a server on this machine. The registry is a link to the package.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { parse } from "yaml";
import {
  type Contexts,
  filledIn,
  problemsOf,
  type RanSteps,
  runSteps,
  type Step,
} from "../support/actions.ts";
import { type GithubApi, githubApi } from "../support/github-api.ts";
import { projectRoot } from "../support/repository.ts";
import { config, type History } from "./histories.ts";
import { prepare, registry } from "./pinned.ts";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const text = readFileSync(join(projectRoot, "action.yml"), "utf8");
const action = parse(text) as Action;
const { steps } = action.runs;
const token = "token-of-this-run";
const zeros = "0".repeat(40);

interface Event {
  readonly name: "pull_request" | "pull_request_target" | "merge_group" | "push";
  readonly base?: string;
  readonly before?: string;
  readonly forced?: boolean;
  readonly fork?: boolean;
  readonly branch?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** What GitHub fills expressions from; absent values are absent there too. */
const contextsOf = (event: Event, sha: string, api: string): Contexts => {
  const { name, base = null, before = null, forced = false, fork = false, branch = "main" } = event;
  const github = {
    ...{ event_name: name, repository: "shop/api", sha, api_url: api, token, ref: `refs/heads/${branch}` },
    event: {
      ...(name.startsWith("pull_request")
        ? {
            pull_request: {
              number: 7,
              base: { sha: base },
              head: { repo: { full_name: fork ? "stranger/api" : "shop/api" } },
            },
          }
        : {}),
      ...(name === "merge_group" ? { merge_group: { base_sha: base } } : {}),
      ...(name === "push" ? { before, forced } : {}),
      repository: { default_branch: "main" },
    },
  };
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([input, { default: value }]) => [
      input,
      event.inputs?.[input] ?? filledIn(value, { github }),
    ]),
  );
  return { github, inputs };
};

interface Run extends RanSteps {
  readonly api: GithubApi;
}

const run = async (t: TestContext, history: History, event: Event, api?: GithubApi): Promise<Run> => {
  const { repository } = history;
  const server = api ?? (await githubApi(t, token));
  const sha = await repository.git("rev-parse", "HEAD");
  const ran = await runSteps(t, repository, steps, contextsOf(event, sha, server.url), {
    PATH: `${registry(t)}/bin:${repository.env["PATH"]}`,
    GITHUB_SHA: sha,
    GITHUB_ACTION_PATH: projectRoot,
  });
  return { ...ran, api: server };
};

const addMore = async (history: History, content = "export const more = 1;\n"): Promise<string> => {
  history.repository.write("src/notes/more.ts", content);
  return history.commit("More");
};

/** A change that moves the threat model: a route that the spec does not know. */
const addRoute = async (history: History): Promise<string> => {
  const { repository } = history;
  const server = repository.read("src/notes/server.ts");
  repository.write(
    "src/notes/server.ts",
    `${server}\nexport const call = () => fetch("https://late.example.com/a", { method: "POST" });\n`,
  );
  return history.commit("Call out");
};

test("GitHub's own parser takes the action", async () => {
  assert.deepEqual(await problemsOf("action", "action.yml", text), []);
});

test("scripts hold no expression, actions are pinned by commit, and no secret is asked for", () => {
  for (const { run: script = "", uses, name } of steps) {
    assert.doesNotMatch(script, /\$\{\{/, `${name}: an expression in a script can be injected into`);
    if (uses !== undefined) assert.match(uses, /@[0-9a-f]{40}$/);
  }
  assert.doesNotMatch(text, /\$\{\{[^}]*\bsecrets\b/);
  for (const title of ["title", "body", "head_ref", "head.ref", "head.label"])
    assert.ok(!text.includes(`github.${title}`) && !text.includes(`pull_request.${title}`), title);
});

test("a pull request in step passes, says what changes, and keeps one comment", async (t) => {
  const { history, base } = await prepare(t);
  await addRoute(history);
  const ran = await run(t, history, { name: "pull_request", base });
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.said, /1 commit, each in step/);
  assert.match(ran.summary, /are in step/);
  assert.match(ran.summary, /late\.example\.com/);
  assert.equal(ran.api.comments.length, 1);
  assert.match(ran.api.comments[0]?.body ?? "", /late\.example\.com/);
  assert.ok(ran.took.includes("github/codeql-action/upload-sarif"));
  assert.ok(!ran.took.includes("Write evidence"), "evidence is written when a change lands");
  const sarif = JSON.parse(
    readFileSync(ran.inputs["github/codeql-action/upload-sarif"]?.["sarif_file"] as string, "utf8"),
  );
  assert.equal(sarif.version, "2.1.0");

  await addMore(history);
  const again = await run(t, history, { name: "pull_request", base }, ran.api);
  assert.equal(again.status, 0, again.said);
  assert.equal(again.api.comments.length, 1);
});

test("a pull request that changes no threat model gets no comment; one that had one is told", async (t) => {
  const { history, base } = await prepare(t);
  history.repository.write("README.md", "# Notes\n");
  await history.commit("Words");
  const quiet = await run(t, history, { name: "pull_request", base });
  assert.equal(quiet.status, 0, quiet.said);
  assert.equal(quiet.api.comments.length, 0);
  quiet.api.comments.push({
    id: 1,
    body: "<!-- instride: changes of threat models -->\nold",
    user: { type: "Bot" },
  });
  await run(t, history, { name: "pull_request", base }, quiet.api);
  assert.match(quiet.api.comments[0]?.body ?? "", /no threat model differs/);
});

test("a comment of a person that begins with our mark stays theirs", async (t) => {
  const { history, base } = await prepare(t);
  await addRoute(history);
  const api = await githubApi(t, token);
  const theirs = "<!-- instride: changes of threat models -->\nmine";
  for (let id = 1; id <= 150; id += 1) api.comments.push({ id, body: theirs, user: { type: "User" } });
  await run(t, history, { name: "pull_request", base }, api);
  assert.equal(api.comments.length, 151);
  assert.ok(api.comments.slice(0, 150).every(({ body }) => body === theirs));
});

test("a pull request from a fork runs without rights: the job summary says what changes", async (t) => {
  const { history, base } = await prepare(t);
  await addRoute(history);
  const ran = await run(t, history, { name: "pull_request", base, fork: true });
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.summary, /late\.example\.com/);
  assert.deepEqual(ran.api.requests, []);
  assert.ok(!ran.took.includes("github/codeql-action/upload-sarif"));
});

test("a token that may not comment does not fail the check", async (t) => {
  const { history, base } = await prepare(t);
  await addRoute(history);
  const api = await githubApi(t, token);
  api.refuse = 403;
  const ran = await run(t, history, { name: "pull_request", base }, api);
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.said, /no right to comment \(403\).*pull-requests: write/);
});

test("a commit that went past the hooks fails the job, after summary and comment said so", async (t) => {
  const { history, base } = await prepare(t);
  history.repository.write("src/notes/more.ts", "export const more = 2;\n");
  await history.commit("In a hurry", "past the hooks");
  const ran = await run(t, history, { name: "pull_request", base });
  assert.equal(ran.status, 1, ran.said);
  assert.equal(ran.outputs["verify"]?.["status"], "1");
  assert.match(ran.summary, /not in step/);
  assert.match(ran.api.comments[0]?.body ?? "", /not in step/);
  assert.equal(ran.took.at(-1), "Say whether every commit is in step");
});

test("the policy of the base counts, in a pull request and in the merge queue", async (t) => {
  const { history } = await prepare(t);
  const strict = { ...config, policy: { modes: ["in-session", "rules"] } };
  history.repository.write("instride.config.json", JSON.stringify(strict));
  const base = await history.commit("Strict");
  history.repository.write("instride.config.json", JSON.stringify(config));
  const server = history.repository.read("src/notes/server.ts");
  history.repository.write("src/notes/server.ts", `${server}// words\n`);
  await history.commit("Loosen, then change in another mode");
  for (const name of ["pull_request", "merge_group"] as const) {
    const ran = await run(t, history, { name, base });
    assert.equal(ran.status, 1, `${name}: ${ran.said}`);
    assert.match(ran.said, /mode-not-allowed/);
  }
});

test("the comment shows what the request changes, not what its base gained meanwhile", async (t) => {
  const { history, base } = await prepare(t);
  const { repository } = history;
  await repository.git("checkout", "-qb", "topic");
  history.repository.write("README.md", "# Notes\n");
  await history.commit("Words");
  await repository.git("checkout", "-q", "main");
  await addRoute(history);
  await repository.git("checkout", "-q", "--detach");
  await repository.git("merge", "-q", "--no-ff", "-m", "Merge made for the request", "topic");
  const ran = await run(t, history, { name: "pull_request", base });
  assert.equal(ran.status, 0, ran.said);
  assert.match(ran.summary, /no threat model differs/);
});

test("rights for unread code, shallow checkouts and lost bases are refused, with what to do", async (t) => {
  const { history, base } = await prepare(t);
  await addMore(history);
  const target = await run(t, history, { name: "pull_request_target", base });
  assert.equal(target.status, 2);
  assert.match(target.said, /use pull_request/);
  const lost = await run(t, history, { name: "pull_request", base: "1".repeat(40) });
  assert.equal(lost.status, 2);
  assert.match(lost.said, /base of this request is not in the checkout/);
  await history.repository.git("clone", "-q", "--depth=1", `file://${history.repository.root}`, "../shallow");
  const shallow = await history.repository.run("bash", ["-eo", "pipefail", "-c", steps[0]?.run ?? ""], {
    cwd: join(history.repository.root, "../shallow"),
    env: { EVENT: "pull_request", REQUEST_BASE: base, BEFORE: "" },
  });
  assert.equal(shallow.status, 2);
  assert.match(shallow.said, /fetch-depth: 0/);
});

test("what is installed is what the base pins, else what the action is; a version is never a command", async (t) => {
  const { history, base } = await prepare(t);
  const install = steps.find(({ name }) => name === "Install instride") as Step;
  const asked = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const folder = registry(t);
    const ran = await history.repository.run(
      "bash",
      ["-eo", "pipefail", "-c", `npm() { echo "npm in $PWD: $*"; }; ${install.run}`],
      { env: { RUNNER_TEMP: folder, GITHUB_ACTION_PATH: projectRoot, VERSION: "", BASE: "", ...env } },
    );
    return ran.said.replaceAll(folder, "TEMP");
  };
  const version = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")).version as string;
  history.repository.write(
    "package-lock.json",
    JSON.stringify({ packages: { "node_modules/instride": { version: "9.9.9" } } }),
  );
  await history.commit("Another pin");
  assert.match(
    await asked({ BASE: base }),
    new RegExp(`^npm in TEMP/instride: install .*instride@${version}\\n$`),
  );
  assert.match(
    await asked({ BASE: await history.repository.git("rev-parse", "HEAD") }),
    /instride@9\.9\.9\n$/,
  );
  assert.match(await asked({}), new RegExp(`instride@${version}\\n$`));
  assert.match(await asked({ VERSION: "1.2.3-rc.1" }), /instride@1\.2\.3-rc\.1\n$/);
  assert.match(await asked({ VERSION: "1; touch x" }), /this is no version/);
  assert.match(await asked({ VERSION: "file:../evil" }), /this is no version/);
});

test("a push to the default branch leaves evidence of what landed, bound to the commit", async (t) => {
  const { history, base } = await prepare(t);
  const known = await history.repository.instride("evidence", "--help");
  if (!known.stdout.includes("--out")) return t.skip("this build has no instride evidence");
  await addMore(history);
  const ran = await run(t, history, { name: "push", before: base });
  assert.equal(ran.status, 0, ran.said);
  const folder = ran.outputs["evidence"]?.["folder"] as string;
  const { path, name } = ran.inputs["actions/upload-artifact"] ?? {};
  assert.equal(path, folder);
  assert.equal(name, `instride-evidence-${await history.repository.git("rev-parse", "HEAD")}`);
  assert.match(readFileSync(join(folder, "index.html"), "utf8"), /<!doctype html>/i);
  const checked = await history.repository.instride("evidence", "verify", folder);
  assert.equal(checked.status, 0, checked.said);
});

test("no evidence for another branch, for its first push, or when it is not wanted; none for a rewritten branch", async (t) => {
  const { history, base } = await prepare(t);
  await addMore(history);
  const other = await run(t, history, { name: "push", before: base, branch: "topic" });
  assert.ok(!other.took.includes("Write evidence"));
  const unwanted = await run(t, history, { name: "push", before: base, inputs: { evidence: "false" } });
  assert.ok(!unwanted.took.includes("Write evidence"));
  const first = await run(t, history, { name: "push", before: zeros });
  assert.equal(first.status, 0, first.said);
  assert.match(first.said, /evidence begins with the next/);
  assert.ok(!first.took.includes("actions/upload-artifact"));
  const forced = await run(t, history, { name: "push", before: base, forced: true });
  assert.equal(forced.status, 1);
  assert.match(forced.said, /was rewritten/);
});
