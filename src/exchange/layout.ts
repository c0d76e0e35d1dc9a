// Where the parts of a diagram stand: boxes in rows inside the box of their boundary. Other tools let people move them; all
// that counts here is that nothing overlaps and that the same model gives the same picture.

import { pushTo } from "./text.ts";
import type { Key, View } from "./view.ts";

/** Pixels, from the upper left corner of the diagram. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const node = { width: 160, height: 80 };
/** Room for a flow and its label between two boxes. */
const gap = { x: 120, y: 80 };
const edge = 40;

interface Sized {
  readonly key: Key;
  readonly width: number;
  readonly height: number;
  readonly inside: readonly Placed[];
}
interface Placed extends Box {
  readonly of: Sized;
}

/** Puts boxes into rows that make about a square; `edge` around them. */
const inRows = (boxes: readonly Sized[]): { placed: Placed[]; width: number; height: number } => {
  const perRow = Math.max(1, Math.ceil(Math.sqrt(boxes.length)));
  const placed: Placed[] = [];
  let [y, width] = [edge, 0];
  for (let start = 0; start < boxes.length; start += perRow) {
    const row = boxes.slice(start, start + perRow);
    let x = edge;
    for (const of of row) {
      placed.push({ of, x, y, width: of.width, height: of.height });
      x += of.width + gap.x;
    }
    width = Math.max(width, x - gap.x + edge);
    y += row.reduce((most, of) => Math.max(most, of.height), 0) + gap.y;
  }
  return { placed, width: Math.max(width, node.width), height: Math.max(y - gap.y + edge, node.height) };
};

/** The box of each node and each boundary of a view, by key. */
export const layoutOf = (view: View): ReadonlyMap<Key, Box> => {
  const children = new Map<Key | undefined, Sized[]>();
  for (const { key, boundary } of view.nodes) pushTo(children, boundary, { key, ...node, inside: [] });
  const nested = new Map<Key | undefined, Key[]>();
  for (const { key, parent } of view.boundaries) pushTo(nested, parent, key);
  const sized = (parent: Key | undefined): ReturnType<typeof inRows> => {
    for (const key of nested.get(parent) ?? []) {
      const { placed, width, height } = sized(key);
      pushTo(children, parent, { key, width, height, inside: placed });
    }
    return inRows(children.get(parent) ?? []);
  };
  const boxes = new Map<Key, Box>();
  const settle = (placed: readonly Placed[], left: number, top: number): void => {
    for (const { of, x, y, width, height } of placed) {
      boxes.set(of.key, { x: left + x, y: top + y, width, height });
      settle(of.inside, left + x, top + y);
    }
  };
  settle(sized(undefined).placed, 0, 0);
  return boxes;
};
