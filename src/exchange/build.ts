// From what a foreign file says to a model. Ids are taken over where they are ours or look like ours, and minted otherwise;
// what the file says of a threat's standing is a claim until somebody shows it.

import { lettersOf } from "../frameworks/index.ts";
import type { Framework } from "../frameworks/types.ts";
import { emptyModel } from "../model/empty.ts";
import { slug } from "../model/fact.ts";
import { mintThreatId, questionKey } from "../model/ids.ts";
import { anchorSchema, idPattern, modelSchema, type ThreatModel, threatIdPattern } from "../model/schema.ts";
import { folded, longestId, threatOf, validOf } from "./build-threat.ts";
import { guessCategory } from "./category.ts";
import { asciiName, clip, Names, pushTo } from "./text.ts";
import type { ForeignModel, ForeignThreat } from "./types.ts";

export interface BuildOptions {
  readonly component: string;
  readonly framework: Framework;
  /** The format's name, as people know it. */
  readonly from: string;
  /** Foreign id → key of the part of our model that it stands for. */
  readonly known: ReadonlyMap<string, string>;
}

export interface Built {
  readonly model: ThreatModel;
  /** What was guessed or could not be taken over, one line each. */
  readonly notes: readonly string[];
}

const uuidLike = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

class Builder {
  readonly notes: string[] = [];
  readonly #ids = new Map<string, string>();
  readonly #names = new Names();
  readonly #file: ForeignModel;
  readonly #options: BuildOptions;

  constructor(file: ForeignModel, options: BuildOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** The id for a part, by its ref: ours where the export gave the ref, else made from the ref or from the name. */
  id(section: string, ref: string, name: string): string {
    const found = this.#ids.get(`${section}/${ref}`);
    if (found !== undefined) return found;
    const known = this.#options.known.get(ref);
    const own = known?.startsWith(`${section}/`) === true ? known.slice(section.length + 1) : undefined;
    const wanted = slug(uuidLike.test(ref) || ref === "" ? name : ref)
      .slice(0, longestId)
      .replace(/-+$/, "");
    const id = own ?? this.#names.take(idPattern.test(wanted) ? wanted : asciiName(wanted, "part"));
    this.#ids.set(`${section}/${ref}`, id);
    return id;
  }

  /** Ids of ours come first, so that no other part takes one. */
  reserve(): void {
    for (const key of this.#options.known.values()) {
      const [section, id] = key.split("/", 2) as [string, string];
      if (Object.hasOwn(this.map, section)) this.#names.take(id);
    }
  }

  readonly map: ThreatModel["map"] = emptyModel("x", "x").map;

  /** Section and id of the parts of a file that flows and threats name. */
  readonly #places = new Map<string, string>();

  entry(
    name: string,
    description: string | undefined,
  ): { name: string; description?: string; because: string } {
    const text = folded(description);
    return {
      name: folded(name) ?? "unnamed",
      ...(text === undefined || text === folded(name) ? {} : { description: text }),
      because: `imported from ${this.#options.from}`,
    };
  }

  parts(): void {
    const { boundaries, assets, nodes, flows, assumptions } = this.#file;
    const into = (section: string, id: string, value: unknown): void => {
      (this.map as unknown as Record<string, Record<string, unknown>>)[section]![id] = value;
    };
    const boundaryRefs = new Set(boundaries.map(({ ref }) => ref));
    const assetRefs = new Map(assets.map(({ ref, name }) => [ref, name]));
    const assetIds = (refs: readonly string[] = []): string[] => [
      ...new Set(
        refs.flatMap((ref) => {
          const name = assetRefs.get(ref);
          return name === undefined ? [] : [this.id("assets", ref, name)];
        }),
      ),
    ];
    const names = new Map(boundaries.map(({ ref, name }) => [ref, name]));
    const inner = new Map<string, string[]>();
    for (const { ref, parent } of boundaries)
      if (parent !== undefined && parent !== ref) pushTo(inner, parent, ref);
    const boundaryId = (ref: string): string => this.id("boundaries", ref, names.get(ref) ?? ref);
    for (const { ref, name, description } of boundaries)
      into("boundaries", boundaryId(ref), {
        ...this.entry(name, description),
        inside: [...new Set(inner.get(ref))].map(boundaryId),
      });
    for (const { ref, name, description, sensitivity } of assets)
      into("assets", this.id("assets", ref, name), {
        ...this.entry(name, description),
        ...(sensitivity === undefined ? {} : { sensitivity }),
      });
    const sections = { external: "externals", process: "processes", store: "stores" } as const;
    for (const { ref, kind, name, description, boundary, code, holds } of nodes) {
      const id = this.id(sections[kind], ref, name);
      this.#places.set(ref, id);
      into(sections[kind], id, {
        ...this.entry(name, description),
        code: validOf(anchorSchema, code),
        ...(boundary !== undefined && boundaryRefs.has(boundary) ? { boundary: boundaryId(boundary) } : {}),
        ...(kind === "store" ? { holds: assetIds(holds) } : {}),
      });
    }
    const nodeRefs = new Set(this.#places.keys());
    for (const { ref, name, description, from, to, data, protocol, protection, assets: refs } of flows) {
      if (!nodeRefs.has(from) || !nodeRefs.has(to)) {
        this.notes.push(`flow '${clip(name, 80)}' is left out: one of its ends is not in the file`);
        continue;
      }
      const id = this.id("flows", ref, name);
      this.#places.set(ref, id);
      const facts = Object.entries({ data, protocol, protection }).flatMap(([field, text]) => {
        const words = folded(text);
        return words === undefined ? [] : [[field, words]];
      });
      into("flows", id, {
        ...this.entry(name, description),
        from: this.#places.get(from),
        to: this.#places.get(to),
        ...Object.fromEntries(facts),
        assets: assetIds(refs),
      });
    }
    for (const { ref, name, description } of assumptions)
      into("assumptions", this.id("assumptions", ref, clip(name, 60)), this.entry(name, description));
    this.#assetIds = assetIds;
  }

  #assetIds: (refs?: readonly string[]) => string[] = () => [];

  /** Where threats stand that name no element of the file. */
  home(): string {
    const [first] = Object.keys(this.map.processes);
    if (first !== undefined) return first;
    const name = folded(this.#file.title) ?? this.#options.component;
    const id = this.id("processes", "", name);
    this.map.processes[id] = { ...this.entry(name, undefined), code: [], covers: [] };
    return id;
  }

  threats(): ThreatModel["answers"] {
    const { framework, known, component } = this.#options;
    const letters = lettersOf(framework);
    const taken = new Map<string, string>();
    // Held free for the threats that have them, whatever comes first in the file.
    for (const { ref } of this.#file.threats) {
      const key = known.get(ref);
      if (key?.startsWith("threats/") === true) taken.set(key.slice(8), "");
    }
    const answers: ThreatModel["answers"] = {};
    for (const threat of this.#file.threats) {
      const place = threat.elements.find((ref) => this.#places.has(ref));
      const element = place === undefined ? this.home() : (this.#places.get(place) as string);
      if (place === undefined)
        this.notes.push(
          `'${clip(threat.title, 80)}' names no element of the file; it stands under '${element}'`,
        );
      const { category, guessed } = guessCategory(framework, threat);
      if (guessed)
        this.notes.push(
          `'${clip(threat.title, 80)}': the file names no category of ${framework.title}; taken as ${category}`,
        );
      const entry = threatOf(threat, { from: this.#options.from, known, assets: this.#assetIds });
      const id = this.threatId(threat, taken, (distinct) =>
        mintThreatId(
          {
            component,
            element,
            category,
            letter: letters[category] ?? "X",
            weakness: entry.weakness,
            anchors: entry.code,
            title: entry.title,
            distinct,
          },
          new Map(),
        ),
      );
      taken.set(id, questionKey(element, category));
      // Ids such as `constructor` are names like any other.
      if (!Object.hasOwn(answers, element)) answers[element] = {};
      const categories = answers[element] as ThreatModel["answers"][string];
      if (!Object.hasOwn(categories, category)) categories[category] = { threats: {} };
      (categories[category] as ThreatModel["answers"][string][string]).threats[id] = entry;
    }
    return answers;
  }

  /** Ours by the export, or by its looks, or minted; always one that no other threat of the file has. */
  threatId(
    threat: ForeignThreat,
    taken: ReadonlyMap<string, string>,
    mint: (distinct?: string) => string,
  ): string {
    const known = this.#options.known.get(threat.ref);
    if (known?.startsWith("threats/") === true && (taken.get(known.slice(8)) ?? "") === "")
      return known.slice(8);
    const looks = threat.ref.replace(/^[a-z]{1,3}(?=-)/, (letters) => letters.toUpperCase());
    if (threatIdPattern.test(looks) && !taken.has(looks)) return looks;
    let id = mint();
    for (let count = 1; taken.has(id); count++) id = mint(`${threat.title} ${count}`);
    return id;
  }
}

/** A model from a foreign file. Its parts fit together whatever the file says. */
export const buildModel = (file: ForeignModel, options: BuildOptions): Built => {
  const builder = new Builder(file, options);
  builder.reserve();
  builder.parts();
  const answers = builder.threats();
  const summary = folded(file.summary);
  const model = modelSchema.parse({
    ...emptyModel(options.component, options.framework.id),
    ...(summary === undefined ? {} : { summary }),
    map: builder.map,
    answers,
  });
  return { model, notes: builder.notes };
};

/** The ids of an export, turned round: foreign id → key. */
export const inverse = (ids: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...ids].map(([key, foreign]) => [foreign, key]));
