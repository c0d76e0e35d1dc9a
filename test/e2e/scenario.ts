// Scenarios are text: what a person types and what must be true after it. This file reads and runs them.
//
//   # first line: the situation, which is the test's name
//   start component            (default: hooks installed, one component in step; or: installed, empty)
//   needs symlinks             (skips visibly where the platform lacks something)
//   $ git commit -qm "Edit"    (a command for sh, in the repository; lines that begin with > go on)
//   exit 0                     (default: 0)
//   says / not says TEXT       (both output streams of the last command)
//   committed / not committed PATH     (in the diff of HEAD against its first parent)
//   staged / not staged PATH, unstaged / not unstaged PATH, untracked PATH, clean
//   in step [REV] / stale [REV]        (instride verify; without REV the index)
//   HEAD|index|file PATH has / lacks TEXT
//   trailer COMPONENT / no trailer     (of HEAD)

import assert from "node:assert/strict";
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
      assert.equal((await statusOf(repository)).get(path as string), "??");
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
    /^(HEAD|index|file) (\S+) (has|lacks) (.+)$/,
    async (repository, _, [, where, path, how, text]) => {
      const content = await contentAt(repository, where as string, path as string);
      assert.equal(has(content, text as string), how === "has", content);
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
const matches = (path: string, wanted: string): boolean =>
  wanted.includes("*")
    ? new RegExp(
        `^${wanted
          .split("*")
          .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
          .join(".*")}$`,
      ).test(path)
    : path === wanted;

const lacking = (need: string): string | undefined => {
  if (need === "not-root")
    return process.getuid?.() === 0 ? "runs as root, whom file modes do not stop" : undefined;
  if (need === "linux") return process.platform === "linux" ? undefined : "needs Linux";
  if (need === "symlinks") return process.platform === "win32" ? "needs symbolic links" : undefined;
  throw new Error(`unknown need '${need}'`);
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
  const start = scenario.steps.find((step) => step.kind === "start")?.text ?? "component";
  const repository = await newRepository(t, { installed: start !== "empty" });
  if (start === "component") await writeComponent(repository);
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
        env: { ROOT: repository.root, CLI: repository.cli },
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
