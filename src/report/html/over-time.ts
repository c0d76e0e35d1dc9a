// The plot of coverage and freshness: three panels over one line of commits, as an SVG element of its own. It takes the
// colours of the page around it and brings its own where there is none; no style element, so that a strict page shows it.

import { html, oneLine } from "../foreign.ts";

const drawnLevels = ["critical", "high", "medium", "low"] as const;

export interface PlotPoint {
  /** Commit and day; plain text. */
  readonly label: string;
  readonly components: number;
  readonly inStep: number;
  readonly open: Readonly<Record<(typeof drawnLevels)[number], number>>;
  readonly accepted: number;
  /** Commits since the last consideration, of the component for which that is longest. */
  readonly oldest: number;
}

interface Series {
  readonly name: string;
  readonly colour: string;
  /** Lines are told apart without colour too. */
  readonly dash?: string;
  readonly wide?: boolean;
  readonly values: readonly number[];
  /** Shade the panel below the line. */
  readonly shaded?: string;
}

interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
}

const colours = {
  text: "var(--text, #1b1f23)",
  muted: "var(--muted, #565e66)",
  line: "var(--line, #d8dbdd)",
  surface: "var(--surface, #ffffff)",
  accent: "var(--accent, #0a529c)",
  gap: "var(--critical-ground, #fce4e6)",
  critical: "var(--critical, #8a0f1f)",
  high: "var(--high, #843800)",
  medium: "var(--medium, #654e00)",
  low: "var(--low, #1d5638)",
};

const width = 960;
const left = 48;
const right = 168;
const panelHeight = 118;
const panelGap = 46;
const top = 34;
const plotWidth = width - left - right;

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** A round number at or above a value, so that the axis ends on one: 1, 2, 5, 10, 20, 50 … */
export const niceTop = (value: number): number => {
  let step = 1;
  for (;;) {
    for (const factor of [1, 2, 5]) if (factor * step >= value) return factor * step;
    step *= 10;
  }
};

/** Each commit has its share of the width, the last one too. */
const xOf = (at: number, count: number): number => left + (at / Math.max(1, count)) * plotWidth;

/** A stepped line: a value stands until the commit that changes it. Points between two changes are left out. */
const steps = (values: readonly number[], yOf: (value: number) => number): string => {
  let path = "";
  values.forEach((value, at) => {
    if (at === 0) path = `M${left} ${round(yOf(value))}`;
    else if (value !== values[at - 1]) path += `H${round(xOf(at, values.length))}V${round(yOf(value))}`;
  });
  return path === "" ? "" : `${path}H${left + plotWidth}`;
};

const text = (
  x: number,
  y: number,
  content: string,
  { fill = colours.muted, anchor = "start", size = 12, weight = 400 } = {},
): string =>
  `<text x="${round(x)}" y="${round(y)}" fill="${fill}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}">${html(content)}</text>`;

/** Labels beside the ends of lines, moved apart where lines end near each other. */
const spread = (wanted: readonly number[], low: number, high: number, gap: number): number[] => {
  const order = wanted.map((y, at) => ({ y, at })).sort((a, b) => a.y - b.y || a.at - b.at);
  const placed = new Array<number>(wanted.length).fill(0);
  let next = low;
  for (const { y, at } of order) {
    placed[at] = Math.max(next, y);
    next = (placed[at] as number) + gap;
  }
  let end = high;
  for (const { at } of order.reverse()) {
    placed[at] = Math.min(end, placed[at] as number);
    end = (placed[at] as number) - gap;
  }
  return placed;
};

const drawPanel = ({ title, series }: Panel, y: number): string => {
  const most = niceTop(
    Math.max(1, ...series.map(({ values }) => values.reduce((a, b) => Math.max(a, b), 0))),
  );
  const bottom = y + panelHeight;
  const yOf = (value: number): number => bottom - (value / most) * panelHeight;
  const grid = [0, ...(most % 2 === 0 ? [most / 2] : []), most].map(
    (value) =>
      `<line x1="${left}" x2="${left + plotWidth}" y1="${round(yOf(value))}" y2="${round(yOf(value))}" stroke="${colours.line}"/>${text(left - 8, yOf(value) + 4, String(value), { anchor: "end" })}`,
  );
  const shades = series.flatMap(({ values, shaded }) =>
    shaded === undefined || values.length === 0
      ? []
      : [`<path d="${steps(values, yOf)}V${bottom}H${left}Z" fill="${shaded}"/>`],
  );
  const lines = series.map(
    ({ values, colour, dash, wide }) =>
      `<path d="${steps(values, yOf)}" fill="none" stroke="${colour}" stroke-width="${wide === true ? 2.5 : 1.75}"${dash === undefined ? "" : ` stroke-dasharray="${dash}"`}/>`,
  );
  const ends = series.map(({ values }) => values.at(-1) ?? 0);
  const labels = spread(
    ends.map((value) => yOf(value) + 4),
    y + 4,
    bottom + 4,
    16,
  ).map((at, index) => {
    const { name, colour, dash } = series[index] as Series;
    const x = left + plotWidth;
    const key = `<line x1="${x + 8}" x2="${x + 26}" y1="${round(at - 4)}" y2="${round(at - 4)}" stroke="${colour}" stroke-width="2"${dash === undefined ? "" : ` stroke-dasharray="${dash}"`}/>`;
    return key + text(x + 31, at, `${ends[index]} ${name}`, { fill: colour });
  });
  return [
    text(left, y - 12, title, { fill: colours.text, size: 13, weight: 600 }),
    ...shades,
    ...grid,
    ...lines,
    ...labels,
  ].join("");
};

const panelsOf = (points: readonly PlotPoint[]): Panel[] => {
  const of = (value: (point: PlotPoint) => number): number[] => points.map(value);
  return [
    {
      title: "Components in step",
      series: [
        {
          name: "components",
          colour: colours.muted,
          values: of((each) => each.components),
          shaded: colours.gap,
        },
        {
          name: "in step",
          colour: colours.accent,
          wide: true,
          values: of((each) => each.inStep),
          shaded: colours.surface,
        },
      ],
    },
    {
      title: "Open threats by level, and accepted",
      series: [
        { name: "critical", colour: colours.critical, wide: true, values: of((each) => each.open.critical) },
        { name: "high", colour: colours.high, values: of((each) => each.open.high) },
        { name: "medium", colour: colours.medium, dash: "7 3", values: of((each) => each.open.medium) },
        { name: "low", colour: colours.low, dash: "2 3", values: of((each) => each.open.low) },
        { name: "accepted", colour: colours.muted, dash: "9 3 2 3", values: of((each) => each.accepted) },
      ],
    },
    {
      title: "Commits since a component was last considered, longest",
      series: [{ name: "commits", colour: colours.accent, values: of((each) => each.oldest) }],
    },
  ];
};

const summaryOf = (points: readonly PlotPoint[]): string => {
  const last = points.at(-1);
  if (last === undefined) return "No commits.";
  const notInStep = points.filter(({ components, inStep }) => inStep < components).length;
  const open = drawnLevels.map((level) => `${last.open[level]} ${level}`).join(", ");
  return `${points.length} commits, from ${points[0]?.label} to ${last.label}. In ${notInStep} of them a component was out of step. At the end ${last.inStep} of ${last.components} components are in step, open threats are ${open}, ${last.accepted} are accepted, and the component considered longest ago was considered ${last.oldest} commits before.`;
};

/** A whole `<svg>` element. It names what it shows in words for readers who do not see it. */
export const plotOverTime = (points: readonly PlotPoint[]): string => {
  const panels = panelsOf(points);
  const height = top + panels.length * (panelHeight + panelGap) - panelGap + 34;
  const drawn = panels.map((panel, at) => drawPanel(panel, top + at * (panelHeight + panelGap)));
  const axis = top + (panels.length - 1) * (panelHeight + panelGap) + panelHeight + 20;
  const [first, last] = [points[0], points.at(-1)];
  const ends =
    first === undefined || last === undefined
      ? [text(left, axis, "no commits")]
      : [
          ...(points.length < 2 ? [] : [text(left, axis, first.label)]),
          text(left + plotWidth, axis, last.label, { anchor: "end" }),
        ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif">`,
    `<title>Coverage and freshness over time</title><desc>${html(oneLine(summaryOf(points)))}</desc>`,
    `<rect width="${width}" height="${height}" fill="${colours.surface}"/>`,
    ...drawn,
    ...ends,
    "</svg>",
  ].join("");
};
