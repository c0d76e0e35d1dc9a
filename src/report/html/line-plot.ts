// Lines and dots over a common axis.

import { dashes, type Frame, figure, type Point, width } from "./plot.ts";
import { evenly, orderScale, scaleFor } from "./scale.ts";
import { element, hint, label, marker, polygon, polyline } from "./svg.ts";

export interface LinePlot extends Frame {
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly Point[];
    /** Marks alone: between them is nothing. */
    readonly dots?: boolean;
  }[];
  readonly x: {
    readonly name: string;
    readonly log?: boolean;
    /** For numbers of an order, from one on: a text for some of them. */
    readonly ticks?: readonly { at: number; text: string }[];
  };
  readonly y: { readonly name: string; readonly log?: boolean };
  readonly format: (value: number) => string;
  /** The same for the axis; left out: as `format`. */
  readonly tick?: (value: number) => string;
  readonly formatX?: (value: number) => string;
}

const box = { left: 76, right: 16, top: 22, bottom: 44 };

/** Lines or dots over a common axis, with bands where points have one. On a log axis a zero stands at the bottom. */
export const linePlot = (plot: LinePlot): string => {
  const height = 330;
  const points = plot.series.flatMap((series) => series.points);
  const xs = points.map((each) => each.x);
  const x =
    plot.x.ticks === undefined
      ? scaleFor(xs, plot.x.log === true, box.left, width - box.right)
      : orderScale(Math.max(...xs, 1), box.left + 14, width - box.right - 8);
  const y = scaleFor(
    points.flatMap((each) => [each.y, each.low ?? each.y, each.high ?? each.y]),
    plot.y.log === true,
    height - box.bottom,
    box.top,
  );
  const xTicks = plot.x.ticks ?? x.ticks.map((at) => ({ at, text: (plot.formatX ?? String)(at) }));
  const bottom = height - box.bottom;
  const axes = [
    ...y.ticks.map((tick) =>
      [
        element("line", {
          x1: box.left,
          x2: width - box.right,
          y1: y.at(tick),
          y2: y.at(tick),
          class: "grid",
        }),
        label((plot.tick ?? plot.format)(tick), { x: box.left - 8, y: y.at(tick) + 4, "text-anchor": "end" }),
      ].join(""),
    ),
    element("line", { x1: box.left, x2: width - box.right, y1: bottom, y2: bottom, class: "axis" }),
    ...xTicks.map(({ at, text }) =>
      [
        element("line", { x1: x.at(at), x2: x.at(at), y1: bottom, y2: bottom + 5, class: "axis" }),
        label(text, { x: x.at(at), y: bottom + 18, "text-anchor": "middle" }, 14),
      ].join(""),
    ),
    label(plot.x.name, { x: (box.left + width - box.right) / 2, y: height - 6, "text-anchor": "middle" }, 80),
    label(plot.y.name, { x: 4, y: 12 }, 60),
  ];
  const drawn = plot.series.map((series, at) => {
    const places = series.points.map((point) => [x.at(point.x), y.at(point.y)] as const);
    const banded = series.points.filter((point) => point.low !== undefined && point.high !== undefined);
    const marks = series.points.length <= 60 || series.dots === true;
    return [
      ...(banded.length > 1 && series.dots !== true
        ? [
            polygon(
              [
                ...banded.map((point) => [x.at(point.x), y.at(point.high as number)] as const),
                ...[...banded].reverse().map((point) => [x.at(point.x), y.at(point.low as number)] as const),
              ],
              { class: `band f${at}` },
            ),
          ]
        : []),
      ...(series.dots === true
        ? []
        : [polyline(places, { class: `line s${at}`, "stroke-dasharray": dashes[at] })]),
      ...(marks
        ? series.points.map((point, index) => {
            const [px, py] = places[index] as readonly [number, number];
            const isFree = plot.y.log === true && point.y <= 0;
            return element(
              "g",
              { class: isFree ? `hollow s${at}` : `f${at}` },
              marker(at, px, py, series.points.length > 80 ? 2.6 : 3.6) +
                hint(point.hint ?? plot.format(point.y)),
            );
          })
        : []),
    ].join("");
  });
  return figure(
    plot,
    height,
    [...axes, ...drawn],
    plot.series.map(({ name, dots }) => ({ name, kind: dots === true ? "dot" : "line" })),
  );
};

/** Ticks for points that stand in an order: a text for some of them. */
export const someTicks = (texts: readonly string[], atMost = 8): readonly { at: number; text: string }[] =>
  evenly(texts.length, atMost).map((at) => ({ at: at + 1, text: texts[at] as string }));
