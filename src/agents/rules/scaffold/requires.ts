// What the authorization cell of a row demands. Only plain words for "nobody is asked" make an entry point public;
// a cell that cannot be read closes it.

import { oneLine } from "./text.ts";

/** `public`, `denied`, or the requirement in the spec's own words: `session`, `role admin`. */
export type Requires = string;

const open =
  /^(?:none|no|public|open|anonymous|anyone|everyone|unauthenticated|n\/?a|not (?:required|needed)|no (?:auth\w*|login|session)(?: (?:required|needed))?|[-\u2013\u2014])$/;

const unreadable =
  /^(?:denied|deny|nobody|tbd|todo|tba|fixme|unknown|unclear|see .*|as above|ditto|same|.*\?)$/;

/**
 * Remarks that ask nothing of a caller: how often it may call, and what proves the call instead. Every other remark may
 * say who may call, as in `public (admins only)`, so it stays.
 */
const idle =
  /^(?:(?:rate|size)[- ]?limited|limited|throttled)(?: (?:at|by) the \w+)?$|^the [\w-]+(?: [\w-]+){0,2} is (?:the|its own) (?:proof|credential)$/;

/**
 * Reads a cell. None at all is public: the spec names no guard. An empty one can't be read. Parts that a semicolon
 * separates all hold. Words for nobody with a remark that may ask something close the entry point.
 */
export const requiresOf = (cell: string | undefined): Requires => {
  if (cell === undefined) return "public";
  const said = partsOf(oneLine(cell.replace(/[`*_]/g, ""), 2000).toLowerCase()).filter((part) => part !== "");
  const asked = said
    .filter((part) => !open.test(part))
    .map((part) => part.replace(/^(?:requires?|needs?):? /, ""));
  if (said.length > 0 && asked.length === 0) return "public";
  const whole = asked.join(", ");
  return asked.length > 0 && asked.every(isReadable) && whole.length <= 120 ? whole : "denied";
};

/** What semicolons outside parentheses separate, without idle remarks. */
const partsOf = (text: string): string[] =>
  (text.match(/(?:\([^()]*\)|[^;(]|\()+/g) ?? []).map((part) =>
    part
      .replace(/\s*\(([^()]*)\)/g, (whole, remark: string) => (idle.test(remark.trim()) ? "" : whole))
      .trim()
      .replace(/\.$/, ""),
  );

const isReadable = (part: string): boolean =>
  !unreadable.test(part) && !open.test(part.replace(/\s*\(.*$/, "")) && /[\p{L}\p{N}]/u.test(part);
