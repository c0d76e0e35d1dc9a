// Finds the statements of a model that speak of a planted truth. Pure.

import { factKey, slug } from "../../src/model/fact.ts";
import {
  type ArchitectureMap,
  type ElementKind,
  type MapSection,
  mapSections,
  type Threat,
  type ThreatModel,
} from "../../src/model/schema.ts";
import { answerOf, isLiving, threatsOf } from "../../src/model/threats.ts";
import type { Named, System, ThreatTruth, Trap } from "./truth.ts";

/** A place on the map where a threat can be. */
type Place = Pick<ThreatTruth, "kind" | "at" | "category" | "weakness" | "where">;

export interface LivingThreat {
  readonly id: string;
  readonly element: string;
  readonly category: string;
  readonly threat: Threat;
}

export const livingThreats = (model: ThreatModel): LivingThreat[] =>
  threatsOf(model).filter(({ threat }) => isLiving(threat));

const sectionOf = {
  external: "externals",
  process: "processes",
  store: "stores",
  flow: "flows",
} as const satisfies Readonly<Record<ElementKind, MapSection>>;

const nameOf = (map: ArchitectureMap, id: string): string => {
  for (const section of mapSections) {
    const entries: Readonly<Record<string, { name: string }>> = map[section];
    if (Object.hasOwn(entries, id)) return entries[id]?.name ?? id;
  }
  return id;
};

/** Whether an element of the map is the one that the corpus calls so; `self` is any process of the component. */
export const isNamed = (system: System, map: ArchitectureMap, id: string, name: string): boolean => {
  if (name === "self") return Object.hasOwn(map.processes, id);
  const pattern = system.names[name];
  if (pattern === undefined) throw new Error(`${system.id}: no name ${JSON.stringify(name)}`);
  return !Object.hasOwn(map.processes, id) && (pattern.test(nameOf(map, id)) || pattern.test(id));
};

/** Ids of flows between two named ends. */
export const flowsNamed = (system: System, map: ArchitectureMap, name: string): string[] => {
  const [from = "", to = ""] = name.split(" -> ");
  return Object.entries(map.flows)
    .filter(([, flow]) => isNamed(system, map, flow.from, from) && isNamed(system, map, flow.to, to))
    .map(([id]) => id);
};

/** Ids of the entries of a section that a truth is about. */
export const entriesNamed = (
  system: System,
  map: ArchitectureMap,
  section: Exclude<MapSection, "flows">,
  truth: Named,
): string[] => {
  const key = section === "entry-points" ? factKey("entry", truth.name) : slug(truth.name);
  return Object.entries(map[section] as Readonly<Record<string, { name: string; covers: readonly string[] }>>)
    .filter(([id, { name, covers }]) =>
      section === "entry-points"
        ? factKey("entry", name) === key || covers.includes(key) || truth.also?.test(name) === true
        : section === "stores"
          ? isNamed(system, map, id, truth.name)
          : slug(name) === key ||
            id === key ||
            slug(name).startsWith(`${key}-`) ||
            truth.also?.test(name) === true,
    )
    .map(([id]) => id)
    .sort();
};

const elementIs = (system: System, map: ArchitectureMap, element: string, { kind, at }: Place): boolean => {
  if (!Object.hasOwn(map[sectionOf[kind]], element)) return false;
  if (kind === "flow") return at === undefined || flowsNamed(system, map, at).includes(element);
  return at === undefined || isNamed(system, map, element, at);
};

const isRoute = /^[A-Z]+ \//;

/** A threat that names entry points is about these alone; its text may name others that are not affected. */
const mentions = (map: ArchitectureMap, threat: Threat, where: string): boolean => {
  const key = factKey("entry", where);
  const named = threat["entry-points"].map((id) => factKey("entry", nameOf(map, id)));
  if (named.includes(key)) return true;
  if (isRoute.test(where) && named.length > 0) return false;
  return [...threat.code, threat.title, threat.scenario].some((text) =>
    isRoute.test(where) ? text.includes(`\`${where}\``) : text.toLowerCase().includes(where.toLowerCase()),
  );
};

/** Living threats of a model that speak of a place. */
export const threatsAt = (system: System, model: ThreatModel, place: ThreatTruth | Trap): LivingThreat[] =>
  livingThreats(model).filter(
    ({ element, category, threat }) =>
      category === place.category &&
      elementIs(system, model.map, element, place) &&
      threat.weakness.some((weakness) => (place.weakness as readonly string[]).includes(weakness)) &&
      (place.where === undefined || mentions(model.map, threat, place.where)),
  );

/** Elements of the map that a place means. */
export const elementsAt = (system: System, map: ArchitectureMap, place: Place): string[] =>
  Object.values(sectionOf)
    .flatMap((section) => Object.keys(map[section]))
    .filter((element) => elementIs(system, map, element, place));

/** Elements at which the model says that a place's question does not apply. */
export const denialsAt = (system: System, model: ThreatModel, place: Place): string[] =>
  elementsAt(system, model.map, place).filter((element) => {
    const answer = answerOf(model, element, place.category);
    return (
      answer?.["not-applicable"] !== undefined &&
      !Object.values(answer.threats).some((threat) => isLiving(threat))
    );
  });
