// The modes that are compared, each through the product's own ways in: git's hooks for a model that is kept by deltas,
// and what `instride sync` plans in a repository without a model for one that is made from nothing.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { bringInStep } from "../../src/commands/bring-in-step.ts";
import type { CommandContext } from "../../src/commands/context.ts";
import { openRepository } from "../../src/git/repository.ts";
import type { Operation } from "../../src/model/delta.ts";
import type { Usage } from "../../src/model/provenance.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { parseModel } from "../../src/model/yaml.ts";
import { isBase, parseRecord, type StoredRecord } from "../../src/pairing/record.ts";
import { version } from "../../src/version.ts";
import type { TestRepository } from "../../test/support/repository.ts";
import { authorOperations } from "./author.ts";
import { evaluate, evaluateAuthor, type ModeName, modes, type SystemResult } from "./evaluate.ts";
import { loadTree } from "./load.ts";
import { meterOf } from "./meter.ts";
import {
  checkOut,
  configPath,
  configText,
  newFolder,
  newInstalled,
  newRepository,
  removeFolder,
  type Settings,
} from "./repository.ts";
import { specPathOf, type Tree, treesOf, withoutIntent } from "./series.ts";
import type { System } from "./truth.ts";

/** The models of one system in one mode, by the commit after which they stand. */
export interface Run {
  readonly models: ReadonlyMap<number, ThreatModel>;
  /** How the product says that each came to be, and by whom. */
  readonly made: readonly string[];
}

export interface Surroundings {
  /** Repositories are made in it. */
  readonly folder: string;
  /** Asked before each model is made: what an agent may still spend changes. */
  readonly settings: () => Settings;
  /** Variables that the agent needs, such as a key; nothing else of the caller's environment is passed on. */
  readonly env: Readonly<Record<string, string>>;
  /** Told after each model, also after one that failed. */
  readonly spent: (usage: readonly Usage[]) => void;
}

const recordsIn = (repository: TestRepository, component: string): Map<string, StoredRecord> => {
  const folder = `.instride/records/${component}`;
  const names = existsSync(join(repository.root, folder)) ? readdirSync(join(repository.root, folder)) : [];
  return new Map(
    names.flatMap((name) => {
      const path = `${folder}/${name}`;
      const id = name.replace(/\.json$/, "");
      const { record } = parseRecord(path, { component, id }, repository.read(path));
      return record === undefined ? [] : [[id, record.record] as const];
    }),
  );
};

const modelIn = (repository: TestRepository, component: string): ThreatModel => {
  const path = specPathOf(component).replace(/\.md$/, ".threats.yaml");
  const { model, findings } = parseModel(path, repository.read(path));
  if (model === undefined) throw new Error(`${path}: ${findings.map(({ message }) => message).join("; ")}`);
  return model;
};

/** Hands the author's answers in, as a coding agent does before it commits. */
const submit = async (
  repository: TestRepository,
  component: string,
  operations: readonly Operation[],
): Promise<void> => {
  const ran = await repository.run(
    process.execPath,
    [repository.cli, "submit", "--file", "-", "--agent", "author"],
    { input: JSON.stringify({ component, operations }) },
  );
  if (ran.status !== 0) throw new Error(`${component}: the author's answers were not taken: ${ran.said}`);
};

/**
 * One repository, one commit after the other through the hooks; the model is read as each commit left it.
 * @param author what the author says in session of the first commit; left out: nobody speaks
 */
export const keep = async (
  system: System,
  trees: readonly Tree[],
  { folder, settings, env, spent }: Surroundings,
  author?: readonly Operation[],
): Promise<Run> => {
  const repository = await newInstalled(folder, `${system.id}-${author === undefined ? "kept" : "author"}`);
  const models = new Map<number, ThreatModel>();
  const made: string[] = [];
  const meter = meterOf(await openRepository(repository.root, repository.env), spent);
  let known = new Map<string, StoredRecord>();
  for (const [at, tree] of trees.entries()) {
    repository.write(configPath, configText(settings()));
    checkOut(repository, tree, trees[at - 1]);
    await repository.git("add", "-A");
    if (at === 0 && author !== undefined) await submit(repository, system.id, author);
    const message = at === 0 ? `Add ${system.id}` : (system.series[at - 1]?.message ?? "");
    const ran = await meter(() => repository.run("git", ["commit", "-qm", message], { env }));
    if (ran.status !== 0) throw new Error(`${system.id}, commit ${at} (${message}): ${ran.said}`);
    models.set(at, modelIn(repository, system.id));
    const records = recordsIn(repository, system.id);
    const fresh = [...records].filter(([id]) => !known.has(id)).map(([, record]) => record);
    made.push(
      fresh.map((record) => (isBase(record) ? "base" : `${record.mode} by ${record.agent}`)).join(", "),
    );
    known = records;
  }
  const verified = await repository.instride("verify", "HEAD");
  if (verified.status !== 0) throw new Error(`${system.id} does not end in step: ${verified.said}`);
  return { models, made };
};

const silent = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

const contextIn = (repository: TestRepository, env: Readonly<Record<string, string>>): CommandContext => ({
  cwd: repository.root,
  env: { ...repository.env, ...env },
  stdout: silent(),
  stderr: silent(),
  stdin: process.stdin,
  colour: { out: false, err: false },
  width: 80,
  today: "2030-01-01",
  version,
});

/**
 * A model made from nothing for each tree, or for the last one only. Nothing is written, so each tree is met without a
 * model and records.
 */
export const makeFresh = async (
  system: System,
  trees: readonly Tree[],
  { folder, settings, env, spent }: Surroundings,
  options: { readonly spec: boolean; readonly onlyLast?: boolean },
): Promise<Run> => {
  const models = new Map<number, ThreatModel>();
  const made: string[] = [];
  const spec = specPathOf(system.id);
  const repository = await newRepository(
    folder,
    `${system.id}-${options.spec ? "spec" : "code"}`,
    settings(),
  );
  const context = contextIn(repository, env);
  const opened = await openRepository(context.cwd, context.env);
  const meter = meterOf(opened, spent);
  let before: Tree = new Map();
  for (const [at, tree] of trees.entries()) {
    if (options.onlyLast === true && at < trees.length - 1) continue;
    const text = tree.get(spec);
    if (text === undefined) throw new Error(`${system.id}: no ${spec}`);
    const given = options.spec ? tree : new Map([...tree, [spec, withoutIntent(text)]]);
    repository.write(configPath, configText(settings()));
    checkOut(repository, given, before);
    before = given;
    await repository.git("add", "-A");
    const { plans, blocking } = await meter(() => bringInStep(context, opened, { dryRun: true }));
    const plan = plans[0];
    if (plan === undefined)
      throw new Error(
        `${system.id}, tree ${at} does not end in step: ${blocking.map(({ message }) => message).join("; ")}`,
      );
    models.set(at, plan.after);
    made.push(`${plan.mode} by ${plan.agent}`);
  }
  return { models, made };
};

/** All modes of one system, in a folder that is gone afterwards. */
export const runSystem = async (
  system: System,
  surroundings: Omit<Surroundings, "folder">,
  options: { readonly onlyLast?: boolean; readonly author?: boolean } = {},
): Promise<SystemResult> => {
  const folder = newFolder();
  try {
    const trees = treesOf(system, loadTree(system.id));
    const at = { folder, ...surroundings };
    const runs: Readonly<Record<ModeName, Run>> = {
      kept: await keep(system, trees, at),
      "fresh-with-spec": await makeFresh(system, trees, at, { spec: true, ...options }),
      "fresh-from-code": await makeFresh(system, trees, at, { spec: false, ...options }),
    };
    const begun = runs["fresh-with-spec"].models.get(0);
    const first = trees[0];
    const author =
      options.author !== true || system.series.length === 0 || begun === undefined || first === undefined
        ? undefined
        : await keep(system, trees, at, authorOperations(system, first, begun));
    return {
      system: system.id,
      language: system.language,
      commits: system.series.length,
      modes: Object.fromEntries(modes.map((mode) => [mode, evaluate(system, trees, runs[mode])])),
      ...(author === undefined ? {} : { author: evaluateAuthor(system, trees, author.models) }),
    };
  } finally {
    removeFolder(folder);
  }
};
