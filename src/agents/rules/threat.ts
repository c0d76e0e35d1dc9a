// Writes a rule's threat with the component's own names, the controls that were found, and a severity with reasons.

import { holds, type Scope } from "../../frameworks/predicate.ts";
import type { Shift } from "../../frameworks/rule.ts";
import type { NewThreat } from "../../model/delta.ts";
import { compare } from "../../model/finding.ts";
import { type Level, levels } from "../../model/schema.ts";
import type { Firing } from "./fire.ts";
import { type Defence, defend } from "./mitigate.ts";
import { clause, inSentence, listed, marked } from "./phrases.ts";
import { assetsAtStake } from "./stakes.ts";
import { collapse } from "./view/anchors.ts";
import type { Component } from "./view/component.ts";
import { fill, type Words, wordsFor } from "./words.ts";

const shifted = (level: Level, by: number): Level => {
  const at = Math.min(Math.max(levels.indexOf(level) + by, levels.indexOf("low")), levels.length - 1);
  return levels[at] ?? level;
};

/** What would tell somebody: an alarm that this threat sets off, else the trail that the code writes. */
const detection = (component: Component, defence: Defence): string => {
  const [alarm] = [
    ...defence.alarms,
    ...component.evidence.outside("alarm").filter(({ login, assumed }) => !login && !assumed),
  ];
  if (alarm !== undefined)
    return `${clause(alarm.name, 80)}${alarm.owner === undefined ? "" : ` (${alarm.owner})`}`;
  const trail = component.evidence.code("audit").find(({ sure }) => sure);
  return trail === undefined
    ? "nothing that spec or code names"
    : `afterwards, what ${marked(trail.anchor)} writes`;
};

const severityOf = (
  component: Component,
  firing: Firing,
  words: Words,
  defence: Defence,
): NewThreat["severity"] => {
  const { severity } = firing.rule;
  const scope: Scope = { facts: firing.view.facts, lists: { ...firing.view.lists, focus: firing.focus } };
  const apply = (shifts: readonly Shift[] = []): Shift[] =>
    shifts.filter((shift) => holds(shift.when, scope));
  const raised = apply(severity.raise);
  const lowered = apply(severity.lower);
  const inherent = shifted(severity.level, raised.length - lowered.length);
  const level = defence.settled ? "low" : shifted(inherent, defence.found.length > 0 ? -1 : 0);
  const because = (shifts: readonly Shift[]): string =>
    listed(shifts.map((shift) => fill(shift.because, words)));
  const sentences = [
    `Who: ${inSentence(fill(severity.who, words))}`,
    `Needs: ${inSentence(fill(severity.needs, words))}`,
    `Gets: ${inSentence(fill(severity.gets, words))}`,
    `Noticed by: ${detection(component, defence)}`,
    ...(raised.length === 0 ? [] : [`Raised: ${inSentence(because(raised))}`]),
    ...(lowered.length === 0 ? [] : [`Lowered: ${inSentence(because(lowered))}`]),
    ...(defence.found.length === 0
      ? []
      : [
          `${!defence.settled ? "Lowered by" : inherent === "low" ? "Held by" : `Was ${inherent} without`} ${listed(defence.found, 3)}`,
        ]),
  ];
  return { level, reason: `${sentences.join(". ")}.` };
};

/** Where the threat is in the code: at its focus, at the rule's own spot, else where its element is. */
const codeOf = (component: Component, firing: Firing): string[] => {
  const { rule, focus, view } = firing;
  if (rule.at !== undefined) return [...component.spots[rule.at]].sort(compare).slice(0, 6);
  const places = collapse(
    component,
    focus.flatMap(({ anchors }) => anchors),
  );
  const { flows, stores } = component.map;
  const element =
    view.kind === "flow"
      ? flows[view.id]?.code
      : view.kind === "store"
        ? stores[view.id]?.code
        : view.kind === "external"
          ? Object.values(flows).flatMap((flow) => (flow.to === view.id ? flow.code : []))
          : [];
  return [...new Set(places.length > 0 ? places : (element ?? []))].sort(compare).slice(0, 6);
};

/** What the spec has decided already is to be built, not to be thought about again. */
const nextStep = (component: Component, next: string, words: Words, defence: Defence): string => {
  const [promise] = defence.promises;
  const [claim] = defence.claims;
  if (claim !== undefined)
    return `Run the check above and keep its result: so far only the spec says it (${claim}).`;
  return promise === undefined || !component.traits.observed
    ? fill(next, words)
    : `Build what the spec promises (${promise}), and keep the check above as a test.`;
};

export const writeThreat = (component: Component, firing: Firing): NewThreat => {
  const { rule, focus, view } = firing;
  const assets = assetsAtStake(component, view, rule, focus);
  const code = codeOf(component, firing);
  const base = wordsFor(component, view, focus, assets, rule.at === undefined ? [] : code, rule.group);
  const words: Words =
    rule.at === undefined
      ? base
      : { ...base, at: code.length === 0 ? "" : ` (${listed(code.slice(0, 2).map(marked))})` };
  const defence = defend(component, firing, words);
  const entries = focus.flatMap(({ id }) =>
    id !== undefined && component.map["entry-points"][id] !== undefined ? [id] : [],
  );
  return {
    title: fill(rule.title, words),
    scenario: fill(rule.scenario, words),
    weakness: [...rule.weakness],
    attack: [...rule.attack],
    assets: [...assets].sort(compare),
    "entry-points": [...entries].sort(compare),
    code,
    severity: severityOf(component, firing, words, defence),
    status: defence.settled ? "mitigated" : "open",
    mitigations: { ...defence.mitigations },
    check: fill(rule.check, words),
    ...(defence.settled ? {} : { next: nextStep(component, rule.next, words, defence) }),
    covers: [],
  };
};
