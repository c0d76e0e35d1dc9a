// What the files of a tree say, each content read once: specs, observed code, models and records are kept by blob id.

import { extname } from "node:path/posix";
import { readBlobs } from "../git/blobs.ts";
import { Cache } from "../git/cache.ts";
import type { Repository } from "../git/repository.ts";
import type { TreeEntry } from "../git/trees.ts";
import { hasComments } from "../model/comments.ts";
import { compare, type Finding } from "../model/finding.ts";
import type { FileObservation, Observation } from "../model/observation.ts";
import type { ThreatModel } from "../model/schema.ts";
import { asParsed, type Comments, type ParsedModel, parseModel } from "../model/yaml.ts";
import { isCode, observeFile } from "../observe/index.ts";
import { parseRecordPath } from "../pairing/files.ts";
import { type NamedRecord, parseRecord, type StoredRecord } from "../pairing/record.ts";
import type { ParsedSpec } from "../spec/types.ts";

export const readSpecs = async (
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

const openModels = (repository: Repository, version: string): Promise<Cache<StoredModel>> =>
  Cache.open<StoredModel>(repository, `models-${version}`);

const storedModel = ({ model, findings, comments: { before, end, after } }: ParsedModel): StoredModel => ({
  ...(model === undefined ? {} : { model }),
  findings,
  comments: [[...before], [...end], [...after]],
});

/** Parsing is dear where everything runs for the first time; a model that was parsed before is not parsed again. */
export const readModels = async (
  repository: Repository,
  version: string,
  texts: readonly { readonly path: string; readonly oid: string; readonly text: string }[],
): Promise<Map<string, ParsedModel>> => {
  const cache = await openModels(repository, version);
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
    cache.set(key, storedModel(read));
  }
  await cache.save();
  return models;
};

/** A model that was printed just now, under the id that its text has as a blob. */
export interface PrintedModel {
  readonly path: string;
  readonly oid: string;
  readonly model: ThreatModel;
  readonly comments: Comments | undefined;
}

/** What the next commit would parse is known already: the models that were just printed. Those in use stay known. */
export const rememberModels = async (
  repository: Repository,
  version: string,
  inUse: readonly TreeEntry[],
  printed: readonly PrintedModel[],
): Promise<void> => {
  const cache = await openModels(repository, version);
  for (const { path, oid } of inUse) cache.get(`${oid} ${path}`);
  for (const { path, oid, model, comments } of printed) {
    const parsed = comments !== undefined && hasComments(comments) ? undefined : asParsed(model);
    if (parsed !== undefined) cache.set(`${oid} ${path}`, storedModel(parsed));
  }
  await cache.save();
};

export interface RecordsRead {
  readonly records: NamedRecord[];
  readonly findings: Finding[];
}

/** Records by component. One that was read before without a finding is not checked again: its name is its content. */
export const readRecords = async (
  repository: Repository,
  version: string,
  entries: readonly TreeEntry[],
): Promise<Map<string, RecordsRead>> => {
  const cache = await Cache.open<StoredRecord>(repository, `records-${version}`);
  const found = entries.flatMap((entry) => {
    const named = parseRecordPath(entry.path);
    const key = `${entry.oid} ${entry.path}`;
    return named === undefined ? [] : [{ ...entry, named, key, known: cache.get(key) }];
  });
  const blobs = await readBlobs(
    repository,
    found.flatMap(({ known, oid }) => (known === undefined ? [oid] : [])),
  );
  const byComponent = new Map<string, RecordsRead>();
  for (const { path, oid, named, key, known } of found) {
    const own = byComponent.get(named.component) ?? { records: [], findings: [] };
    byComponent.set(named.component, own);
    if (known !== undefined) {
      own.records.push({ id: named.id, path, record: known });
      continue;
    }
    const { record, findings } = parseRecord(path, named, blobs.get(oid)?.toString("utf8") ?? "");
    if (record !== undefined) own.records.push(record);
    own.findings.push(...findings);
    if (record !== undefined && findings.length === 0) cache.set(key, record.record);
  }
  await cache.save();
  return byComponent;
};
