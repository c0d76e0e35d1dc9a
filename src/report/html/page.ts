// The frame of every page that instride writes: one HTML file that needs nothing beside it, says the same in light, in
// dark and on paper, and that a browser lets reach neither the network nor a script that is not its own.

import { createHash } from "node:crypto";
import { attribute, html } from "../foreign.ts";

/** What a page shows. Names ending in `Html` hold markup that is safe already (made with `src/report/foreign.ts`). */
export interface Page {
  /** Heading and title of the window; plain text. */
  readonly title: string;
  /** What stands under the heading: scope, revision, tool version. */
  readonly subtitleHtml?: string;
  /** Links to sections of this page. Plain text, and the id that it leads to. */
  readonly sections?: readonly { readonly label: string; readonly id: string }[];
  readonly bodyHtml: string;
  readonly footerHtml?: string;
  /** Rules after those of the theme. From source code, never foreign text. */
  readonly css?: string;
  /** Runs once the page is read; the page must say everything without it. From source code, never foreign text. */
  readonly script?: string;
}

const light = `
  --ground: #f7f7f5; --surface: #ffffff; --sunken: #f0f1ef; --text: #1b1f23; --muted: #565e66; --line: #d8dbdd;
  --strong-line: #8b939b; --accent: #0a529c; --focus: #0a529c; --mark: #fff3c4;
  --critical: #8a0f1f; --critical-ground: #fce4e6; --high: #843800; --high-ground: #fdebdc;
  --medium: #654e00; --medium-ground: #faf1cf; --low: #1d5638; --low-ground: #e3f2e9;
  --none: #4f575f; --none-ground: #e9ebed;
`;
const dark = `
  --ground: #131619; --surface: #1a1e22; --sunken: #22272c; --text: #e3e6e9; --muted: #a5adb5; --line: #363c43;
  --strong-line: #79818a; --accent: #83bbff; --focus: #83bbff; --mark: #4a3f12;
  --critical: #ffb6bd; --critical-ground: #4b1a21; --high: #ffc594; --high-ground: #47290f;
  --medium: #ecd779; --medium-ground: #3c330e; --low: #a2dbba; --low-ground: #163526;
  --none: #bcc4cb; --none-ground: #2b3137;
`;

/**
 * What the theme styles beside plain elements. `.scroll` around a wide table or figure (give it `tabindex="0"`,
 * `role="region"` and a label); `.number` for cells of figures; `.muted`; `.badge` with `data-level`; `dl.figures` for
 * the few numbers at the top; `.note` for a remark; `.screen` for what paper has no use of.
 */
const theme = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
*, *::before, *::after { box-sizing: border-box; }
html { font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  background: var(--ground); color: var(--text); scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: break-word; }
header, nav.sections > ul, main, footer { max-width: 80rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; padding-bottom: 1rem; }
main { padding-top: 1.5rem; }
main > h2:first-child { margin-top: 0; }
main:focus { outline: none; }
footer { padding-top: 1.5rem; padding-bottom: 3rem; color: var(--muted); font-size: .87rem; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; margin: 0; font-weight: 620; }
h1 { font-size: 1.75rem; letter-spacing: -.012em; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; letter-spacing: -.006em; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1rem 0 .25rem; }
p, ul, ol, dl, figure, table { margin: 0 0 .85rem; }
p, li, dd { max-width: 75ch; }
ul, ol { padding-left: 1.25rem; }
header p { color: var(--muted); margin: .4rem 0 0; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
:target { background: var(--mark); }
code, kbd, pre { font: .9em/1.45 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; }
code { overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .75rem 1rem; background: var(--sunken); border-radius: 4px; }
.muted, figcaption, caption { color: var(--muted); }
.skip { position: absolute; left: -100vw; top: 0; background: var(--surface); padding: .6rem 1rem; z-index: 3; }
.skip:focus { left: 0; }
nav.sections { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line); }
nav.sections > ul { display: flex; gap: 0 1.25rem; list-style: none; overflow-x: auto; white-space: nowrap; }
nav.sections a { display: block; padding: .6rem 0; color: var(--text); text-decoration: none; }
nav.sections a:hover { text-decoration: underline; }
.scroll { overflow-x: auto; margin: 0 0 .85rem; border: 1px solid var(--line); border-radius: 4px; background: var(--surface); }
.scroll > table { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; background: var(--surface); }
caption { text-align: left; padding: .5rem .75rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-weight: 600; color: var(--muted); background: var(--sunken); white-space: nowrap; }
tbody th { font-weight: 600; }
tfoot th, tfoot td { border-top: 2px solid var(--strong-line); border-bottom: 0; font-weight: 600; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl.figures { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; }
dl.figures dt { color: var(--muted); font-size: .87rem; }
dl.figures dd { margin: 0; font-size: 1.45rem; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; }
.badge { display: inline-block; padding: 0 .45em; border: 1px solid currentColor; border-radius: 3px; font-size: .85em;
  line-height: 1.45; font-weight: 600; white-space: nowrap; color: var(--none); background: var(--none-ground); }
${["critical", "high", "medium", "low"].map((level) => `.badge[data-level="${level}"] { color: var(--${level}); background: var(--${level}-ground); }`).join("\n")}
.note { border-left: 3px solid var(--strong-line); padding: .5rem .9rem; background: var(--sunken); }
.note > :last-child { margin-bottom: 0; }
details { margin: 0 0 .85rem; }
details > summary { cursor: pointer; }
button, select, input { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--strong-line);
  border-radius: 4px; padding: .25rem .5rem; min-height: 2.1rem; }
[hidden] { display: none !important; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 40rem) {
  header, nav.sections > ul, main, footer { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 1.25rem; }
  h1 { font-size: 1.4rem; }
  th, td { padding: .4rem .55rem; }
}
@media print {
  @page { margin: 16mm 14mm; }
  :root { color-scheme: light; ${light} --ground: #ffffff; --sunken: #f4f4f3; --mark: transparent; }
  html { font-size: 10pt; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  header, main { padding-top: 0; }
  nav.sections, .skip, .screen { display: none; }
  .scroll { overflow: visible; border: 0; }
  .badge, thead th, .note { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  thead { display: table-header-group; }
  tr, figure, .note { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  details > summary { list-style: none; }
}
`;

/** The source expression of a Content-Security-Policy that lets exactly this inline text take effect. */
const onlyThis = (text: string): string =>
  `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/** @throws Error when text of our own would end its element early, which is a mistake in the caller. */
const inline = (element: "style" | "script", text: string): string => {
  if (/<\/(?:style|script)|<!--/i.test(text)) throw new Error(`text of <${element}> would end it early`);
  return `<${element}>${text}</${element}>`;
};

/** A whole HTML document, self-contained. Pure: equal pages give equal bytes. */
export const renderPage = (page: Page): string => {
  const css = `${theme}${page.css ?? ""}`;
  const script = page.script ?? "";
  const policy = [
    "default-src 'none'",
    `style-src ${onlyThis(css)}`,
    `script-src ${script === "" ? "'none'" : onlyThis(script)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const sections = page.sections ?? [];
  return `${[
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${html(page.title.replaceAll("`", "'"))}</title>`,
    '<link rel="icon" href="data:,">',
    inline("style", css),
    "</head>",
    "<body>",
    '<a class="skip" href="#main">Skip to content</a>',
    "<header>",
    `<h1>${html(page.title)}</h1>`,
    ...(page.subtitleHtml === undefined ? [] : [`<p>${page.subtitleHtml}</p>`]),
    "</header>",
    ...(sections.length === 0
      ? []
      : [
          '<nav class="sections" aria-label="Sections"><ul>',
          ...sections.map(({ label, id }) => `<li><a href="#${attribute(id)}">${html(label)}</a></li>`),
          "</ul></nav>",
        ]),
    '<main id="main" tabindex="-1">',
    page.bodyHtml,
    "</main>",
    ...(page.footerHtml === undefined ? [] : [`<footer>${page.footerHtml}</footer>`]),
    ...(script === "" ? [] : [inline("script", script)]),
    "</body>",
    "</html>",
  ].join("\n")}\n`;
};
