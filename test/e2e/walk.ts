// Random walks: what a developer may do to a repository, as data, and what must be true after each step.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Ran, TestRepository } from "../support/repository.ts";

export type Step =
  | {
      readonly do: "edit" | "stage" | "partly stage" | "delete" | "rename";
      readonly file: number;
      readonly text: number;
    }
  | { readonly do: "work"; readonly file: number; readonly text: number }
  | { readonly do: "commit"; readonly how: "plain" | "all" | "path" | "amend"; readonly file: number }
  | { readonly do: "branch" | "merge" | "squash" | "rebase" | "cherry-pick"; readonly branch: number }
  | { readonly do: "revert" }
  | { readonly do: "stash" | "pop" }
  | { readonly do: "accept" | "challenge"; readonly threat: number; readonly text: number };

const file = fc.nat({ max: 3 });
const text = fc.nat({ max: 6 });
const branch = fc.nat({ max: 2 });

const of = <T extends string>(...names: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...names);

export const steps = (length: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: of("work"), file, text }) },
      { weight: 3, arbitrary: fc.record({ do: of("edit"), file, text }) },
      {
        weight: 3,
        arbitrary: fc.record({ do: of("stage", "partly stage", "delete", "rename"), file, text }),
      },
      {
        weight: 4,
        arbitrary: fc.record({ do: of("commit"), how: of("plain", "all", "path", "amend"), file }),
      },
      { weight: 4, arbitrary: fc.record({ do: of("branch"), branch }) },
      { weight: 5, arbitrary: fc.record({ do: of("merge", "squash", "rebase", "cherry-pick"), branch }) },
      { weight: 1, arbitrary: fc.record({ do: of("revert", "stash", "pop") }) },
      {
        weight: 2,
        arbitrary: fc.record({ do: of("accept", "challenge"), threat: fc.nat({ max: 20 }), text }),
      },
    ),
    { minLength: length, maxLength: length, size: "max" },
  ) as fc.Arbitrary<Step[]>;

const lines: readonly string[] = [
  'export const a = async () => fetch("https://a.example.com/");',
  'export const b = async (id: string) => fetch("https://b.example.com/v1", { method: "POST", body: id });',
  "// a remark",
  "export const key = process.env.SIGNING_KEY;",
  'import { writeFile } from "node:fs/promises"; export const keep = (t: string) => writeFile("/var/notes/t", t);',
  "export const limit = 10;",
  'import { execFile } from "node:child_process"; export const run = () => execFile("convert", ["-"]);',
];

const branches: readonly string[] = ["main", "one", "two"];

const modelPath = "specs/notes.threats.yaml";
const fileName = (at: number): string => `src/notes/f${at}.ts`;
const threatIds = (model: string): string[] =>
  [...model.matchAll(/^ {8}([A-Z]{1,3}-[a-z2-7]{5}):$/gm)].map((match) => match[1] as string);
const decisions = (model: string): string[] => [...new Set(model.match(/Ada said \d+/g) ?? [])];
const isOurs = (path: string): boolean => /\.threats\.(?:yaml|md)$|^\.instride\//.test(path);

/** Three branches that have gone apart already, so that merging means something from the first step on. */
export const prepareBranches = async (repository: TestRepository): Promise<void> => {
  for (const [at, name] of branches.entries()) {
    await repository.git("checkout", "-q", ...(at === 0 ? [] : ["-b"]), name);
    repository.write(fileName(at), `${lines[at]}\n`);
    await repository.git("add", "-A");
    await repository.git("commit", "-qm", `Begin ${name}`);
    if (at > 0) await repository.git("checkout", "-q", "main");
  }
};

/** Walks through a repository; throws when something that must hold does not. */
export class Walk {
  readonly #repository: TestRepository;
  /** How often each thing came about, so that a walk can't go nowhere unnoticed. */
  readonly counts: Map<string, number>;

  constructor(repository: TestRepository, counts: Map<string, number> = new Map()) {
    this.#repository = repository;
    this.counts = counts;
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  async #show(revision: string): Promise<string> {
    const ran = await this.#repository.tryGit("show", `${revision}:${modelPath}`);
    return ran.status === 0 ? ran.stdout : "";
  }

  async #paths(...args: string[]): Promise<string[]> {
    return (await this.#repository.git(...args, "-z")).split("\0").filter(Boolean);
  }

  /** Work tree files that are the developer's, with their contents. */
  async #own(): Promise<Map<string, string>> {
    const paths = await this.#paths("ls-files", "-c", "-o", "--exclude-standard");
    return new Map(
      paths
        .filter((path) => !isOurs(path) && this.#repository.exists(path))
        .map((path) => [path, this.#repository.read(path)]),
    );
  }

  async #inStep(what: string): Promise<void> {
    const verified = await this.#repository.instride("verify", "HEAD");
    assert.equal(verified.status, 0, `after ${what}, HEAD is not in step:\n${verified.said}`);
  }

  /** A commit through the hooks: in step, nothing of the developer's lost, decisions kept, no threat gone. */
  async #commit(args: readonly string[], parents: readonly string[]): Promise<Ran> {
    const repository = this.#repository;
    const own = await this.#own();
    const threats = new Set(
      (await Promise.all(parents.map((parent) => this.#show(parent)))).flatMap(threatIds),
    );
    const open = decisions(repository.exists(modelPath) ? repository.read(modelPath) : "");
    const staged = decisions(await this.#show(""));
    // Whoever decides anew takes their earlier decision back themselves.
    const said = decisions(await this.#show("HEAD")).filter(
      (decision) => staged.includes(decision) && open.includes(decision),
    );
    const head = await repository.git("rev-parse", "HEAD");
    const ran = await repository.run("git", ["commit", "-q", ...args]);
    assert.doesNotMatch(ran.said, /defect of instride/);
    assert.deepEqual(await this.#own(), own, "the developer's files changed");
    if (repository.exists(modelPath)) {
      const now = repository.read(modelPath);
      for (const decision of open) assert.ok(now.includes(decision), `the work tree lost '${decision}'`);
    }
    if (ran.status !== 0) {
      assert.match(
        ran.said,
        /nothing to commit|nothing added|no changes added|did not match any|make it empty|unmerged/,
        ran.said,
      );
      return ran;
    }
    if ((await repository.git("rev-parse", "HEAD")) === head) return ran;
    this.#count("commit");
    await this.#inStep(`git commit ${args.join(" ")}`);
    const model = await this.#show("HEAD");
    const there = new Set(threatIds(model));
    for (const threat of threats) assert.ok(there.has(threat), `threat ${threat} vanished`);
    for (const decision of said) assert.ok(model.includes(decision), `the commit lost '${decision}'`);
    return ran;
  }

  async #isClean(): Promise<boolean> {
    return (await this.#repository.git("status", "--porcelain")) === "";
  }

  async #putAside(): Promise<void> {
    if (await this.#isClean()) return;
    await this.#repository.git("add", "-A");
    await this.#commit(["-m", "Put aside what is open"], ["HEAD"]);
  }

  /** Ends a merge, pick or rebase that stopped: theirs for code, both for models. */
  async #resolve(): Promise<void> {
    const repository = this.#repository;
    for (const path of new Set(await this.#paths("diff", "--name-only", "--diff-filter=U"))) {
      if (path === modelPath && repository.read(path).includes("\nconflicts:\n"))
        repository.write(path, repository.read(path).replace(/^conflicts:\n(?: .*\n|\n)*/m, ""));
      else {
        const theirs = await repository.tryGit("checkout", "-q", "--theirs", "--", path);
        if (theirs.status !== 0) await repository.tryGit("rm", "-q", "--", path);
      }
    }
    await repository.git("add", "-A");
  }

  /** Picks and rebases skip pre-commit: what they leave may be stale, and the next amend through the hooks mends it. */
  async #mend(what: string): Promise<void> {
    const verified = await this.#repository.instride("verify", "HEAD");
    this.#count(what);
    if (verified.status === 0) return;
    this.#count("amend that mends");
    const ran = await this.#repository.run("git", ["commit", "-q", "--amend", "--no-edit", "--allow-empty"]);
    assert.equal(ran.status, 0, `the amend after ${what}: ${ran.said}`);
    await this.#inStep(`the amend after ${what}`);
  }

  async take(step: Step): Promise<void> {
    const repository = this.#repository;
    switch (step.do) {
      case "edit": {
        const path = fileName(step.file);
        repository.write(
          path,
          `${repository.exists(path) ? repository.read(path) : ""}${lines[step.text]}\n`,
        );
        return;
      }
      case "stage":
        await repository.tryGit("add", "--", fileName(step.file));
        return;
      case "partly stage": {
        const path = fileName(step.file);
        const staged = await repository.tryGit("show", `:${path}`);
        const content = `${staged.status === 0 ? staged.stdout : ""}${lines[step.text]}\n`;
        const blob = await repository.run("git", ["hash-object", "-w", "--stdin"], { input: content });
        await repository.git("update-index", "--add", "--cacheinfo", `100644,${blob.stdout.trim()},${path}`);
        return;
      }
      case "delete":
        await repository.tryGit("rm", "-q", "--", fileName(step.file));
        return;
      case "rename":
        await repository.tryGit("mv", "--", fileName(step.file), fileName((step.file + 1) % 4));
        return;
      case "commit": {
        const args = {
          plain: ["-m", "plain"],
          all: ["-a", "-m", "all"],
          path: ["-m", "path", "--", fileName(step.file)],
          amend: ["--amend", "--no-edit", "--allow-empty"],
        }[step.how];
        await this.#commit(args, ["HEAD"]);
        return;
      }
      case "work":
        await this.take({ do: "edit", file: step.file, text: step.text });
        await repository.git("add", "-A");
        await this.#commit(["-m", "work"], ["HEAD"]);
        return;
      case "branch": {
        await this.#putAside();
        const name = branches[step.branch] as string;
        if ((await repository.tryGit("checkout", "-q", name)).status !== 0)
          await repository.tryGit("checkout", "-q", "-b", name);
        return;
      }
      case "accept":
      case "challenge": {
        const ids = threatIds(await this.#show(""));
        const id = ids[step.threat % Math.max(1, ids.length)];
        if (id === undefined) return;
        const ran = await repository.instride(
          ...(step.do === "accept"
            ? ["accept", id, "--reason", `Ada said ${step.text}`, "--until", "2090-01-01"]
            : ["challenge", id, "--reason", `Ada said ${step.text}`]),
        );
        assert.doesNotMatch(ran.said, /defect of instride/);
        if (ran.status === 0) this.#count(step.do);
        return;
      }
      case "stash":
        await repository.tryGit("stash", "-q");
        return;
      case "pop":
        if (await this.#isClean()) await repository.tryGit("stash", "pop", "-q");
        return;
      default:
        await this.#combine(step);
    }
  }

  async #combine(
    step: Extract<Step, { readonly branch: number }> | { readonly do: "revert" },
  ): Promise<void> {
    const repository = this.#repository;
    await this.#putAside();
    const other = "branch" in step ? (branches[step.branch] as string) : "HEAD";
    if ((await repository.tryGit("rev-parse", "-q", "--verify", other)).status !== 0) return;
    switch (step.do) {
      case "merge": {
        const parents = [await repository.git("rev-parse", "HEAD"), await repository.git("rev-parse", other)];
        const ran = await repository.run("git", ["merge", "-q", "--no-edit", other]);
        assert.doesNotMatch(ran.said, /defect of instride/);
        if (ran.status === 0) {
          // A fast-forward takes what is there; a merge went through pre-merge-commit.
          if ((await repository.git("rev-parse", "HEAD")) !== parents[1]) {
            this.#count("clean merge");
            await this.#inStep("a clean merge");
          }
          return;
        }
        this.#count("stopped merge");
        await this.#resolve();
        const ended = await this.#commit(["--no-edit"], parents);
        assert.equal(ended.status, 0, ended.said);
        return;
      }
      case "squash": {
        const parents = [await repository.git("rev-parse", "HEAD"), await repository.git("rev-parse", other)];
        const ran = await repository.tryGit("merge", "-q", "--squash", other);
        if (ran.status !== 0) await this.#resolve();
        this.#count("squash");
        await this.#commit(["-m", "squash"], parents);
        return;
      }
      case "rebase":
        if ((await repository.tryGit("rebase", "-q", other)).status !== 0) {
          await repository.git("rebase", "--abort");
          return;
        }
        await this.#mend("a rebase");
        return;
      case "cherry-pick":
        if ((await repository.tryGit("cherry-pick", "--allow-empty", other)).status !== 0) {
          await repository.tryGit("cherry-pick", "--abort");
          return;
        }
        await this.#mend("a cherry-pick");
        return;
      case "revert":
        if ((await repository.tryGit("revert", "--no-edit", "HEAD")).status !== 0) {
          await repository.tryGit("revert", "--abort");
          return;
        }
        await this.#mend("a revert");
        return;
      default:
    }
  }
}
