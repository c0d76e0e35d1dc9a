// Our block in AGENTS.md: what a coding agent must know, in about five lines. Pure.

const begin = "<!-- instride: begin -->";
const end = "<!-- instride: end -->";

const lines = [
  begin,
  "## Threat models",
  "",
  "Each spec with `targets` has a threat model beside it (`*.threats.yaml`) that git hooks keep in step with the code.",
  "Before you commit such code run `npx instride brief`, answer from what you know with `npx instride submit --file -`, then commit.",
  "Never edit `*.threats.*` or `.instride/` by hand, never accept a risk yourself, never skip hooks (`--no-verify`, `HUSKY=0`).",
  end,
];

/** Adds the block at the end, or brings it up to date where it stands. */
export const addAgentsBlock = (text: string | undefined): string => {
  const place = text === undefined ? undefined : find(text);
  const beside = place === undefined ? text : text?.slice(place.from, place.to);
  const eol = beside?.includes("\r\n") === true ? "\r\n" : "\n";
  const block = lines.join(eol);
  if (text === undefined) return `${block}${eol}`;
  if (place !== undefined) return text.slice(0, place.from) + block + text.slice(place.to);
  return text.endsWith("\n") ? `${text}${eol}${block}${eol}` : `${text}${eol}${eol}${block}`;
};

/** The text without the block; undefined when nothing else is left. */
export const removeAgentsBlock = (text: string): string | undefined => {
  const place = find(text);
  if (place === undefined) return text;
  const before = text.slice(0, place.from);
  const after = text.slice(place.to);
  if (before === "" && /^\r?\n?$/.test(after)) return undefined;
  // A text that ended without a line end got two before the block and none behind it.
  return after === "" ? withoutLineEnds(before, 2) : withoutLineEnds(before, 1) + after.replace(/^\r?\n/, "");
};

/** Takes off as many line ends as were added, all of one kind. */
const withoutLineEnds = (text: string, count: number): string => {
  const eol = text.endsWith("\r\n".repeat(count)) ? "\r\n" : "\n";
  return text.endsWith(eol.repeat(count)) ? text.slice(0, text.length - eol.length * count) : text;
};

const find = (text: string): { from: number; to: number } | undefined => {
  const from = text.indexOf(begin);
  const to = from === -1 ? -1 : text.indexOf(end, from);
  return to === -1 ? undefined : { from, to: to + end.length };
};
