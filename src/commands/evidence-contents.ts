// Threat models and records that the commits of a period changed, read once each.

import type { RowInput } from "../evidence/rows.ts";
import type { BlobReader } from "../git/blob-reader.ts";
import type { CommitFacts } from "../git/commit-facts.ts";
import { diffModels } from "../model/diff.ts";
import { emptyModel } from "../model/empty.ts";
import type { ThreatModel } from "../model/schema.ts";
import { parseModel } from "../model/yaml.ts";
import { parseRecordPath } from "../pairing/files.ts";
import { type NamedRecord, parseRecord } from "../pairing/record.ts";

const isModelPath = (path: string): boolean => /\.threats\.yaml"?$/.test(path);

export class Contents {
  readonly #models = new Map<string, ThreatModel | undefined>();
  readonly #reader: BlobReader;

  constructor(reader: BlobReader) {
    this.#reader = reader;
  }

  async #model(path: string, oid: string | undefined): Promise<ThreatModel | undefined> {
    if (oid === undefined) return undefined;
    if (this.#models.has(oid)) return this.#models.get(oid);
    const text = (await this.#reader.read(oid))?.toString("utf8");
    const model = text === undefined ? undefined : parseModel(path, text).model;
    this.#models.set(oid, model);
    return model;
  }

  async models(facts: CommitFacts): Promise<RowInput["models"]> {
    const found: RowInput["models"][number][] = [];
    for (const { path, before, after } of facts.changes) {
      if (!isModelPath(path)) continue;
      const [was, is] = [await this.#model(path, before), await this.#model(path, after)];
      const component = (is ?? was)?.component;
      // What can't be read is a finding of verify; nothing can be said of its threats.
      if (
        component === undefined ||
        (before !== undefined && was === undefined) ||
        (after !== undefined && is === undefined)
      )
        continue;
      const framework = (is ?? was)?.framework ?? "";
      const blank = emptyModel(component, framework);
      found.push({ component, diff: diffModels(was ?? blank, is ?? blank) });
    }
    return found;
  }

  async records(facts: CommitFacts): Promise<NamedRecord[]> {
    const found: NamedRecord[] = [];
    for (const { path, before, after } of facts.changes) {
      const named = parseRecordPath(path);
      if (named === undefined || after === undefined || before !== undefined) continue;
      const text = (await this.#reader.read(after))?.toString("utf8") ?? "";
      const { record } = parseRecord(path, named, text);
      if (record !== undefined) found.push(record);
    }
    return found;
  }
}
