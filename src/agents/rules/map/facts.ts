// What the map is built from: the statements of the spec and the things seen in the code, sorted by kind.

import { anchorAt, splitAnchor } from "../../../model/anchor.ts";
import { type Fact, type FactKind, factKey } from "../../../model/fact.ts";
import { compare } from "../../../model/finding.ts";
import type { FileObservation, Observation } from "../../../model/observation.ts";
import type { InterfaceRow, Spec } from "../../../spec/types.ts";

export interface Sources {
  readonly spec: Spec;
  readonly observation: Observation;
  /** Facts of the code by path, then in source order. */
  readonly code: readonly Fact[];
  /** Fields of the spec's facts as they stood before this change, by key. */
  readonly earlier: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** What entry points demanded of callers in the code before this change, by key. */
  readonly demanded: ReadonlyMap<string, string>;
}

export const sourcesOf = (
  spec: Spec,
  observation: Observation,
  earlier?: Spec,
  before: Readonly<Record<string, FileObservation>> = {},
): Sources => ({
  spec,
  observation,
  code: Object.keys(observation.files)
    .sort(compare)
    .flatMap((path) => observation.files[path]?.facts ?? []),
  earlier: new Map((earlier?.facts ?? []).map((fact) => [fact.key, fact.fields])),
  demanded: new Map(
    Object.values(before).flatMap(({ facts }) =>
      facts.flatMap(({ key, kind, fields }): [string, string][] =>
        kind === "entry" && fields["requires"] !== undefined ? [[key, fields["requires"]]] : [],
      ),
    ),
  ),
});

export const stated = (sources: Sources, kind: FactKind): Fact[] =>
  sources.spec.facts.filter((fact) => fact.kind === kind);

/** Facts of the code by key: the same thing may be seen at several places. */
export const seen = (sources: Sources, kind: FactKind): Map<string, Fact[]> => {
  const byKey = new Map<string, Fact[]>();
  for (const fact of sources.code)
    if (fact.kind === kind) byKey.set(fact.key, [...(byKey.get(fact.key) ?? []), fact]);
  return byKey;
};

/** `path#symbol` when the symbol can be resolved, else the path. */
export const anchorOf = (observation: Observation, fact: Fact): string => {
  const file = observation.files[fact.at.path];
  return fact.symbol !== undefined && file !== undefined && Object.hasOwn(file.symbols, fact.symbol)
    ? anchorAt(fact.at.path, fact.symbol)
    : anchorAt(fact.at.path);
};

const mostAnchors = 6;

/** Where facts are in the code; a bare path goes when a symbol of the same file is there. */
export const anchorsOf = (observation: Observation, facts: readonly Fact[]): string[] => {
  const anchors = [...new Set(facts.map((fact) => anchorOf(observation, fact)))].sort(compare);
  return anchors
    .filter((anchor) => anchor.includes("#") || !anchors.some((other) => other.startsWith(`${anchor}#`)))
    .slice(0, mostAnchors);
};

/** Whether an anchor resolves among the observed files; what could not be observed is believed. */
export const resolves = (observation: Observation, anchor: string): boolean => {
  const { path, symbol } = splitAnchor(anchor);
  if (observation.unobserved.includes(path)) return true;
  if (!Object.hasOwn(observation.files, path)) return false;
  return symbol === undefined || Object.hasOwn(observation.files[path]?.symbols ?? {}, symbol);
};

/** What the component goes by: its id and title, and the program whose commands its entry points are. */
export const selfOf = ({ spec }: Sources): { id: string; title: string; aliases: string[] } => {
  const names = [
    ...spec.facts.filter(({ kind }) => kind === "entry").map(({ name }) => name),
    ...spec.interface.map(({ name }) => name),
  ];
  const programs = names.flatMap((name) => /^`?([a-z][\w-]*) [a-z-]/.exec(name)?.[1] ?? []);
  // "Sign-in with the company account" goes by "Sign-in" in its own spec.
  const short = /^(.+?)\s+(?:with|for|from)\s/.exec(spec.title)?.[1];
  return {
    id: spec.id,
    title: spec.title,
    aliases: [
      ...(short === undefined ? [] : [short]),
      ...[...new Set(programs)].filter(
        (program) => programs.filter((each) => each === program).length * 2 > names.length,
      ),
    ],
  };
};

const rows = new WeakMap<Spec, ReadonlyMap<string, InterfaceRow>>();

/** The first row of the interface table for an entry point. */
export const rowOf = (spec: Spec, key: string): InterfaceRow | undefined => {
  let byKey = rows.get(spec);
  if (byKey === undefined) {
    byKey = new Map(spec.interface.map((row) => [factKey("entry", row.name), row] as const).reverse());
    rows.set(spec, byKey);
  }
  return byKey.get(key);
};

/** Whether a setting is the address of a call, by their names: `EXPORT_WEBHOOK_URL` of `env EXPORT_WEBHOOK_URL`. */
export const isAddressOf = (setting: string, call: string): boolean =>
  call === `env ${setting}` &&
  /(?:^|_)(?:URL|URI|HOST|HOSTNAME|ENDPOINT|ADDRESS|ORIGIN|BASE|WEBHOOK)$/.test(setting) &&
  !/DATABASE|(?:^|_)DB(?:_|$)|POSTGRES|MYSQL|MONGO|REDIS|AMQP|KAFKA|BROKER|DSN/.test(setting);
