// What `instride trend` prints: how the branch went, in a line each, then how each component stands.

import pico from "picocolors";
import type { ComponentPoint, CoverageOverTime } from "../history/over-time.ts";
import { type Level, levels } from "../model/schema.ts";
import { type Cell, renderTable } from "./table.ts";
import { hanging } from "./width.ts";

export interface TrendStyle {
  readonly colour: boolean;
  readonly width: number;
  /** The range, for people. */
  readonly what: string;
}

const bars = "▁▂▃▄▅▆▇█";

/** One character for each part of the series: its largest value, so that no peak is lost. */
export const sparkline = (values: readonly number[], width: number): string => {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const columns = Math.min(width, values.length);
  return Array.from({ length: columns }, (_, at) => {
    const part = values.slice(
      Math.floor((at * values.length) / columns),
      Math.floor(((at + 1) * values.length) / columns),
    );
    const value = part.reduce((a, b) => Math.max(a, b), 0);
    return bars[most === 0 ? 0 : Math.round((value / most) * (bars.length - 1))] as string;
  }).join("");
};

const openText = (open: Readonly<Record<Level, number>>): string => {
  const parts = [...levels]
    .reverse()
    .flatMap((level) => (open[level] === 0 ? [] : [`${open[level]} ${level}`]));
  return parts.length === 0 ? "0" : parts.join(", ");
};

export const renderTrend = ({ points, components }: CoverageOverTime, style: TrendStyle): string => {
  const paint = pico.createColors(style.colour);
  const last = points.at(-1);
  if (last === undefined) return `${style.what} holds no commits`;
  const total = (of: (point: ComponentPoint) => number): number[] =>
    points.map(({ components: all }) => all.reduce((sum, point) => sum + of(point), 0));
  const series: readonly (readonly [name: string, values: readonly number[]])[] = [
    ["components", points.map(({ components: all }) => all.length)],
    ["not in step", total(({ inStep }) => (inStep === false ? 1 : 0))],
    ["open critical, high", total(({ open }) => open.critical + open.high)],
    ["open medium, low", total(({ open }) => open.medium + open.low)],
    [
      "oldest, in commits",
      points.map(({ components: all }) => all.reduce((most, { age }) => Math.max(most, age), 0)),
    ],
  ];
  const room = Math.max(10, Math.min(40, style.width - 40));
  const lines = series.map(([name, values]): Cell[] => [
    name,
    sparkline(values, room),
    `${values.at(-1)}, at most ${values.reduce((a, b) => Math.max(a, b), 0)}`,
  ]);
  const column = (key: string): number => components.columns.findIndex((each) => each.key === key);
  const inStepShare = new Map(
    components.rows.map((row) => [
      row[column("component")],
      `${row[column("commits_in_step")]} of ${row[column("commits")]}`,
    ]),
  );
  const rows = last.components.map((point): Cell[] => [
    { text: point.component, paint: paint.bold },
    point.inStep === false ? { text: "no", paint: paint.red } : { text: "yes", paint: paint.green },
    inStepShare.get(point.component) ?? "",
    String(point.age),
    openText(point.open),
    String(point.accepted),
  ]);
  const commits = `${points.length} ${points.length === 1 ? "commit" : "commits"}`;
  return [
    hanging(
      "",
      `${commits} of ${style.what}, first parents, ${points[0]?.commit.day} to ${last.commit.day} as claimed`,
      style.width,
    ),
    renderTable(lines),
    renderTable(rows, {
      head: ["component", "in step", "commits in step", "age", "open", "accepted"],
      paintHead: paint.dim,
    }),
  ].join("\n\n");
};
