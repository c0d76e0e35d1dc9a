// Links from one statement of a model to another, and to code. Names come from the map, so that a reader meets words
// and not ids.

import { splitAnchor } from "../model/anchor.ts";
import { compare } from "../model/finding.ts";
import { type ArchitectureMap, mapSections } from "../model/schema.ts";
import { anchorId, anchorLink, codeSpan, html, htmlCode, markdown, pathLink } from "./foreign.ts";

export interface References {
  /** A Markdown link to an entry of the map; the text itself as code when it is none. */
  link(id: string): string;
  /** The same in HTML. */
  htmlLink(id: string): string;
}

export const referencesTo = (map: ArchitectureMap): References => {
  const names = new Map<string, string>();
  for (const section of mapSections) {
    for (const [id, { name }] of Object.entries(map[section])) names.set(id, name);
  }
  return {
    link: (id) => {
      const name = names.get(id);
      return name === undefined ? anchorToCode(id) : `[${markdown(name)}](${anchorLink(mapAnchor(id))})`;
    },
    htmlLink: (id) => {
      const name = names.get(id);
      return name === undefined ? htmlCode(id) : `<a href="${anchorLink(mapAnchor(id))}">${html(name)}</a>`;
    },
  };
};

/** Prefixed, so that no entry's anchor meets one that a forge makes from a heading. */
export const mapAnchor = (id: string): string => anchorId(`map-${id}`);

const isPath = (text: string): boolean => /^[^\s:]+\/[^:]*$|^[^\s:/]+\.\w+(?:#.*)?$/.test(text);
const targetOf = (anchor: string): string | undefined => pathLink(splitAnchor(anchor).path);

/** A link to the file of `path#symbol`; anything that is no path of the repository stays code. */
const anchorToCode = (anchor: string): string => {
  const target = isPath(anchor) ? targetOf(anchor) : undefined;
  return target === undefined ? codeSpan(anchor) : `[${codeSpan(anchor)}](${target})`;
};

const anchorToHtml = (anchor: string): string => {
  const target = isPath(anchor) ? targetOf(anchor) : undefined;
  return target === undefined ? htmlCode(anchor) : `<a href="${target}">${htmlCode(anchor)}</a>`;
};

export const codeLinks = (anchors: readonly string[]): string =>
  [...anchors].sort(compare).map(anchorToCode).join(", ");

/** One a line, so that an added anchor is an added line. */
export const codeHtml = (anchors: readonly string[]): string =>
  [...anchors].sort(compare).map(anchorToHtml).join("<br>\n");
