// A sweep over history: follows the tree of each commit from its first parent's by the paths that the commit touched,
// and says which components have to be looked at. What a commit does not touch stands as it stood before.

import type { Config } from "../config/schema.ts";
import { compare, type Finding } from "../model/finding.ts";
import { configPath, mayBeSpec, parseRecordPath, recordPathOf } from "./files.ts";
import type { NamedRecord } from "./record.ts";
import {
  frontMatterBlock,
  type KnownHead,
  type LaidSpec,
  type Layout,
  makeLayout,
  movedComponents,
  noLayout,
  readConfig,
  type SpecHead,
} from "./sweep-layout.ts";
import { Ledger } from "./sweep-ledger.ts";
import { readRecord } from "./sweep-record.ts";
import type { Timeline } from "./sweep-timeline.ts";
import { isWatchPath } from "./watch.ts";

export interface Entry {
  readonly mode: string;
  readonly oid: string;
}

/** What a path holds after a commit; undefined: nothing. */
export interface PathChange {
  readonly path: string;
  readonly entry: Entry | undefined;
}

/** What the sweep asks of the outside. */
export interface SweepReads {
  /** Contents by blob id; blobs that are missing are left out. */
  blobs(oids: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Reads specs, by path, from their front matter, or from the whole text when it has none. */
  heads(texts: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, SpecHead>>;
  isCode(path: string): boolean;
}

/** A record file that is no longer there, and that no base record stands for. */
export interface VanishedRecord {
  readonly component: string;
  readonly id: string;
  readonly path: string;
  /** A record that is still there follows it: it was not taken back together with its change. */
  readonly followed: boolean;
}

export interface Applied {
  /** Components that the commit touched and that the tree still has. */
  readonly touched: ReadonlySet<string>;
  /** Components that are no more. */
  readonly gone: readonly string[];
  /** Findings of the tree as a whole; undefined: as before. */
  readonly whole: readonly Finding[] | undefined;
  readonly vanished: readonly VanishedRecord[];
  /** Altered or unreadable records of components that have no spec. */
  readonly orphaned: readonly Finding[];
}

/** One component as the tree of the commit at hand holds it. */
export interface SweptComponent {
  readonly spec: LaidSpec;
  readonly inputs: ReadonlyMap<string, Entry>;
  /** Record files by path. */
  readonly records: ReadonlyMap<string, Entry>;
  readonly model: Entry | undefined;
  readonly readable: Entry | undefined;
}

const submodule = "160000";
const nothing: ReadonlySet<string> = new Set();

export class Sweep {
  readonly #timeline: Timeline;
  readonly #reads: SweepReads;
  readonly #tree = new Map<string, Entry>();
  readonly #ledgers = new Map<string, Ledger>();
  readonly #layouts = new Map<"now", Layout>();
  readonly #watchTexts = new Map<string, string>();
  readonly #unpaired = new Map<string, true>();

  constructor(timeline: Timeline, reads: SweepReads) {
    this.#timeline = timeline;
    this.#reads = reads;
  }

  get #layout(): Layout {
    return this.#layouts.get("now") ?? noLayout;
  }

  get config(): Config {
    return this.#layout.config;
  }

  get configured(): boolean {
    return this.#layout.configured;
  }

  get components(): Iterable<string> {
    return this.#layout.specs.keys();
  }

  /** Whether the chain of records alone says that the component is in step: the tree is what a sync judged. */
  isAsJudged(id: string): boolean {
    const spec = this.#layout.specs.get(id);
    if (spec === undefined) return false;
    const newest = this.#ledgerOf(id).vouching();
    if (newest === undefined) return false;
    return [spec.modelPath, spec.readablePath].every((path) => {
      const left = newest.outputs[path];
      return left !== undefined && left === this.#tree.get(path)?.oid;
    });
  }

  /** @throws when the tree has no such component */
  component(id: string): SweptComponent {
    const spec = this.#layout.specs.get(id) as LaidSpec;
    const ledger = this.#ledgerOf(id);
    // Sorted: what is said of a component does not depend on the way that led to its tree.
    const entries = (paths: Iterable<string>): Map<string, Entry> =>
      new Map(
        [...paths].sort(compare).flatMap((path) => {
          const entry = this.#tree.get(path);
          return entry === undefined ? [] : [[path, entry] as const];
        }),
      );
    const { modelPath, readablePath } = spec;
    return {
      spec,
      inputs: entries(ledger.inputs.keys()),
      records: entries(
        [...ledger.records.keys(), ...ledger.broken.keys()].map((record) => recordPathOf(id, record)),
      ),
      model: this.#tree.get(modelPath),
      readable: this.#tree.get(readablePath),
    };
  }

  /** Moves on by what a commit changed. */
  async apply(changes: readonly PathChange[]): Promise<Applied> {
    const vanished: VanishedRecord[] = [];
    const touched = new Set<string>();
    const records = new Map<string, PathChange[]>();
    const specs: PathChange[] = [];
    const watched: PathChange[] = [];
    let config: PathChange | undefined;
    for (const change of changes) {
      const { path } = change;
      this.#timeline.set(this.#tree, path, change.entry);
      if (path.startsWith(".instride/")) {
        const component = parseRecordPath(path)?.component;
        if (component !== undefined) {
          const own = records.get(component);
          if (own === undefined) records.set(component, [change]);
          else own.push(change);
        } else if (isWatchPath(path)) watched.push(change);
      } else if (path === configPath) config = change;
      else if (mayBeSpec(path)) specs.push(change);
    }

    const before = this.#layout;
    const after =
      config === undefined && specs.length === 0 ? before : await this.#moveLayout(before, config, specs);
    const moved = before === after ? nothing : movedComponents(before, after);
    if (config !== undefined) for (const id of after.specs.keys()) touched.add(id);
    if (moved.size > 0) this.#relist(after, moved);
    for (const { path, entry } of changes) {
      const generated = after.index.generatedOf(path);
      if (generated !== undefined) touched.add(generated);
      for (const id of after.index.inputOf(path)) {
        touched.add(id);
        if (!moved.has(id)) this.#ledgerOf(id).setInput(path, inputOid(entry));
      }
    }
    for (const id of moved) if (after.specs.has(id)) touched.add(id);

    const orphaned: Finding[] = [];
    for (const [component, of] of records) {
      const has = after.specs.has(component);
      const findings = await this.#changeRecords(component, of, vanished);
      if (has) touched.add(component);
      else orphaned.push(...findings);
    }

    if (watched.length > 0) {
      const texts = await this.#texts(watched);
      for (const { path } of watched) this.#timeline.set(this.#watchTexts, path, texts.get(path));
    }
    const unpaired = this.#moveUnpaired(before, after, changes);
    return {
      touched,
      gone: [...moved].filter((id) => !after.specs.has(id)),
      whole: before !== after || watched.length > 0 || unpaired ? this.#wholeFindings(after) : undefined,
      vanished,
      orphaned,
    };
  }

  #ledgerOf(id: string): Ledger {
    let ledger = this.#ledgers.get(id);
    if (ledger === undefined) {
      ledger = new Ledger(this.#timeline);
      this.#ledgers.set(id, ledger);
    }
    return ledger;
  }

  /** Texts of what paths hold after a change, by path. */
  async #texts(changes: readonly PathChange[]): Promise<Map<string, string>> {
    const held = changes.flatMap(({ path, entry }) =>
      entry === undefined || entry.mode === submodule ? [] : [[path, entry.oid] as const],
    );
    if (held.length === 0) return new Map();
    const blobs = await this.#reads.blobs(held.map(([, oid]) => oid));
    return new Map(held.map(([path, oid]) => [path, blobs.get(oid)?.toString("utf8") ?? ""]));
  }

  async #moveLayout(
    before: Layout,
    config: PathChange | undefined,
    specs: readonly PathChange[],
  ): Promise<Layout> {
    let base = before;
    let candidates = specs.filter(({ path }) => before.isSpec(path));
    if (config !== undefined) {
      const text = (await this.#texts([config])).get(configPath);
      base = makeLayout(readConfig(text), new Map());
      candidates = [...this.#tree]
        .filter(([path]) => mayBeSpec(path) && base.isSpec(path))
        .map(([path, entry]) => ({ path, entry }));
    }
    if (config === undefined && candidates.length === 0) return before;
    const heads = new Map<string, KnownHead>(config === undefined ? before.heads : []);
    const texts = await this.#texts(candidates);
    const unread = new Map<string, string>();
    const blocks = new Map<string, string | undefined>();
    let same = config === undefined;
    for (const { path } of candidates) {
      const text = texts.get(path);
      const known = before.heads.get(path);
      if (text === undefined) {
        same = !heads.delete(path) && same;
        continue;
      }
      const block = frontMatterBlock(text);
      if (known !== undefined && block !== undefined && known.block === block) heads.set(path, known);
      else {
        same = false;
        blocks.set(path, block);
        unread.set(path, block === undefined ? text : `${block}\n`);
      }
    }
    if (same) return before;
    const read = unread.size === 0 ? new Map<string, SpecHead>() : await this.#reads.heads(unread);
    for (const [path, block] of blocks) heads.set(path, { ...(read.get(path) ?? { problems: [] }), block });
    const { configured } = base;
    const problems = base.problems.filter(({ at }) => at.path === configPath);
    const layout = makeLayout({ config: base.config, configured, problems }, heads);
    this.#timeline.set(this.#layouts, "now", layout);
    return layout;
  }

  /** Finds the inputs of components whose targets moved, in one look at the whole tree. */
  #relist(layout: Layout, moved: ReadonlySet<string>): void {
    const inputs = new Map<string, Map<string, string>>([...moved].map((id) => [id, new Map()]));
    for (const [path, entry] of this.#tree) {
      const oid = inputOid(entry);
      if (oid === undefined) continue;
      for (const id of layout.index.inputOf(path)) inputs.get(id)?.set(path, oid);
    }
    for (const [id, own] of inputs) this.#ledgerOf(id).setInputs(own);
  }

  /** Returns the findings of the component's records that can't be used. */
  async #changeRecords(
    component: string,
    changes: readonly PathChange[],
    vanished: VanishedRecord[],
  ): Promise<readonly Finding[]> {
    const ledger = this.#ledgerOf(component);
    const idOf = (path: string): string => parseRecordPath(path)?.id as string;
    const has = (id: string): boolean => ledger.records.has(id) || ledger.broken.has(id);
    const lost = changes.filter(({ path }) => has(idOf(path)));
    const read = async (of: readonly PathChange[]): Promise<NamedRecord[]> => {
      const named: NamedRecord[] = [];
      for (const [path, text] of await this.#texts(of)) {
        const { record, findings } = readRecord(path, { component, id: idOf(path) }, text);
        if (record === undefined) ledger.addBroken(idOf(path), findings);
        else named.push(record);
      }
      return named;
    };
    if (lost.length === 0) for (const record of await read(changes)) ledger.add(record);
    else {
      const paths = new Set(
        [...ledger.records.keys(), ...ledger.broken.keys()].map((id) => recordPathOf(component, id)),
      );
      for (const { path } of changes) paths.add(path);
      ledger.rebuild([]);
      const left = [...paths].map((path) => ({ path, entry: this.#tree.get(path) }));
      const records = await read(left);
      const broken = [...ledger.broken];
      ledger.rebuild(records);
      for (const [id, findings] of broken) ledger.addBroken(id, findings);
    }
    for (const { path, entry } of lost) {
      const id = idOf(path);
      if (entry === undefined && !ledger.isFolded(id))
        vanished.push({ component, id, path, followed: ledger.isFollowed(id) });
    }
    return [...ledger.broken.values()].flat();
  }

  /** Keeps track of code that no component pairs; true when that moved. */
  #moveUnpaired(before: Layout, after: Layout, changes: readonly PathChange[]): boolean {
    if (after.config.code.length === 0 && this.#unpaired.size === 0) return false;
    const paths =
      before === after ? changes.map(({ path }) => path) : [...this.#tree.keys(), ...this.#unpaired.keys()];
    let moved = false;
    for (const path of paths) {
      const entry = this.#tree.get(path);
      const unpaired =
        entry !== undefined &&
        entry.mode !== submodule &&
        after.isWatchedCode(path) &&
        after.index.inputOf(path).length === 0 &&
        this.#reads.isCode(path);
      if (unpaired === this.#unpaired.has(path)) continue;
      this.#timeline.set(this.#unpaired, path, unpaired ? true : undefined);
      moved = true;
    }
    return moved;
  }

  #wholeFindings(layout: Layout): Finding[] {
    const findings: Finding[] = [...layout.problems];
    if (!layout.configured) return findings;
    for (const path of this.#unpaired.keys())
      findings.push({
        code: "unpaired-code",
        severity: "error",
        at: { path },
        message: "Unexpected code without a spec, expected a spec whose targets match it (config: `code`)",
        next: "add the path to a spec's targets, or narrow `code` in instride.config.json",
      });
    for (const path of new Set([...layout.watch.keys(), ...this.#watchTexts.keys()])) {
      const due = layout.watch.get(path);
      if (this.#watchTexts.get(path)?.replaceAll("\r\n", "\n") === due) continue;
      findings.push({
        code: "watch-differs",
        severity: "error",
        at: { path },
        message: `Unexpected ${due === undefined ? "watch file" : "content"}, expected ${due === undefined ? "none: no spec has this id" : "the pathspecs of its spec's targets"}`,
        next: "instride sync",
      });
    }
    return findings;
  }
}

/** A submodule is nobody's input. */
const inputOid = (entry: Entry | undefined): string | undefined =>
  entry === undefined || entry.mode === submodule ? undefined : entry.oid;
