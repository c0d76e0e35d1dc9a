// Checkpoints of the Entire CLI: a commit's `Entire-Checkpoint` trailer names a ref of its own,
// `refs/entire/checkpoints/<last two>/<id>`, or, in older versions, a folder of the branch `entire/checkpoints/v1`.

import { readBlobs } from "../../git/blobs.ts";
import type { Repository } from "../../git/repository.ts";
import { git, gitText } from "../../git/run.ts";
import { compare } from "../../model/finding.ts";
import { type ForeignContext, type FoundContext, foreignContext, maxStored } from "./foreign-context.ts";
import { conversationOf } from "./transcript.ts";

const idPattern = /^(?:[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{12})$/i;
const folder = "refs/entire/checkpoints";
const branches = ["refs/heads/entire/checkpoints/v1", "refs/remotes/origin/entire/checkpoints/v1"];

/** Checkpoints that are looked at: the newest refs, and those that the newest commits name. */
const newest = 200;

/** Checkpoint id → the newest commit that names it. */
const namedByCommits = async (repository: Repository): Promise<Map<string, string>> => {
  const format = "%H %(trailers:key=Entire-Checkpoint,valueonly,separator=%x20)";
  const { stdout, status } = await git(
    repository,
    ["log", `-${newest}`, `--format=${format}`, "--end-of-options", "HEAD", "--"],
    { allow: [128] },
  );
  const commits = new Map<string, string>();
  if (status !== 0) return commits;
  for (const line of stdout.toString("utf8").split("\n")) {
    const [commit, ...ids] = line.trim().split(/\s+/);
    for (const id of ids)
      if (commit !== undefined && idPattern.test(id) && !commits.has(id)) commits.set(id, commit);
  }
  return commits;
};

/** Checkpoint id → what git calls its tree. */
const treesOf = async (repository: Repository, named: Iterable<string>): Promise<Map<string, string>> => {
  const trees = new Map<string, string>();
  const refs = await gitText(repository, [
    ...["for-each-ref", `--count=${newest}`, "--sort=-creatordate", "--format=%(refname)", `${folder}/`],
  ]);
  for (const ref of refs.split("\n")) {
    const [, shard, id] = /^refs\/entire\/checkpoints\/([^/]{2})\/([^/]+)$/.exec(ref) ?? [];
    if (id !== undefined && idPattern.test(id) && id.endsWith(shard as string))
      trees.set(id, `${ref}^{tree}`);
  }
  const missing = [...named].filter((id) => !trees.has(id));
  for (const branch of branches) {
    if (missing.length === 0 || !(await resolves(repository, branch))) continue;
    for (const id of missing) {
      const tree = `${branch}:${id.slice(0, 2)}/${id.slice(2)}`;
      if (!trees.has(id) && (await resolves(repository, tree))) trees.set(id, tree);
    }
  }
  return trees;
};

const resolves = async (repository: Repository, name: string): Promise<boolean> => {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", name];
  return (await git(repository, args, { allow: [1, 128] })).status === 0;
};

const whereOf = (tree: string): string => tree.replace("^{tree}", "");

export const findEntire = async (repository: Repository): Promise<FoundContext[]> => {
  const commits = await namedByCommits(repository);
  const trees = await treesOf(repository, commits.keys());
  return [...trees].map(([id, tree]) => {
    const commit = commits.get(id);
    return {
      source: "entire",
      id,
      provenance: { where: whereOf(tree), ...(commit === undefined ? {} : { commit }) },
    };
  });
};

interface File {
  readonly path: string;
  readonly oid: string;
}

const filesOf = async (repository: Repository, tree: string): Promise<File[]> => {
  const { stdout } = await git(repository, ["ls-tree", "-r", "-l", "-z", tree]);
  return stdout
    .toString("utf8")
    .split("\0")
    .flatMap((line) => {
      const [, oid, size, path] = /^\d+ blob ([0-9a-f]+) +(\d+)\t(.+)$/.exec(line) ?? [];
      return path === undefined || oid === undefined || Number(size) > maxStored ? [] : [{ path, oid }];
    });
};

/** One a session of the checkpoint: the transcript, or where it is missing or too large the prompts. */
const chosen = (files: readonly File[]): File[] => {
  const sessions = [...new Set(files.map(({ path }) => /^(\d+)\//.exec(path)?.[1] ?? ""))];
  return sessions
    .sort((a, b) => Number(a) - Number(b) || compare(a, b))
    .flatMap((session) => {
      const prefix = session === "" ? "" : `${session}/`;
      const named = ["transcript.jsonl", "full.jsonl", "prompt.txt"].map((name) => `${prefix}${name}`);
      for (const name of named) {
        const file = files.find(({ path }) => path === name);
        if (file !== undefined) return [file];
      }
      return [];
    });
};

/** What the checkpoint's own metadata calls the agent. */
const agentIn = (texts: readonly string[]): string | undefined => {
  for (const text of texts)
    try {
      const { agent } = JSON.parse(text) as { agent?: unknown };
      if (typeof agent === "string" && agent !== "") return agent.slice(0, 60);
    } catch {
      // Metadata of another version names nobody.
    }
  return undefined;
};

export const readEntire = async (repository: Repository, id: string): Promise<ForeignContext | undefined> => {
  if (!idPattern.test(id)) return undefined;
  const commits = await namedByCommits(repository);
  const tree = (await treesOf(repository, [id, ...commits.keys()])).get(id);
  if (tree === undefined) return undefined;
  const files = await filesOf(repository, tree);
  const texts = chosen(files);
  const metadata = files.filter(({ path }) => /^(?:\d+\/)?metadata\.json$/.test(path));
  const blobs = await readBlobs(
    repository,
    [...texts, ...metadata].map(({ oid }) => oid),
  );
  const text = ({ oid }: File): string => blobs.get(oid)?.toString("utf8") ?? "";
  const commit = commits.get(id);
  const agent = agentIn(metadata.map(text));
  return foreignContext(
    {
      source: "entire",
      id,
      provenance: {
        where: whereOf(tree),
        ...(commit === undefined ? {} : { commit }),
        ...(agent === undefined ? {} : { agent }),
      },
    },
    texts
      .map((file) => (file.path.endsWith(".jsonl") ? conversationOf(text(file)) : `user: ${text(file)}`))
      .join("\n\n"),
  );
};
