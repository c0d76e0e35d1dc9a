// Answers a question for which no rule fires: why there is no threat, and on what that rests.

import { absences } from "../../frameworks/absences.ts";
import { holds } from "../../frameworks/predicate.ts";
import { compare } from "../../model/finding.ts";
import { assetsAtStake } from "./stakes.ts";
import type { Component } from "./view/component.ts";
import { twinsOf } from "./view/flow.ts";
import type { View } from "./view/index.ts";
import { fill, wordsFor } from "./words.ts";

export interface NoThreat {
  readonly reason: string;
  readonly restsOn: readonly string[];
}

/** Ids on the map that a reason rests on. */
const groundsOf = (component: Component, view: View, rest: string): string[] => {
  const { map, things } = component;
  const entries =
    view.lists.entries.length > 0 || view.kind === "process" ? view.lists.entries : things.entries;
  // Many entry points stand for the component: one more of them changes nothing about the reason.
  const idsOf = (list: readonly { readonly id?: string }[]): string[] =>
    list.length > 2 && list === entries
      ? [component.process]
      : list.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const changing = entries.filter((entry) => entry.facts["entry.changes"] === true);
  const flow = view.kind === "flow" ? map.flows[view.id] : undefined;
  switch (rest) {
    case "entries":
      return idsOf(entries);
    case "changing":
      return changing.length > 2 ? [component.process] : idsOf(changing);
    case "outbound":
      return idsOf(things.outbound);
    case "flows":
      return Object.entries(map.flows)
        .filter(([, each]) => each.from === view.id || each.to === view.id)
        .map(([id]) => id);
    case "assets":
      return view.assets.filter((id) => map.assets[id] !== undefined);
    case "boundaries":
      return flow === undefined
        ? []
        : Object.entries(map.boundaries)
            .filter(([, { inside }]) => inside.includes(flow.from) && inside.includes(flow.to))
            .map(([id]) => id);
    case "twin":
      return twinsOf(map, view.id).slice(0, 1);
    case "ends":
      return flow === undefined ? [] : [flow.from, flow.to];
    default:
      return [view.id];
  }
};

export const explainAbsence = (component: Component, view: View, category: string): NoThreat | undefined => {
  const absence = absences.find(
    (each) =>
      each.kind === view.kind &&
      each.category === category &&
      (each.when === undefined || holds(each.when, view)),
  );
  if (absence === undefined) return undefined;
  const words = wordsFor(component, view, [], assetsAtStake(component, view, undefined, []));
  return {
    reason: fill(absence.reason, words),
    restsOn: [...new Set(absence.rests.flatMap((rest) => groundsOf(component, view, rest)))].sort(compare),
  };
};
