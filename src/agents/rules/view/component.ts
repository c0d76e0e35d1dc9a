// The component as the rules see it: its map and sources, the controls that stand for it, and the things in its code.

import type { Facts } from "../../../frameworks/predicate.ts";
import { topicIds } from "../../../frameworks/topics.ts";
import type { ListName } from "../../../frameworks/vocabulary.ts";
import { anchorAt } from "../../../model/anchor.ts";
import { compare } from "../../../model/finding.ts";
import type { Observation } from "../../../model/observation.ts";
import type { ArchitectureMap } from "../../../model/schema.ts";
import type { Spec } from "../../../spec/types.ts";
import { anchorsOf, type Sources, sourcesOf, stated } from "../map/facts.ts";
import { isAdministrator } from "../map/names.ts";
import { wayBetween } from "../map/reach.ts";
import { bare } from "../map/sheet.ts";
import { entriesOf } from "./entries.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { type Thing, thingsOf } from "./things.ts";

export interface Component {
  readonly map: ArchitectureMap;
  readonly sources: Sources;
  readonly evidence: Evidence;
  readonly process: string;
  /** For each element that reaches the process over flows: the ids of the flows on its way, in their order. */
  readonly ways: ReadonlyMap<string, readonly string[]>;
  readonly traits: Traits;
  /** For each topic, whether it was seen in the code, stands outside it, or is only stated. */
  readonly controls: Facts;
  readonly spots: Spots;
  readonly things: Readonly<Record<ListName, readonly Thing[]>>;
}

/** What holds of the component as a whole. */
export interface Traits {
  readonly observed: boolean;
  readonly cookies: boolean;
  readonly passwords: boolean;
  readonly roles: boolean;
  readonly operators: boolean;
  readonly logs: boolean;
  readonly merges: boolean;
  readonly concatenates: boolean;
}

/** Places in the code that are not an item of a list. */
export type Spots = Readonly<Record<"merges" | "queries", readonly string[]>>;

const mergeName =
  /(?:deep|recursive)_?(?:merge|assign|extend)|^(?:\w+\.)?(?:merge|mergeDeep|setPath|setIn)$/i;

const concatenated = /\(\s*`[^`]*\$\{|["']\s*\+\s*[\w(]/;

/** Queries whose text is put together at the place where they are run. */
export const concatenatedQueries = (sources: Sources): Sources["code"] =>
  sources.code.filter(
    (fact) =>
      fact.kind === "store" &&
      /\b(select|insert|update|delete|where|from)\b/i.test(fact.text) &&
      concatenated.test(fact.text),
  );

export const componentOf = (spec: Spec, observation: Observation, drawn: ArchitectureMap): Component => {
  const map = bare(drawn);
  const sources = sourcesOf(spec, observation);
  const evidence = evidenceOf(map, sources);
  const prose = [...stated(sources, "auth"), ...stated(sources, "entry"), ...stated(sources, "flow")]
    .map((fact) => `${fact.text} ${Object.values(fact.fields).join(" ")}`)
    .concat(
      spec.interface.map((row) => row.auth ?? ""),
      Object.values(map["entry-points"]).map(
        (entry) => `${entry.authentication ?? ""} ${entry.authorization ?? ""}`,
      ),
    )
    .join(" ");
  const symbols = Object.values(observation.files).flatMap((file) =>
    Object.keys(file.symbols).filter((symbol) => file.symbols[symbol]?.inert !== true),
  );
  const inputs = spec.interface.flatMap((row) => row.inputs.map((input) => input.name)).join(" ");
  const merges = Object.entries(observation.files).flatMap(([path, file]) =>
    Object.keys(file.symbols)
      .filter((symbol) => mergeName.test(symbol))
      .map((symbol) => anchorAt(path, symbol)),
  );
  const queries = anchorsOf(observation, concatenatedQueries(sources));
  const traits: Traits = {
    observed: Object.keys(observation.files).length > 0,
    cookies: /cookie/i.test(prose) || symbols.some((symbol) => /cookie/i.test(symbol)),
    passwords:
      /password|passphrase/i.test(
        `${prose} ${inputs} ${Object.values(map.assets)
          .map(({ name }) => name)
          .join(" ")}`,
      ) ||
      sources.code.some((fact) => fact.kind === "crypto" && /^(scrypt|pbkdf2|argon2|bcrypt)/.test(fact.name)),
    roles: /\brole|\badmin/i.test(prose) || evidence.code("role").length > 0,
    operators: Object.values(map.externals).some(({ name }) => isAdministrator.test(name)),
    logs: symbols.some((symbol) =>
      /^(?:\w+\.)?(?:log|logger|(?:access|request|audit)_?log\w*|log_?(?:request|event|line|error|info|debug|warn\w*|message|entry|access|json)\w*|write_?log\w*)$/i.test(
        symbol,
      ),
    ),
    merges: merges.length > 0,
    concatenates: queries.length > 0,
  };
  const process = Object.keys(map["processes"]).sort()[0] ?? spec.id;
  const controls: Facts = Object.fromEntries(
    topicIds.flatMap((topic) => [
      [`code.${topic}`, evidence.code(topic).length > 0] as const,
      [`outside.${topic}`, evidence.outside(topic).length > 0] as const,
      [`stated.${topic}`, evidence.stated(topic).length > 0] as const,
    ]),
  );
  const own = processOf(map, spec.id) ?? process;
  const base = {
    controls,
    map,
    sources,
    evidence,
    process: own,
    ways: waysTo(map, own),
    traits,
    spots: { merges, queries },
  };
  const others = thingsOf(base);
  return { ...base, things: { ...others, entries: entriesOf(base, others) } };
};

const waysTo = (map: ArchitectureMap, process: string): Map<string, readonly string[]> => {
  const hops = Object.entries(map.flows)
    .sort(([a], [b]) => compare(a, b))
    .map(([id, { from, to }]) => ({ id, from, to }));
  return new Map(
    Object.keys(map.externals).flatMap((id): [string, readonly string[]][] => {
      const way = wayBetween(hops, id, process);
      return way === undefined ? [] : [[id, way]];
    }),
  );
};

/** The process that the entry points name most, which is the component itself. */
const processOf = (map: ArchitectureMap, id: string): string | undefined => {
  if (Object.hasOwn(map.processes, id)) return id;
  return Object.values(map["entry-points"])[0]?.process;
};
