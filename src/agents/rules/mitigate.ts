// Looks for the controls that a rule names: in the code, outside it, and among the spec's statements.

import type { ControlUse } from "../../frameworks/rule.ts";
import { type TopicId, topics } from "../../frameworks/topics.ts";
import type { Mitigation } from "../../model/schema.ts";
import type { Firing } from "./fire.ts";
import { productsIn } from "./map/names.ts";
import { clause, marked, sentence } from "./phrases.ts";
import type { Component } from "./view/component.ts";
import type { CodeEvidence, OutsideControl } from "./view/evidence.ts";
import { fill, type Words } from "./words.ts";

export interface Defence {
  readonly mitigations: Readonly<Record<string, Mitigation>>;
  /** A control that settles the threat is evidenced. */
  readonly settled: boolean;
  /** Controls that are evidenced, in words, for the reason of the severity. */
  readonly found: readonly string[];
}

/** Topics whose words are so common that a symbol's name alone says little about this place. */
const needsPlace: ReadonlySet<TopicId> = new Set([
  "validation",
  "authentication",
  "role",
  "ownership",
  "signature",
  "random",
  "expiry",
  "fallback",
  "timeout",
]);

const fileOf = (anchor: string): string => anchor.split("#")[0] ?? anchor;

/** Whether evidence speaks for the place that the threat is about. */
const speaksHere = (topic: TopicId, evidence: CodeEvidence, firing: Firing): boolean => {
  if (!needsPlace.has(topic)) return true;
  const files = new Set(firing.focus.flatMap(({ anchors }) => anchors.map(fileOf)));
  return files.size === 0 ? evidence.sure : files.has(fileOf(evidence.anchor));
};

const standsHere = (component: Component, control: OutsideControl, firing: Firing): boolean => {
  const isLogin = firing.focus.some(
    ({ facts }) => facts["entry.credential"] === true || facts["entry.recovery"] === true,
  );
  if (control.login && control.place === "edge" && firing.focus.length > 0 && !isLogin) return false;
  const { kind, facts } = firing.view;
  const { stores, flows } = component.map;
  const near =
    kind === "store"
      ? [firing.view.id]
      : kind === "flow"
        ? [flows[firing.view.id]?.to ?? "", flows[firing.view.id]?.from ?? ""]
        : [];
  const own = near.flatMap((id) => (stores[id] === undefined ? [] : productsIn(`${stores[id].name} ${id}`)));
  if (control.products.length > 0 && own.length > 0)
    return control.products.some((product) => own.includes(product));
  const atStore = kind === "store" || (kind === "flow" && facts["flow.storing"] === true);
  return control.place === "any" || control.place === (atStore ? "store" : "edge");
};

export const defend = (component: Component, firing: Firing, words: Words): Defence => {
  const mitigations: Record<string, Mitigation> = {};
  const found: string[] = [];
  const used = new Set<string>();
  let settled = false;
  const add = (id: string, mitigation: Mitigation): void => {
    mitigations[id] = mitigation;
  };
  for (const use of firing.rule.controls) {
    const { topic } = use;
    const text = sentence(fill(use.text, words));
    const leaves = fill(use.leaves, words);
    const code = component.evidence.code(topic);
    if (code.length > 0) {
      const best = [...code]
        .sort((a, b) => Number(speaksHere(topic, b, firing)) - Number(speaksHere(topic, a, firing)))
        .slice(0, 3);
      const here = best.some((evidence) => speaksHere(topic, evidence, firing));
      const byName = best.every(({ sure }) => !sure);
      add(topic, {
        text,
        kind: "code",
        evidence: [...new Set(best.map(({ anchor }) => anchor))],
        leaves: byName
          ? `${leaves}; it was found by its name, ${here ? "what it does was not followed" : "and not at the place of the threat"}`
          : leaves,
      });
      found.push(`${topics[topic].title} at ${marked(best[0]?.anchor ?? "")}`);
      settled ||= use.settles === true && here;
    }
    for (const control of component.evidence.outside(topic)) {
      if (used.has(control.id) || !standsHere(component, control, firing)) continue;
      used.add(control.id);
      add(`${topic}-outside`, {
        text: `${text}: ${clause(control.name)}`,
        kind: "compensating",
        evidence: [],
        control: control.id,
        ...(control.owner === undefined ? {} : { owner: control.owner }),
        leaves: control.leaves ?? leaves,
      });
      found.push(`${clause(control.name, 60)}${control.owner === undefined ? "" : ` (${control.owner})`}`);
      settled ||= use.settles === true;
    }
    if (code.length === 0) addStated(component, use, text, leaves, add);
  }
  return { mitigations, settled, found };
};

/** What the spec promises and the code does not show is planned until it does. */
const addStated = (
  component: Component,
  { topic }: ControlUse,
  text: string,
  leaves: string,
  add: (id: string, mitigation: Mitigation) => void,
): void => {
  const [statement] = component.evidence.stated(topic);
  if (statement === undefined) return;
  const seen = component.traits.observed ? "nothing in the code shows it" : "the code was not observed";
  add(`${topic}-stated`, {
    text: `${text}, the spec says ("${clause(statement.text.replace(/"/g, "'"), 100)}"); ${seen}`,
    kind: "planned",
    evidence: [],
    leaves,
  });
};
