// The elements of a model with the cells of the coverage matrix: what was asked of each, and what was answered.

import type { Framework } from "../frameworks/types.ts";
import { compare } from "../model/finding.ts";
import type { Answer, ElementKind, Threat, ThreatModel } from "../model/schema.ts";
import { isLiving, own, sorted } from "../model/threats.ts";

export interface Cell {
  readonly category: string;
  readonly title: string;
  /** False when the framework does not ask this of the element's kind. */
  readonly asked: boolean;
  readonly live: readonly (readonly [id: string, threat: Threat])[];
  readonly retired: readonly (readonly [id: string, threat: Threat])[];
  readonly notApplicable: Answer["not-applicable"];
}

export interface Element {
  readonly id: string;
  readonly name: string;
  /** Undefined for an element that left the map; its retired threats stay. */
  readonly kind: ElementKind | undefined;
  /** Where a data flow leads. */
  readonly ends?: { readonly from: string; readonly to: string };
  readonly cells: readonly Cell[];
}

export const kindTitles: Readonly<Record<ElementKind, string>> = {
  external: "External entity",
  process: "Process",
  store: "Data store",
  flow: "Data flow",
};

const sections = [
  ["externals", "external"],
  ["processes", "process"],
  ["stores", "store"],
  ["flows", "flow"],
] as const;

/** Elements by kind, then by id; last those that answers name and the map lacks. */
export const elementsOf = (model: ThreatModel, framework: Framework): Element[] => {
  const onMap = sections.flatMap(([section, kind]) =>
    sorted(model.map[section]).map(([id, { name }]) => ({ id, name, kind })),
  );
  const known = new Set(onMap.map(({ id }) => id));
  const gone = Object.keys(model.answers)
    .filter((id) => !known.has(id))
    .sort(compare)
    .map((id) => ({ id, name: id, kind: undefined }));
  return [...onMap, ...gone].map((element) => {
    const ends = element.kind === "flow" ? model.map.flows[element.id] : undefined;
    return {
      ...element,
      ...(ends === undefined ? {} : { ends: { from: ends.from, to: ends.to } }),
      cells: cellsOf(model, framework, element),
    };
  });
};

const cellsOf = (
  model: ThreatModel,
  framework: Framework,
  { id, kind }: { readonly id: string; readonly kind: ElementKind | undefined },
): Cell[] => {
  const answers = own(model.answers, id) ?? {};
  const columns = framework.categories.map((category) => ({ category: category.id, title: category.title }));
  const foreign = Object.keys(answers)
    .filter((category) => columns.every((column) => column.category !== category))
    .sort(compare)
    .map((category) => ({ category, title: category }));
  return [...columns, ...foreign].map(({ category, title }) => {
    const answer = own(answers, category);
    const threats = sorted(answer?.threats ?? {});
    return {
      category,
      title,
      asked: kind !== undefined && Object.hasOwn(framework.questions[kind], category),
      live: threats.filter(([, threat]) => isLiving(threat)),
      retired: threats.filter(([, threat]) => !isLiving(threat)),
      notApplicable: answer?.["not-applicable"],
    };
  });
};
