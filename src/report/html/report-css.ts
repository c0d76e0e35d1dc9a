// Rules of the report beyond those of the theme: the diagram, the matrix, threats and their filters.

export const reportCss = `
.kind { color: var(--muted); font-weight: 400; font-size: .87em; }
.gap { color: var(--critical); }
.status { font-size: .87em; white-space: nowrap; color: var(--muted); }
.status[data-status="open"], .status[data-status="expired"] { color: var(--text); font-weight: 600; }
.status[data-status="expired"] { color: var(--critical); }
.status[data-status="mitigated"] { color: var(--low); }
.status[data-status="provisional"] { color: var(--medium); }
section.component { margin-top: 2.5rem; padding-top: .25rem; border-top: 1px solid var(--strong-line); }
h2 + section.component { margin-top: 0; border-top: 0; }
section:target { background: none; }
section:target > h3 { background: var(--mark); }
.pair, time, tbody th > code, td > .mode, a.threat-id { white-space: nowrap; }
a:has(> .pair) { text-decoration: none; }
section.component > h3 { font-size: 1.15rem; margin-top: 1rem; }
.dfd { display: block; margin: 0 auto; max-width: 100%; height: auto; font-size: 13px; }
.dfd text { fill: var(--text); text-anchor: middle; }
.dfd .node > a > :is(rect, ellipse, path), .dfd .node > :is(rect, ellipse, path) { fill: var(--surface); stroke: var(--text); stroke-width: 1.3; }
.dfd .node > a > path, .dfd .node > path { fill: none; }
.dfd .node > a > rect.fill, .dfd .node > rect.fill { stroke: none; fill: var(--sunken); }
.dfd .external > a > rect { fill: var(--sunken); }
.dfd .stranger > rect { stroke: var(--critical); stroke-dasharray: 3 3; }
.dfd .boundary { fill: none; stroke: var(--strong-line); stroke-width: 1.2; stroke-dasharray: 6 4; }
.dfd .title text { text-anchor: start; font-size: 12px; font-weight: 600; fill: var(--muted); paint-order: stroke; stroke: var(--surface); stroke-width: 4px; stroke-linejoin: round; }
.dfd .flow { fill: none; stroke: var(--muted); stroke-width: 1.2; }
.dfd .arrow { fill: var(--muted); stroke: none; }
.dfd .under { fill: var(--surface); stroke: none; }
.dfd .label text { font-size: 11.5px; fill: var(--muted); }
.dfd .open rect { stroke-width: 1; stroke: currentColor; }
.dfd .open text { font-size: 10.5px; font-weight: 600; fill: currentColor; }
.dfd .label .level { font-size: 10.5px; font-weight: 600; fill: currentColor; }
${["critical", "high", "medium", "low", "none"].map((level) => `.dfd [data-level="${level}"] { color: var(--${level}); } .dfd .open[data-level="${level}"] rect { fill: var(--${level}-ground); }`).join("\n")}
.dfd a { text-decoration: none; }
.dfd a:hover :is(rect, ellipse) { stroke-width: 2; }
.dfd a:hover text { text-decoration: underline; }
figure.diagram { margin: 0 0 .85rem; }
figure.diagram > .scroll { padding: .5rem; margin-bottom: .35rem; }
ul.cell { list-style: none; margin: 0; padding: 0; }
ul.cell li { white-space: nowrap; }
abbr { text-decoration: none; }
form.filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin: 0 0 .85rem; }
form.filters label { display: grid; gap: .15rem; font-size: .87rem; color: var(--muted); }
form.filters label > * { color: var(--text); font-size: .93rem; }
.count { font-weight: 600; }
.threat { margin: 0; border-bottom: 1px solid var(--line); background: var(--surface); }
.group > h3 + .threat { border-top: 1px solid var(--line); }
.threat > summary { display: grid; grid-template-columns: 5rem 5.2rem 9.5rem 1fr; gap: 0 .5rem; padding: .42rem .75rem; align-items: baseline; list-style: none; }
.threat > summary::-webkit-details-marker { display: none; }
.threat > summary > .badge { justify-self: start; }
.threat > summary > .status[data-status="provisional"] { grid-column: 3; grid-row: 2; }
.threat > summary > .what { grid-column: 4; grid-row: 1 / span 2; }
.threat > summary .id { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .9em; }
.threat > summary:hover { background: var(--sunken); }
.threat[open] > summary > .what { font-weight: 600; }
.threat > .body { padding: .1rem .75rem 1rem; scroll-margin-top: 6rem; }
.threat > .body p { margin-bottom: .5rem; }
.threat dl { margin: 0; }
.threat dl > div { display: grid; grid-template-columns: 8rem 1fr; gap: 0 1rem; padding: .3rem 0; border-top: 1px solid var(--line); }
.threat dt { color: var(--muted); }
.threat dd { margin: 0; min-width: 0; }
.threat dd ul { margin: 0; padding-left: 1.1rem; }
td p { margin: 0; }
td:has(> code) { min-width: 12rem; }
@media (max-width: 40rem) {
  .dfd { max-width: none; }
  .threat > summary { grid-template-columns: auto auto 1fr; gap: .1rem .6rem; }
  .threat > summary > .status[data-status="provisional"] { grid-column: auto; grid-row: auto; }
  .threat > summary > .what { grid-column: 1 / -1; grid-row: auto; }
  .threat dl > div { grid-template-columns: 1fr; }
}
@media print {
  .dfd .open rect, .dfd .node :is(rect, ellipse) { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  form.filters { display: none; }
  section.component, #components { break-before: page; border-top: 0; }
  #components + section.component { break-before: auto; }
  .threat { break-inside: avoid; }
  .threat > .body { padding-bottom: .5rem; }
}
`;
