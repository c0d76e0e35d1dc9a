// The hook is killed, or its writes fail, before each write of a sync. Afterwards the repository is as before or as
// after, every edit is still there, nothing is left that blocks anybody, and the same command brings it where an
// undisturbed run would have brought it. `MATRIX=all` runs every point with every signal; CI takes them in turn.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { writeComponent } from "../support/component.ts";
import { newRepository, type TestRepository } from "../support/repository.ts";

interface Kind {
  readonly name: string;
  /** Brings a repository with one component to where the command is given. */
  readonly prepare: (repository: TestRepository) => Promise<void>;
  readonly command: readonly string[];
}

const call = (host: string): string =>
  `\nexport const ${host} = async () => fetch("https://${host}.example.com/");\n`;

const edit = (repository: TestRepository, path: string, more: string): void =>
  repository.write(path, (repository.exists(path) ? repository.read(path) : "") + more);

const person = "Ada wants to talk about this one";

/** What a person may have open meanwhile: code that is not staged, and a note in the model. */
const unstagedEdits = (repository: TestRepository): void => {
  edit(repository, "src/notes/server.ts", "// not staged\n");
  repository.write(
    "specs/notes.threats.yaml",
    repository.read("specs/notes.threats.yaml").replace(/^( +)title:/m, `$1notes: ${person}\n$1title:`),
  );
  repository.write("mine.txt", "an untracked file\n");
};

const kinds: readonly Kind[] = [
  {
    name: "plain commit beside unstaged edits",
    prepare: async (repository) => {
      edit(repository, "src/notes/server.ts", call("staged"));
      await repository.git("add", "-A");
      unstagedEdits(repository);
    },
    command: ["commit", "-qm", "Call out"],
  },
  {
    name: "commit -a",
    prepare: async (repository) => {
      edit(repository, "src/notes/server.ts", call("all"));
      repository.write("mine.txt", "an untracked file\n");
    },
    command: ["commit", "-qam", "Call out"],
  },
  {
    name: "commit -- path beside staged edits",
    prepare: async (repository) => {
      edit(repository, "README.md", "more\n");
      await repository.git("add", "-A");
      edit(repository, "src/notes/server.ts", call("path"));
    },
    command: ["commit", "-qm", "Call out", "--", "src/notes/server.ts"],
  },
  {
    name: "commit --amend beside unstaged edits",
    prepare: async (repository) => {
      edit(repository, "README.md", "more\n");
      await repository.git("commit", "-qam", "More");
      edit(repository, "src/notes/server.ts", call("amend"));
      await repository.git("add", "-A");
      unstagedEdits(repository);
    },
    command: ["commit", "-q", "--amend", "--no-edit"],
  },
  {
    name: "a second component's first commit",
    prepare: async (repository) => {
      repository.write(
        "specs/memos.md",
        repository.read("specs/notes.md").replace("id: notes", "id: memos").replace("src/notes", "src/memos"),
      );
      repository.write("src/memos/memos.ts", call("memos"));
      await repository.git("add", "-A");
    },
    command: ["commit", "-qm", "Memos"],
  },
  {
    name: "a commit that mends a stale HEAD",
    prepare: async (repository) => {
      edit(repository, "src/notes/server.ts", call("late"));
      await repository.git("commit", "-qam", "Past", "--no-verify");
      edit(repository, "README.md", "more\n");
      await repository.git("add", "-A");
    },
    command: ["commit", "-qm", "More"],
  },
  {
    name: "a merge commit after a conflict",
    prepare: async (repository) => {
      edit(repository, "src/notes/server.ts", "export const end = 'left';\n");
      await repository.git("commit", "-qam", "left");
      await repository.git("checkout", "-qb", "side", "HEAD~1");
      edit(repository, "src/notes/server.ts", "export const end = 'right';\n");
      await repository.git("commit", "-qam", "right");
      await repository.git("checkout", "-q", "main");
      await repository.tryGit("merge", "-q", "side");
      await repository.git("checkout", "-q", "--theirs", "src");
      edit(repository, "src/notes/server.ts", call("merged"));
      await repository.git("add", "-A");
    },
    command: ["commit", "-qm", "Merge side"],
  },
  {
    name: "deleting and narrowing",
    prepare: async (repository) => {
      repository.write("src/notes/extra.ts", call("extra"));
      await repository.git("add", "-A");
      await repository.git("commit", "-qm", "Extra");
      await repository.git("rm", "-q", "src/notes/server.ts");
      repository.write(
        "specs/notes.md",
        repository.read("specs/notes.md").replace("src/notes/**", "src/notes/*.ts"),
      );
      await repository.git("add", "-A");
    },
    command: ["commit", "-qm", "Drop the server"],
  },
];

/** Files of the work tree, but not what git keeps, by path. */
const workTree = (root: string): Map<string, string> =>
  new Map(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.startsWith(join(root, ".git/")) && !file.startsWith(join(root, "node_modules")))
      .map((file) => [file.slice(root.length + 1), readFileSync(file, "utf8")]),
  );

/** The index as text; entries and stages. */
const indexOf = (repository: TestRepository): Promise<string> => repository.git("ls-files", "-s");

const isOurs = (path: string): boolean => /\.threats\.(?:yaml|md)$|^\.instride\//.test(path);

const leftovers = (repository: TestRepository): string[] =>
  readdirSync(join(repository.root, ".git"), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".lock"))
    .concat([...workTree(repository.root).keys()].filter((path) => /tmp$|\.lock$/.test(path)));

interface Undisturbed {
  readonly points: readonly string[];
  readonly before: { readonly head: string; readonly index: string; readonly files: Map<string, string> };
  readonly after: { readonly tree: string; readonly index: string; readonly files: Map<string, string> };
}

const observe = async (repository: TestRepository, kind: Kind): Promise<Undisturbed> => {
  const before = {
    head: await repository.git("rev-parse", "HEAD"),
    index: await indexOf(repository),
    files: workTree(repository.root),
  };
  const log = join(repository.home, "points");
  const ran = await repository.run("git", kind.command, { env: { INSTRIDE_FAULT: `log:${log}` } });
  assert.equal(ran.status, 0, ran.said);
  const verified = await repository.instride("verify", "HEAD");
  assert.equal(verified.status, 0, verified.said);
  return {
    points: readFileSync(log, "utf8").trim().split("\n"),
    before,
    after: {
      tree: await repository.git("rev-parse", "HEAD^{tree}"),
      index: await indexOf(repository),
      files: workTree(repository.root),
    },
  };
};

/** Signals that a person, a supervisor and the kernel send, and a full disk. */
const blows = ["SIGINT", "SIGTERM", "SIGKILL", "ENOSPC"] as const;

const disturb = async (
  repository: TestRepository,
  kind: Kind,
  undisturbed: Undisturbed,
  fault: string,
): Promise<void> => {
  const { before, after } = undisturbed;
  const ran = await repository.run("git", kind.command, { env: { INSTRIDE_FAULT: fault } });
  const said = ran.said;
  assert.doesNotMatch(said, /defect of instride/);

  // A cache that can't be written is no reason to stop; everything else stops the commit.
  if (ran.status !== 0) {
    assert.equal(await repository.git("rev-parse", "HEAD"), before.head, said);
    const index = await indexOf(repository);
    assert.ok(
      index === before.index || index === after.index,
      `the index is neither as before nor as after:\n${index}`,
    );
    const now = workTree(repository.root);
    for (const [path, content] of before.files)
      if (!isOurs(path)) assert.equal(now.get(path), content, path);
      else if (content.includes(person)) assert.ok(now.get(path)?.includes(person), `${path} lost an edit`);
    assert.deepEqual(leftovers(repository), []);
    const again = await repository.run("git", kind.command);
    assert.equal(again.status, 0, `the next commit: ${again.said}`);
  }
  assert.equal(await repository.git("rev-parse", "HEAD^{tree}"), after.tree, said);
  assert.equal(await indexOf(repository), after.index);
  assert.deepEqual(workTree(repository.root), after.files);
  assert.deepEqual(leftovers(repository), []);
  assert.equal(existsSync(join(repository.root, ".git/instride/journal.json")), false);
};

type Blow = (typeof blows)[number];

const serious = /^\d+ (?:local journal|rename journal|worktree|index|second index|journal removal)/;

const everything = process.env["MATRIX"] === "all";
let counted = 0;

suite("interruption", { concurrency: 1 }, () => {
  for (const [at, kind] of kinds.entries())
    test(kind.name, { concurrency: availableParallelism() + 1 }, async (t) => {
      const options = {
        template: `interruption ${kind.name}`,
        prepare: async (made: TestRepository) => {
          await writeComponent(made);
          await kind.prepare(made);
        },
      };
      const undisturbed = await observe(await newRepository(t, options), kind);
      const runs = undisturbed.points.flatMap((point, index) => {
        const turn = (by: number): Blow => blows[(index + at + by) % blows.length] as Blow;
        // Where the repository itself is written, more than one way of ending is tried always.
        const chosen = everything ? blows : serious.test(point) ? [turn(0), turn(2)] : [turn(0)];
        return chosen.map((blow) => ({ point, index, blow }));
      });
      counted += runs.length;
      await Promise.all(
        runs.map(({ point, index, blow }) =>
          t.test(`${blow} before ${point.replace(/^\d+ /, "")}`, async (each) => {
            await disturb(await newRepository(each, options), kind, undisturbed, `${index + 1}:${blow}`);
          }),
        ),
      );
    });
});

test("the matrix has at least 200 points", () => {
  assert.ok(counted >= 200, `${counted} points`);
});
