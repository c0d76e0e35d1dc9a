// The work sheet of one delta: a copy of the model that operations change, and what was noticed on the way.

import type { DeltaProblem } from "./delta.ts";
import { suggestion } from "./nearest.ts";
import { dotted } from "./pointer.ts";
import { kindOfGround } from "./references.ts";
import type { MapSection, Mitigation, Threat, ThreatModel } from "./schema.ts";
import { type PlacedThreat, threatsOf } from "./threats.ts";

export interface ApplyOptions {
  /** The framework's categories, each with the letter that begins its threat ids. */
  readonly letters: Readonly<Record<string, string>>;
  /** What ended the threats that are retired: a record's id or a change's name. */
  readonly change?: string;
  /** Marks what is added or changed as provisional; without it, the mark is taken off what is touched. */
  readonly provisional?: boolean;
  /** Whether an anchor resolves in the code. Left out: anchors are believed. */
  readonly anchorExists?: (anchor: string) => boolean;
  /** Whether an anchor points at what should be, not at what is, such as the spec. Left out: none does. */
  readonly isStatement?: (anchor: string) => boolean;
  /** Whether a fact of that key is known. Left out: keys are believed. */
  readonly factExists?: (key: string) => boolean;
}

export interface MapChange {
  readonly section: MapSection | "set-aside";
  readonly id: string;
  readonly change: "added" | "changed" | "dropped";
}

export type Path = readonly (string | number)[];

export class Draft {
  readonly model: ThreatModel;
  readonly options: ApplyOptions;
  readonly problems: DeltaProblem[] = [];
  /** Ids of malformed operations: nothing that refers to them is blamed. */
  readonly hoped: ReadonlySet<string>;
  /** JSON pointer of what an operation touched → the path of the operation's own value. */
  readonly touched = new Map<string, Path>();
  /** Dropped ids → the path of the operation. */
  readonly dropped = new Map<string, Path>();
  readonly threats: Map<string, PlacedThreat>;
  /** Ids that this delta has added or found again, with the path of the operation. */
  readonly added = new Map<string, Path>();
  /** What this delta holds against people's decisions, by the threat's id. */
  readonly objections = new Map<string, readonly string[]>();

  constructor(model: ThreatModel, options: ApplyOptions, hoped: ReadonlySet<string>) {
    this.model = structuredClone(model);
    this.options = options;
    this.hoped = hoped;
    this.threats = new Map(threatsOf(this.model).map((placed) => [placed.id, placed]));
  }

  problem(path: Path, rule: string, actual: string, expected: string, hint = ""): void {
    this.problems.push({
      path: dotted(path),
      rule,
      message: `Unexpected ${actual}, expected ${expected}${hint}`,
      expected,
    });
  }

  anchors(anchors: readonly string[] | undefined, path: Path): void {
    for (const [index, anchor] of (anchors ?? []).entries()) this.anchor(anchor, [...path, index]);
  }

  anchor(anchor: string, path: Path): void {
    if (this.options.anchorExists?.(anchor) !== false) return;
    const expected = "`path` or `path#symbol` that is in the code of this component";
    this.problem(path, "anchor-not-found", `anchor \`${anchor}\``, expected);
  }

  /** What shows a mitigation. The spec says that it should be there; only code shows that it is. */
  evidence({ kind, evidence }: Mitigation, path: Path): void {
    this.anchors(evidence, path);
    for (const [index, anchor] of evidence.entries())
      if (kind === "code" && this.options.isStatement?.(anchor) === true)
        this.problem(
          [...path, index],
          "evidence-not-code",
          `anchor \`${anchor}\``,
          "`path#symbol` in the code that does it",
        );
  }

  facts(keys: readonly string[] | undefined, path: Path): void {
    for (const [index, key] of (keys ?? []).entries()) this.fact(key, [...path, index]);
  }

  fact(key: string, path: Path): void {
    if (this.options.factExists?.(key) === false)
      this.problem(path, "fact-not-found", `fact \`${key}\``, "the key of a fact of the spec or the code");
  }

  /** What an answer rests on. Ids are checked once the delta is done. */
  grounds(grounds: readonly string[], path: Path): void {
    for (const [index, ground] of grounds.entries()) {
      const kind = kindOfGround(ground);
      if (kind === "fact") this.fact(ground, [...path, index]);
      if (kind === "anchor") this.anchor(ground, [...path, index]);
    }
  }

  category(category: string, path: Path): boolean {
    if (Object.hasOwn(this.options.letters, category)) return true;
    const known = Object.keys(this.options.letters);
    const hint = suggestion(category, known);
    this.problem(
      [...path, "category"],
      "unknown-category",
      `category \`${category}\``,
      `one of ${known.join(", ")}`,
      hint,
    );
    return false;
  }

  element(element: string, path: Path): boolean {
    const { externals, processes, stores, flows } = this.model.map;
    const sections: Readonly<Record<string, unknown>>[] = [externals, processes, stores, flows];
    if (sections.some((section) => Object.hasOwn(section, element))) return true;
    if (this.hoped.has(element)) return false;
    const hint = suggestion(element, sections.flatMap(Object.keys));
    const expected = "an external entity, process, store or flow of the map";
    this.problem([...path, "element"], "unknown-element", `element \`${element}\``, expected, hint);
    return false;
  }

  /** The threat of an id, or undefined with a problem noted. */
  threat(id: string, path: Path): PlacedThreat | undefined {
    const placed = this.threats.get(id);
    if (placed !== undefined) return placed;
    const hint = suggestion(id, this.threats.keys());
    this.problem(
      [...path, "id"],
      "unknown-threat",
      `threat \`${id}\``,
      "the id of a threat of this model",
      hint,
    );
    return undefined;
  }

  /** Sets or clears the provisional mark, as the options ask. */
  stamp(value: { provisional?: boolean | undefined }): void {
    if (this.options.provisional === true) value.provisional = true;
    else delete value.provisional;
  }

  /** The threats of a question, to be changed; made when there are none yet. */
  threatsUnder(element: string, category: string): Record<string, Threat> {
    return this.answer(element, category).threats;
  }

  answer(element: string, category: string): ThreatModel["answers"][string][string] {
    const { answers } = this.model;
    if (!Object.hasOwn(answers, element)) answers[element] = {};
    const categories = answers[element] as ThreatModel["answers"][string];
    if (!Object.hasOwn(categories, category)) categories[category] = { threats: {} };
    return categories[category] as ThreatModel["answers"][string][string];
  }
}
