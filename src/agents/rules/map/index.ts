// The architecture map from the spec and from what the code shows.

import { unaccounted } from "../../../model/coverage.ts";
import type { Operation } from "../../../model/delta.ts";
import { emptyModel } from "../../../model/empty.ts";
import { codeFactKinds, type FactKind, specFactKinds } from "../../../model/fact.ts";
import type { FileObservation, Observation } from "../../../model/observation.ts";
import type { ArchitectureMap } from "../../../model/schema.ts";
import type { Spec } from "../../../spec/types.ts";
import { claimAssets } from "./assets.ts";
import { claimLaunches, claimOutbound } from "./calls.ts";
import { connect } from "./connect.ts";
import { Elements } from "./elements.ts";
import { claimEntries } from "./entries.ts";
import { type Sources, sourcesOf } from "./facts.ts";
import { freshen, prune } from "./prune.ts";
import { operationsBetween, Sheet } from "./sheet.ts";
import {
  claimAssumptions,
  claimBoundaries,
  claimControls,
  claimDecisions,
  claimInsiders,
  claimRisks,
} from "./statements.ts";

export interface MapPlan {
  readonly map: ArchitectureMap;
  readonly operations: readonly Operation[];
}

export interface MapHints {
  /** The spec before this change: cells that changed replace what the map says. */
  readonly earlier?: Spec;
  /** The changed files as they were observed before this change. */
  readonly before?: Readonly<Record<string, FileObservation>>;
  /** Keys of facts that were there before this change and are not any more. */
  readonly vanished?: ReadonlySet<string>;
  /** Ids that must stay, each with what names it. */
  readonly pinned?: ReadonlyMap<string, string>;
}

/** One reading of spec and code over a map. */
const read = (sources: Sources, previous: ArchitectureMap, hints: MapHints): ArchitectureMap => {
  const sheet = new Sheet(previous);
  freshen(sheet, sources);
  const elements = new Elements(sheet, sources);
  claimAssets(sheet, sources);
  elements.claimStores();
  elements.claimFlows();
  claimOutbound(elements);
  claimLaunches(elements);
  const callers = claimEntries(sheet, sources, elements);
  connect(elements, callers);
  claimBoundaries(sheet, sources, elements);
  claimInsiders(sheet, sources, elements, callers);
  claimDecisions(sheet, sources);
  claimControls(sheet, sources);
  claimAssumptions(sheet, sources);
  claimRisks(sheet, sources);
  prune(sheet, hints.pinned ?? new Map(), hints.vanished ?? new Set());
  const kinds: ReadonlySet<FactKind> = new Set([...specFactKinds, ...codeFactKinds]);
  const facts = [...sources.spec.facts, ...sources.code].filter(({ kind }) => kinds.has(kind));
  for (const fact of unaccounted({ ...emptyModel("x", "x"), map: sheet.map() }, facts))
    sheet.setAside(fact.key, "the rules found no place for it on the map; whoever knows it should place it");
  return sheet.map();
};

const mostReadings = 4;

/**
 * Plans the map that spec and code support, starting from the map that is there: ids and words of existing entries
 * stay, missing facts are added, and what nothing supports any more is dropped. A name that a later statement brings
 * can explain an earlier one, so the sources are read until another reading finds nothing new.
 */
export const planMap = (
  spec: Spec,
  observation: Observation,
  previous: ArchitectureMap,
  hints: MapHints = {},
): MapPlan => {
  let map = read(sourcesOf(spec, observation, hints.earlier, hints.before), previous, hints);
  const { earlier: _said, before: _seen, ...later } = hints;
  const sources = sourcesOf(spec, observation);
  for (let readings = 1; readings < mostReadings; readings++) {
    const next = read(sources, map, later);
    if (operationsBetween(map, next, () => "").length === 0) break;
    map = next;
  }
  return {
    map,
    operations: operationsBetween(
      previous,
      map,
      (_section, id) => `nothing in spec or code shows \`${id}\` any more`,
    ),
  };
};

/** The operations that bring the map in line with spec and code. */
export const buildMap = (spec: Spec, observation: Observation, previous: ArchitectureMap): Operation[] => [
  ...planMap(spec, observation, previous).operations,
];
