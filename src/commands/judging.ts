// Wires the pure judgement of pairing/step.ts to frameworks, rendering and anchors.

import type { Config } from "../config/schema.ts";
import { frameworkById, lettersOf, questionsOf } from "../frameworks/index.ts";
import type { Framework } from "../frameworks/types.ts";
import { splitAnchor } from "../model/anchor.ts";
import { slug } from "../model/fact.ts";
import type { ThreatModel } from "../model/schema.ts";
import { resolveAnchor } from "../observe/index.ts";
import type { Component } from "../pairing/component.ts";
import type { PlanTools } from "../pairing/plan.ts";
import type { Judgement } from "../pairing/step.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { Spec } from "../spec/types.ts";
import { UserError } from "./outcome.ts";

export interface Judging {
  readonly framework: Framework;
  readonly judgement: Judgement;
  readonly tools: PlanTools;
}

/** Whether a spec has a heading of that name. */
const hasHeading = ({ headings = [] }: Spec, name: string): boolean =>
  headings.some((heading) => slug(heading) === slug(name));

/** An anchor into the spec names one of its headings; any other must name a paired file and a symbol in it. */
export const resolves = (anchor: string, component: Component): boolean => {
  const { path, symbol } = splitAnchor(anchor);
  if (symbol === undefined && component.inputs.has(path)) return true;
  if (path === component.spec.path) return symbol === undefined || hasHeading(component.spec, symbol);
  return resolveAnchor(anchor, component.observation, component.contents) !== undefined;
};

/** A model that does not change is judged before and after a plan, and rendered once. */
const rendered = new WeakMap<ThreatModel, string>();

/** @throws UserError when the spec or the config names a framework that does not exist. */
export const judgingFor = (component: Component, config: Config, today: string): Judging => {
  const name = component.spec.framework ?? config.framework;
  const framework = frameworkById(name);
  if (framework === undefined)
    throw new UserError(`${component.spec.path}: unknown framework '${name}'`, {
      next: "use `framework: stride`, or leave the key out",
    });
  const render: PlanTools["render"] = (model) => {
    const text = rendered.get(model) ?? renderMarkdown(model, framework);
    rendered.set(model, text);
    return text;
  };
  return {
    framework,
    judgement: {
      policy: config.policy,
      today,
      questions: (model) => questionsOf(framework, model),
      render,
      resolves,
    },
    tools: { letters: lettersOf(framework), render, resolves },
  };
};
