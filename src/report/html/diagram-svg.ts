// The data-flow diagram as SVG: external entities are rectangles, processes ellipses, stores lie between two lines, dashed
// frames are trust boundaries. Colours come from the page's theme; each element links to what was asked of it.

import { kindTitles } from "../elements.ts";
import { pageLabel } from "../foreign.ts";
import { type DiagramFlow, type DiagramNode, leading, type Open, openText, type } from "./diagram-graph.ts";
import type { DiagramLayout, Placed, PlacedFlow, Point } from "./diagram-layout.ts";
import { scoped } from "./parts.ts";

const round = (value: number): string => String(Math.round(value * 10) / 10);

const textLines = (lines: readonly string[], x: number, top: number, lead: number): string[] =>
  lines.map((line, at) => `<text x="${round(x)}" y="${round(top + at * lead)}">${pageLabel(line)}</text>`);

const shape = ({ kind, x, y, width, height }: Placed<DiagramNode>): string => {
  const box = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  if (kind === "process")
    return `<ellipse cx="${round(x + width / 2)}" cy="${round(y + height / 2)}" rx="${round(width / 2)}" ry="${round(height / 2)}"/>`;
  if (kind !== "store") return `<rect ${box}/>`;
  const line = (at: number): string => `M${round(x)} ${round(at)}h${round(width)}`;
  return `<rect class="fill" ${box}/><path d="${line(y)}${line(y + height)}"/>`;
};

/** Count and gravest level of what is open, on the lower right of its element. */
const openMark = (node: Placed<DiagramNode>, open: Open): string => {
  const text = openText(open);
  const wide = text.length * type.open * 0.64 + 12;
  const right = node.x + node.width + 6;
  const y = node.y + node.height + (node.kind === "process" ? 0 : 3);
  return [
    `<g class="open" data-level="${open.level}">`,
    `<rect x="${round(right - wide)}" y="${round(y - 10)}" width="${round(wide)}" height="16" rx="3"/>`,
    `<text x="${round(right - wide / 2)}" y="${round(y + 1.8)}">${text}</text>`,
    "</g>",
  ].join("");
};

/** What the eye reads, then what the drawing says by its shape: so the name of a link begins with its text. */
const spoken = (lines: readonly string[], open: Open | undefined, what: string): string =>
  `${[...lines, ...(open === undefined ? [] : [openText(open)])].join(" ")}; ${what}`;

/** Elements lead to their row of the coverage matrix; what is not on the map has none. */
const linked = (component: string, id: string, label: string, inner: string): string =>
  `<a href="#${encodeURIComponent(scoped(component, "coverage", id))}" aria-label="${pageLabel(label)}">${inner}</a>`;

const nodeMarkup = (component: string, node: Placed<DiagramNode>): string => {
  const { id, kind, lines, open } = node;
  const top = node.y + node.height / 2 - (lines.length * leading.node) / 2 + type.node;
  const inner = [
    shape(node),
    ...textLines(lines, node.x + node.width / 2, top, leading.node),
    ...(open === undefined ? [] : [openMark(node, open)]),
  ].join(" ");
  const markup =
    kind === "stranger"
      ? inner
      : linked(component, id, spoken(lines, open, kindTitles[kind].toLowerCase()), inner);
  return `<g class="node ${kind}">${markup}</g>`;
};

/** A line through the points with rounded corners. */
const path = (points: readonly Point[]): string => {
  const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
  const towards = (from: Point, to: Point, most: number): Point => {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const share = length === 0 ? 0 : Math.min(most, length / 2) / length;
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  };
  const corners = points.slice(1, -1).map((point, index) => {
    const before = towards(point, points[index] as Point, 14);
    const after = towards(point, points[index + 2] as Point, 14);
    return `L${at(before)}Q${at(point)} ${at(after)}`;
  });
  return `M${at(points[0] as Point)}${corners.join("")}L${at(points.at(-1) as Point)}`;
};

const flowLine = (flow: PlacedFlow, arrow: string): string =>
  `<path class="flow" d="${path(flow.points)}" marker-end="url(#${arrow})"/>`;

const flowLabel = (component: string, flow: PlacedFlow, ends: string): string => {
  const { label, lines, height, open } = flow;
  const top = label.y - height / 2 + type.flow + 1;
  const inner = [
    `<rect class="under" x="${round(label.x - flow.width / 2)}" y="${round(label.y - height / 2)}" width="${round(flow.width)}" height="${round(height)}"/>`,
    ...textLines(lines, label.x, top, leading.flow),
    open === undefined
      ? ""
      : `<text class="level" data-level="${open.level}" x="${round(label.x)}" y="${round(top + lines.length * leading.flow)}">${openText(open)}</text>`,
  ].join(" ");
  return `<g class="label">${linked(component, flow.id, spoken(lines, open, `data flow ${ends}`), inner)}</g>`;
};

/** The drawing, without a frame. Its text alternative is the table of elements and flows on the same page. */
export const renderDiagram = (component: string, layout: DiagramLayout): string => {
  const arrow = scoped(component, "arrow");
  const names = new Map(layout.nodes.map(({ id, name }) => [id, name]));
  const ends = ({ from, to }: DiagramFlow): string => `from ${names.get(from)} to ${names.get(to)}`;
  return [
    `<svg class="dfd" id="${scoped(component, "diagram")}" width="${layout.width}" height="${layout.height}" viewBox="${layout.x} ${layout.y} ${layout.width} ${layout.height}" role="group" aria-label="${pageLabel(`Data-flow diagram of ${component}`)}">`,
    `<defs><marker id="${arrow}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7.5" markerHeight="7.5" orient="auto"><path class="arrow" d="M0 0L10 5L0 10z"/></marker></defs>`,
    ...layout.boundaries.map(
      ({ x, y, width, height }) =>
        `<rect class="boundary" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="3"/>`,
    ),
    ...layout.flows.map((flow) => flowLine(flow, arrow)),
    ...layout.flows.map((flow) => flowLabel(component, flow, ends(flow))),
    ...layout.nodes.map((node) => nodeMarkup(component, node)),
    ...layout.boundaries.map(
      ({ x, y, lines }) => `<g class="title">${textLines(lines, x + 8, y + 15, leading.title).join("")}</g>`,
    ),
    "</svg>",
  ].join("\n");
};
