// One line a row: marks on a common axis, or a bar divided into parts.

import { type Frame, figure, type Point, width } from "./plot.ts";
import { linearScale, type Scale, scaleFor } from "./scale.ts";
import { element, hint, label, marker } from "./svg.ts";

export interface RowsPlot extends Frame {
  readonly rows: readonly {
    readonly name: string;
    readonly values: readonly (Omit<Point, "x"> | undefined)[];
  }[];
  /** One for each value of a row. */
  readonly series: readonly string[];
  readonly axis: string;
  readonly format: (value: number) => string;
  /** The same for the axis; left out: as `format`. */
  readonly tick?: (value: number) => string;
  /** From zero, in place of powers of ten. */
  readonly linear?: boolean;
}

const rowHeight = 26;
const rowBox = { left: 236, right: 70, top: 8, bottom: 44 };

const rowFrame = (
  names: readonly string[],
  scale: Scale,
  axis: string,
  format: (value: number) => string,
) => {
  const bottom = rowBox.top + names.length * rowHeight;
  return {
    height: bottom + rowBox.bottom,
    parts: [
      ...scale.ticks.map((tick) =>
        [
          element("line", {
            x1: scale.at(tick),
            x2: scale.at(tick),
            y1: rowBox.top,
            y2: bottom,
            class: "grid",
          }),
          label(format(tick), { x: scale.at(tick), y: bottom + 17, "text-anchor": "middle" }, 12),
        ].join(""),
      ),
      label(
        axis,
        { x: (rowBox.left + width - rowBox.right) / 2, y: bottom + 36, "text-anchor": "middle" },
        80,
      ),
      ...names.map((name, at) =>
        label(
          name,
          {
            x: rowBox.left - 10,
            y: rowBox.top + (at + 0.5) * rowHeight + 4,
            "text-anchor": "end",
            class: "name",
          },
          33,
        ),
      ),
    ],
  };
};

/** For each row one mark a series on a common axis, joined by a line; on a log axis factors show as distances. */
export const rangePlot = (plot: RowsPlot): string => {
  const all = plot.rows.flatMap(({ values }) => values.flatMap((each) => each ?? []));
  const x = scaleFor(
    all.flatMap((each) => [each.y, each.low ?? each.y, each.high ?? each.y]),
    plot.linear !== true,
    rowBox.left,
    width - rowBox.right,
  );
  const { height, parts } = rowFrame(
    plot.rows.map(({ name }) => name),
    x,
    plot.axis,
    plot.tick ?? plot.format,
  );
  const drawn = plot.rows.map(({ name, values }, at) => {
    const y = rowBox.top + (at + 0.5) * rowHeight;
    const known = values.flatMap((each) => (each === undefined ? [] : [x.at(each.y)]));
    return [
      element("line", { x1: Math.min(...known), x2: Math.max(...known), y1: y, y2: y, class: "axis" }),
      ...values.map((each, series) =>
        each === undefined
          ? ""
          : [
              each.low === undefined || each.high === undefined
                ? ""
                : element("path", {
                    d: `M${x.at(each.low).toFixed(1)} ${y - 5}v10M${x.at(each.low).toFixed(1)} ${y}H${x.at(each.high).toFixed(1)}M${x.at(each.high).toFixed(1)} ${y - 5}v10`,
                    class: `whisker s${series}`,
                  }),
              element(
                "g",
                { class: each.y <= 0 ? `hollow s${series}` : `f${series}` },
                marker(series, x.at(each.y), y, 5) +
                  hint(each.hint ?? `${name}: ${plot.series[series]} ${plot.format(each.y)}`),
              ),
            ].join(""),
      ),
    ].join("");
  });
  return figure(
    plot,
    height,
    [...parts, ...drawn],
    plot.series.map((name) => ({ name, kind: "dot" })),
  );
};

/** For each row one bar, divided into the parts of the series. */
export const partsPlot = (plot: RowsPlot): string => {
  const sums = plot.rows.map(({ values }) => values.reduce((sum, each) => sum + (each?.y ?? 0), 0));
  const x = linearScale(Math.max(...sums, 0), rowBox.left, width - rowBox.right);
  const { height, parts } = rowFrame(
    plot.rows.map(({ name }) => name),
    x,
    plot.axis,
    plot.tick ?? plot.format,
  );
  const drawn = plot.rows.map(({ name, values }, at) => {
    const top = rowBox.top + at * rowHeight + 4;
    let before = 0;
    const bars = values.map((each, series) => {
      const value = each?.y ?? 0;
      if (value <= 0) return "";
      const from = x.at(before);
      before += value;
      return element(
        "g",
        { class: `f${series}` },
        element(
          "rect",
          {
            x: from,
            y: top,
            width: Math.max(0.5, x.at(before) - from),
            height: rowHeight - 8,
            class: "part",
          },
          hint(each?.hint ?? `${name}: ${plot.series[series]} ${plot.format(value)}`),
        ),
      );
    });
    return [
      ...bars,
      label(plot.format(sums[at] ?? 0), { x: x.at(sums[at] ?? 0) + 6, y: top + rowHeight / 2 }),
    ].join("");
  });
  return figure(
    plot,
    height,
    [...parts, ...drawn],
    plot.series.map((name) => ({ name, kind: "part" })),
  );
};
