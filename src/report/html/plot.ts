// Plots as SVG, drawn here and not in the browser: they need no script, print as they are, and say in words what they
// show. Series differ by colour, by mark and by dash. Every plot stands beside a table with the same figures.

import { attribute, html } from "../foreign.ts";
import { element, marker, polyline } from "./svg.ts";

/** Rules for {@link Page.css}. Seven series can be told apart. */
export const plotCss: string = `
:root { --series-0: #0a529c; --series-1: #b04a00; --series-2: #1d6b46; --series-3: #7a3b8f; --series-4: #7d6000; --series-5: #9c1c3c; --series-6: #46586a; }
@media (prefers-color-scheme: dark) { :root { --series-0: #83bbff; --series-1: #ffab70; --series-2: #7fd3a4; --series-3: #d6a9ea; --series-4: #e2cc6c; --series-5: #ff9db0; --series-6: #a9bccd; } }
@media print { :root { --series-0: #0a529c; --series-1: #b04a00; --series-2: #1d6b46; --series-3: #7a3b8f; --series-4: #7d6000; --series-5: #9c1c3c; --series-6: #46586a; } .plot { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
figure.plot { margin: 0 0 1rem; padding: .75rem 1rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 4px; }
figure.plot svg { display: block; width: 100%; height: auto; max-height: 34rem; }
figure.plot .scroll { border: 0; margin: 0; }
figure.plot .scroll > svg { min-width: 38rem; }
figure.plot figcaption { max-width: 75ch; margin-bottom: .5rem; }
figure.plot figcaption strong { color: var(--text); font-weight: 620; }
.plot ul.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; list-style: none; padding: 0; margin: 0 0 .4rem; font-size: .87rem; }
.plot ul.legend li { display: flex; align-items: center; gap: .4rem; }
.plot ul.legend svg { width: 1.9rem; height: .9rem; flex: none; }
.plot text { fill: var(--muted); font-size: 12px; font-family: inherit; }
.plot .name { fill: var(--text); }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot .axis { stroke: var(--strong-line); stroke-width: 1; }
.plot .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.plot .band { stroke: none; fill-opacity: .16; }
.plot .whisker { stroke-width: 1.5; fill: none; }
.plot .hollow { fill: var(--surface); stroke-width: 1.75; }
.plot .part { stroke: var(--surface); stroke-width: 1; }
${[0, 1, 2, 3, 4, 5, 6].map((n) => `.plot .s${n} { stroke: var(--series-${n}); } .plot .f${n} { fill: var(--series-${n}); }`).join("\n")}
`;

/** Of every drawing, in its own units. */
export const width = 860;
export const dashes: readonly (string | undefined)[] = [
  undefined,
  "7 4",
  "2 4",
  "9 3 2 3",
  "4 2",
  "12 4",
  "1 3",
];

export interface Frame {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What the plot shows, for whoever can't see it: its finding, not its axes. */
  readonly says: string;
}

type Mark = "line" | "part" | "dot";

/** A series as the legend names it. */
export interface Legend {
  readonly name: string;
  readonly kind: Mark;
}

const legendMark = (series: number, kind: Mark): string =>
  element(
    "svg",
    { viewBox: "0 0 30 14", "aria-hidden": "true" },
    kind === "part"
      ? element("rect", { x: 6, y: 1, width: 18, height: 12, class: `f${series}` })
      : [
          ...(kind === "line"
            ? [
                polyline(
                  [
                    [1, 7],
                    [29, 7],
                  ],
                  { class: `line s${series}`, "stroke-dasharray": dashes[series] },
                ),
              ]
            : []),
          element("g", { class: `f${series}` }, marker(series, 15, 7)),
        ].join(""),
  );

/** @param parts safe SVG */
export const figure = (
  { id, title, says }: Frame,
  height: number,
  parts: readonly string[],
  legend: readonly Legend[],
): string =>
  [
    `<figure class="plot" id="${attribute(id)}">`,
    `<figcaption><strong>${html(title)}</strong> ${html(says)}</figcaption>`,
    ...(legend.length < 2
      ? []
      : [
          `<ul class="legend">${legend.map(({ name, kind }, at) => `<li>${legendMark(at, kind)}${html(name)}</li>`).join("")}</ul>`,
        ]),
    `<div class="scroll" tabindex="0" role="region" aria-label="${attribute(title)}">`,
    element(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": attribute(`${title} ${says}`) },
      parts.join(""),
    ),
    "</div>",
    "</figure>",
  ].join("\n");

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
  /** Said where a pointer rests on it. Plain text. */
  readonly hint?: string;
}
