// The full judgement of one component at one commit of a history, remembered by everything that it depends on: what is
// judged once is not judged again, in this run or a later one.

import { createHash } from "node:crypto";
import type { Config } from "../config/schema.ts";
import type { BlobReader } from "../git/blob-reader.ts";
import type { Cache } from "../git/cache.ts";
import { compare, type Finding } from "../model/finding.ts";
import type { SweptComponent } from "../pairing/sweep.ts";
import type { ComponentLoader } from "./component-at.ts";

/** Findings, and the days (`YYYY-MM-DD`) for which they are the same: acceptances end in between. */
export interface DatedFindings {
  readonly findings: readonly Finding[];
  /** Days after this one. */
  readonly after?: string;
  /** Through this day. */
  readonly until?: string;
}

export const holdsOn = ({ after, until }: DatedFindings, day: string): boolean =>
  (after === undefined || after < day) && (until === undefined || day <= until);

const digestOf = (component: SweptComponent, config: Config): string => {
  const { spec, model, readable } = component;
  const lines = (entries: SweptComponent["inputs"]): string =>
    [...entries]
      .map(([path, { mode, oid }]) => `${mode} ${oid} ${path}`)
      .sort(compare)
      .join("\0");
  return createHash("sha256")
    .update(
      JSON.stringify([spec.id, spec.path, spec.targets, config.policy, config.framework, model, readable]),
    )
    .update(`\0${lines(component.inputs)}\0\0${lines(component.records)}`)
    .digest("hex")
    .slice(0, 32);
};

export class ComponentJudge {
  readonly #reader: BlobReader;
  readonly #verdicts: Cache<DatedFindings>;
  #loader: ComponentLoader | undefined;

  constructor(reader: BlobReader, verdicts: Cache<DatedFindings>) {
    this.#reader = reader;
    this.#verdicts = verdicts;
  }

  /** Judges by every rule. @param config with the policy that counts @param day acceptances end by it */
  async judge(swept: SweptComponent, config: Config, day: string): Promise<DatedFindings> {
    const key = digestOf(swept, config);
    const known = this.#verdicts.get(key);
    if (known !== undefined && holdsOn(known, day)) return known;
    // Parsing and observing are loaded when there is something new to judge.
    this.#loader ??= new (await import("./component-at.ts")).ComponentLoader(this.#reader);
    const verdict = await this.#loader.judge(swept, config, day);
    this.#verdicts.set(key, verdict);
    return verdict;
  }
}
