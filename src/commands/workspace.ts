// Reads a tree into components: config, specs, models, records and what observation sees, each from the same listing.

import { extname } from "node:path/posix";
import { defaultConfig, parseConfig } from "../config/parse.ts";
import type { Config } from "../config/schema.ts";
import { readBlobs } from "../git/blobs.ts";
import { Cache } from "../git/cache.ts";
import type { Repository } from "../git/repository.ts";
import type { TreeEntry } from "../git/trees.ts";
import { compare, type Finding } from "../model/finding.ts";
import type { FileObservation, Observation } from "../model/observation.ts";
import type { ThreatModel } from "../model/schema.ts";
import { type Comments, type ParsedModel, parseModel } from "../model/yaml.ts";
import { isCode, observeFile } from "../observe/index.ts";
import type { Component } from "../pairing/component.ts";
import { configPath, modelPathOf, parseRecordPath, readablePathOf } from "../pairing/files.ts";
import { inputsOf, specBlobs, unpairedCode } from "../pairing/inputs.ts";
import { type NamedRecord, parseRecord } from "../pairing/record.ts";
import { isWatchPath, watchFiles } from "../pairing/watch.ts";
import type { ParsedSpec } from "../spec/types.ts";
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

const parseSpecs = async (
  repository: Repository,
  version: string,
  specs: readonly TreeEntry[],
): Promise<Map<string, ParsedSpec>> => {
  const cache = await Cache.open<ParsedSpec>(repository, `specs-${version}`);
  const parsed = new Map<string, ParsedSpec>();
  const misses: TreeEntry[] = [];
  for (const entry of specs) {
    const hit = cache.get(`${entry.oid} ${entry.path}`);
    if (hit === undefined) misses.push(entry);
    else parsed.set(entry.path, hit);
  }
  if (misses.length > 0) {
    const { parseSpec } = await import("../spec/parse.ts");
    const { lintSpec } = await import("../spec/lint.ts");
    const blobs = await readBlobs(
      repository,
      misses.map((entry) => entry.oid),
    );
    for (const entry of misses) {
      const bytes = blobs.get(entry.oid);
      if (bytes === undefined) continue;
      const result = parseSpec(entry.path, bytes);
      const withRules: ParsedSpec = {
        ...(result.spec === undefined ? {} : { spec: result.spec }),
        findings: lintSpec(result),
      };
      parsed.set(entry.path, withRules);
      cache.set(`${entry.oid} ${entry.path}`, withRules);
    }
  }
  await cache.save();
  return parsed;
};

/** Observes many files, each content once. */
export const observeEntries = async (
  repository: Repository,
  version: string,
  name: string,
  entries: readonly { readonly path: string; readonly oid: string }[],
): Promise<{ observation: Observation; contents: Map<string, string> }> => {
  const cache = await Cache.open<FileObservation>(repository, `observed-${name}-${version}`);
  const files: Record<string, FileObservation> = {};
  const unobserved: string[] = [];
  const contents = new Map<string, string>();
  const misses: { path: string; oid: string }[] = [];
  for (const entry of entries) {
    // A file without an extension shows its language in its first line; only then is it known to be code.
    if (!isCode(entry.path) && extname(entry.path) !== "") continue;
    const hit = cache.get(`${entry.oid} ${entry.path}`);
    if (hit === undefined) misses.push(entry);
    else files[entry.path] = hit;
  }
  const blobs = await readBlobs(
    repository,
    misses.map((entry) => entry.oid),
  );
  for (const { path, oid } of misses) {
    const text = blobs.get(oid)?.toString("utf8");
    if (text === undefined) continue;
    if (!isCode(path, text)) continue;
    const seen = observeFile(path, text);
    if (seen === undefined) {
      unobserved.push(path);
      contents.set(path, text);
      continue;
    }
    files[path] = seen;
    cache.set(`${oid} ${path}`, seen);
  }
  await cache.save();
  return { observation: { files, unobserved: unobserved.sort(compare) }, contents };
};

/** A parsed model as JSON keeps it. */
interface StoredModel {
  readonly model?: ThreatModel;
  readonly findings: readonly Finding[];
  readonly comments: readonly (readonly [string, unknown][])[];
}

/** Parsing YAML is the dearest part of a small commit; a model that was parsed before is not parsed again. */
const readModels = async (
  repository: Repository,
  version: string,
  texts: readonly { readonly path: string; readonly oid: string; readonly text: string }[],
): Promise<Map<string, ParsedModel>> => {
  const cache = await Cache.open<StoredModel>(repository, `models-${version}`);
  const models = new Map<string, ParsedModel>();
  for (const { path, oid, text } of texts) {
    const key = `${oid} ${path}`;
    const hit = cache.get(key);
    if (hit !== undefined) {
      const [before, end, after] = hit.comments.map((entries) => new Map(entries));
      models.set(path, {
        ...(hit.model === undefined ? {} : { model: hit.model }),
        findings: [...hit.findings],
        comments: { before, end, after } as Comments,
      });
      continue;
    }
    const read = parseModel(path, text);
    models.set(path, read);
    const { before, end, after } = read.comments;
    cache.set(key, {
      ...(read.model === undefined ? {} : { model: read.model }),
      findings: read.findings,
      comments: [[...before], [...end], [...after]],
    });
  }
  await cache.save();
  return models;
};

const symbolicLink = "120000";

const recordsOf = (
  entries: readonly TreeEntry[],
  blobs: ReadonlyMap<string, Buffer>,
): Map<string, { records: NamedRecord[]; findings: Finding[] }> => {
  const byComponent = new Map<string, { records: NamedRecord[]; findings: Finding[] }>();
  for (const entry of entries) {
    const named = parseRecordPath(entry.path);
    if (named === undefined) continue;
    const own = byComponent.get(named.component) ?? { records: [], findings: [] };
    byComponent.set(named.component, own);
    const text = blobs.get(entry.oid)?.toString("utf8") ?? "";
    const { record, findings } = parseRecord(entry.path, named, text);
    if (record !== undefined) own.records.push(record);
    own.findings.push(...findings);
  }
  return byComponent;
};

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
  const parsed = await parseSpecs(repository, options.version, specEntries);
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
  const needed: string[] = entries
    .filter((entry) => parseRecordPath(entry.path) !== undefined)
    .map((entry) => entry.oid);
  for (const { path } of wanted)
    for (const file of [modelPathOf(path), readablePathOf(path)]) needed.push(...oidOf(byPath, file));
  const watchEntries = entries.filter((entry) => isWatchPath(entry.path));
  needed.push(...watchEntries.map((entry) => entry.oid));
  const blobs = await readBlobs(repository, needed);
  const records = recordsOf(entries, blobs);
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

  const paired = new Set<string>();
  const components: LoadedComponent[] = [];
  for (const { spec } of specs) for (const path of inputsOf(spec, entries).keys()) paired.add(path);
  for (const { path, spec, findings: specFindings } of wanted) {
    const inputs = inputsOf(spec, entries);
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
    const gone = [...records.keys()].filter((component) => !owners.has(component)).sort(compare);
    for (const component of gone)
      findings.push({
        code: "component-gone",
        severity: "info",
        at: { path: `.instride/records/${component}` },
        message: `Records of \`${component}\` have no spec any more; they stay as evidence of what was`,
      });
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
