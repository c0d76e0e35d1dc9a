// Loads one component at one commit of a history in full, as workspace.ts does from a whole listing, and judges it.
// Everything that depends on contents alone is kept by content.

import { extname } from "node:path/posix";
import type { Config } from "../config/schema.ts";
import type { BlobReader } from "../git/blob-reader.ts";
import { compare, type Finding } from "../model/finding.ts";
import type { FileObservation } from "../model/observation.ts";
import type { ThreatModel } from "../model/schema.ts";
import { threatsOf } from "../model/threats.ts";
import { parseModel } from "../model/yaml.ts";
import { isCode, observeFile } from "../observe/index.ts";
import type { Component } from "../pairing/component.ts";
import { parseRecordPath } from "../pairing/files.ts";
import type { NamedRecord } from "../pairing/record.ts";
import { judge } from "../pairing/step.ts";
import type { SweptComponent } from "../pairing/sweep.ts";
import { readRecord } from "../pairing/sweep-record.ts";
import { lintSpec } from "../spec/lint.ts";
import { parseSpec } from "../spec/parse.ts";
import type { ParsedSpec } from "../spec/types.ts";
import type { DatedFindings } from "./judge-at.ts";
import { judgingFor } from "./judging.ts";
import { UserError } from "./outcome.ts";

const symbolicLink = "120000";
const keptResults = 4_096;

/** A map that forgets what was put in first once it is full. */
const remember = <V>(kept: Map<string, V>, key: string, value: V): V => {
  if (kept.size >= keptResults) kept.delete(kept.keys().next().value as string);
  kept.set(key, value);
  return value;
};

const datesOf = (model: ThreatModel | undefined, day: string): Pick<DatedFindings, "after" | "until"> => {
  let after: string | undefined;
  let until: string | undefined;
  for (const { threat } of model === undefined ? [] : threatsOf(model)) {
    const end = threat.acceptance?.until;
    if (end === undefined) continue;
    if (end < day) after = after === undefined || after < end ? end : after;
    else until = until === undefined || end < until ? end : until;
  }
  return { ...(after === undefined ? {} : { after }), ...(until === undefined ? {} : { until }) };
};

export class ComponentLoader {
  readonly #reader: BlobReader;
  readonly #specs = new Map<string, ParsedSpec>();
  readonly #records = new Map<string, ReturnType<typeof readRecord>>();
  readonly #observed = new Map<string, FileObservation>();

  constructor(reader: BlobReader) {
    this.#reader = reader;
  }

  /** @param day `YYYY-MM-DD`: acceptances end by it */
  async judge(swept: SweptComponent, config: Config, day: string): Promise<DatedFindings> {
    const component = await this.#load(swept);
    return component === undefined
      ? { findings: [] }
      : { findings: findingsOf(component, config, day), ...datesOf(component.model, day) };
  }

  async #load(swept: SweptComponent): Promise<Component | undefined> {
    const { path, modelPath, readablePath } = swept.spec;
    const oids = [swept.inputs.get(path), swept.model, swept.readable].flatMap((entry) =>
      entry === undefined ? [] : [entry.oid],
    );
    const code = [...swept.inputs].filter(
      ([file, { mode }]) => file !== path && mode !== symbolicLink && (isCode(file) || extname(file) === ""),
    );
    for (const [file, { oid }] of code) if (!this.#observed.has(`${oid} ${file}`)) oids.push(oid);
    for (const [file, { oid }] of swept.records) if (!this.#records.has(`${oid} ${file}`)) oids.push(oid);
    const blobs = await this.#reader.readAll(oids);
    const text = (oid: string | undefined): string | undefined =>
      oid === undefined ? undefined : blobs.get(oid)?.toString("utf8");

    const specOid = swept.inputs.get(path)?.oid ?? "";
    const parsed = this.#spec(path, specOid, blobs.get(specOid));
    if (parsed?.spec === undefined) return undefined;
    const records: NamedRecord[] = [];
    const recordFindings: Finding[] = [];
    for (const [file, { oid }] of swept.records) {
      const { record, findings } = this.#record(file, oid, text(oid));
      if (record !== undefined) records.push(record);
      recordFindings.push(...findings);
    }
    const files: Record<string, FileObservation> = {};
    const contents = new Map<string, string>();
    for (const [file, { oid }] of code) {
      const known = this.#observed.get(`${oid} ${file}`);
      const source = text(oid);
      // A file without an extension shows its language in its first line.
      if (known === undefined && source !== undefined && !isCode(file, source)) continue;
      const seen = known ?? (source === undefined ? undefined : observeFile(file, source));
      if (seen !== undefined) files[file] = remember(this.#observed, `${oid} ${file}`, seen);
      else if (source !== undefined) contents.set(file, source);
    }
    const modelText = text(swept.model?.oid);
    const readable = text(swept.readable?.oid);
    const read = modelText === undefined ? undefined : parseModel(modelPath, modelText);
    return {
      id: swept.spec.id,
      spec: parsed.spec,
      specFindings: parsed.findings,
      modelPath,
      readablePath,
      inputs: new Map([...swept.inputs].map(([file, { oid }]) => [file, oid])),
      records,
      recordFindings,
      ...(modelText === undefined ? {} : { modelText }),
      ...(read?.model === undefined ? {} : { model: read.model }),
      modelFindings: read?.findings ?? [],
      ...(readable === undefined ? {} : { readable }),
      observation: { files, unobserved: [...contents.keys()].sort(compare) },
      contents,
    };
  }

  #spec(path: string, oid: string, bytes: Buffer | undefined): ParsedSpec | undefined {
    const key = `${oid} ${path}`;
    const known = this.#specs.get(key);
    if (known !== undefined || bytes === undefined) return known;
    const read = parseSpec(path, bytes);
    return remember(this.#specs, key, {
      ...(read.spec === undefined ? {} : { spec: read.spec }),
      findings: lintSpec(read),
    });
  }

  #record(path: string, oid: string, text: string | undefined): ReturnType<typeof readRecord> {
    const key = `${oid} ${path}`;
    const named = parseRecordPath(path) as { component: string; id: string };
    return this.#records.get(key) ?? remember(this.#records, key, readRecord(path, named, text ?? ""));
  }
}

const findingsOf = (component: Component, config: Config, day: string): readonly Finding[] => {
  try {
    return judge(component, judgingFor(component, config, day).judgement).findings;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [
      {
        code: "framework-unknown",
        severity: "error",
        at: { path: component.spec.path },
        component: component.id,
        message: error.message,
        ...(error.next === undefined ? {} : { next: error.next }),
      },
    ];
  }
};
