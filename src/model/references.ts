// Every place of a model that names another part of it by id.

import { type MapSection, mapSections, type ThreatModel } from "./schema.ts";
import { sorted, threatsOf } from "./threats.ts";

/** What an id must name. */
export interface Target {
  readonly name: string;
  readonly sections: readonly MapSection[];
  readonly threats?: boolean;
}

export interface Reference {
  readonly path: readonly (string | number)[];
  readonly id: string;
  readonly to: Target;
}

const asset: Target = { name: "an asset", sections: ["assets"] };
const boundary: Target = { name: "a trust boundary", sections: ["boundaries"] };
const control: Target = { name: "a control", sections: ["controls"] };
const entryPoint: Target = { name: "an entry point", sections: ["entry-points"] };
const worker: Target = { name: "a process", sections: ["processes"] };
const caller: Target = { name: "an external entity or a process", sections: ["externals", "processes"] };
const end: Target = {
  name: "an external entity, process or store",
  sections: ["externals", "processes", "stores"],
};
const inside: Target = {
  name: "an external entity, process, store or boundary",
  sections: ["externals", "processes", "stores", "boundaries"],
};
const threat: Target = { name: "a threat", sections: [], threats: true };
const anything: Target = { name: "something on the map or a threat", sections: mapSections, threats: true };

/** Fields of the map's entries that hold ids. */
const fields: readonly (readonly [MapSection, string, Target])[] = [
  ["externals", "boundary", boundary],
  ["processes", "boundary", boundary],
  ["stores", "boundary", boundary],
  ["stores", "holds", asset],
  ["flows", "from", end],
  ["flows", "to", end],
  ["flows", "assets", asset],
  ["boundaries", "inside", inside],
  ["entry-points", "process", worker],
  ["entry-points", "from", caller],
  ["risks", "threats", threat],
];

/** Fields of a section's entries that name other parts of the model by id, and what they may name. */
export const fieldsWithIds = (section: MapSection): { readonly field: string; readonly to: Target }[] =>
  fields.flatMap(([of, field, to]) => (of === section ? [{ field, to }] : []));

type Path = readonly (string | number)[];

const idsIn = function* (value: unknown, path: Path, to: Target): Generator<Reference> {
  if (typeof value === "string") yield { path, id: value, to };
  if (!Array.isArray(value)) return;
  for (const [index, id] of value.entries())
    if (typeof id === "string") yield { path: [...path, index], id, to };
};

/** What an answer rests on is an id, the key of a fact, or an anchor; only ids can be looked up in the model. */
export const kindOfGround = (ground: string): "fact" | "anchor" | "id" =>
  /^[a-z]+:\S/.test(ground) ? "fact" : /[#/.]/.test(ground) ? "anchor" : "id";

/** All references by id, in the order of the model. */
export const referencesOf = function* (model: ThreatModel): Generator<Reference> {
  for (const [section, field, to] of fields)
    for (const [id, entry] of sorted<Record<string, unknown>>(model.map[section]))
      yield* idsIn(entry[field], ["map", section, id, field], to);
  for (const placed of threatsOf(model)) {
    // What a retired threat named may be gone from the map by right.
    if (placed.threat.status === "retired") continue;
    const path = ["answers", placed.element, placed.category, "threats", placed.id];
    yield* idsIn(placed.threat.assets, [...path, "assets"], asset);
    yield* idsIn(placed.threat["entry-points"], [...path, "entry-points"], entryPoint);
    for (const [name, mitigation] of sorted(placed.threat.mitigations))
      yield* idsIn(mitigation.control, [...path, "mitigations", name, "control"], control);
  }
  for (const [element, categories] of sorted(model.answers))
    for (const [category, answer] of sorted(categories)) {
      const path = ["answers", element, category, "not-applicable", "rests-on"];
      for (const [index, ground] of (answer["not-applicable"]?.["rests-on"] ?? []).entries())
        if (kindOfGround(ground) === "id") yield { path: [...path, index], id: ground, to: anything };
    }
};
