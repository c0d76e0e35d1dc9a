// All threats that the catalogue finds in a component, each with the id that it has or will get.

import { lettersOf } from "../../frameworks/index.ts";
import { distinctOf, rules } from "../../frameworks/rules/index.ts";
import type { Framework, Question } from "../../frameworks/types.ts";
import type { NewThreat } from "../../model/delta.ts";
import { mintThreatId, questionKey } from "../../model/ids.ts";
import type { ThreatModel } from "../../model/schema.ts";
import { threatsOf } from "../../model/threats.ts";
import { type Firing, fire } from "./fire.ts";
import { stated } from "./map/facts.ts";
import { clause } from "./phrases.ts";
import { carrierOf } from "./risks.ts";
import { writeThreat } from "./threat.ts";
import type { Component } from "./view/component.ts";
import { type View, viewOf } from "./view/index.ts";

export interface Proposal {
  readonly id: string;
  readonly question: Question;
  readonly firing: Firing;
  readonly distinct: string | undefined;
  readonly threat: NewThreat;
}

export interface Proposals {
  readonly all: readonly Proposal[];
  readonly views: ReadonlyMap<string, View>;
  /** Risk key → id of the threat that carries it. */
  readonly carriers: ReadonlyMap<string, string>;
}

export const propose = (
  component: Component,
  framework: Framework,
  model: ThreatModel,
  questions: readonly Question[],
): Proposals => {
  const letters = lettersOf(framework);
  const views = new Map<string, View>();
  const taken = new Map(
    threatsOf(model).map(({ id, element, category }) => [id, questionKey(element, category)]),
  );
  const all: Proposal[] = [];
  for (const question of questions) {
    const view = views.get(question.element) ?? viewOf(component, question.kind, question.element);
    views.set(question.element, view);
    for (const rule of rules) {
      if (rule.category !== question.category) continue;
      const firing = fire(rule, view);
      if (firing === undefined) continue;
      const threat = writeThreat(component, firing);
      const distinct = distinctOf(rule);
      const id = mintThreatId(
        {
          component: model.component,
          element: question.element,
          category: question.category,
          letter: letters[question.category] ?? "X",
          weakness: threat.weakness,
          anchors: threat.code,
          title: threat.title,
          distinct,
        },
        taken,
      );
      taken.set(id, questionKey(question.element, question.category));
      all.push({ id, question, firing, distinct, threat });
    }
  }
  return withRisks(component, all, views);
};

const withRisks = (component: Component, all: Proposal[], views: Map<string, View>): Proposals => {
  const carriers = new Map<string, string>();
  for (const risk of stated(component.sources, "risk")) {
    const carrier = carrierOf(risk, all);
    if (carrier === undefined) continue;
    carriers.set(risk.key, carrier.id);
    const { owner, reason, expires } = risk.fields;
    const said = [
      `The spec accepts it ("${clause(risk.name.replace(/"/g, "'"), 90)}")`,
      ...(owner === undefined ? [] : [`owner ${owner}`]),
      ...(expires === undefined ? [] : [`until ${expires}`]),
      ...(reason === undefined ? [] : [`because ${clause(reason, 120)}`]),
    ].join(", ");
    const { threat } = carrier;
    all[all.indexOf(carrier)] = {
      ...carrier,
      threat: {
        ...threat,
        covers: [...threat.covers, risk.key],
        severity: { ...threat.severity, reason: `${threat.severity.reason} ${said}.` },
      },
    };
  }
  return { all, views, carriers };
};
