// What a person waits for: whole commits beside the same commit under other hooks, and the hook process of a paired
// commit beside a bare start of Node.

import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { callText, componentFiles, partPath, partText } from "./corpus.ts";
import { type Comparison, type Contender, sideBySide, timed } from "./measure.ts";
import { peers } from "./peers.ts";
import {
  type BenchRepository,
  newFolder,
  withEmptyHooks,
  withInstride,
  withoutHooks,
} from "./repositories.ts";

export interface CommitResults {
  readonly commits: Comparison;
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  /** Starts of Node during one commit that touches nothing paired. */
  readonly nodeStarts: number;
}

const emptyHooks = "husky, empty hooks";
export const nothingPaired = "husky and instride, nothing paired";

const commitOf = (name: string, repository: BenchRepository): Contender => ({
  name,
  run: () => timed(repository.unpairedCommit()),
});

/** Puts a `node` in front that leaves a mark. */
const countNodeStarts = async (folder: string, repository: BenchRepository): Promise<number> => {
  const shims = join(folder, "shims");
  const mark = join(folder, "node-started");
  mkdirSync(shims);
  writeFileSync(join(shims, "node"), `#!/bin/sh\necho start >>'${mark}'\nexec '${process.execPath}' "$@"\n`);
  chmodSync(join(shims, "node"), 0o755);
  const command = repository.unpairedCommit();
  await timed({ ...command, env: { ...command.env, PATH: `${shims}${delimiter}${command.env["PATH"]}` } });
  return existsSync(mark) ? 1 : 0;
};

export const runCommits = async (rounds: number): Promise<CommitResults> => {
  const folder = newFolder();
  try {
    const instride = withInstride(folder);
    const others = peers(folder);
    const nodeStarts = await countNodeStarts(folder, instride);
    const commits = await sideBySide(
      [
        commitOf(emptyHooks, withEmptyHooks(folder)),
        commitOf("bare git commit", withoutHooks(folder)),
        commitOf(nothingPaired, instride),
        ...others.flatMap(({ name, repository }) =>
          repository === undefined ? [] : [commitOf(name, repository)],
        ),
      ],
      rounds,
    );
    const skipped = others.flatMap(({ name, skipped: why }) => (why === undefined ? [] : [{ name, why }]));
    return { commits, skipped, nodeStarts };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

export const inStep = "pre-commit, in step already";
export const stale = "pre-commit, stale, rules agent";

/**
 * Stages the next of many edits, each in another file: a limit moves, and every other one brings or takes away an
 * outbound call. Each is committed before the next, as people do.
 */
const editor = (repository: BenchRepository): (() => void) => {
  let edits = 0;
  return () => {
    edits += 1;
    const at = 1 + (Math.floor((edits - 1) / 2) % (componentFiles - 1));
    const call = edits % 2 === 1 ? callText(at) : "";
    repository.write(partPath(at), `${partText(at, 1000 + edits)}${call}`);
    repository.git("add", "-A");
  };
};

export const runHooks = async (rounds: number): Promise<Comparison> => {
  const folder = newFolder();
  try {
    const repository = withInstride(folder);
    const edit = editor(repository);
    // The script that husky's wrapper starts, with the index as git names it there.
    const hook = repository.command("sh", "node_modules/instride/hooks/pre-commit");
    const asGit = { ...hook, env: { ...hook.env, GIT_INDEX_FILE: ".git/index" } };
    const node = repository.command(process.execPath, "-e", "0");
    const { NODE_EXTRA_CA_CERTS: _, ...bare } = node.env;
    const records = (): number => repository.git("diff", "--cached", "--name-only", "--", ".instride").length;
    return await sideBySide(
      [
        { name: "node -e 0", run: () => timed(node) },
        ...(node.env["NODE_EXTRA_CA_CERTS"] === undefined
          ? []
          : [{ name: "node -e 0, without NODE_EXTRA_CA_CERTS", run: () => timed({ ...node, env: bare }) }]),
        {
          name: stale,
          run: async () => {
            edit();
            const sample = await timed(asGit);
            if (records() === 0) throw new Error("the hook staged no record: nothing was brought in step");
            return sample;
          },
        },
        {
          name: inStep,
          run: async () => {
            const sample = await timed(asGit);
            repository.git("-c", "core.hooksPath=/dev/null", "commit", "-qm", "Edit orders");
            return sample;
          },
        },
      ],
      rounds,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
