// `Threat-Model:` trailers link a commit to its records. They are links, never the truth.

import { parseRecordPath } from "./files.ts";

/** One line a component, for the record files among the given paths. */
export const trailersOf = (paths: readonly string[]): string => {
  const byComponent = new Map<string, string[]>();
  for (const path of paths) {
    const named = parseRecordPath(path);
    if (named === undefined) continue;
    byComponent.set(named.component, [...(byComponent.get(named.component) ?? []), named.id]);
  }
  return [...byComponent]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([component, ids]) => `Threat-Model: ${component} ${ids.sort().join(" ")}\n`)
    .join("");
};
