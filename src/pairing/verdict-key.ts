// The key under which "this tree is in step" is remembered: the listing of everything paired, the day (acceptances
// end), and the version that judged.

import { createHash } from "node:crypto";

/** @param listing bytes of `git ls-files -s -z` for all watched pathspecs */
export const verdictKey = (version: string, today: string, listing: Uint8Array): string =>
  createHash("sha256").update(`${version}\0${today}\0`).update(listing).digest("hex").slice(0, 32);
