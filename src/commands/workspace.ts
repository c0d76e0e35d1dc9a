// Reads a tree into components: config, specs, models, records and what observation sees, each from the same listing.

import { defaultConfig, parseConfig } from "../config/parse.ts";
import type { Config } from "../config/schema.ts";
import { readBlobs } from "../git/blobs.ts";
import type { Repository } from "../git/repository.ts";
import type { TreeEntry } from "../git/trees.ts";
import { compare, type Finding } from "../model/finding.ts";
import type { Comments } from "../model/yaml.ts";
import { isCode } from "../observe/index.ts";
import type { Component } from "../pairing/component.ts";
import { configPath, modelPathOf, parseRecordPath, readablePathOf } from "../pairing/files.ts";
import { inputsOf, specBlobs, unpairedCode } from "../pairing/inputs.ts";
import { isWatchPath, watchFiles } from "../pairing/watch.ts";
import { observeEntries, readModels, readRecords, readSpecs } from "./contents.ts";
import { goneComponents } from "./gone-components.ts";
import { UserError } from "./outcome.ts";

export interface LoadedComponent extends Component {
  /** People's comments in the YAML; they survive every printing. */
  readonly comments?: Comments;
}

export interface Workspace {
  readonly config: Config;
  /** False when the tree has no config file: nothing is paired there. */
  readonly configured: boolean;
  readonly components: readonly LoadedComponent[];
  /** Findings that belong to no component: unpaired code, watch files, orphaned records, specs that do not parse. */
  readonly findings: readonly Finding[];
  /** Watch files as this tree should hold them, where they differ from what it holds. */
  readonly watchChanges: ReadonlyMap<string, string | undefined>;
  readonly entries: readonly TreeEntry[];
}

export interface LoadOptions {
  /** Part of the cache's name: results of another version are not reused. */
  readonly version: string;
  /** Components to load in full; the others are listed with their spec alone. Left out: all. */
  readonly only?: ReadonlySet<string>;
}

/** @throws UserError when the config can't be read: nothing can be decided then. */
export const loadConfig = async (
  repository: Repository,
  entries: readonly TreeEntry[],
): Promise<{ config: Config; configured: boolean }> => {
  const entry = entries.find((each) => each.path === configPath);
  if (entry === undefined) return { config: defaultConfig(), configured: false };
  const text = (await readBlobs(repository, [entry.oid])).get(entry.oid)?.toString("utf8") ?? "";
  const { config, findings } = parseConfig(configPath, text);
  if (config === undefined)
    throw new UserError(`cannot use '${configPath}'`, { findings, next: "correct it, then try again" });
  return { config, configured: true };
};

const symbolicLink = "120000";

/**
 * Reads every component of a tree.
 * @throws UserError when the config is unusable or two specs share an id.
 */
export const loadWorkspace = async (
  repository: Repository,
  entries: readonly TreeEntry[],
  options: LoadOptions,
): Promise<Workspace> => {
  const { config, configured } = await loadConfig(repository, entries);
  const specEntries = configured ? specBlobs(config.specs, entries) : [];
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const parsed = await readSpecs(repository, options.version, specEntries);
  const findings: Finding[] = [];

  const specs = [...parsed].flatMap(([path, result]) => {
    if (result.spec !== undefined) return [{ path, spec: result.spec, findings: result.findings }];
    findings.push(...result.findings);
    return [];
  });
  const owners = new Map<string, string>();
  for (const { path, spec } of specs) {
    const other = owners.get(spec.id);
    if (other !== undefined)
      findings.push({
        code: "duplicate-id",
        severity: "error",
        at: { path, line: 1, column: 1 },
        message: `Unexpected id \`${spec.id}\`, expected one that ${other} does not have`,
        next: "give one of the two specs another id",
      });
    else owners.set(spec.id, path);
  }

  const wanted = specs.filter(
    ({ path, spec }) =>
      owners.get(spec.id) === path && (options.only === undefined || options.only.has(spec.id)),
  );
  const needed: string[] = [];
  for (const { path } of wanted)
    for (const file of [modelPathOf(path), readablePathOf(path)]) needed.push(...oidOf(byPath, file));
  const watchEntries = entries.filter((entry) => isWatchPath(entry.path));
  needed.push(...watchEntries.map((entry) => entry.oid));
  const blobs = await readBlobs(repository, needed);
  const records = await readRecords(repository, options.version, entries);
  const textOf = (path: string): string | undefined => {
    const entry = byPath.get(path);
    return entry === undefined ? undefined : blobs.get(entry.oid)?.toString("utf8");
  };

  const models = await readModels(
    repository,
    options.version,
    wanted.flatMap(({ path }) => {
      const entry = byPath.get(modelPathOf(path));
      const text = textOf(modelPathOf(path));
      return entry === undefined || text === undefined ? [] : [{ path: entry.path, oid: entry.oid, text }];
    }),
  );

  const components: LoadedComponent[] = [];
  const inputsBySpec = new Map(specs.map(({ path, spec }) => [path, inputsOf(spec, entries)]));
  const paired = new Set([...inputsBySpec.values()].flatMap((inputs) => [...inputs.keys()]));
  for (const { path, spec, findings: specFindings } of wanted) {
    const inputs = inputsBySpec.get(path) as Map<string, string>;
    const own = records.get(spec.id) ?? { records: [], findings: [] };
    const modelText = textOf(modelPathOf(path));
    const readable = textOf(readablePathOf(path));
    const read = models.get(modelPathOf(path));
    const code = [...inputs]
      .filter(([file]) => file !== path && byPath.get(file)?.mode !== symbolicLink)
      .map(([file, oid]) => ({ path: file, oid }));
    const { observation, contents } = await observeEntries(repository, options.version, spec.id, code);
    components.push({
      id: spec.id,
      spec,
      specFindings,
      modelPath: modelPathOf(path),
      readablePath: readablePathOf(path),
      inputs,
      records: own.records,
      recordFindings: own.findings,
      ...(modelText === undefined ? {} : { modelText }),
      ...(read?.model === undefined ? {} : { model: read.model }),
      ...(read === undefined ? {} : { comments: read.comments }),
      modelFindings: read?.findings ?? [],
      ...(readable === undefined ? {} : { readable }),
      observation,
      contents,
    });
  }
  components.sort((a, b) => compare(a.id, b.id));

  if (configured) {
    for (const path of unpairedCode(config.code, paired, entries, isCode))
      findings.push({
        code: "unpaired-code",
        severity: "error",
        at: { path },
        message: "Unexpected code without a spec, expected a spec whose targets match it (config: `code`)",
        next: "add the path to a spec's targets, write a spec with instride new, or narrow `code` in instride.config.json",
      });
    const gone = [...records].flatMap(([id, own]) => (owners.has(id) ? [] : [{ id, records: own.records }]));
    const matched = new Set(specEntries.map(({ path }) => path));
    findings.push(...(await goneComponents(repository, gone, entries, matched)));
  }
  const evidence = configured
    ? undefined
    : entries.find((entry) => parseRecordPath(entry.path) !== undefined || isWatchPath(entry.path));
  if (evidence !== undefined)
    findings.push({
      code: "config-missing",
      severity: "error",
      at: { path: configPath },
      message: `Unexpected absence of ${configPath} beside ${evidence.path}, expected the settings: without them nothing is paired, and nothing is checked`,
      next: `bring it back (git checkout HEAD~ -- ${configPath}), or end it for good: npx instride init --uninstall, git rm -r .instride`,
    });
  const watchChanges = new Map<string, string | undefined>();
  if (configured) {
    const due = watchFiles(
      config.specs,
      specs.filter(({ path, spec }) => owners.get(spec.id) === path).map(({ spec }) => spec),
    );
    for (const [path, content] of due)
      if (textOf(path)?.replaceAll("\r\n", "\n") !== content) watchChanges.set(path, content);
    for (const entry of watchEntries) if (!due.has(entry.path)) watchChanges.set(entry.path, undefined);
    for (const [path, content] of watchChanges)
      findings.push({
        code: "watch-differs",
        severity: "error",
        at: { path },
        message: `Unexpected ${content === undefined ? "watch file" : "content"}, expected ${content === undefined ? "none: no spec has this id" : "the pathspecs of its spec's targets"}`,
        next: "instride sync",
      });
  }
  return { config, configured, components, findings, watchChanges, entries };
};

const oidOf = (byPath: ReadonlyMap<string, TreeEntry>, path: string): string[] => {
  const entry = byPath.get(path);
  return entry === undefined ? [] : [entry.oid];
};
