// A model as exporters read it: only parts that fit together, each with the place where it stands. The schema lets a model
// name what is not there; no format of another tool may.

import type {
  Asset,
  Assumption,
  Boundary,
  Control,
  ElementKind,
  Flow,
  Level,
  Store,
  Threat,
  ThreatModel,
} from "../model/schema.ts";
import { type EffectiveStatus, effectiveLevel, effectiveStatus } from "../model/status.ts";
import { own, sorted, threatsOf } from "../model/threats.ts";
import { boundariesOf } from "../report/nesting.ts";

/** `section/id`: ids are unique in their section alone as long as nobody has checked the model. */
export type Key = string;
export const keyOf = (section: string, id: string): Key => `${section}/${id}`;

export interface ViewNode {
  readonly key: Key;
  readonly id: string;
  readonly kind: Exclude<ElementKind, "flow">;
  readonly name: string;
  readonly description: string | undefined;
  readonly code: readonly string[];
  /** Key of the boundary around it. */
  readonly boundary: Key | undefined;
  /** Keys of the assets that it holds. */
  readonly holds: readonly Key[];
}

export interface ViewFlow {
  readonly key: Key;
  readonly id: string;
  readonly flow: Flow;
  /** Keys of nodes. */
  readonly from: Key;
  readonly to: Key;
  readonly assets: readonly Key[];
}

export interface Keyed<T> {
  readonly key: Key;
  readonly id: string;
  readonly entry: T;
}

export interface ViewBoundary extends Keyed<Boundary> {
  readonly parent: Key | undefined;
}

export interface ViewThreat {
  readonly id: string;
  /** Key of a node or a flow. */
  readonly element: Key;
  readonly category: string;
  readonly threat: Threat;
  readonly status: Exclude<EffectiveStatus, "retired">;
  readonly level: Level;
  readonly assets: readonly Key[];
}

export interface View {
  readonly component: string;
  readonly framework: string;
  readonly summary: string | undefined;
  readonly nodes: readonly ViewNode[];
  readonly flows: readonly ViewFlow[];
  readonly boundaries: readonly ViewBoundary[];
  readonly assets: readonly Keyed<Asset>[];
  readonly controls: readonly Keyed<Control>[];
  readonly assumptions: readonly Keyed<Assumption>[];
  /** Living threats at an element of the map; each id once. */
  readonly threats: readonly ViewThreat[];
}

const sections = [
  ["externals", "external"],
  ["processes", "process"],
  ["stores", "store"],
] as const;

const keyed = <T>(section: string, entries: Readonly<Record<string, T>>): Keyed<T>[] =>
  sorted(entries).map(([id, entry]) => ({ key: keyOf(section, id), id, entry }));

const nodesOf = ({ map }: ThreatModel, assets: (ids: readonly string[]) => Key[]): ViewNode[] => {
  const parents = boundariesOf(map);
  return sections.flatMap(([section, kind]) =>
    sorted(map[section]).map(([id, entry]) => {
      const boundary = parents.get(id);
      const holds = section === "stores" ? assets((entry as Store).holds) : [];
      return {
        key: keyOf(section, id),
        id,
        kind,
        name: entry.name,
        description: entry.description,
        code: entry.code,
        boundary: boundary === undefined ? undefined : keyOf("boundaries", boundary),
        holds,
      };
    }),
  );
};

/** @param today `YYYY-MM-DD`: decides whether an acceptance still holds */
export const viewOf = (model: ThreatModel, today: string): View => {
  const { map } = model;
  const assets = (ids: readonly string[]): Key[] =>
    [...new Set(ids)].filter((id) => own(map.assets, id) !== undefined).map((id) => keyOf("assets", id));
  const nodes = nodesOf(model, assets);
  const keys = new Map<string, Key>();
  for (const node of nodes) if (!keys.has(node.id)) keys.set(node.id, node.key);
  const flows = sorted(map.flows).flatMap(([id, flow]): ViewFlow[] => {
    const from = keys.get(flow.from);
    const to = keys.get(flow.to);
    if (from === undefined || to === undefined) return [];
    return [{ key: keyOf("flows", id), id, flow, from, to, assets: assets(flow.assets) }];
  });
  for (const { id, key } of flows) if (!keys.has(id)) keys.set(id, key);
  // Without the nodes: one that shares its id with a boundary would seem to enclose it.
  const parents = boundariesOf({ ...map, externals: {}, processes: {}, stores: {} });
  const seen = new Set<string>();
  return {
    component: model.component,
    framework: model.framework,
    summary: model.summary,
    nodes,
    flows,
    boundaries: keyed("boundaries", map.boundaries).map((boundary) => {
      const parent = parents.get(boundary.id);
      return { ...boundary, parent: parent === undefined ? undefined : keyOf("boundaries", parent) };
    }),
    assets: keyed("assets", map.assets),
    controls: keyed("controls", map.controls),
    assumptions: keyed("assumptions", map.assumptions),
    threats: threatsOf(model).flatMap(({ id, element, category, threat }): ViewThreat[] => {
      const status = effectiveStatus(threat, today);
      const key = keys.get(element);
      if (status === "retired" || key === undefined || seen.has(id)) return [];
      seen.add(id);
      const level = effectiveLevel(threat);
      return [{ id, element: key, category, threat, status, level, assets: assets(threat.assets) }];
    }),
  };
};
