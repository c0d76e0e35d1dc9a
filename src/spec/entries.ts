// When the interface and the security section speak of the same entry point.

import { factKey } from "../model/fact.ts";
import { splitRoute } from "./routes.ts";

/** Key of an entry point by its name alone: "`export run --month M`" and "export run" are one, as are "queue mail" and "mail". */
export const entryKey = (name: string): string => {
  if (splitRoute(name) !== undefined) return factKey("entry", name);
  const bare = name
    .replace(/\s+(?:[[<(]|--?[a-z]).*$/i, "")
    .replace(/^(?:queue|topic|event|command|cli)\s+/i, "")
    .replace(/\s+(?:queue|topic|event|command)$/i, "");
  return factKey("entry", bare === "" ? name : bare);
};
