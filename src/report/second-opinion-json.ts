// A second opinion for machines.

import type { Usage } from "../model/provenance.ts";
import type { LoneEntry, LoneThreat, Opinion } from "../model/second-opinion.ts";
import type { AdditionsText, Reading } from "./second-opinion.ts";

const inJson = {
  entry: ({ section, id, name }: LoneEntry) => ({ section, id, name }),
  threat: ({ id, element, category, level, threat }: LoneThreat) => ({
    id,
    element,
    category,
    level,
    title: threat.title,
  }),
};

/** @param applied what was added to the kept model, and the staged paths */
export const opinionJson = (
  reading: Reading,
  usage: readonly Usage[],
  opinion: Opinion,
  applied: (AdditionsText & { readonly files: readonly string[] }) | undefined,
): string =>
  JSON.stringify(
    {
      ...reading,
      usage,
      both: opinion.both,
      onlyFresh: {
        map: opinion.freshMap.map(inJson.entry),
        threats: opinion.freshThreats.map(inJson.threat),
      },
      answered: opinion.answered,
      elsewhere: opinion.elsewhere,
      rated: opinion.rated,
      onlyKept: {
        map: opinion.keptMap.map(inJson.entry),
        threats: opinion.keptThreats.map(inJson.threat),
      },
      ...(applied === undefined
        ? {}
        : {
            applied: {
              map: applied.entries.map(inJson.entry),
              threats: applied.threats.map(inJson.threat),
              drawn: applied.drawn,
              files: applied.files,
            },
          }),
    },
    undefined,
    2,
  );
