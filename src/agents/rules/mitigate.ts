// Looks for the controls that a rule names: in the code, outside it, and among the spec's statements.

import type { ControlUse } from "../../frameworks/rule.ts";
import { type TopicId, topics } from "../../frameworks/topics.ts";
import { splitAnchor } from "../../model/anchor.ts";
import type { Mitigation } from "../../model/schema.ts";
import type { Firing } from "./fire.ts";
import { productsIn } from "./map/names.ts";
import { clause, listed, marked, sentence } from "./phrases.ts";
import { collapse } from "./view/anchors.ts";
import type { Component } from "./view/component.ts";
import { type CodeEvidence, type OutsideControl, outsideTopics, type Statement } from "./view/evidence.ts";
import { fill, type Words } from "./words.ts";

export interface Defence {
  /** Alarms that this threat would set off. */
  readonly alarms: readonly OutsideControl[];
  /** What the spec promises that would settle the threat and the code does not show, in its words. */
  readonly promises: readonly string[];
  /** What the spec says of what no code can show, and would settle the threat. */
  readonly claims: readonly string[];
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

const fileOf = (anchor: string): string => splitAnchor(anchor).path;

/** What each row of a route table demands is asked by the check that reads the table, wherever that stands. */
const byTable: Partial<Record<TopicId, string>> = {
  authentication: "entry.declared",
  role: "entry.role-declared",
};

const isTabled = (topic: TopicId, firing: Firing): boolean => {
  const flag = byTable[topic];
  return (
    flag !== undefined && firing.focus.length > 0 && firing.focus.every(({ facts }) => facts[flag] === true)
  );
};

/** Whether evidence speaks for the place that the threat is about. */
const speaksHere = (topic: TopicId, evidence: CodeEvidence, firing: Firing): boolean => {
  if (!needsPlace.has(topic)) return true;
  if (isTabled(topic, firing)) return evidence.sure;
  const files = new Set(firing.focus.flatMap(({ anchors }) => anchors.map(fileOf)));
  return files.size === 0 ? evidence.sure : files.has(fileOf(evidence.anchor));
};

/** Evidence in the code; for a demand of the route table, the check that asks for it and the row that demands it. */
const codeFor = (component: Component, topic: TopicId, firing: Firing): readonly CodeEvidence[] => {
  const code = component.evidence.code(topic);
  if (!isTabled(topic, firing)) return code;
  const checks = component.evidence.code("authentication").filter(({ sure }) => sure);
  const rows = collapse(
    component,
    firing.focus.flatMap(({ anchors }) => anchors),
  );
  return [
    ...(checks.length > 0 ? checks : code.filter(({ sure }) => sure)),
    ...rows.map((anchor) => ({ anchor, name: "route table", sure: true })),
  ];
};

const standsHere = (component: Component, control: OutsideControl, firing: Firing): boolean => {
  const isLogin = firing.focus.some(({ facts }) => facts["entry.login"] === true);
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
  // Rows that strangers' requests write are limited where the requests come in.
  const byRequest = firing.focus.some((thing) => thing.facts["entry.http"] === true);
  const atStore = !byRequest && (kind === "store" || (kind === "flow" && facts["flow.storing"] === true));
  return control.place === "any" || control.place === (atStore ? "store" : "edge");
};

export const defend = (component: Component, firing: Firing, words: Words): Defence => {
  const mitigations: Record<string, Mitigation> = {};
  const found: string[] = [];
  const used = new Set<string>();
  const alarms: OutsideControl[] = [];
  const promises: string[] = [];
  const claims: string[] = [];
  let settled = false;
  const add = (id: string, mitigation: Mitigation): void => {
    mitigations[id] = mitigation;
  };
  for (const use of firing.rule.controls) {
    const { topic } = use;
    const text = sentence(fill(use.text, words));
    const leaves = fill(use.leaves, words);
    const code = codeFor(component, topic, firing);
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
      if (use.about !== undefined && !new RegExp(use.about, "i").test(control.text)) continue;
      used.add(control.id);
      add(`${topic}-${control.assumed ? "assumed" : "outside"}`, {
        text: control.assumed
          ? `${text}, the spec assumes (${quoted(control.text, topic)})`
          : `${text}: ${clause(control.name)}`,
        kind: "compensating",
        evidence: [],
        ...(control.assumed ? {} : { control: control.id }),
        ...(control.owner === undefined ? {} : { owner: control.owner }),
        leaves: control.leaves ?? leaves,
      });
      found.push(`${clause(control.name, 60)}${control.owner === undefined ? "" : ` (${control.owner})`}`);
      settled ||= use.settles === true && !control.assumed;
      if (topic === "alarm") alarms.push(control);
    }
    if (code.length === 0 && mitigations[`${topic}-assumed`] === undefined) {
      const promise = addStated(component, firing, use, text, leaves, add);
      if (promise !== undefined && use.settles === true)
        (outsideTopics.has(topic) ? claims : promises).push(promise);
    }
  }
  return { mitigations, settled, found, alarms, promises, claims };
};

/** The entry points in question that a statement is about: all of them when it names none. */
const coveredBy = ({ about }: Statement, { focus, view }: Firing): readonly string[] | "all" => {
  if (about.length === 0) return "all";
  const things = focus.length > 0 ? focus : view.kind === "store" ? [] : view.lists.entries;
  const names = things.map(({ facts }) => String(facts["entry.name"] ?? ""));
  const covered = names.filter((name) => about.includes(name));
  if (covered.length === names.length && covered.length > 0) return "all";
  return focus.length > 0 ? covered : [];
};

/**
 * What the spec promises and the code does not show is planned until it does; what no code could show, such as a closed
 * network, stands as the spec says. Returns what is promised, in the spec's words, when it is promised throughout.
 */
const addStated = (
  component: Component,
  firing: Firing,
  { topic, about }: ControlUse,
  text: string,
  leaves: string,
  add: (id: string, mitigation: Mitigation) => void,
): string | undefined => {
  const [found] = component.evidence
    .stated(topic)
    .filter((each) => about === undefined || new RegExp(about, "i").test(each.text))
    .map((statement) => ({ statement, covered: coveredBy(statement, firing) }))
    .filter(({ covered }) => covered.length > 0)
    .sort((a, b) => rank(b) - rank(a));
  if (found === undefined) return undefined;
  const { statement, covered } = found;
  const said = quoted(statement.text, topic);
  const left =
    covered === "all" ? leaves : `every other route: it says so of ${listed(covered.map(marked))} only`;
  if (outsideTopics.has(topic)) {
    add(`${topic}-stated`, {
      text: `${text}, the spec says (${said})`,
      kind: "compensating",
      evidence: [],
      leaves: left,
    });
    return covered === "all" ? said : undefined;
  }
  const seen = component.traits.observed ? "nothing in the code shows it" : "the code was not observed";
  add(`${topic}-stated`, {
    text: `${text}, the spec says (${said}); ${seen}`,
    kind: "planned",
    evidence: [],
    leaves: left,
  });
  return covered === "all" ? said : undefined;
};

/** A statement about just these entry points says most, one about some of them least. */
const rank = (found: { statement: Statement; covered: readonly string[] | "all" }): number =>
  found.covered !== "all" ? 0 : found.statement.about.length === 0 ? 1 : 2;

/** The words of a text that speak of a topic, in quotes. */
const quoted = (text: string, topic: TopicId): string =>
  `"${clause(passage(text, topics[topic].stated).replace(/"/g, "'"), 140)}"`;

/** The sentence or cell of a statement that a pattern is found in. */
const passage = (text: string, pattern: string): string => {
  const found = new RegExp(pattern, "i");
  const parts = text
    .split(/(?<=[.!?])\s+(?=\p{Lu}|`)|;\s+/u)
    .map((part) => part.replace(/^[\p{L} ]{3,24}: (?=\S)/u, ""));
  const at = parts.findIndex((part) => found.test(part));
  if (at < 0) return text;
  // A heading such as "Own sessions only." says what the next sentence explains.
  const part = parts[at] ?? text;
  return part.length < 30 && part.endsWith(".") && parts[at + 1] !== undefined
    ? `${part} ${parts[at + 1]}`
    : part;
};
