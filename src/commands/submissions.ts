// Submissions: what a coding agent answered for exactly these inputs, kept locally until the commit applies it.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { localFolder, readLocal, writeLocal } from "../git/local.ts";
import type { Repository } from "../git/repository.ts";
import type { Delta } from "../model/delta.ts";
import { parseDelta } from "../model/parse-delta.ts";
import type { Usage } from "../model/provenance.ts";

export interface Submission {
  readonly brief: string;
  readonly component: string;
  /** The agent's name as it or its environment claims it. */
  readonly agent: string;
  readonly delta: Delta;
  /** Estimated: what the brief and the answer cost in the agent's own session. */
  readonly tokens: { readonly input: number; readonly output: number };
}

/** Tokens of an answer in a coding agent's own session, as a record keeps them. */
export const estimatedUsage = (model: string, tokens: Submission["tokens"]): Usage[] => [
  { model, ...tokens, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, thinking: 0, estimated: true },
];

const fileOf = (repository: Repository, brief: string): string =>
  join(localFolder(repository.commonDir), "submissions", `${brief}.json`);

export const saveSubmission = (repository: Repository, submission: Submission): Promise<void> =>
  writeLocal(fileOf(repository, submission.brief), JSON.stringify(submission, undefined, 2));

/** The submission for these inputs; undefined when there is none, or when it can't be read. */
export const findSubmission = async (
  repository: Repository,
  brief: string,
): Promise<Submission | undefined> => {
  const text = await readLocal(fileOf(repository, brief));
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Submission;
    const { delta } = parseDelta(value.delta);
    return delta === undefined ? undefined : { ...value, delta };
  } catch {
    return undefined;
  }
};

export const dropSubmission = (repository: Repository, brief: string): Promise<void> =>
  rm(fileOf(repository, brief), { force: true });

const askedFile = (repository: Repository, brief: string): string =>
  join(localFolder(repository.commonDir), "asked", brief);

/** Whether the hook has stopped for this brief before; it stops once. */
export const wasAsked = async (repository: Repository, brief: string): Promise<boolean> =>
  (await readLocal(askedFile(repository, brief))) !== undefined;

export const markAsked = (repository: Repository, brief: string, text: string): Promise<void> =>
  writeLocal(askedFile(repository, brief), text);

export const askedPath = askedFile;
