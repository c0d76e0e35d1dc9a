// The name under which "this tree is in step" is remembered: the version that judged, the day (acceptances end), and the
// listing of everything paired, as git itself hashes it: hooks/pre-commit finds the name without Node.

import { createHash } from "node:crypto";

/** @param listing bytes of `git ls-files -s -z` for all watched pathspecs; ids in it tell which hash git uses here */
export const verdictKey = (version: string, today: string, listing: Uint8Array): string => {
  const idLength = listing.indexOf(0x20, 7) - 7; // after the mode and a blank
  const hash = createHash(idLength === 64 ? "sha256" : "sha1");
  const id = hash.update(`blob ${listing.length}\0`).update(listing).digest("hex");
  return `${version}-${today}-${id}`;
};
