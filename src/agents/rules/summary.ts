// The model's summary: what the component does, what it keeps and whom it talks to.

import type { ArchitectureMap } from "../../model/schema.ts";
import type { Spec } from "../../spec/types.ts";
import { bare } from "./map/sheet.ts";
import { clause, inSentence, listed, marked, sentences as wholeSentences } from "./phrases.ts";

/** Names of at most three entries, those that hold secrets first. */
const named = (entries: readonly { readonly name: string }[]): string =>
  listed(
    entries.map(({ name }) => marked(name)),
    4,
  );

export const summaryOf = (spec: Spec, drawn: ArchitectureMap): string => {
  const map = bare(drawn);
  const assets = Object.values(map.assets).filter(
    ({ sensitivity }) => sensitivity === "secret" || sensitivity === "confidential",
  );
  const stores = Object.values(map.stores);
  const callers = Object.keys(map.externals).filter((id) =>
    Object.values(map["entry-points"]).some(({ from }) => from.includes(id)),
  );
  const called = Object.values(map.flows)
    .filter(({ from, to }) => map.processes[from] !== undefined && map.externals[to] !== undefined)
    .flatMap(({ to }) => map.externals[to] ?? []);
  const sentences = [
    clause(wholeSentences(spec.summary === "" ? spec.title : spec.summary, 240), 240),
    ...(callers.length === 0
      ? []
      : [`It is called by ${named(callers.flatMap((id) => map.externals[id] ?? []))}`]),
    ...(stores.length === 0 ? [] : [`It keeps what it has in ${named(stores)}`]),
    ...(called.length === 0 ? [] : [`It depends on ${named(called)}`]),
    ...(assets.length === 0
      ? []
      : [
          `At risk if it falls: ${listed(
            assets.map(({ name }) => inSentence(name)),
            4,
          )}`,
        ]),
  ];
  return `${sentences.join(". ")}.`;
};
