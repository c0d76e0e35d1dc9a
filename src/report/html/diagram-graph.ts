// What the data-flow diagram shows: nodes, nested boundaries and flows, each with its lines of text and the room that
// they take. No positions yet.

import type { ArchitectureMap, Level, Threat, ThreatModel } from "../../model/schema.ts";
import { sorted, threatsOf } from "../../model/threats.ts";
import { oneLine } from "../foreign.ts";
import { boundariesOf } from "../nesting.ts";
import { displayWidth, wrap } from "../width.ts";
import { openOf } from "./parts.ts";

/** Sizes are in pixels of the drawing. */
export interface Sized {
  readonly width: number;
  readonly height: number;
}

export interface Open {
  readonly count: number;
  readonly level: Level;
}

export type NodeKind = "external" | "process" | "store" | "stranger";

export interface DiagramNode extends Sized {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  readonly lines: readonly string[];
  /** Boundary around it. */
  readonly parent: string | undefined;
  readonly open: Open | undefined;
}

export interface DiagramBoundary {
  readonly id: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** Nothing lies in it: it is drawn as a box of its own. */
  readonly empty: boolean;
  /** Of the box when nothing gives it one. */
  readonly least: Sized;
}

export interface DiagramFlow extends Sized {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
  readonly open: Open | undefined;
}

export interface DiagramGraph {
  readonly nodes: readonly DiagramNode[];
  /** Outer ones before what lies in them. */
  readonly boundaries: readonly DiagramBoundary[];
  readonly flows: readonly DiagramFlow[];
}

/** Font sizes, and line heights of each. */
export const type = { node: 13, flow: 11.5, title: 12, open: 10.5 } as const;
export const leading = { node: 17, flow: 14.5, title: 13.5 } as const;

/** Wide enough for the widest of the system fonts: a text may have room to spare, it never runs over. */
const widthOf = (lines: readonly string[], size: number): number =>
  Math.ceil(Math.max(...lines.map(displayWidth)) * size * 0.62);

/** At most so many lines; what does not fit ends in an ellipsis, and stands in full beside the drawing. */
export const clipped = (text: string, columns: number, most: number): string[] => {
  const all = wrap(oneLine(text), columns);
  return all.length <= most ? all : [...all.slice(0, most - 1), `${all[most - 1]} …`];
};

/** Columns of text that fit into a width. */
export const columnsIn = (width: number, size: number): number => Math.floor(width / (size * 0.62));

/** A text fits into an ellipse that is this much wider and higher than its box. */
const ellipse = { width: 1.28, height: 1.62 };

const sizeOf = (kind: NodeKind, lines: readonly string[]): Sized => {
  const text = { width: widthOf(lines, type.node), height: lines.length * leading.node };
  return kind === "process"
    ? { width: Math.max(96, text.width * ellipse.width), height: Math.max(48, text.height * ellipse.height) }
    : { width: Math.max(84, text.width + 24), height: text.height + 22 };
};

export const openText = ({ count, level }: Open): string => `${count} open, ${level}`;

const kinds = [
  ["externals", "external"],
  ["processes", "process"],
  ["stores", "store"],
] as const;

/** Ends of flows that are no element of the map. The diagram shows them as what they are. */
const strangersOf = (map: ArchitectureMap, known: ReadonlySet<string>): string[] =>
  [...new Set(Object.values(map.flows).flatMap(({ from, to }) => [from, to]))]
    .filter((id) => !known.has(id))
    .sort();

const boundaryTree = (map: ArchitectureMap, parents: ReadonlyMap<string, string>): DiagramBoundary[] => {
  const holders = new Set(parents.values());
  const under = (parent: string | undefined): DiagramBoundary[] =>
    sorted(map.boundaries)
      .filter(([id]) => parents.get(id) === parent)
      .flatMap(([id, { name }]) => {
        const least = { width: widthOf(clipped(name, 22, 2), type.title) + 16, height: 44 };
        return [{ id, name, parent, empty: !holders.has(id), least }, ...under(id)];
      });
  return under(undefined);
};

/** The diagram of a model on a day, by which acceptances are judged. */
export const graphOf = (model: ThreatModel, today: string): DiagramGraph => {
  const { map } = model;
  const parents = boundariesOf(map);
  const threats = new Map<string, Threat[]>();
  for (const { element, threat } of threatsOf(model))
    threats.set(element, [...(threats.get(element) ?? []), threat]);
  const open = (id: string): Open | undefined => openOf(threats.get(id) ?? [], today);

  const node = (id: string, kind: NodeKind, name: string): DiagramNode => {
    const lines = clipped(name, 22, 3);
    return { id, kind, name, lines, parent: parents.get(id), open: open(id), ...sizeOf(kind, lines) };
  };
  const known = kinds.flatMap(([section, kind]) =>
    sorted<{ name: string }>(map[section]).map(([id, { name }]) => node(id, kind, name)),
  );
  const strangers = strangersOf(map, new Set(known.map(({ id }) => id)));

  const flows = sorted(map.flows).map(([id, flow]): DiagramFlow => {
    const lines = [
      ...clipped(flow.name, 26, 3),
      ...(flow.protocol === undefined ? [] : clipped(flow.protocol, 28, 1)),
    ];
    const state = open(id);
    const shown = state === undefined ? lines : [...lines, openText(state)];
    return {
      ...{ id, name: flow.name, from: flow.from, to: flow.to, lines, open: state },
      width: widthOf(shown, type.flow) + 8,
      height: shown.length * leading.flow + 6,
    };
  });
  return {
    nodes: [...known, ...strangers.map((id) => node(id, "stranger", `${id}, not on the map`))],
    boundaries: boundaryTree(map, parents),
    flows,
  };
};
