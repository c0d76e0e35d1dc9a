// Gives the data-flow diagram its positions, with the layered layout of dagre: boundaries as nested boxes, room kept for
// the label of each flow. The library is loaded when a diagram is drawn.

import {
  clipped,
  columnsIn,
  type DiagramBoundary,
  type DiagramFlow,
  type DiagramGraph,
  type DiagramNode,
  type Sized,
  type,
} from "./diagram-graph.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Positions are those of the upper left corner, in pixels of the drawing. */
export type Placed<T> = T & Point & Sized;

export interface PlacedFlow extends DiagramFlow {
  /** From the border of the one end to the border of the other. */
  readonly points: readonly Point[];
  /** Middle of the label. */
  readonly label: Point;
}

export interface PlacedBoundary extends Placed<DiagramBoundary> {
  /** The title, as wide as the box lets it be. */
  readonly lines: readonly string[];
}

/** A frame around everything, and what is in it. */
export interface DiagramLayout extends Point, Sized {
  readonly nodes: readonly Placed<DiagramNode>[];
  /** Outer ones first. */
  readonly boundaries: readonly PlacedBoundary[];
  readonly flows: readonly PlacedFlow[];
}

/** Where the line from `from` to the middle of a node meets its outline. */
const outline = (node: Placed<DiagramNode>, from: Point): Point => {
  const [rx, ry] = [node.width / 2, node.height / 2];
  const [cx, cy] = [node.x + rx, node.y + ry];
  const [dx, dy] = [from.x - cx, from.y - cy];
  if (dx === 0 && dy === 0) return { x: cx, y: cy - ry };
  const share =
    node.kind === "process"
      ? 1 / Math.hypot(dx / rx, dy / ry)
      : Math.min(rx / Math.max(Math.abs(dx), 1e-9), ry / Math.max(Math.abs(dy), 1e-9));
  return share >= 1 ? from : { x: cx + dx * share, y: cy + dy * share };
};

const margin = 10;
/** Wider than a page, a diagram is tried from top to bottom. */
const pageWidth = 1160;

type Direction = "LR" | "TB";

const place = async (graph: DiagramGraph, direction: Direction): Promise<DiagramLayout> => {
  const { Graph, layout } = await import("@dagrejs/dagre");
  const drawing = new Graph({ compound: true, multigraph: true });
  drawing.setGraph({
    ...{ rankdir: direction, marginx: 0, marginy: 0 },
    ...(direction === "LR"
      ? { nodesep: 30, ranksep: 36, edgesep: 18 }
      : { nodesep: 44, ranksep: 38, edgesep: 26 }),
  });
  // Prefixes keep ids of nodes and boundaries apart, and away from names that the library uses.
  const nodeName = (id: string): string => `n ${id}`;
  const boxName = (id: string): string => `b ${id}`;
  for (const { id, empty, least } of graph.boundaries)
    drawing.setNode(boxName(id), empty ? { ...least } : {});
  for (const { id, width, height } of graph.nodes) drawing.setNode(nodeName(id), { width, height });
  for (const { id, parent } of graph.boundaries)
    if (parent !== undefined) drawing.setParent(boxName(id), boxName(parent));
  for (const { id, parent } of graph.nodes)
    if (parent !== undefined) drawing.setParent(nodeName(id), boxName(parent));
  for (const { id, from, to, width, height } of graph.flows)
    drawing.setEdge(nodeName(from), nodeName(to), { width, height, labelpos: "c" }, id);
  layout(drawing);

  const corner = <T>(value: T, name: string): Placed<T> => {
    const { x = 0, y = 0, width = 0, height = 0 } = drawing.node(name) as Partial<Point & Sized>;
    return { ...value, x: x - width / 2, y: y - height / 2, width, height };
  };
  const nodes = graph.nodes.map((node) => corner(node, nodeName(node.id)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const flows = graph.flows.map((flow): PlacedFlow => {
    const edge = drawing.edge(nodeName(flow.from), nodeName(flow.to), flow.id) as {
      readonly points: readonly Point[];
    } & Point;
    const inner = edge.points.slice(1, -1);
    const ends = [flow.from, flow.to].map((id) => byId.get(id) as Placed<DiagramNode>);
    const [first, last] = [
      inner[0] ?? (edge.points[0] as Point),
      inner.at(-1) ?? (edge.points.at(-1) as Point),
    ];
    return {
      ...flow,
      points: [
        outline(ends[0] as Placed<DiagramNode>, first),
        ...inner,
        outline(ends[1] as Placed<DiagramNode>, last),
      ],
      label: { x: edge.x, y: edge.y },
    };
  });
  return framed(nodes, titled(graph.boundaries.map((box) => corner(box, boxName(box.id)))), flows);
};

/** Height of a title: of its first line, and of the second. */
const titleHeight = { first: 4, second: 13 } as const;

/** Boxes grow upwards to make room for their titles, inner ones first. */
const titled = (boxes: readonly Placed<DiagramBoundary>[]): PlacedBoundary[] => {
  const done: PlacedBoundary[] = [];
  for (const box of [...boxes].reverse()) {
    const lines = clipped(box.name, Math.max(10, columnsIn(box.width - 16, type.title)), 2);
    const inner = done.filter(({ parent }) => parent === box.id).map(({ y }) => y - titleHeight.second - 8);
    const wanted = box.y - titleHeight.first - (lines.length - 1) * titleHeight.second;
    const y = Math.min(wanted, ...inner.map((top) => top - (lines.length - 1) * titleHeight.second));
    done.unshift({ ...box, lines, y, height: box.height + box.y - y });
  }
  return done;
};

/** The frame: everything in it, with a margin. */
const framed = (
  nodes: DiagramLayout["nodes"],
  boundaries: DiagramLayout["boundaries"],
  flows: DiagramLayout["flows"],
): DiagramLayout => {
  const labels = flows.map(({ label, width, height }) => ({
    ...{ x: label.x - width / 2, y: label.y - height / 2 },
    ...{ width, height },
  }));
  const corners = flows.flatMap(({ points }) => points.map((point) => ({ ...point, width: 0, height: 0 })));
  const all = [...nodes, ...boundaries, ...labels, ...corners];
  const x = Math.min(...all.map((each) => each.x), 0);
  const y = Math.min(...all.map((each) => each.y), 0);
  const right = Math.max(...all.map((each) => each.x + each.width), 0);
  const low = Math.max(...all.map((each) => each.y + each.height), 0);
  return {
    ...{ nodes, boundaries, flows, x: Math.floor(x - margin), y: Math.floor(y - margin) },
    ...{ width: Math.ceil(right - x + 2 * margin), height: Math.ceil(low - y + 2 * margin) },
  };
};

/** Positions for everything. Equal graphs give equal layouts. */
export const layOut = async (graph: DiagramGraph): Promise<DiagramLayout> => {
  const across = await place(graph, "LR");
  if (across.width <= pageWidth) return across;
  const down = await place(graph, "TB");
  return down.width < across.width ? down : across;
};
