// What the authorization cell of a row demands. Only plain words for "nobody is asked" make an entry point public;
// a cell that cannot be read closes it.

import { oneLine } from "./text.ts";

/** `public`, `denied`, or the requirement in the spec's own words: `session`, `role admin`. */
export type Requires = string;

const open =
  /^(?:none|no|public|open|anonymous|anyone|everyone|unauthenticated|n\/?a|not (?:required|needed)|no (?:auth\w*|login|session)(?: (?:required|needed))?|[-\u2013\u2014])?$/;

const unreadable =
  /^(?:denied|deny|nobody|tbd|todo|tba|fixme|unknown|unclear|see .*|as above|ditto|same|.*\?)$/;

/**
 * Reads a cell. An empty one, or none at all, is public: the spec names no guard. Parts that a semicolon separates all
 * hold. A remark in parentheses does not count: `public (rate-limited at the gateway)`.
 */
export const requiresOf = (cell: string | undefined): Requires => {
  const parts = oneLine((cell ?? "").replace(/[`*_]/g, ""), 2000)
    .replace(/\s*\([^()]*\)/g, "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim().replace(/\.$/, ""))
    .filter((part) => !open.test(part))
    .map((part) => part.replace(/^(?:requires?|needs?):? /, ""));
  if (parts.length === 0) return "public";
  const whole = parts.join(", ");
  return parts.every(isReadable) && whole.length <= 120 ? whole : "denied";
};

const isReadable = (part: string): boolean => !unreadable.test(part) && /[\p{L}\p{N}]/u.test(part);
