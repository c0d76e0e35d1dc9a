// Small pieces of Markdown prose.

import { markdown } from "./foreign.ts";

const closed = (text: string): string => (/[.!?…。！？:]["”’)]?$/u.test(text) ? text : `${text}.`);

/** Foreign text as a sentence: neutralised, with a full stop where it has no end of its own. */
export const sentence = (text: string): string => closed(markdown(text));

/** A sentence with an addition in brackets before its full stop; the addition is Markdown already. */
export const sentenceWith = (text: string, addition: string): string =>
  addition === "" ? sentence(text) : `${markdown(text).replace(/\.$/, "")} (${addition}).`;

/** `Label: text.` for a field that may be missing. */
export const labelled = (label: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : `${label}: ${sentence(text)}`;

/** A list item whose first line is an anchor that never changes and whose facts follow, one a line. */
export const item = (anchor: string, lines: readonly (string | undefined)[]): string =>
  [`- <a id="${anchor}"></a>`, ...lines.filter((line) => line !== undefined).map((line) => `  ${line}`)].join(
    "\n",
  );
