// Where a flow bends in a drawing, so that it runs through no box that it has nothing to do with, and beside the other
// flows between the same two ends.

import { type Box, layoutOf } from "./layout.ts";
import type { Key, View, ViewFlow } from "./view.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Whether a straight line goes through a box, by the part of the line that is left between each pair of its sides. */
const crosses = (from: Point, to: Point, box: Box): boolean => {
  let [start, end] = [0, 1];
  const sides = [
    [to.x - from.x, box.x - from.x, box.x + box.width - from.x],
    [to.y - from.y, box.y - from.y, box.y + box.height - from.y],
  ] as const;
  for (const [along, near, far] of sides) {
    if (along === 0) {
      if (near > 0 || far < 0) return false;
      continue;
    }
    const [a, b] = [near / along, far / along];
    start = Math.max(start, Math.min(a, b));
    end = Math.min(end, Math.max(a, b));
    if (start > end) return false;
  }
  return true;
};

/** Distances from the straight line that are tried, in pixels: the nearest that is free is taken. */
const tries = [0, 60, -60, 120, -120, 180, -180];

/** Above this many pairs of flows and boxes a drawing is past reading, and looking for free ways takes longer than it helps. */
const mostPairs = 250_000;

const bendAt = (from: Point, to: Point, distance: number): Point => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  return {
    x: Math.round((from.x + to.x) / 2 - (dy / length) * distance),
    y: Math.round((from.y + to.y) / 2 + (dx / length) * distance),
  };
};

/** The bend of each flow that has one. Flows that run straight, and those that end where they begin, have none. */
const bendsOf = (view: View, boxes: ReadonlyMap<Key, Box>): ReadonlyMap<Key, Point> => {
  const bends = new Map<Key, Point>();
  if (view.flows.length * view.nodes.length > mostPairs) return bends;
  const taken = new Map<string, Set<number>>();
  const nodes = view.nodes.map(({ key }) => ({ key, box: boxes.get(key) as Box }));
  const isFree = ({ from, to }: ViewFlow, way: readonly Point[]): boolean =>
    nodes.every(
      ({ key, box }) =>
        key === from ||
        key === to ||
        way.slice(1).every((point, index) => !crosses(way[index] as Point, point, box)),
    );
  for (const flow of view.flows) {
    if (flow.from === flow.to) continue;
    // Both directions share the ways between two ends: a distance counts from the same side for each.
    const [first, second] = [flow.from, flow.to].sort() as [Key, Key];
    const pair = `${first} ${second}`;
    const used = taken.get(pair) ?? new Set();
    taken.set(pair, used);
    const [a, b] = [middle(boxes.get(first) as Box), middle(boxes.get(second) as Box)];
    const open = tries.filter((distance) => !used.has(distance));
    const best =
      open.find((distance) => isFree(flow, distance === 0 ? [a, b] : [a, bendAt(a, b, distance), b])) ??
      open[0];
    if (best === undefined) continue;
    used.add(best);
    if (best !== 0) bends.set(flow.key, bendAt(a, b, best));
  }
  return bends;
};

export interface Drawing {
  readonly boxes: ReadonlyMap<Key, Box>;
  readonly bends: ReadonlyMap<Key, Point>;
}

const margin = 20;

/** Boxes and bends, moved so far that no bend lies beyond the upper or the left edge. */
export const drawingOf = (view: View): Drawing => {
  const boxes = layoutOf(view);
  const bends = bendsOf(view, boxes);
  let [right, down] = [0, 0];
  for (const { x, y } of bends.values()) {
    right = Math.max(right, margin - x);
    down = Math.max(down, margin - y);
  }
  const moved = <T extends Point>(points: ReadonlyMap<Key, T>): ReadonlyMap<Key, T> =>
    new Map([...points].map(([key, point]) => [key, { ...point, x: point.x + right, y: point.y + down }]));
  return { boxes: moved(boxes), bends: moved(bends) };
};
