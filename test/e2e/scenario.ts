// Scenarios are text: what a person types and what must be true after it. This file reads and runs them.
//
//   # first line: the situation, which is the test's name
//   start component            (default: hooks installed, one component in step; or: installed, empty; then
//                               arguments for git init, if any)
//   needs symlinks             (skips visibly where the platform lacks it; also: linux, unprivileged, tiny-disk)
//   $ git commit -qm "Edit"    (a command for sh, in the repository; lines that begin with > go on)
//   exit 0                     (default: 0)
//   says / not says TEXT       (both output streams of the last command)
//   committed / not committed PATH     (in the diff of HEAD against its first parent)
//   staged / not staged PATH, unstaged / not unstaged PATH, untracked PATH, clean
//   in step [REV] / stale [REV]        (instride verify; without REV the index)
//   HEAD|index|file PATH has / lacks TEXT    (a text between two / is a regular expression)
//   trailer COMPONENT / no trailer     (of HEAD)
//
// A PATH in double quotes is a JSON string; `*` in a path stands for any characters. Commands find the repository in
// $ROOT, the command line in $CLI and an empty folder beside the repository in $ASIDE.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { writeComponent } from "../support/component.ts";
import { newRepository, type Ran, type TestRepository } from "../support/repository.ts";

interface Step {
  readonly line: number;
  readonly kind: "run" | "expect" | "start" | "needs";
  readonly text: string;
}

export interface Scenario {
  readonly title: string;
  readonly steps: readonly Step[];
}

export const parseScenario = (text: string): Scenario => {
  const steps: Step[] = [];
  let title = "";
  for (const [at, raw] of text.split("\n").entries()) {
    const line = raw.trimEnd();
    if (line === "" || line.startsWith("#")) {
      if (title === "" && line.startsWith("#")) title = line.replace(/^#\s*/, "");
      continue;
    }
    if (line.startsWith(">")) {
      const last = steps.at(-1);
      assert.equal(last?.kind, "run", `line ${at + 1}: > continues a command`);
      steps[steps.length - 1] = { ...(last as Step), text: `${last?.text}\n${line.replace(/^> ?/, "")}` };
    } else if (line.startsWith("$ ")) steps.push({ line: at + 1, kind: "run", text: line.slice(2) });
    else if (line.startsWith("start ")) steps.push({ line: at + 1, kind: "start", text: line.slice(6) });
    else if (line.startsWith("needs ")) steps.push({ line: at + 1, kind: "needs", text: line.slice(6) });
    else steps.push({ line: at + 1, kind: "expect", text: line });
  }
  assert.notEqual(title, "", "the first line names the situation");
  return { title, steps };
};

const has = (text: string, wanted: string): boolean =>
  wanted.startsWith("/") && wanted.endsWith("/") && wanted.length > 2
    ? new RegExp(wanted.slice(1, -1), "m").test(text)
    : text.includes(wanted);

const unquoted = (path: string): string => (path.startsWith('"') ? (JSON.parse(path) as string) : path);

const headPaths = async (repository: TestRepository): Promise<string[]> =>
  (
    await repository.git(
      "diff-tree",
      "-m",
      "--first-parent",
      "--root",
      "-r",
      "--no-commit-id",
      "--name-only",
      "-z",
      "HEAD",
    )
  )
    .split("\0")
    .filter(Boolean);

const statusOf = async (repository: TestRepository): Promise<Map<string, string>> => {
  const out = await repository.git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all");
  return new Map(
    out
      .split("\0")
      .filter(Boolean)
      .map((entry) => [entry.slice(3), entry.slice(0, 2)]),
  );
};

const contentAt = async (repository: TestRepository, where: string, path: string): Promise<string> => {
  if (where === "file") return repository.exists(path) ? repository.read(path) : "";
  const ran = await repository.tryGit("show", where === "HEAD" ? `HEAD:${path}` : `:${path}`);
  return ran.status === 0 ? ran.stdout : "";
};

const expectations: readonly (readonly [
  RegExp,
  (repository: TestRepository, last: Ran, match: RegExpExecArray) => Promise<void>,
])[] = [
  [
    /^(not )?says (.+)$/,
    async (_, last, [, not, text]) => {
      assert.equal(has(last.said, text as string), not === undefined, `said:\n${last.said}`);
    },
  ],
  [
    /^(not )?committed (.+)$/,
    async (repository, _, [, not, path]) => {
      const paths = await headPaths(repository);
      assert.equal(
        paths.some((each) => matches(each, path as string)),
        not === undefined,
        `HEAD has ${paths.join(", ")}`,
      );
    },
  ],
  [
    /^(not )?(staged|unstaged) (.+)$/,
    async (repository, _, [, not, where, path]) => {
      const found = [...(await statusOf(repository))].some(
        ([each, state]) =>
          matches(each, path as string) && state[where === "staged" ? 0 : 1] !== " " && state !== "??",
      );
      assert.equal(found, not === undefined, (await repository.tryGit("status", "--short")).said);
    },
  ],
  [
    /^untracked (.+)$/,
    async (repository, _, [, path]) => {
      assert.equal((await statusOf(repository)).get(unquoted(path as string)), "??");
    },
  ],
  [
    /^clean$/,
    async (repository) => {
      assert.equal((await repository.tryGit("status", "--short")).said, "");
    },
  ],
  [
    /^(in step|stale)(?: (.+))?$/,
    async (repository, _, [, what, revision]) => {
      const ran = await repository.instride("verify", ...(revision === undefined ? [] : [revision]));
      assert.equal(ran.status, what === "in step" ? 0 : 1, ran.said);
    },
  ],
  [
    /^(HEAD|index|file) ("(?:[^"\\]|\\.)*"|\S+) (has|lacks) (.+)$/,
    async (repository, _, [, where, path, how, text]) => {
      const content = await contentAt(repository, where as string, unquoted(path as string));
      assert.equal(has(content, text as string), how === "has", content.slice(0, 2_000));
    },
  ],
  [
    /^trailer (\S+)$/,
    async (repository, _, [, component]) => {
      const trailers = await repository.git("log", "-1", "--format=%(trailers:key=Threat-Model,valueonly)");
      assert.match(trailers, new RegExp(`^${component} [0-9a-f]{12}`, "m"));
    },
  ],
  [
    /^no trailer$/,
    async (repository) => {
      assert.equal(await repository.git("log", "-1", "--format=%(trailers:key=Threat-Model)"), "");
    },
  ],
];

/** A path, or one with `*` for any characters. */
const matches = (path: string, quoted: string): boolean => {
  const wanted = unquoted(quoted);
  return wanted.includes("*")
    ? new RegExp(
        `^${wanted
          .split("*")
          .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
          .join(".*")}$`,
        "s",
      ).test(path)
    : path === wanted;
};

const isRoot = process.getuid?.() === 0;

const works = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

const dropPrivileges = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

const lacking = (need: string): string | undefined => {
  if (need === "unprivileged")
    return !isRoot || works(dropPrivileges[0] as string, ...dropPrivileges.slice(1), "true")
      ? undefined
      : "runs as root, whom file modes do not stop";
  if (need === "tiny-disk") {
    const folder = mkdtempSync(join(tmpdir(), "instride-mount-"));
    const can = works("mount", "-t", "tmpfs", "-o", "size=64k", "none", folder);
    if (can) works("umount", folder);
    rmSync(folder, { recursive: true });
    return can ? undefined : "may not mount a small file system";
  }
  if (need === "linux") return process.platform === "linux" ? undefined : "needs Linux";
  if (need === "symlinks") return process.platform === "win32" ? "needs symbolic links" : undefined;
  throw new Error(`unknown need '${need}'`);
};

/** What a need gives to the commands: $UNPRIVILEGED runs a command as nobody, $TINY is a file system of 8 MB. */
const prepareNeeds = (
  t: TestContext,
  scenario: Scenario,
  repository: TestRepository,
): Record<string, string> => {
  const needs = new Set(scenario.steps.filter((step) => step.kind === "needs").map((step) => step.text));
  const folder = join(repository.root, "..");
  if (needs.has("unprivileged")) {
    if (!isRoot) return { UNPRIVILEGED: "" };
    works("chown", "-R", "65534:65534", folder);
    return { UNPRIVILEGED: dropPrivileges.join(" ") };
  }
  if (needs.has("tiny-disk")) {
    const tiny = mkdtempSync(join(tmpdir(), "instride-tiny-"));
    works("mount", "-t", "tmpfs", "-o", "size=8m", "none", tiny);
    t.after(() => {
      works("umount", tiny);
      rmSync(tiny, { recursive: true });
    });
    return { TINY: tiny };
  }
  return {};
};

/** Runs one scenario; a failure names its line. */
export const runScenario = async (t: TestContext, scenario: Scenario): Promise<void> => {
  for (const step of scenario.steps) {
    if (step.kind !== "needs") continue;
    const why = lacking(step.text);
    if (why !== undefined) {
      t.skip(why);
      return;
    }
  }
  const [start = "component", ...initArgs] =
    scenario.steps.find((step) => step.kind === "start")?.text.split(" ") ?? [];
  assert.ok(["component", "installed", "empty"].includes(start), `unknown start '${start}'`);
  const repository = await newRepository(t, {
    installed: start !== "empty",
    initArgs,
    template: start,
    prepare: async (made) => {
      if (start === "component") await writeComponent(made);
    },
  });
  const aside = join(repository.root, "../aside");
  mkdirSync(aside);
  const extra = prepareNeeds(t, scenario, repository);
  let last: Ran = { status: 0, stdout: "", stderr: "", said: "" };
  let exit: number | undefined;
  let command = "";
  const checkExit = (): void => {
    if (exit !== undefined) assert.equal(last.status, exit, `$ ${command}\n${last.said}`);
    exit = undefined;
  };
  for (const step of scenario.steps) {
    if (step.kind === "start" || step.kind === "needs") continue;
    if (step.kind === "run") {
      checkExit();
      command = step.text;
      last = await repository.run("sh", ["-c", step.text], {
        env: { ROOT: repository.root, CLI: repository.cli, ASIDE: aside, ...extra },
      });
      exit = 0;
      continue;
    }
    const code = /^exit (\d+)$/.exec(step.text);
    if (code !== null) {
      exit = Number(code[1]);
      continue;
    }
    checkExit();
    const found = expectations
      .map(([pattern, check]) => ({ match: pattern.exec(step.text), check }))
      .find(({ match }) => match !== null);
    assert.ok(found, `line ${step.line}: unknown expectation '${step.text}'`);
    try {
      await found.check(repository, last, found.match as RegExpExecArray);
    } catch (error) {
      throw new Error(`line ${step.line}: ${step.text}\nafter $ ${command}\n${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  checkExit();
};
